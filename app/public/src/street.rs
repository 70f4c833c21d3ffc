//! The public totals per street, with its communities below it.

use domain::area::Level;
use leptos::prelude::*;
use service::public::PublicArea;
use ui::language::{say, use_lang};
use ui::{Table, format};
use wording::Word;

/// All streets and communities.
#[component]
pub fn Streets(
    /// The city, then each street followed by its communities.
    areas: Vec<PublicArea>,
) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::PublicTotals.text(lang.get()).to_owned());
    let head = || {
        let columns =
            [Word::Name, Word::Residents, Word::Households, Word::Dwellings, Word::Buildings, Word::OpenCases];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = areas.into_iter().filter(|area| area.level != Level::City).map(row).collect_view();
    view! { <Table caption=caption head=head>{rows}</Table> }
}

fn row(area: PublicArea) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| move || word.text(lang.get());
    let total = move |word: Word, value: Option<i64>| {
        let (text, hint) = match value {
            Some(value) => (format::number(value), None),
            None => ("<5".to_owned(), Some(say(Word::Suppressed))),
        };
        view! { <td class="table__number" data-label=label(word) title=hint>{text}</td> }
    };
    let class = if area.level == Level::Street { "table__group" } else { "table__member" };
    view! {
        <tr class=class>
            <th scope="row" class="table__main">{area.name}</th>
            {total(Word::Residents, area.residents)}
            {total(Word::Households, area.households)}
            {total(Word::Dwellings, Some(area.dwellings))}
            {total(Word::Buildings, Some(area.buildings))}
            {total(Word::OpenCases, area.open_cases)}
        </tr>
    }
}
