//! Who is out today: how many, and for those who may see tracks the last of them, whose trail a click shows in the city.

use chrono::NaiveDate;
use domain::screen::{Board, Patrol};
use leptos::prelude::*;
use ui::format;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::{Phrase, Word};

use crate::map::MapContext;
use crate::map::view_state::ViewState;

/// Today's patrols.
pub fn patrols(board: &Board, context: MapContext) -> impl IntoView + use<> {
    let day = board.patrols.day;
    let figures = [(Word::ScreenOut, board.patrols.out), (Word::ScreenOnTheWay, board.patrols.on_the_way)];
    let figures = figures.map(|(word, count)| {
        view! {
            <div class="screen-figure">
                <dt>{say(word)}</dt>
                <dd>{format::number(count)}</dd>
            </div>
        }
    });
    let lines = board.patrols.last.iter().map(|patrol| row(patrol, day, context)).collect_view();
    let list = (!board.patrols.last.is_empty()).then(|| view! { <ul class="screen-patrols">{lines}</ul> });
    view! {
        <section class="screen-panel" aria-labelledby="screen-patrols">
            <h2 class="screen-panel__title" id="screen-patrols">{say(Word::ScreenPatrols)}</h2>
            <dl class="screen-figures">{figures.into_iter().collect_view()}</dl>
            {list}
        </section>
    }
}

fn row(patrol: &Patrol, day: NaiveDate, context: MapContext) -> impl IntoView + use<> {
    let lang = use_lang();
    let worker = patrol.worker;
    let is_shown = move || context.view.with(|view| view.worker == Some(worker) && view.day == Some(day));
    // Pressed again, the trail goes.
    let href = move || {
        let shown = (!is_shown()).then_some((worker, day));
        context.view.with(|view| {
            let (worker, day) = shown.unzip();
            ViewState { worker, day, at: None, camera: None, ..view.clone() }.href()
        })
    };
    let km = format::kilometres(patrol.length_m);
    view! {
        <li>
            <a {..stay_put()} class="screen-patrols__line" href=href aria-current=move || is_shown().then_some("true")>
                <Glyph icon=Icon::Route />
                <span class="screen-patrols__who">{patrol.title.clone()}</span>
                <span>{move || Phrase::ScreenKilometres { km: &km }.text(lang.get())}</span>
                <time>{format::minute(patrol.ended_at)}</time>
            </a>
        </li>
    }
}
