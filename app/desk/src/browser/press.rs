//! Presses buttons and links for the keyboard: a key does what its button does, and nothing else.

/// Clicks the first element with this `data-key`; whether there was one.
#[cfg(feature = "hydrate")]
pub fn press(key: &str) -> bool {
    use wasm_bindgen::JsCast;

    let found = leptos::prelude::document().query_selector(&format!("[data-key=\"{key}\"]")).ok().flatten();
    let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    element.click();
    true
}

/// Whether a key event belongs to a button, link or summary, which knows what Enter means.
#[cfg(feature = "hydrate")]
pub fn is_on_control(event: &web_sys::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;

    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "A" | "BUTTON" | "SUMMARY"))
}
