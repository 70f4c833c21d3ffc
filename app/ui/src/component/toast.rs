//! A short message about something that just happened.

use leptos::prelude::*;

/// Shows a message, politely announced; empty text shows nothing. Whoever sets the text clears it.
#[component]
pub fn Toast(
    /// The message.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="toast" class:is-shown=move || text.with(|text| !text.is_empty()) role="status" aria-live="polite">
            {text}
        </div>
    }
}
