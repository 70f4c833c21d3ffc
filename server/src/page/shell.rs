//! The document around a surface: head, language, look, and whether it wakes up in the browser.
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::MetaTags;
use ui::preference::Preferences;
use ui::reading::Reading;

use super::Surface;
use super::hydrate::Hydrate;
use crate::asset::Assets;

const STYLE: &str = "main.css";
/// The phone's own sheet: what its few pages need, and nothing of map and tables.
const FIELD_STYLE: &str = "field.css";
const ICON: &str = "favicon.svg";
const WEB_MANIFEST: &str = "manifest.webmanifest";
/// The phone is installed as an application of its own, which begins at `/m`.
const FIELD_MANIFEST: &str = "/m/manifest.webmanifest";

/// A whole document.
#[component]
pub fn Shell(
    /// Whose pages it holds.
    surface: Surface,
    /// Its language and look.
    preferences: Preferences,
    /// How a resident reads.
    reading: Reading,
    /// The served files.
    assets: Arc<Assets>,
) -> impl IntoView {
    let served = |name: &str| assets.path(name).map(str::to_owned);
    let sheet = if surface == Surface::Field { served(FIELD_STYLE) } else { served(STYLE) };
    let style =
        sheet.map(|href| view! { <link rel="stylesheet" href=href nonce=use_nonce().map(|nonce| nonce.to_string())/> });
    let icon = served(ICON).map(|href| view! { <link rel="icon" type="image/svg+xml" href=href/> });
    let installed = if surface == Surface::Field { Some(FIELD_MANIFEST.to_owned()) } else { served(WEB_MANIFEST) };
    let web_manifest = installed.map(|href| view! { <link rel="manifest" href=href/> });
    let hydrate = (surface == Surface::Desk).then(|| view! { <Hydrate assets=Arc::clone(&assets)/> });
    let content = match surface {
        Surface::Desk | Surface::PlainDesk => desk::root(),
        Surface::Public => view! { <public::App/> }.into_any(),
        Surface::Office => view! { <office::App/> }.into_any(),
        Surface::Field => view! { <field::App/> }.into_any(),
    };
    let reading = Some(reading).filter(|_| surface == Surface::Public).unwrap_or_default();
    let elder = reading.elder.size().map(|size| size.points().to_string());
    let tongue = reading.tongue.map(wording::public::Tongue::slug);
    view! {
        <!DOCTYPE html>
        <html lang=preferences.lang.tag() data-theme=preferences.theme.slug() data-elder=elder data-tongue=tongue>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                {style}
                {icon}
                {web_manifest}
                {hydrate}
                <MetaTags/>
            </head>
            <body>{content}</body>
        </html>
    }
}
