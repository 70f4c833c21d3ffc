//! What time it is, and how fresh the figures are. A screen that stands still must never look alive.

use chrono::{DateTime, TimeDelta, Utc};
use domain::screen::Board;
use leptos::prelude::*;
use ui::error::AppError;
use ui::format;
use ui::icon::{Glyph, Icon};
use ui::language::use_lang;
use ui::later::arrived;
use wording::Phrase;

use crate::browser::network::use_online;
use crate::browser::pulse::use_seconds;
use crate::map::MapContext;

/// How fresh the screen is.
#[derive(Clone, Copy)]
pub struct Freshness {
    /// Since when the figures may be old; nothing while they are fresh.
    pub stale: Memo<Option<DateTime<Utc>>>,
    /// The server's time as far as one can tell; nothing before anything came.
    now: Signal<Option<DateTime<Utc>>>,
}

impl Freshness {
    /// Watches the live connection, the network, and whether the figures come.
    pub fn watch(context: MapContext, board: Resource<Result<Board, AppError>>) -> Self {
        let came = arrived(board);
        let online = use_online();
        let last = Memo::new(move |before: Option<&Option<DateTime<Utc>>>| match came.get() {
            Some(Ok(board)) => Some(board.now),
            _ => before.copied().flatten(),
        });
        let stale = Memo::new(move |_| {
            let failed = matches!(came.get(), Some(Err(_))) || !online.get();
            let live = context.live.get();
            let heard = [live.server_time, last.get()].into_iter().flatten().max();
            live.stale.or(heard.filter(|_| failed))
        });
        // Whatever happened meanwhile is looked up when the connection is back.
        Effect::new(move |before: Option<bool>| {
            let is_stale = stale.get().is_some();
            if before == Some(true) && !is_stale {
                context.pulse.update(|pulse| *pulse = pulse.wrapping_add(1));
            }
            is_stale
        });
        Self { stale, now: ticking(context, last) }
    }
}

/// The last time that the server told, and the seconds since then.
fn ticking(context: MapContext, last: Memo<Option<DateTime<Utc>>>) -> Signal<Option<DateTime<Utc>>> {
    let seconds = use_seconds();
    let told = Memo::new(move |_| [context.live.with(|live| live.server_time), last.get()].into_iter().flatten().max());
    let began = Memo::new(move |_| told.get().map(|told| (told, seconds.get_untracked())));
    Signal::derive(move || began.get().map(|(told, at)| told + TimeDelta::seconds(seconds.get() - at)))
}

/// Date and time. Stands still in pages without script, where it says how old the page is.
#[component]
pub fn Clock(
    /// How fresh the screen is.
    freshness: Freshness,
    /// The server's time when the page was made.
    made_at: DateTime<Utc>,
) -> impl IntoView {
    let now = move || freshness.now.get().unwrap_or(made_at);
    view! {
        <p class="screen-clock">
            <span class="screen-clock__date">{move || format::date(domain::clock::civil_date(now()))}</span>
            <time class="screen-clock__time">{move || format::time(now())}</time>
        </p>
    }
}

/// The bar that says since when nothing came.
#[component]
pub fn StaleBar(
    /// How fresh the screen is.
    freshness: Freshness,
) -> impl IntoView {
    let lang = use_lang();
    let text = move || {
        let since = format::time(freshness.stale.get()?);
        Some(Phrase::ScreenStale { time: &since }.text(lang.get()))
    };
    view! {
        <div class="screen-stale" role="status" hidden=move || freshness.stale.get().is_none()>
            <Glyph icon=Icon::Warning />
            <strong>{text}</strong>
        </div>
    }
}
