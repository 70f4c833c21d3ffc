//! The part of `/admin/setting` that says what is recorded of workers' trails, and where.

use domain::area::Area;
use domain::trail::TrackMode;
use leptos::prelude::*;
use service::trail::Modes;
use ui::language::{say, use_lang};
use ui::{Button, Choice, Select};
use wording::field::TrailWord;

use crate::unit_list::Wrong;
use crate::wall_list::indented;

/// What was said, and the form that says it.
#[component]
pub fn TrailModes(modes: Modes) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: TrailWord| Signal::stored(word.text(lang).to_owned());
    let said = modes.said.into_iter().map(|(area, name, mode)| {
        let name = if name.is_empty() { area.to_string() } else { name };
        view! { <li>{name} ": " {say(called(mode))}</li> }
    });
    let said = said.collect_view();
    let area = |(area, name): (Area, String)| Choice { value: area.to_string(), text: indented(area, &name) };
    let areas = Signal::stored(modes.areas.into_iter().map(area).collect::<Vec<_>>());
    let mode =
        |(mode, slug): (TrackMode, &str)| Choice { value: slug.to_owned(), text: called(mode).text(lang).to_owned() };
    let none = Choice { value: String::new(), text: TrailWord::ModeOfAbove.text(lang).to_owned() };
    let choices = Signal::stored(TrackMode::ALL.into_iter().map(mode).chain([none]).collect::<Vec<_>>());
    view! {
        <form class="card form" method="post" action="/admin/trail-mode">
            <Wrong form="trail-mode" />
            <input type="hidden" name="back" value="/admin/setting" />
            <h2 class="card__title">{say(TrailWord::Mode)}</h2>
            <p class="form__hint">{say(TrailWord::ModeHint)}</p>
            <ul>{said}</ul>
            <Select name="area" label=label(TrailWord::ModeArea) choices=areas />
            <Select name="mode" label=label(TrailWord::Mode) choices=choices value=TrackMode::default().slug().to_owned() />
            <Button>{say(TrailWord::SaveMode)}</Button>
        </form>
    }
}

fn called(mode: TrackMode) -> TrailWord {
    match mode {
        TrackMode::Off => TrailWord::ModeOff,
        TrackMode::VisitPoints => TrailWord::ModePoints,
        TrackMode::DutyTrack => TrailWord::ModeDuty,
    }
}
