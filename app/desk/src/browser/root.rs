//! The document's root element and the two cookies that remember how it looks.

use ui::preference::Preferences;

/// Puts language and look on the root element and remembers them. Server: nothing, the shell writes them.
pub fn dress(preferences: Preferences) {
    #[cfg(feature = "hydrate")]
    {
        use ui::preference::{LANG_COOKIE, THEME_COOKIE};
        use wasm_bindgen::JsCast;

        /// A year, in seconds.
        const REMEMBERED_S: u32 = 31_536_000;

        let document = leptos::prelude::document();
        if let Some(root) = document.document_element() {
            // Setting these two attributes cannot fail: the names are fixed and valid.
            let _ = root.set_attribute("lang", preferences.lang.tag());
            let _ = root.set_attribute("data-theme", preferences.theme.slug());
        }
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            for (name, value) in [(LANG_COOKIE, preferences.lang.slug()), (THEME_COOKIE, preferences.theme.slug())] {
                let _ = document.set_cookie(&format!("{name}={value}; path=/; max-age={REMEMBERED_S}; samesite=lax"));
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = preferences;
}

/// Goes to a plain page of the office. Server: nothing.
pub fn open(href: &str) {
    #[cfg(feature = "hydrate")]
    {
        let _ = leptos::prelude::window().location().assign(href);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = href;
}

/// Loads the whole page again. Server: nothing.
pub fn reload() {
    #[cfg(feature = "hydrate")]
    {
        let _ = leptos::prelude::window().location().reload();
    }
}
