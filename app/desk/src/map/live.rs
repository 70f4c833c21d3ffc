//! How fresh the picture is: a chip with the server's time, a bar when it may be old, and what changed, read out.

use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Banner, BannerKind, format};
use wording::{Phrase, Word};

use super::context::{Problem, use_map};
use crate::browser::network::use_online;
use crate::browser::root;

/// The server's time in its last sign of life. Hidden without WebAssembly, where nothing is live.
#[component]
pub fn LiveChip() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let stale = move || context.live.with(|live| live.stale.is_some());
    let known = move || context.live.with(|live| live.server_time);
    let word = move || match (stale(), known()) {
        (true, _) => Word::Stopped,
        (false, Some(_)) => Word::Live,
        (false, None) => Word::Connecting,
    };
    let time = move || known().map(format::time);
    view! {
        <span
            class="live-chip"
            class:is-stale=stale
            class:is-live=move || !stale() && known().is_some()
            hidden=move || !awake.get()
        >
            <span class="live-chip__dot" aria-hidden="true"></span>
            <span>{move || word().text(lang.get())}</span>
            <time class="live-chip__time">{time}</time>
        </span>
    }
}

/// Bars about the picture as a whole.
#[component]
pub fn Notices() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let online = use_online();
    let stale = move || context.live.with(|live| live.stale).map(format::time);
    let stale_text = move || stale().map(|time| Phrase::StaleSince { time: &time }.text(lang.get()));
    let problem = move || context.problem.get();
    let retry = move |_| {
        context.problem.set(None);
        if let Some(engine) = context.engine() {
            engine.retry();
        }
    };
    view! {
        <div class="notices">
            <Show when=move || !online.get()>
                <Banner kind=BannerKind::Warning>{say(Word::Offline)}</Banner>
            </Show>
            <Show when=move || stale().is_some()>
                <Banner kind=BannerKind::Warning>{stale_text}</Banner>
            </Show>
            <Show when=move || problem() == Some(Problem::NoWebGl)>
                <Banner kind=BannerKind::Info>{say(Word::NoWebGl)}</Banner>
            </Show>
            <Show when=move || problem() == Some(Problem::SceneReplaced)>
                <Banner kind=BannerKind::Warning>
                    {say(Word::SceneReplaced)}
                    <button type="button" class="button" on:click=move |_| root::reload()>{say(Word::Reload)}</button>
                </Banner>
            </Show>
            <Show when=move || problem() == Some(Problem::Failed)>
                <Banner kind=BannerKind::Warning>
                    {say(Word::MapFailed)}
                    <button type="button" class="button" on:click=retry>{say(Word::Retry)}</button>
                </Banner>
            </Show>
        </div>
    }
}

/// Tells screen readers politely how many households changed.
#[component]
pub fn Announcer() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let text = move || match context.changed.with(Vec::len) {
        0 => String::new(),
        count => Phrase::CellsChanged { count }.text(lang.get()),
    };
    view! { <p class="visually-hidden" aria-live="polite" id="announcer">{text}</p> }
}
