//! Leaflet through its crate, and the few methods that the crate does not bind.
//!
//! Traps of crate 0.5 that are gone round here: event types are cast unchecked (their names are not in Leaflet's
//! namespace), listeners are kept as handles (the `on_…` methods leak), and Leaflet is expected as the global `L`.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use domain::geo::LonLat;
use js_sys::{Object, Reflect};
use leaflet::{Event, Evented, LatLng, Map, MapOptions, MouseEvent, Point};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::browser::page;
use crate::engine::drawing::Screen;

#[wasm_bindgen]
extern "C" {
    /// What the crate's `Map` leaves out.
    type MoreOfMap;

    #[wasm_bindgen(method, js_name = containerPointToLayerPoint)]
    fn container_point_to_layer_point(this: &MoreOfMap, point: &Point) -> Point;
}

/// What happens on the map.
pub enum Happening {
    /// A click that was no drag.
    Click(Screen),
    /// The pointer is here, or left.
    Hover(Option<Screen>),
    /// The map is being moved or zoomed, and has already moved this far.
    Moving,
    /// An animation begins at whose end the map stands like this.
    ZoomingTo {
        /// The middle.
        centre: LatLng,
        /// The zoom.
        zoom: f64,
    },
    /// A movement ended.
    Rested,
}

/// A Leaflet map in an element of its own.
pub struct LeafletMap {
    element: HtmlElement,
    map: Map,
    handles: RefCell<Vec<Box<dyn Any>>>,
}

impl LeafletMap {
    /// Makes a map without layers, behind everything else in the container.
    pub fn new(container: &HtmlElement, centre: LonLat, deepest: f64) -> Self {
        let element: HtmlElement = page::element("div", "map-flat");
        page::set_attribute(&element, "role", "presentation");
        // The only error is a container that is its own child.
        container.prepend_with_node_1(&element).ok();
        let calm = page::prefers_reduced_motion();
        let options = MapOptions::new();
        options.set_attribution_control(false);
        options.set_zoom_control(false);
        options.set_keyboard(false);
        options.set_prefer_canvas(true);
        options.set_zoom_snap(0.0);
        options.set_wheel_px_per_zoom_level(90.0);
        options.set_box_zoom(false);
        options.set_zoom_animation(!calm);
        options.set_inertia(!calm);
        options.set_fade_animation(false);
        options.set_track_resize(false);
        options.set_min_zoom(3.0);
        options.set_max_zoom(deepest);
        options.set_center(LatLng::new(centre.lat, centre.lon));
        options.set_zoom(12.0);
        let map = match Map::new_with_element(&element, &options) {
            Ok(map) => map,
            // Leaflet refuses only an element that has a map already, and this one was made a moment ago.
            Err(error) => wasm_bindgen::throw_val(error),
        };
        Self { element, map, handles: RefCell::new(Vec::new()) }
    }

    /// The map itself.
    pub fn map(&self) -> &Map {
        &self.map
    }

    /// Listens until the map is removed.
    pub fn listen(&self, hear: impl Fn(Happening) + 'static) {
        let hear = Rc::new(hear);
        let mut handles = self.handles.borrow_mut();
        for kind in ["click", "mousemove", "contextmenu"] {
            let hear = Rc::clone(&hear);
            handles.push(Box::new(Evented::on_leaflet_event(&&self.map, kind, move |event: MouseEvent| {
                let point = event.container_point();
                let at = Screen { x: point.x(), y: point.y() };
                hear(if kind == "click" { Happening::Click(at) } else { Happening::Hover(Some(at)) });
            })));
        }
        for kind in ["mouseout", "move", "zoom", "zoomanim", "moveend"] {
            let hear = Rc::clone(&hear);
            handles.push(Box::new(Evented::on_leaflet_event(&&self.map, kind, move |event: Event| {
                if let Some(happening) = happening(kind, &event) {
                    hear(happening);
                }
            })));
        }
    }

    /// The position in the middle.
    pub fn centre(&self) -> LonLat {
        let centre = self.map.get_center();
        LonLat { lon: centre.lng(), lat: centre.lat() }
    }

    /// The zoom.
    pub fn zoom(&self) -> f64 {
        self.map.get_zoom()
    }

    /// The container's size in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        let size = self.map.get_size();
        (size.x(), size.y())
    }

    /// A pane below the areas' borders and above tiles.
    pub fn pane(&self, name: &str, z_index: &str) -> HtmlElement {
        let pane = self.map.create_pane_by_name(name);
        page::set_style(&pane, "z-index", z_index);
        page::set_style(&pane, "pointer-events", "none");
        pane
    }

    /// The position, in the pane that moves with the map, of a point of the container.
    pub fn layer_point(&self, at: Screen) -> Screen {
        let point = self.map.unchecked_ref::<MoreOfMap>().container_point_to_layer_point(&Point::new(at.x, at.y));
        Screen { x: point.x(), y: point.y() }
    }

    /// Goes to a position.
    pub fn move_to(&self, centre: LonLat, zoom: f64, fly: bool) {
        let centre = LatLng::new(centre.lat, centre.lon);
        if fly {
            self.map.fly_to_with_zoom_and_options(&centre, zoom, &option("duration", &0.9.into()));
        } else {
            self.map.set_view_with_options(&centre, zoom, &option("animate", &false.into()));
        }
    }

    /// Zooms by levels.
    pub fn zoom_by(&self, levels: f64) {
        self.map.set_zoom(self.map.get_zoom() + levels);
    }

    /// Moves by pixels.
    pub fn pan_by(&self, x: f64, y: f64) {
        self.map.pan_by_with_options(&Point::new(x, y), &option("animate", &(!page::prefers_reduced_motion()).into()));
    }

    /// Whether the container has another size than the map believes.
    pub fn size_is_stale(&self) -> bool {
        let (width, height) = self.size();
        let real = (f64::from(self.element.client_width()), f64::from(self.element.client_height()));
        (width, height) != real
    }

    /// Takes the container's present size.
    pub fn fit_container(&self) {
        self.map.invalidate_size(false);
    }

    /// Colours what nothing covers.
    pub fn set_background(&self, colour: &str) {
        page::set_style(&self.element, "background-color", colour);
    }

    /// Takes the map out of the page.
    pub fn remove(&self) {
        self.handles.take();
        self.map.stop();
        self.map.remove();
        self.element.remove();
    }
}

fn happening(kind: &str, event: &Event) -> Option<Happening> {
    let happening = match kind {
        "mouseout" => Happening::Hover(None),
        "moveend" => Happening::Rested,
        "zoomanim" => {
            let get = |name: &str| Reflect::get(event, &name.into()).ok();
            Happening::ZoomingTo { centre: get("center")?.unchecked_into(), zoom: get("zoom")?.as_f64()? }
        }
        _ => Happening::Moving,
    };
    Some(happening)
}

/// An options object with one entry.
fn option(name: &str, value: &JsValue) -> JsValue {
    let options = Object::new();
    // A new object takes every property.
    Reflect::set(&options, &name.into(), value).ok();
    options.into()
}
