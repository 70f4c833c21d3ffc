//! Keeps plain keys out of people's writing.

/// Whether a key event belongs to a field, a button's own keys or a shortcut of the browser.
#[cfg(feature = "hydrate")]
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;

    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return true;
    }
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| match element.tag_name().as_str() {
        // A box takes no letters: only the key that ticks it is its own.
        "INPUT" if element.get_attribute("type").as_deref() == Some("checkbox") => event.key() == " ",
        "INPUT" | "SELECT" | "TEXTAREA" => true,
        _ => false,
    })
}
