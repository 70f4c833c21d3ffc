//! Keeps plain keys out of people's writing.

/// Whether a key event belongs to a field, a button's own keys or a shortcut of the browser.
#[cfg(feature = "hydrate")]
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;

    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return true;
    }
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
