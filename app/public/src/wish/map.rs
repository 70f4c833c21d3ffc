//! `/wishes/map`: open wishes on a map, drawn by a small script. The board lists the same without it.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::LinkButton;
use ui::language::{say, use_lang};
use ui::script::{LEAFLET, LEAFLET_SHEET, Script, Sheet, WISH_MAP};
use wording::public::WishWord;

/// The page.
#[component]
pub fn MapPage() -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <Title text=WishWord::MapTitle.text(lang) />
        <main class="public" id="content">
            <h1 class="public__heading">{say(WishWord::MapTitle)}</h1>
            <p class="public__note">{say(WishWord::MapHint)}</p>
            <p class="public__ways">
                <LinkButton href="/wishes".to_owned()>{say(WishWord::Board)}</LinkButton>
            </p>
            <div
                class="wish-map"
                role="region"
                aria-label=WishWord::MapTitle.text(lang)
                data-wish-map="/wishes/places.json"
                data-word-failed=WishWord::MapFailed.text(lang)
            >
                <p role="status">{say(WishWord::MapNone)}</p>
            </div>
            <Sheet name=LEAFLET_SHEET />
            // Deferred scripts run in the order of the page: Leaflet is there before ours asks for it.
            <Script name=LEAFLET />
            <Script name=WISH_MAP />
        </main>
    }
}
