//! What failed, what is kept, and a way to try again.

use leptos::prelude::*;
use wording::{Phrase, Word};

use crate::error::AppError;
use crate::icon::{Glyph, Icon};
use crate::language::{say, use_lang};

/// The sentence about an error, with its number.
#[component]
pub fn ErrorText(
    /// The error.
    #[prop(into)]
    error: Signal<AppError>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <p class="error-panel__text">{move || error.with(|error| error.advice(lang.get()))}</p>
        <p class="error-panel__code">
            {move || error.with(|error| error.code().map(|code| Phrase::ErrorCode { code }.text(lang.get())))}
        </p>
    }
}

/// An error in the place of the content that failed. Trying again is a link to the same page, so it works without script.
#[component]
pub fn ErrorPanel(
    /// The error.
    #[prop(into)]
    error: Signal<AppError>,
    /// The address to load again.
    #[prop(into)]
    retry_href: Signal<String>,
    /// Called instead of loading the page again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let in_place = retry.is_some();
    view! {
        <div class="error-panel" role="alert">
            <Glyph icon=Icon::Warning />
            <h3 class="error-panel__title">{say(Word::ErrorTitle)}</h3>
            <ErrorText error=error />
            <a
                class="button"
                href=retry_href
                rel="external"
                on:click=move |ev| {
                    if let Some(retry) = retry {
                        ev.prevent_default();
                        retry.run(());
                    }
                }
                data-in-place=in_place.then_some("true")
            >
                {say(Word::Retry)}
            </a>
        </div>
    }
}
