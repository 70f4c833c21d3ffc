//! The document, the window and elements.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

const SVG: &str = "http://www.w3.org/2000/svg";

/// The window; there is one wherever this crate runs.
pub fn window() -> Window {
    web_sys::window().expect("this crate runs in a browser window")
}

/// The document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Milliseconds since the page was opened; never goes back.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether the person asked the system for less movement.
pub fn prefers_reduced_motion() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

/// Device pixels per CSS pixel.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio().max(0.5)
}

/// An element with a class, not yet in the document.
pub fn element<T: JsCast>(name: &'static str, class: &str) -> T {
    let element = document().create_element(name).expect("the element's name is valid");
    element.set_class_name(class);
    element.unchecked_into()
}

/// An SVG element with attributes.
pub fn svg(name: &'static str, attributes: &[(&str, &str)]) -> Element {
    let element = document().create_element_ns(Some(SVG), name).expect("the element's name is valid");
    for (key, value) in attributes {
        set_attribute(&element, key, value);
    }
    element
}

/// Sets an attribute; names here are constants, so the browser can't refuse them.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    // The only error is an invalid attribute name.
    element.set_attribute(name, value).ok();
}

/// Sets a style property through the object model, which the content security policy allows.
pub fn set_style(element: &HtmlElement, property: &str, value: &str) {
    // The only error is a read-only style, which elements of this page don't have.
    element.style().set_property(property, value).ok();
}

/// Adds a child; fails only where an element would hold itself.
pub fn append(parent: &Element, child: &Element) {
    parent.append_child(child).ok();
}

/// The size of an element's letters in pixels.
pub fn letters_px(element: &Element) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let value = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    value.trim_end_matches("px").parse().unwrap_or(0.0)
}

/// An element's padding in pixels: top, right, bottom, left.
pub fn padding(element: &Element) -> [f64; 4] {
    let style = window().get_computed_style(element).ok().flatten();
    ["padding-top", "padding-right", "padding-bottom", "padding-left"].map(|side| {
        let value = style.as_ref().and_then(|style| style.get_property_value(side).ok()).unwrap_or_default();
        value.trim_end_matches("px").parse().unwrap_or(0.0)
    })
}
