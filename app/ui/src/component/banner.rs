//! A bar that says how the page stands: offline, out of date, or done.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// What a banner is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerKind {
    /// Good to know.
    Info,
    /// What is shown may be old, or changes have to wait.
    Warning,
}

/// A bar across the page; announced politely.
#[component]
pub fn Banner(
    /// What it is about.
    kind: BannerKind,
    /// The sentence and, if there is one, the next step.
    children: Children,
) -> impl IntoView {
    let (class, icon) = match kind {
        BannerKind::Info => ("banner", Icon::Info),
        BannerKind::Warning => ("banner banner--warning", Icon::Warning),
    };
    view! {
        <div class=class role="status">
            <Glyph icon=icon />
            <div class="banner__text">{children()}</div>
        </div>
    }
}
