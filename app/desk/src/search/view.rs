//! The box and its results: a form without WebAssembly, results while typing with it.

use std::time::Duration;

use domain::id::QuestionId;
use domain::search::{Hit, Target};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::link::stay_put;
use ui::{EmptyState, ErrorText, SearchBox};
use wording::{Phrase, Word};

use super::api;
use crate::browser::focus;
use crate::map::view_state::ViewState;
use crate::map::{MapContext, use_map};

/// Wait this long after the last key before asking, milliseconds.
const PAUSE_MS: u64 = 150;

/// The box's id.
const BOX_ID: &str = "search";
/// Results' ids: this and their place, from 0.
const HIT_ID: &str = "search-hit-";

/// The search box of the map page.
#[component]
pub fn Search() -> impl IntoView {
    let context = use_map();
    // What is typed may be somebody's name: the address holds at most the number that the server keeps it under.
    let asked = Memo::new(move |_| context.view.with(|view| view.asked));
    let typed = RwSignal::new(None::<String>);
    let near = Memo::new(move |_| context.view.with(|view| view.area));
    let kept = Resource::new(move || asked.get(), |asked| async move { recall(asked).await });
    let hits = Resource::new(
        move || (typed.get(), asked.get(), near.get()),
        |(typed, asked, near)| async move {
            let text = match typed {
                Some(text) => text,
                None => recall(asked).await?,
            };
            if text.trim().is_empty() { None } else { Some(api::find_all(text, None, near).await) }
        },
    );
    // Recent looks are asked for only once somebody comes to the box, so that no page carries them unasked.
    let is_here = RwSignal::new(false);
    // What was typed gives way to the address when that changes: a result was opened.
    Effect::new(move |before: Option<ViewState>| {
        let view = ViewState { camera: None, ..context.view.get() };
        if before.is_some_and(|before| before != view) {
            typed.set(None);
            is_here.set(false);
        }
        view
    });
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let on_input = Callback::new(move |value: String| {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        let handle = set_timeout_with_handle(move || typed.set(Some(value)), Duration::from_millis(PAUSE_MS));
        waiting.set_value(handle.ok());
    });
    let on_submit = Callback::new(move |value: String| {
        let view = context.view.get_untracked();
        let first =
            hits.get_untracked().flatten().and_then(Result::ok).and_then(|hits| hits.first().map(|hit| hit.target));
        match first.filter(|_| typed.get_untracked().as_deref() == Some(value.as_str())) {
            Some(target) => context.go(&destination(&view, target)),
            None => typed.set(Some(value)),
        }
    });
    let recent = Resource::new(
        move || {
            is_here.get()
                && typed.with(|typed| typed.as_ref().map_or(asked.get().is_none(), |text| text.trim().is_empty()))
        },
        |wanted| async move { if wanted { api::recent().await.ok() } else { None } },
    );
    let both = move || async move { (hits.await, recent.await) };
    let show = later(both, move |(hits, recent)| match (hits, recent) {
        (Some(hits), _) => Some(results(context, hits, Word::SearchResults).into_any()),
        (None, Some(recent)) if !recent.is_empty() => Some(results(context, Ok(recent), Word::SearchRecent).into_any()),
        (None, _) => None,
    });
    let leave = move |_| {
        let gone = move || {
            let at = focus::focused().unwrap_or_default();
            is_here.set(at == BOX_ID || at.starts_with(HIT_ID));
        };
        set_timeout(gone, Duration::from_millis(PAUSE_MS));
    };
    let back = context.href(|view| ViewState { asked: None, camera: None, ..view.clone() });
    let form = later(
        move || kept.into_future(),
        move |kept| {
            let value = Signal::stored(kept.unwrap_or_default());
            view! { <SearchBox back=back value=value on_input=on_input on_submit=on_submit /> }
        },
    );
    view! {
        <div
            class="search"
            on:keydown=move |event| walk(&event)
            on:focusin=move |_| is_here.set(true)
            on:focusout=leave
        >
            <Transition fallback=|| ()>{form}</Transition>
            <Transition fallback=|| ()>{show}</Transition>
        </div>
    }
}

