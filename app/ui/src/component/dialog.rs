//! Things that come over the page: a dialog that asks, and a drawer that shows details beside it.

use leptos::html;
use leptos::prelude::*;
use wording::Word;

use crate::icon::{Glyph, Icon};
use crate::language::say;
use crate::link::stay_put;

/// A native `<dialog>`. It opens by its node reference's `show_modal`; Esc and its close button close it without script code.
#[component]
pub fn Dialog(
    /// The id that ties heading and dialog.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// To open it from code.
    #[prop(optional)]
    node_ref: NodeRef<html::Dialog>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <dialog class="dialog" aria-labelledby=id node_ref=node_ref>
            <form method="dialog" class="dialog__head">
                <h2 class="dialog__title" id=id>{title}</h2>
                <button class="icon-button" type="submit" aria-label=say(Word::Close)>
                    <Glyph icon=Icon::Close />
                </button>
            </form>
            <div class="dialog__body">{children()}</div>
        </dialog>
    }
}

/// Details beside the page; on a phone a sheet from below. It is closed by a link, because what is open is in the address.
#[component]
pub fn Drawer(
    /// The id that ties heading and drawer.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The address of the page without the drawer.
    #[prop(into)]
    close_href: Signal<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <aside class="drawer" aria-labelledby=id>
            <header class="drawer__head">
                <h2 class="drawer__title" id=id>{title}</h2>
                <a {..stay_put()} class="icon-button" href=close_href aria-label=say(Word::Close)>
                    <Glyph icon=Icon::Close />
                </a>
            </header>
            <div class="drawer__body">{children()}</div>
        </aside>
    }
}
