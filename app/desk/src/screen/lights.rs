//! How many cases have which light: the largest figures of the screen.

use domain::case::{Axis, Light};
use domain::screen::Board;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{LampShape, format, name};
use wording::{Phrase, Word};

use crate::case::view::CaseView;

/// The lights; open ones lead to their lists for those who may open them.
pub fn lights(board: &Board) -> impl IntoView + use<> {
    let open = Light::OPEN.map(|light| {
        let list = CaseView { axis: Axis::All, area: Some(board.area), light: Some(light), ..CaseView::default() };
        figure(light, name::light(light), board.counts.of(light), board.sees_cases.then(|| list.href()))
    });
    let closed = figure(Light::Green, Word::ScreenClosedToday, board.closed_today, None);
    view! {
        <section class="screen-panel" aria-labelledby="screen-lights">
            <h2 class="screen-panel__title" id="screen-lights">{say(Word::ScreenLights)}</h2>
            <ul class="screen-lights">{open.into_iter().collect_view()} {closed}</ul>
            {spoken(board)}
        </section>
    }
}

fn figure(light: Light, word: Word, count: i64, href: Option<String>) -> impl IntoView {
    let inner = view! {
        <span class="screen-light__name">
            <LampShape light=light />
            {say(word)}
        </span>
        <strong class="screen-light__count">{format::number(count)}</strong>
    };
    let class = match light {
        Light::Red => "screen-light lamp--red",
        Light::Yellow => "screen-light lamp--yellow",
        Light::Blue => "screen-light lamp--blue",
        Light::Green | Light::Grey => "screen-light lamp--green",
    };
    let inner = match href {
        Some(href) => view! { <a class=class href=href>{inner}</a> }.into_any(),
        None => view! { <span class=class>{inner}</span> }.into_any(),
    };
    view! { <li data-light=light.number() data-count=count>{inner}</li> }
}

/// Read out politely whenever it changes.
fn spoken(board: &Board) -> impl IntoView + use<> {
    let lang = use_lang();
    let counts = Light::OPEN.map(|light| (light, board.counts.of(light)));
    let text = move || {
        let lang = lang.get();
        let said = counts
            .map(|(light, count)| Phrase::CountWithLight { count, light: name::light(light).text(lang) }.text(lang));
        said.join(", ")
    };
    view! { <p class="visually-hidden" aria-live="polite" id="announcer">{text}</p> }
}
