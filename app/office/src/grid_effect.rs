//! What a change would do to the sizes of two grids, and the button that makes it.

use domain::regrid::Regrid;
use leptos::prelude::*;
use service::regrid::Effect;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Table, format};
use wording::{Phrase, Word};

/// Both grids before and after, with a warning outside the wanted size.
#[component]
pub fn Effects(wish: Regrid, effects: [Effect; 2], wanted: (i32, i32)) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::EffectOfChange.text(lang.get()).to_owned());
    let head = || {
        let columns =
            [Word::Name, Word::DwellingsBefore, Word::DwellingsAfter, Word::HouseholdsBefore, Word::HouseholdsAfter];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let from = wish.from();
    let buildings = wish.buildings().iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let into = wish.into_grid().map_or_else(|| "new".to_owned(), |into| into.to_string());
    let name = match &wish {
        Regrid::Split { name, .. } => name.clone(),
        Regrid::Merge { .. } | Regrid::HandOver { .. } => None,
    };
    let rows = effects.into_iter().map(|effect| effect_row(effect, name.clone(), wanted)).collect_view();
    view! {
        <section class="card" aria-labelledby="effect">
            <h2 class="card__title" id="effect">
                {say(Word::EffectOfChange)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
            <p class="page__facts">{say(Word::RegridHint)}</p>
            <form class="form" method="post" action="/form/regrid">
                <input type="hidden" name="kind" value=wish.kind().slug() />
                <input type="hidden" name="from" value=from.to_string() />
                <input type="hidden" name="into" value=into />
                <input type="hidden" name="buildings" value=buildings />
                <input type="hidden" name="name" value=name.unwrap_or_default() />
                <input type="hidden" name="back" value=format!("/areas/{from}/manage") />
                <Button kind=ButtonKind::Primary>{say(Word::ConfirmRegrid)}</Button>
            </form>
        </section>
    }
}

fn effect_row(effect: Effect, new_name: Option<String>, (lo, hi): (i32, i32)) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let name = effect.name.or(new_name).unwrap_or_else(|| Word::NewGrid.text(lang.get_untracked()).to_owned());
    let flag = effect.is_outside.then(|| {
        view! { <span class="tag tag--care">{Phrase::GridSize { lo, hi }.text(lang.get_untracked())}</span> }
    });
    let cell = move |word: Word, value: i64| {
        view! {
            <td class="table__number" data-label=label(word)>
                {format::number(value)}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row" class="table__main">
                {name}
                " "
                {flag}
            </th>
            {cell(Word::DwellingsBefore, effect.before.dwellings)}
            {cell(Word::DwellingsAfter, effect.after.dwellings)}
            {cell(Word::HouseholdsBefore, effect.before.households)}
            {cell(Word::HouseholdsAfter, effect.after.households)}
        </tr>
    }
}
