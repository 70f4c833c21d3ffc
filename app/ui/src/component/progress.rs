//! How far something has come.

use leptos::prelude::*;

/// A native progress bar with its words; without a value it only says that work goes on.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// Done so far, 0 to 1.
    #[prop(optional, into)]
    value: Signal<Option<f64>>,
) -> impl IntoView {
    view! {
        <label class="progress">
            <span class="progress__label">{label}</span>
            <progress class="progress__bar" max="1" value=move || value.get().map(|value| value.to_string())></progress>
        </label>
    }
}
