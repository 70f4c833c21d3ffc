//! `/m`: look a household up.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::language::{say, use_lang};
use wording::PhoneWord;

/// The look-up.
#[component]
pub fn HomePage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=PhoneWord::Home.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(PhoneWord::Home)}</h1>
        </main>
    }
}
