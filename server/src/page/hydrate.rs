//! The tags that wake a desk page up: hints, Leaflet, the WebAssembly bundle.
//!
//! An own piece instead of Leptos' `HydrationScripts`: names come from the list that was loaded at start, every tag
//! carries the nonce, and without a bundle there is simply nothing, so that the page stays plain HTML.
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

use std::sync::Arc;

use leptos::prelude::*;

use crate::asset::Assets;

/// The name of the desk's bundle in the list of assets.
pub const BUNDLE: &str = "desk";
/// Leaflet's script and style sheet in the list of assets.
const LEAFLET_SCRIPT: &str = "leaflet/leaflet.js";
const LEAFLET_STYLE: &str = "leaflet/leaflet.css";
/// Says when and where the pictures of a form were taken.
const PICTURE_PLACE: &str = "picture-place.js";

/// Style sheets, Leaflet and the bundle of the desk.
#[component]
pub fn Hydrate(assets: Arc<Assets>) -> impl IntoView {
    let bundle = assets.bundle(BUNDLE)?;
    let nonce = || use_nonce().map(|nonce| nonce.to_string());
    let (script, module) = (bundle.script.to_owned(), bundle.module.to_owned());
    let start = format!(
        "import({script:?}).then(bundle => bundle.default({{ module_or_path: {module:?} }}).then(() => bundle.hydrate()))"
    );
    let leaflet_style = assets.path(LEAFLET_STYLE).map(str::to_owned);
    let picture_place = assets.path(PICTURE_PLACE).map(str::to_owned);
    let leaflet_script = assets.path(LEAFLET_SCRIPT).map(str::to_owned);
    Some(view! {
        <link rel="modulepreload" href=script nonce=nonce()/>
        <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        {leaflet_style.map(|href| view! { <link rel="stylesheet" href=href nonce=nonce()/> })}
        // Deferred scripts run in the order of the page: Leaflet is there before the bundle asks for it.
        {leaflet_script.map(|src| view! { <script defer src=src nonce=nonce()></script> })}
        {picture_place.map(|src| view! { <script defer src=src nonce=nonce()></script> })}
        <script type="module" nonce=nonce()>{start}</script>
    })
}
