//! Opens native dialogs.

use leptos::html;
use leptos::prelude::*;

/// Opens a dialog over the page. Server: nothing.
pub fn open(dialog: NodeRef<html::Dialog>) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = dialog;
}

/// Whether a dialog is open; its own Esc comes first then.
#[cfg(feature = "hydrate")]
pub fn is_any_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}
