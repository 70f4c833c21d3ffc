//! What a list says when there is nothing in it: why, and the one next step.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// An empty list.
#[component]
pub fn EmptyState(
    /// Why it is empty.
    #[prop(into)]
    title: Signal<String>,
    /// What to do about it.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The picture.
    #[prop(default = Icon::Info)]
    icon: Icon,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <Glyph icon=icon />
            <p class="empty-state__title">{title}</p>
            <p class="empty-state__hint">{hint}</p>
        </div>
    }
}
