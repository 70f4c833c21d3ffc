//! A row of views to choose from; each is a link, so that every view has an address.

use leptos::prelude::*;

use crate::link::stay_put;

/// A row of [`Tab`]s.
#[component]
pub fn Tabs(
    /// What is chosen here.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{children()}</nav> }
}

/// One view of the row.
#[component]
pub fn Tab(
    /// Its address.
    #[prop(into)]
    href: Signal<String>,
    /// Whether it is shown now.
    #[prop(into)]
    current: Signal<bool>,
    /// Its name.
    children: Children,
) -> impl IntoView {
    view! {
        <a {..stay_put()} class="tabs__tab" href=href aria-current=move || current.get().then_some("true")>
            {children()}
        </a>
    }
}
