//! The shape of what is coming, at its final size.

use leptos::prelude::*;
use wording::Word;

use crate::language::say;

/// Grey lines while something loads; they appear after 300 ms only, so that quick answers don't flicker.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 4)]
    lines: u8,
) -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="visually-hidden">{say(Word::Loading)}</span>
            {(0..lines).map(|_| view! { <span class="skeleton__line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
