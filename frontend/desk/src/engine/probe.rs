//! What the map says about itself on its container, for tests and for support: public geometry and counts only.
//!
//! `data-mode`, `data-ready` (`scene`, then `state`), `data-cells`, `data-seq`, `data-frames`, `data-camera`
//! (`x,y,distance` in metres, `yaw,pitch` in degrees). A `gezhi:locate` event with the detail `{cell}` is answered by
//! `gezhi:located` with `{cell, byte, x, y, visible}`: what that household shows, and where it can be clicked, in pixels
//! from the container's upper left corner.

use desk::map::bridge::{Camera, Mode};
use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use super::drawing::Screen;
use crate::browser::page;

/// Says which drawing is shown.
pub fn mode(container: &HtmlElement, mode: Mode) {
    page::set_attribute(container, "data-mode", mode.slug());
}

/// Says how far loading came.
pub fn ready(container: &HtmlElement, stage: &str) {
    page::set_attribute(container, "data-ready", stage);
}

/// Says how many cells there are.
pub fn cells(container: &HtmlElement, cells: u32) {
    page::set_attribute(container, "data-cells", &cells.to_string());
}

/// Says the last live number.
pub fn seq(container: &HtmlElement, seq: i64) {
    page::set_attribute(container, "data-seq", &seq.to_string());
}

/// Says what was drawn.
pub fn drawn(container: &HtmlElement, frames: u32, camera: Camera) {
    page::set_attribute(container, "data-frames", &frames.to_string());
    let tenth = |value: i32| f64::from(value) / 10.0;
    let text = format!(
        "{},{},{},{},{}",
        tenth(camera.x_dm),
        tenth(camera.y_dm),
        tenth(camera.distance_dm),
        tenth(camera.yaw),
        tenth(camera.pitch)
    );
    page::set_attribute(container, "data-camera", &text);
}

/// Where a cell is, whether it can be seen there, and what it shows.
pub struct Spot {
    pub at: Screen,
    pub visible: bool,
    pub byte: u8,
}

/// Answers the question where a household is on the screen, and what it shows.
pub fn answer(container: &HtmlElement, locate: impl Fn(u32) -> Option<Spot> + 'static) -> EventListener {
    let target = container.clone();
    EventListener::new(container, "gezhi:locate", move |event| {
        let detail = event.dyn_ref::<CustomEvent>().map_or(JsValue::UNDEFINED, CustomEvent::detail);
        let cell = Reflect::get(&detail, &"cell".into()).ok().and_then(|cell| cell.as_f64());
        let Some(cell) = cell else { return };
        let found = locate(cell as u32);
        let answer = Object::new();
        let put = |key: &str, value: JsValue| Reflect::set(&answer, &key.into(), &value).ok();
        put("cell", cell.into());
        put("byte", found.as_ref().map_or(JsValue::NULL, |spot| spot.byte.into()));
        put("x", found.as_ref().map_or(JsValue::NULL, |spot| spot.at.x.into()));
        put("y", found.as_ref().map_or(JsValue::NULL, |spot| spot.at.y.into()));
        put("visible", found.is_some_and(|spot| spot.visible).into());
        let init = CustomEventInit::new();
        init.set_detail(&answer);
        if let Ok(event) = CustomEvent::new_with_event_init_dict("gezhi:located", &init) {
            target.dispatch_event(&event).ok();
        }
    })
}
