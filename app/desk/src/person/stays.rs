//! Stays as lines that lead to the other end: 点人知房、点房知人.

use domain::file::view::{PersonFile, StayLine};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Tag, format, name};
use wording::{Phrase, Word};

use crate::address;

/// Where a person lives and lived: each line leads to the household.
pub fn of_person(file: &PersonFile) -> impl IntoView + use<> {
    stay_list(file.stays.clone(), true)
}

/// Stays as a list; each line leads to the household (`to_house`) or to the person.
pub fn stay_list(lines: Vec<StayLine>, to_house: bool) -> impl IntoView {
    let lines = lines.into_iter().map(|line| stay_line(line, to_house)).collect_view();
    view! { <ol class="file__lines stays">{lines}</ol> }
}

fn stay_line(line: StayLine, to_house: bool) -> impl IntoView {
    let lang = use_lang();
    let StayLine { stay, name: person, place } = line;
    let end = match (to_house, person) {
        (true, _) => view! { <a href=address::household(stay.dwelling)>{place}</a> }.into_any(),
        (false, Some(name)) => view! { <a href=address::person(stay.resident)>{name}</a> }.into_any(),
        (false, None) => view! { <span class="card__quiet">{say(Word::ElsewhereFile)}</span> }.into_any(),
    };
    let (from, to) = (stay.from_on, stay.to_on);
    let span = move || {
        let lang = lang.get();
        let from = from.map_or_else(|| Word::SinceUnknown.text(lang).to_owned(), format::date);
        let to = to.map_or_else(|| Word::UntilNow.text(lang).to_owned(), format::date);
        Phrase::FromTo { from: &from, to: &to }.text(lang)
    };
    let ended = stay.end_reason.map(|reason| view! { <Tag tone="tag--quiet">{say(name::end_reason(reason))}</Tag> });
    view! {
        <li class="stays__line" class:is-over=stay.end_reason.is_some() data-stay=stay.id.to_string()>
            {end}
            <span>{say(name::relation(stay.relation))} " · " {say(name::stay_kind(stay.kind))}</span>
            <span class="card__quiet">{span}</span>
            {ended}
        </li>
    }
}
