//! Others of the same day: who stands beside the chosen worker, and under which letter.

use domain::patrol::{MOST_TOGETHER, Worker};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{ErrorText, format};
use wording::Phrase;
use wording::field::TrailWord;

use crate::map::use_map;
use crate::map::view_state::ViewState;

/// The letter at a head on the map: the chosen worker's is A.
pub fn letter(place: usize) -> char {
    char::from(b'A' + u8::try_from(place).unwrap_or_default().min(25))
}

/// The workers who have the chosen day too, each a link that adds them to the map or takes them off; and what all went together.
#[component]
pub fn Together(
    /// The workers of the area in focus.
    workers: StoredValue<Vec<Worker>>,
) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let around = Memo::new(move |_| {
        let (chosen, day) = context.view.with(|view| (view.worker, view.day));
        let Some((chosen, day)) = chosen.zip(day) else { return Vec::new() };
        let there = |worker: &&Worker| worker.account != chosen && worker.days.contains(&day);
        workers.with_value(|workers| workers.iter().filter(there).cloned().collect::<Vec<_>>())
    });
    let rows = move || around.get().into_iter().map(|worker| view! { <Other worker=worker /> }).collect_view();
    let full = move || {
        let full = context.view.with(|view| view.with.is_full());
        full.then(|| Phrase::MostTogether { most: MOST_TOGETHER }.text(lang.get()))
    };
    view! {
        <Show when=move || !around.with(Vec::is_empty)>
            <h3 class="player__part">{say(TrailWord::Together)}</h3>
            <ul class="together">{rows}</ul>
            <p class="player__summary" role="status">{full}</p>
            <Sum />
        </Show>
    }
}

#[component]
fn Other(worker: Worker) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let account = worker.account;
    let place = move || context.view.with(|view| view.with.clone().without_lead(view.worker).place(account));
    let is_there = move || place().is_some();
    let href = context.href(move |view| ViewState { with: view.with.clone().toggled(account), ..view.clone() });
    let sign = move || place().map_or_else(|| "+".to_owned(), |place| letter(place + 1).to_string());
    let words = move || if is_there() { TrailWord::OnMap } else { TrailWord::ShowOnMap }.text(lang.get());
    let pressed = move || is_there().then_some("true");
    view! {
        <li>
            <a {..stay_put()} class="stop" href=href aria-current=pressed>
                <span class="stop__number" class:is-away=move || !is_there() aria-hidden="true">{sign}</span>
                {worker.title}
                <span class="visually-hidden">{words}</span>
            </a>
        </li>
    }
}

/// How many lines are shown and how long they are together.
#[component]
fn Sum() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let sum = move || {
        let others = context.replay.others.get()?;
        let track = context.replay.track.get().flatten().and_then(Result::ok)?;
        Some(others.map(|others| {
            let length_m = track.length_m + others.iter().map(|track| track.length_m).sum::<f64>();
            (!others.is_empty()).then(|| {
                let km = format::kilometres(length_m);
                Phrase::TogetherSummary { people: others.len() + 1, km: &km }.text(lang.get())
            })
        }))
    };
    let shown = move || match sum() {
        None => ().into_any(),
        Some(Ok(text)) => view! { <p class="player__summary">{text}</p> }.into_any(),
        Some(Err(error)) => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
    };
    view! { <Transition>{shown}</Transition> }
}