fn results(context: MapContext, hits: Result<Vec<Hit>, AppError>, title: Word) -> impl IntoView {
    let lang = use_lang();
    let content = match hits {
        Err(error) => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
        Ok(hits) if hits.is_empty() => {
            let title = Signal::derive(move || Word::SearchEmpty.text(lang.get()).to_owned());
            view! { <EmptyState title=title icon=Icon::Search /> }.into_any()
        }
        Ok(hits) => {
            let count = hits.len();
            let rows = hits.into_iter().enumerate().map(|(at, hit)| row(context, at, hit)).collect_view();
            view! {
                <p class="search__count" role="status">
                    {move || match title {
                        Word::SearchRecent => title.text(lang.get()).to_owned(),
                        _ => Phrase::ResultCount { count }.text(lang.get()),
                    }}
                </p>
                <ul class="search__list">{rows}</ul>
            }
            .into_any()
        }
    };
    view! { <div class="search__results" role="region" aria-label=say(title)>{content}</div> }
}

/// The text under a number of the address; nothing when it was asked too long ago, or by somebody else.
async fn recall(asked: Option<QuestionId>) -> Option<String> {
    api::asked(asked?).await.ok().flatten()
}

/// Arrows walk from the box through the results and back; Enter opens, as links do.
fn walk(event: &KeyboardEvent) {
    let step: i32 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let at = focus::focused().and_then(|id| id.strip_prefix(HIT_ID)?.parse::<i32>().ok()).unwrap_or(-1) + step;
    event.prevent_default();
    focus::focus(&if at < 0 { BOX_ID.to_owned() } else { format!("{HIT_ID}{at}") });
}

fn row(context: MapContext, at: usize, hit: Hit) -> impl IntoView {
    let lang = use_lang();
    let age = hit
        .age_years
        .map(|years| view! { <span class="search__age">{move || Phrase::YearsOld { years }.text(lang.get())}</span> });
    let formerly = hit.formerly.map(|number| {
        let text = move || Phrase::DoorFormerly { number: number.as_str() }.text(lang.get());
        view! { <span class="search__formerly">" · " {text}</span> }
    });
    let target = hit.target;
    let (href, rel) = match target {
        // A plain page of its own: the whole document is loaded.
        Target::Entry(entry, None) => (Signal::stored(format!("/register/{entry}")), Some("external")),
        _ => (context.href(move |view| destination(view, target)), None),
    };
    let (icon, kind) = match target {
        Target::Dwelling(..) => (Icon::Door, Word::LevelHousehold),
        Target::Building(_) => (Icon::Building, Word::LevelBuilding),
        Target::Estate(..) => (Icon::Home, Word::LevelEstate),
        Target::Area(_) => (Icon::Layers, Word::Areas),
        Target::Person(..) => (Icon::Person, Word::People),
        Target::Entry(..) => (Icon::List, Word::Register),
    };
    view! {
        <li>
            <a {..stay_put()} class="search__hit" id=format!("{HIT_ID}{at}") href=href rel=rel>
                <Glyph icon=icon />
                <span class="search__title">{hit.title} {age}</span>
                <span class="search__place">{hit.place}{formerly}</span>
                <span class="visually-hidden">{say(kind)}</span>
            </a>
        </li>
    }
}

/// The state that a result leads to; the viewpoint is left to the engine, which flies there.
fn destination(view: &ViewState, target: Target) -> ViewState {
    let free = ViewState { camera: None, asked: None, ..view.clone() };
    match target {
        Target::Dwelling(dwelling, building) | Target::Person(_, dwelling, building) => {
            free.at_dwelling(building, dwelling)
        }
        Target::Building(building) | Target::Entry(_, Some(building)) => free.at_building(building),
        Target::Estate(_, area) | Target::Area(area) => free.at_area(Some(area)),
        Target::Entry(_, None) => free,
    }
}
