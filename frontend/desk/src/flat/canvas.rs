//! The one canvas under the borders: painted when the map rests, moved and scaled by the browser in between.

use leaflet::LatLng;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::leaflet_map::LeafletMap;
use super::mercator::{World, world_px};
use super::paint::{self, Brush, Scene};
use super::pose::Pose;
use crate::browser::page;
use crate::engine::drawing::Screen;

/// The part of the container's size that is painted beyond each side, so that dragging shows something.
const MARGIN: f64 = 0.2;
/// Canvases with more pixels than this are painted in a coarser resolution.
const MOST_PIXELS: f64 = 9.0e6;

/// The canvas and how the map stood when it was painted.
pub struct CityCanvas {
    canvas: HtmlCanvasElement,
    context: Option<CanvasRenderingContext2d>,
    painted: Option<Painted>,
}

#[derive(Clone, Copy)]
struct Painted {
    /// The upper left corner of the canvas.
    corner: World,
    zoom: f64,
    margin: (f64, f64),
}

impl CityCanvas {
    /// An empty canvas in a pane of its own.
    pub fn new(map: &LeafletMap) -> Self {
        let pane: HtmlElement = map.pane("gezhi-city", "300");
        let canvas: HtmlCanvasElement = page::element("canvas", "leaflet-zoom-animated map-flat__city");
        page::append(&pane, &canvas);
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
        Self { canvas, context, painted: None }
    }

    /// Paints the city as the map stands.
    pub fn paint(&mut self, map: &LeafletMap, pose: &Pose, scene: &Scene<'_>, with_ground: bool) {
        let Some(context) = &self.context else { return };
        let (width, height) = pose.size;
        let margin = ((width * MARGIN).round(), (height * MARGIN).round());
        let (whole_w, whole_h) = (width + 2.0 * margin.0, height + 2.0 * margin.1);
        let finest = (MOST_PIXELS / (whole_w * whole_h).max(1.0)).sqrt();
        let ratio = page::pixel_ratio().min(finest).max(0.5);
        let pixels = ((whole_w * ratio).round() as u32, (whole_h * ratio).round() as u32);
        if (self.canvas.width(), self.canvas.height()) != pixels {
            self.canvas.set_width(pixels.0);
            self.canvas.set_height(pixels.1);
            page::set_style(&self.canvas, "width", &format!("{whole_w}px"));
            page::set_style(&self.canvas, "height", &format!("{whole_h}px"));
        }
        // The numbers are finite, so the browser takes the matrix.
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok();
        context.clear_rect(0.0, 0.0, whole_w, whole_h);
        paint::city(&Brush::new(context, pose, margin), scene, with_ground);
        let corner = Screen { x: -margin.0, y: -margin.1 };
        self.painted = Some(Painted { corner: pose.world_at(corner), zoom: pose.zoom, margin });
        self.put(map.layer_point(corner), 1.0);
    }

    /// Keeps the painted picture where it belongs while the map zooms without an animation of the browser's.
    pub fn follow(&self, map: &LeafletMap) {
        if let Some(painted) = self.painted.filter(|painted| (painted.zoom - map.zoom()).abs() > 1e-9) {
            let centre = map.centre();
            self.stand(map, painted, World::of(centre), map.zoom());
        }
    }

    /// Where the picture has to be at the end of an animation; the browser moves it there.
    pub fn scale_to(&self, map: &LeafletMap, centre: &LatLng, zoom: f64) {
        if let Some(painted) = self.painted {
            let centre = World::of(domain::geo::LonLat { lon: centre.lng(), lat: centre.lat() });
            self.stand(map, painted, centre, zoom);
        }
    }

    /// Whether so much came into view that was not painted, or is so coarse, that it is time to paint.
    pub fn leaves_margin(&self, map: &LeafletMap) -> bool {
        let Some(painted) = self.painted else { return true };
        let scale = (map.zoom() - painted.zoom).exp2();
        if !(0.6..2.0).contains(&scale) {
            return true;
        }
        let (width, height) = map.size();
        let centre = World::of(map.centre());
        let px = world_px(map.zoom());
        let left = (painted.corner.x - centre.x) * px + width / 2.0;
        let top = (painted.corner.y - centre.y) * px + height / 2.0;
        let right = left + (width + 2.0 * painted.margin.0) * scale;
        let bottom = top + (height + 2.0 * painted.margin.1) * scale;
        left > 0.0 || top > 0.0 || right < width || bottom < height
    }

    fn stand(&self, map: &LeafletMap, painted: Painted, centre: World, zoom: f64) {
        let (width, height) = map.size();
        let px = world_px(zoom);
        let at = Screen {
            x: (painted.corner.x - centre.x) * px + width / 2.0,
            y: (painted.corner.y - centre.y) * px + height / 2.0,
        };
        let offset = map.layer_point(Screen::default());
        self.put(Screen { x: at.x + offset.x, y: at.y + offset.y }, (zoom - painted.zoom).exp2());
    }

    fn put(&self, at: Screen, scale: f64) {
        let transform = format!("translate3d({:.2}px,{:.2}px,0) scale({scale})", at.x, at.y);
        page::set_style(&self.canvas, "transform", &transform);
    }
}
