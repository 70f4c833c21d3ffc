//! Reads a form that is about to be sent, and writes into a field of text.

use leptos::ev::SubmitEvent;

/// The typed values of the form that is sent, by field, repeated ones each; nothing when a file was chosen, which only a
/// real post carries. Server: nothing.
pub fn entries(event: &SubmitEvent, names: &[&str]) -> Option<Vec<(String, String)>> {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;

        let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        let file = data.get("photo").dyn_into::<web_sys::File>().ok();
        if file.is_some_and(|file| file.size() > 0.0) {
            return None;
        }
        let values = |name: &&str| data.get_all(name).iter().filter_map(|value| value.as_string()).collect::<Vec<_>>();
        let pairs = |name: &&str| values(name).into_iter().map(|value| ((*name).to_owned(), value)).collect::<Vec<_>>();
        Some(names.iter().flat_map(pairs).collect())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, names);
        None
    }
}

/// What stands in a field of text. Server: nothing.
pub fn typed(id: &str) -> String {
    #[cfg(feature = "hydrate")]
    return text_field(id).map(|field| field.value()).unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        String::new()
    }
}

/// Puts words into a field of text. Server: nothing.
pub fn write(id: &str, words: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(field) = text_field(id) {
        field.set_value(words);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, words);
}

#[cfg(feature = "hydrate")]
fn text_field(id: &str) -> Option<web_sys::HtmlTextAreaElement> {
    use wasm_bindgen::JsCast;

    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}
