//! Background tiles from the city's configuration, through the server: none is the normal case.
//!
//! A layer whose pictures are in GCJ-02 is shifted back as a whole, exactly for the middle of the map, each time the map
//! comes to rest; over one picture the shift changes by less than a pixel.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::geo::LonLat;
use js_sys::{Function, Reflect};
use leaflet::{LatLng, TileLayer, TileLayerOptions};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::gcj;
use super::leaflet_map::LeafletMap;
use crate::browser::page;
use crate::engine::fetch;

/// Where the layers are listed.
const LISTING: &str = "/tiles";

/// A layer as the server lists it.
#[derive(Clone, Debug, Deserialize)]
struct Listed {
    url: String,
    attribution: String,
    max_zoom: u8,
    gcj02: bool,
    #[serde(default)]
    overlay: bool,
}

/// The layers on the map.
pub struct Tiles(Rc<Inner>);

#[derive(Default)]
struct Inner {
    cover: Cell<bool>,
    shifted: RefCell<Vec<Shifted>>,
    gone: Cell<bool>,
}

type Reset = Closure<dyn FnMut(JsValue, JsValue, JsValue)>;

/// A layer in GCJ-02.
struct Shifted {
    layer: TileLayer,
    _reset: Reset,
    _bounds: Closure<dyn FnMut(JsValue) -> JsValue>,
}

impl Tiles {
    /// Asks for the layers and puts them under the city.
    pub fn new(map: &LeafletMap, container: &HtmlElement) -> Self {
        let inner = Rc::new(Inner::default());
        let (abort, bytes) = fetch::bytes(LISTING);
        let (weak, map, container) = (Rc::downgrade(&inner), map.map().clone(), container.clone());
        spawn_local(async move {
            let _abort = abort;
            // Without tiles the map works as well: nothing to tell anybody.
            let listed = bytes.await.ok().and_then(|bytes| serde_json::from_slice::<Vec<Listed>>(&bytes).ok());
            let Some(inner) = weak.upgrade().filter(|inner| !inner.gone.get()) else { return };
            for layer in listed.unwrap_or_default() {
                inner.add(&map, &container, &layer);
            }
        });
        Self(inner)
    }

    /// Whether tiles cover the ground, so that the city's own ground must not.
    pub fn cover(&self) -> bool {
        self.0.cover.get()
    }

    /// Shifts layers in GCJ-02 to where the map rests now.
    pub fn follow(&self, map: &LeafletMap) {
        let centre = map.centre();
        for shifted in self.0.shifted.borrow().iter() {
            let place = LatLng::new(centre.lat, centre.lon);
            if let Some(reset) = method(&shifted.layer, "_setZoomTransforms") {
                // Leaflet's own method; should a later version lack it, the layer stays as it is.
                reset.call2(&shifted.layer, &place, &map.zoom().into()).ok();
            }
        }
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        self.0.gone.set(true);
    }
}

impl Inner {
    fn add(&self, map: &leaflet::Map, container: &HtmlElement, listed: &Listed) {
        let options = TileLayerOptions::new();
        options.set_max_zoom(22.0);
        options.set_max_native_zoom(f64::from(listed.max_zoom));
        let layer = TileLayer::new_options(&listed.url, &options);
        if listed.gcj02 {
            self.shifted.borrow_mut().extend(shift(&layer));
        }
        layer.add_to(map);
        self.cover.set(self.cover.get() || !listed.overlay);
        if !listed.attribution.is_empty() {
            let line: HtmlElement = page::element("div", "map-attribution");
            line.set_text_content(Some(&listed.attribution));
            if let Some(root) = container.first_element_child() {
                page::append(&root, &line);
            }
        }
    }
}

/// Makes a layer believe that the map's middle is where its pictures have it.
fn shift(layer: &TileLayer) -> Option<Shifted> {
    let transform = method(layer, "_setZoomTransform")?;
    let bounds = method(layer, "_getTiledPixelBounds")?;
    let target = layer.clone();
    let reset: Reset = Closure::new(move |level: JsValue, centre: JsValue, zoom: JsValue| {
        transform.call3(&target, &level, &shifted(&centre), &zoom).ok();
    });
    let target = layer.clone();
    let bounds: Closure<dyn FnMut(JsValue) -> JsValue> =
        Closure::new(move |centre: JsValue| bounds.call1(&target, &shifted(&centre)).unwrap_or_default());
    // A layer is a plain object: it takes its own methods.
    Reflect::set(layer, &"_setZoomTransform".into(), reset.as_ref()).ok();
    Reflect::set(layer, &"_getTiledPixelBounds".into(), bounds.as_ref()).ok();
    Some(Shifted { layer: layer.clone(), _reset: reset, _bounds: bounds })
}

fn shifted(centre: &JsValue) -> JsValue {
    let centre: &LatLng = centre.unchecked_ref();
    let place = gcj::from_wgs84(LonLat { lon: centre.lng(), lat: centre.lat() });
    LatLng::new(place.lat, place.lon).into()
}

fn method(layer: &TileLayer, name: &str) -> Option<Function> {
    Reflect::get(layer, &name.into()).ok().and_then(|method| method.dyn_into().ok())
}
