//! The part of a list's page that says what is wrong with its rows.

use domain::intake::{ColumnSpec, Found};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{LinkButton, Table};
use wording::{Lang, Word};

/// The first faults, and the way to all of them.
#[component]
pub fn Faults(
    /// The address of the list.
    href: String,
    /// The first of them.
    faults: Vec<Found>,
    /// The columns that lists of this kind have.
    specs: &'static [ColumnSpec],
) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::IntakeFaults.text(lang.get()).to_owned());
    let head = || {
        let columns =
            [Word::IntakeRow, Word::IntakeColumn, Word::IntakeShape, Word::IntakeRemedy, Word::IntakeOtherRow];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = faults.into_iter().map(|found| row(found, specs)).collect_view();
    view! {
        <section class="card" aria-labelledby="faults">
            <h2 class="card__title" id="faults">
                {say(Word::IntakeFaults)}
            </h2>
            <p>
                <LinkButton href=format!("{href}/faults.xlsx")>{say(Word::IntakeFaultsAll)}</LinkButton>
            </p>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}

fn row(found: Found, specs: &[ColumnSpec]) -> impl IntoView + use<> {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let is_zh = lang.get_untracked() == Lang::Zh;
    let heading =
        specs.iter().find(|column| column.slug == found.field).map(|column| if is_zh { column.zh } else { column.en });
    let other = found.other_row.map(|row| row.to_string());
    view! {
        <tr>
            <th scope="row">{found.row}</th>
            <td data-label=label(Word::IntakeColumn)>{heading}</td>
            <td data-label=label(Word::IntakeShape)>
                <code>{found.shape}</code>
            </td>
            <td data-label=label(Word::IntakeRemedy)>{say(ui::intake::fault(found.fault))}</td>
            <td data-label=label(Word::IntakeOtherRow)>{other}</td>
        </tr>
    }
}
