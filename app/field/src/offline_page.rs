//! `/m/offline`: looks a household up in what the phone keeps. The page holds nobody's data; its script opens what the phone keeps and
//! fills the template in. It is what `/m` shows where there is no signal and the page itself is not kept.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::language::{say, use_lang};
use ui::script::{self, Script};
use wording::field::OutboxWord;

/// The box, and how a household looks that is found.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=OutboxWord::OfflineTitle.text(lang.get_untracked()) />
        <main class="phone" id="content" data-offline="">
            <h1 class="phone__title">{say(OutboxWord::OfflineTitle)}</h1>
            <p class="phone__quiet">{say(OutboxWord::OfflineHint)}</p>
            <noscript>
                <p class="outbox-said">{say(OutboxWord::OfflineNoScript)}</p>
            </noscript>
            <div class="field">
                <label class="field__label" for="offline-box">
                    {say(OutboxWord::OfflineBox)}
                </label>
                <input class="field__input" id="offline-box" type="search" autocomplete="off" inputmode="search" disabled />
            </div>
            <p class="phone__quiet" role="status"></p>
            <ul class="offline-found" data-offline-found=""></ul>
            <template>
                <Door />
                <Person />
            </template>
        </main>
        <Script name=script::FIELD_LOOK_UP />
    }
}

/// A door: what is known of it, and the two taps of a visit.
#[component]
fn Door() -> impl IntoView {
    view! {
        <li class="offline-found__door" data-door="">
            <h2 class="phone__part" data-short=""></h2>
            <p data-place=""></p>
            <p data-labels=""></p>
            <p class="phone__quiet" data-visited=""></p>
            <p class="phone__quiet" data-notes=""></p>
            <form class="outbox-acts" method="post" action="/m/visit" data-outbox="" data-outbox-place="">
                <input type="hidden" name="dwelling" value="" />
                <input type="hidden" name="next" value="/m/offline" />
                <button class="button button--primary" name="outcome" value="unchanged">
                    {say(OutboxWord::VisitUnchanged)}
                </button>
                <button class="button" name="outcome" value="nobody_in">
                    {say(OutboxWord::VisitNobody)}
                </button>
            </form>
            <ul class="offline-found__people" data-people=""></ul>
        </li>
    }
}

/// A person, and the number to change.
#[component]
fn Person() -> impl IntoView {
    view! {
        <li data-person="">
            <p>
                <strong data-name=""></strong>
                " "
                <span data-phone=""></span>
            </p>
            <details>
                <summary>{say(OutboxWord::ChangePhone)}</summary>
                <form class="outbox-acts" method="post" action="/m/contact" data-outbox="">
                    <input type="hidden" name="person" value="" />
                    <input type="hidden" name="base" value="" />
                    <input type="hidden" name="next" value="/m/offline" />
                    <label class="field">
                        <span class="field__label">{say(OutboxWord::NewPhone)}</span>
                        <input class="field__input" type="tel" name="phone" autocomplete="off" required />
                    </label>
                    <button class="button button--primary">{say(OutboxWord::SavePhone)}</button>
                </form>
            </details>
        </li>
    }
}
