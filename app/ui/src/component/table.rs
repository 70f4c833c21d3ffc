//! A table whose rows become cards on a phone.

use leptos::prelude::*;

/// A table in a frame that scrolls sideways when it must. Give every cell a `data-label` for the phone.
#[component]
pub fn Table(
    /// What the table lists; read out, not shown.
    #[prop(into)]
    caption: Signal<String>,
    /// The column headings: `<th scope="col">`.
    #[prop(into)]
    head: ViewFn,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-frame">
            <table class="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{head.run()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
