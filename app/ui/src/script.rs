//! Scripts of ours on pages that are complete without them: a page asks for one, and only then its answer allows scripts at all.
//!
//! Not here: the scripts (`public/`), the header that allows them (the server's), and the desk's bundle.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

/// Sends pictures as they are chosen, made smaller first.
pub const PICTURE_FIELD: &str = "picture-field.js";
/// Lets rectangles be drawn on a picture.
pub const BLACK_OUT: &str = "black-out.js";
/// Shows what a call's report would repeat while it is typed.
pub const HOTLINE: &str = "hotline.js";
/// Leads to the page of the place where the device is.
pub const HERE: &str = "here.js";
/// Digits under the thumb, for the door that somebody stands at.
pub const DOOR_PAD: &str = "door-pad.js";
/// Keeps what a phone may keep, sealed.
pub const FIELD_STORE: &str = "field-store.js";
/// The queue of what a phone has not sent.
pub const FIELD_QUEUE: &str = "field-queue.js";
/// Takes forms of the phone into that queue, and keeps the worker's own grid.
pub const OUTBOX: &str = "outbox.js";
/// Writes the list of what waits.
pub const OUTBOX_LIST: &str = "outbox-list.js";
/// Looks a household up without signal.
pub const FIELD_LOOK_UP: &str = "field-look-up.js";
/// Wipes what a phone keeps once nobody is logged in.
pub const FIELD_WIPE: &str = "field-wipe.js";
/// Takes positions while somebody is on duty, and adds one to a tap at a check-point.
pub const PATROL: &str = "patrol.js";
/// Works for a form behind the gate.
pub const GATE: &str = "gate.js";
/// Reads a page aloud where the browser can speak.
pub const READ_ALOUD: &str = "read-aloud.js";
/// Leaflet itself, for a page whose own script draws a map.
pub const LEAFLET: &str = "leaflet/leaflet.js";
/// Its style sheet, for [`Sheet`].
pub const LEAFLET_SHEET: &str = "leaflet/leaflet.css";
/// Puts open wishes onto a map.
pub const WISH_MAP: &str = "wish-map.js";
/// Every script that a page can ask for, and the sheet that one of them needs.
pub const ALL: [&str; 17] = [
    PICTURE_FIELD,
    BLACK_OUT,
    HOTLINE,
    HERE,
    DOOR_PAD,
    FIELD_STORE,
    FIELD_QUEUE,
    OUTBOX,
    OUTBOX_LIST,
    FIELD_LOOK_UP,
    FIELD_WIPE,
    PATROL,
    GATE,
    READ_ALOUD,
    LEAFLET,
    LEAFLET_SHEET,
    WISH_MAP,
];

/// Where the scripts of one answer are served, and whether its page asked for one. Clones share the answer.
#[derive(Clone, Debug, Default)]
pub struct Scripts {
    paths: Arc<BTreeMap<&'static str, String>>,
    nonce: Arc<str>,
    is_wanted: Arc<AtomicBool>,
}

impl Scripts {
    /// The scripts at these paths, for a page with this nonce.
    pub fn new(paths: BTreeMap<&'static str, String>, nonce: &str) -> Self {
        Self { paths: Arc::new(paths), nonce: nonce.into(), is_wanted: Arc::default() }
    }

    /// Whether the page asked for one.
    pub fn is_wanted(&self) -> bool {
        self.is_wanted.load(Ordering::Relaxed)
    }
}

/// A script by its name; nothing where none is served.
#[component]
pub fn Script(
    /// One of [`ALL`].
    name: &'static str,
) -> impl IntoView {
    let scripts = use_context::<Scripts>()?;
    let path = scripts.paths.get(name)?.clone();
    scripts.is_wanted.store(true, Ordering::Relaxed);
    Some(view! { <script defer src=path nonce=scripts.nonce.to_string()></script> })
}

/// A style sheet that a page's script needs, by its name; nothing where none is served.
#[component]
pub fn Sheet(
    /// One of [`ALL`].
    name: &'static str,
) -> impl IntoView {
    let scripts = use_context::<Scripts>()?;
    let path = scripts.paths.get(name)?.clone();
    Some(view! { <link rel="stylesheet" href=path /> })
}
