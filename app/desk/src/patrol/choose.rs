//! The track panel: choose a worker and a day, then replay it.

use chrono::NaiveDate;
use domain::patrol::Worker;
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::later;
use ui::{Button, Choice, EmptyState, ErrorPanel, Select, Skeleton, format};
use wording::Word;

use super::player::Player;
use super::together::Together;
use crate::map::use_map;
use crate::map::view_state::ViewState;

/// Choosing and replaying a patrol.
#[component]
pub fn TrackPanel(
    /// The workers of the area in focus.
    workers: Resource<Result<Vec<Worker>, AppError>>,
) -> impl IntoView {
    let context = use_map();
    let show = later(
        move || async move { workers.await },
        move |loaded| match loaded {
            Ok(workers) => view! { <Chooser workers=workers /> }.into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| workers.refetch());
                let href = context.href(Clone::clone);
                view! { <ErrorPanel error=Signal::stored(error) retry_href=href retry=retry /> }.into_any()
            }
        },
    );
    let track = later(
        move || async move { context.replay.track.await },
        |track| track.map(|track| view! { <Player track=track /> }),
    );
    let is_open = context.view.get_untracked().worker.is_some();
    let is_chosen = move || context.view.with(|view| view.worker.is_some());
    view! {
        <details class="track" class:is-chosen=is_chosen open=is_open>
            <summary class="track__title">{say(Word::Track)}</summary>
            <Transition fallback=|| view! { <Skeleton lines=2 /> }>{show}</Transition>
            <Transition fallback=|| view! { <Skeleton lines=3 /> }>{track}</Transition>
            <p class="track__use">{say(Word::TrackUse)}</p>
        </details>
    }
}

#[component]
fn Chooser(workers: Vec<Worker>) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    if workers.is_empty() {
        let title = Signal::derive(move || Word::NoWorkers.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::NoTrackHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Route /> }.into_any();
    }
    let workers = StoredValue::new(workers);
    let chosen = move || context.view.with(|view| view.worker);
    let people = workers.with_value(|workers| {
        let choice = |worker: &Worker| Choice { value: worker.account.to_string(), text: worker.title.clone() };
        workers.iter().map(choice).collect::<Vec<_>>()
    });
    let days = Signal::derive(move || {
        let days = workers.with_value(|workers| days_of(workers, chosen()));
        days.into_iter().map(|day| Choice { value: day.to_string(), text: format::date(day) }).collect::<Vec<_>>()
    });
    let worker = Signal::derive(move || chosen().map(|worker| worker.to_string()).unwrap_or_default());
    let day = Signal::derive(move || context.view.with(|view| view.day.map(|day| day.to_string())).unwrap_or_default());
    let choose_worker = Callback::new(move |value: String| {
        let worker = value.parse().ok();
        let day = workers.with_value(|workers| days_of(workers, worker).first().copied());
        context.go(&ViewState { worker, day, at: None, ..context.replay.rest() });
    });
    let choose_day = Callback::new(move |value: String| {
        let view = context.replay.rest();
        let first = workers.with_value(|workers| workers.first().map(|worker| worker.account));
        context.go(&ViewState { worker: view.worker.or(first), day: value.parse().ok(), at: None, ..view });
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let view = context.replay.rest();
        let worker = view.worker.or(workers.with_value(|workers| workers.first().map(|worker| worker.account)));
        let day = view.day.or(workers.with_value(|workers| days_of(workers, worker).first().copied()));
        context.go(&ViewState { worker, day, ..view });
    };
    let kept = move || {
        let fields = context.view.with(ViewState::fields);
        let others = fields.into_iter().filter(|(name, _)| !["worker", "day", "t"].contains(name));
        others.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let worker_label = Signal::derive(move || Word::Worker.text(lang.get()).to_owned());
    let day_label = Signal::derive(move || Word::Day.text(lang.get()).to_owned());
    view! {
        <form class="track__form" method="get" action="/map" on:submit=submit>
            {kept}
            <Select name="worker" label=worker_label choices=people value=worker on_change=choose_worker />
            <Select name="day" label=day_label choices=days value=day on_change=choose_day />
            <Button>{say(Word::ChooseTrack)}</Button>
        </form>
        <Together workers=workers />
    }
    .into_any()
}

/// The days of the chosen worker, newest first; of the first one when none is chosen.
fn days_of(workers: &[Worker], chosen: Option<domain::id::AccountId>) -> Vec<NaiveDate> {
    let found = workers.iter().find(|worker| Some(worker.account) == chosen).or_else(|| workers.first());
    found.map(|worker| worker.days.clone()).unwrap_or_default()
}
