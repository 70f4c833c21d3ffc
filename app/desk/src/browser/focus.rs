//! Moves the keyboard's focus.

/// Focuses the element with this id, when there is one. Server: nothing.
pub fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;

        let found = leptos::prelude::document().get_element_by_id(id);
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// The id of the element that has the focus. Server: none.
pub fn focused() -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().active_element().map(|element| element.id());
    #[cfg(not(feature = "hydrate"))]
    None
}
