//! The team 1+N of a grid, out of its roster: leader, workers, assistants, instructors, each with a way to ring them.

use leptos::prelude::*;
use service::roster::{RosterRow, TEAM};
use ui::language::{say, use_lang};
use wording::Lang;
use wording::field::MonthWord;

/// Who belongs to the team, by what they do.
#[component]
pub fn Team(
    /// The roster of the grid.
    rows: Vec<RosterRow>,
) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let parts = TEAM.into_iter().filter_map(|kind| {
        let of: Vec<&RosterRow> = rows.iter().filter(|row| row.kind == kind).collect();
        let first = of.first()?;
        let title = if lang == Lang::Zh { first.kind_zh.clone() } else { first.kind_en.clone() };
        let people = of.iter().map(|row| person(row)).collect_view();
        Some(view! {
            <dt>{title}</dt>
            <dd>
                <ul>{people}</ul>
            </dd>
        })
    });
    let parts: Vec<_> = parts.collect();
    let list = if parts.is_empty() {
        view! { <p class="form__hint">{say(MonthWord::TeamNone)}</p> }.into_any()
    } else {
        view! { <dl>{parts}</dl> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="team">
            <h2 class="card__title" id="team">
                {say(MonthWord::Team)}
            </h2>
            <p class="form__hint">{say(MonthWord::TeamHint)}</p>
            {list}
        </section>
    }
}

fn person(row: &RosterRow) -> impl IntoView + use<> {
    let place = if row.place.is_empty() { row.area_name.clone() } else { format!("{} {}", row.area_name, row.place) };
    let call = row.phone.as_ref().map(|phone| {
        let number = phone.reveal().to_owned();
        view! { <a href=format!("tel:{number}")>{number.clone()}</a> }
    });
    view! { <li>{row.name.clone()} " · " {place} " " {call}</li> }
}
