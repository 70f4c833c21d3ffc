//! Makes map engines for the pages.

use std::rc::Rc;

use desk::map::bridge::{MapEngine, MapEngineFactory, MapEvent, MapView};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser::page;
use crate::engine::Engine;

/// The factory of this bundle.
pub struct Factory;

/// A map without a container: the page was left before the map could be made.
struct Nowhere;

impl MapEngineFactory for Factory {
    fn mount(
        &self,
        container_id: &str,
        scene_url: String,
        view: MapView,
        events: Rc<dyn Fn(MapEvent)>,
    ) -> Rc<dyn MapEngine> {
        let element = page::document().get_element_by_id(container_id);
        match element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            Some(container) => Rc::new(Engine::mount(container, scene_url, view, events)),
            None => Rc::new(Nowhere),
        }
    }
}

impl MapEngine for Nowhere {
    fn show(&self, _view: &MapView) {}
    fn fly_to(&self, _destination: desk::map::bridge::Destination) {}
    fn act(&self, _gesture: desk::map::bridge::Gesture) {}
    fn retry(&self) {}
    fn destroy(&self) {}
}
