//! A piece of content with a heading.

use leptos::prelude::*;

/// A section with a heading; the heading names it.
#[component]
pub fn Card(
    /// The id that ties heading and section; unique on the page.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Stands at the end of the heading's line.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card__head">
                <h2 class="card__title" id=id>{title}</h2>
                <div class="card__aside">{aside.run()}</div>
            </header>
            {children()}
        </section>
    }
}
