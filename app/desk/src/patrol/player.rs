//! The replay: play and pause, a bar to drag, speeds, and the stops with their times.

use chrono::{DateTime, Utc};
use domain::patrol::{Fix, Track};
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorText, format};
use wording::field::TrailWord;
use wording::{Phrase, Word};

use super::replay::{Replay, SPEEDS};
use super::stop::Stops;
use crate::map::use_map;
use crate::map::view_state::{ViewState, escape};

/// A day's replay, or why there is none.
#[component]
pub fn Player(
    /// The track.
    track: Result<Track, AppError>,
) -> impl IntoView {
    let lang = use_lang();
    let empty = move || {
        let title = Signal::derive(move || Word::NoTrack.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::NoTrackHint.text(lang.get()).to_owned());
        view! { <EmptyState title=title hint=hint icon=Icon::Route /> }.into_any()
    };
    match track {
        Ok(track) if !track.fixes.is_empty() => view! { <Controls track=track /> }.into_any(),
        Ok(_) | Err(AppError::NotFound) => empty(),
        Err(error) => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
    }
}

#[component]
fn Controls(track: Track) -> impl IntoView {
    let context = use_map();
    let replay = context.replay;
    let lang = use_lang();
    let ends = StoredValue::new(ends(&track.fixes));
    let span = Memo::new(move |_| {
        let others = replay.others.get().and_then(Result::ok).unwrap_or_default();
        others
            .iter()
            .map(|track| self::ends(&track.fixes))
            .fold(ends.get_value(), |all, one| (all.0.min(one.0), all.1.max(one.1)))
    });
    let (first, last) = (move || span.get().0, move || span.get().1);
    let (km, stop_count) = (format::kilometres(track.length_m), track.stops.len());
    let now = move || replay.now().unwrap_or_else(first);
    let toggle = move |_| {
        if replay.playing.get_untracked() {
            context.note(&replay.rest());
        } else {
            // From the beginning again when the day has ended.
            let start = if now() >= last() { first() } else { now() };
            replay.show(start);
            replay.playing.set(true);
        }
    };
    let drag = move |seconds: i64| {
        if let Some(at) = DateTime::from_timestamp(seconds, 0) {
            replay.playing.set(false);
            replay.show(at);
        }
    };
    let summary = move || Phrase::TrackSummary { km: &km, stops: stop_count }.text(lang.get());
    view! {
        <div class="player">
            <div class="player__bar">
                <PlayButton replay=replay on_press=Callback::new(toggle) />
                <input
                    class="player__range"
                    type="range"
                    min=move || first().timestamp().to_string()
                    max=move || last().timestamp().to_string()
                    step="10"
                    aria-label=say(Word::ReplayTime)
                    aria-valuetext=move || format::minute(now())
                    prop:value=move || now().timestamp().to_string()
                    value=ends.get_value().0.timestamp().to_string()
                    on:input:target=move |ev| drag(ev.target().value().parse().unwrap_or_default())
                    on:change=move |_| context.note(&replay.rest())
                />
                <time class="player__time">{move || format::time(now())}</time>
            </div>
            <p class="player__summary">{summary}</p>
            <Speeds replay=replay />
            <Stops stops=track.stops now=Signal::derive(now) />
            <Files />
        </div>
    }
}

/// What is shown, as files.
#[component]
fn Files() -> impl IntoView {
    let context = use_map();
    let file = move |kind: &'static str| {
        move || {
            let kept = context.view.with(ViewState::fields).into_iter();
            let query = kept.filter(|(name, _)| ["worker", "with", "day"].contains(name));
            let query = query.map(|(name, value)| format!("{name}={}", escape(&value))).collect::<Vec<_>>().join("&");
            format!("/map/trail.{kind}?{query}")
        }
    };
    view! {
        <p class="player__files">
            {say(TrailWord::TakeOutLines)}
            <a rel="external" download href=file("gpx")>"GPX"</a>
            <a rel="external" download href=file("xlsx")>"Excel"</a>
        </p>
    }
}

#[component]
fn PlayButton(replay: Replay, on_press: Callback<leptos::ev::MouseEvent>) -> impl IntoView {
    let playing = move || replay.playing.get();
    let icon = Signal::derive(move || if playing() { Icon::Pause } else { Icon::Play });
    let lang = use_lang();
    let label = move || if playing() { Word::Pause } else { Word::Play }.text(lang.get());
    view! {
        <button type="button" class="icon-button icon-button--strong" aria-label=label on:click=move |ev| on_press.run(ev)>
            <Glyph icon=icon />
        </button>
    }
}

#[component]
fn Speeds(replay: Replay) -> impl IntoView {
    let lang = use_lang();
    let buttons = SPEEDS.map(|times| {
        let pressed = move || if replay.speed.get() == times { "true" } else { "false" };
        view! {
            <button
                type="button"
                class="player__speed"
                aria-pressed=pressed
                on:click=move |_| replay.speed.set(times)
            >
                {move || Phrase::SpeedTimes { times }.text(lang.get())}
            </button>
        }
    });
    view! { <div class="player__speeds" role="group" aria-label=say(Word::Speed)>{buttons.into_iter().collect_view()}</div> }
}

fn ends(fixes: &[Fix]) -> (DateTime<Utc>, DateTime<Utc>) {
    let at = |fix: Option<&Fix>| fix.map(|fix| fix.at).unwrap_or_default();
    (at(fixes.first()), at(fixes.last()))
}
