//! Small marks: words that only say something, and switches the size of a word.

use leptos::prelude::*;

/// A word in a pill, to read.
#[component]
pub fn Tag(
    /// One character before the words.
    #[prop(optional, into)]
    glyph: String,
    /// A class for the tone: `tag--quiet`, `tag--care`.
    #[prop(optional)]
    tone: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let has_glyph = !glyph.is_empty();
    view! {
        <span class=format!("tag {tone}")>
            {has_glyph.then(|| view! { <span class="tag__glyph" aria-hidden="true">{glyph}</span> })}
            {children()}
        </span>
    }
}

/// A switch in a pill: a submit button of the form around it, pressed or not.
#[component]
pub fn Chip(
    /// Whether it is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// One character before the words.
    #[prop(optional, into)]
    glyph: String,
    /// What pressing does, for the hover text.
    #[prop(optional, into)]
    title: Signal<String>,
    /// Not possible for this post.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class="chip"
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            title=title
            disabled=disabled
        >
            <span class="chip__glyph" aria-hidden="true">{glyph}</span>
            {children()}
        </button>
    }
}
