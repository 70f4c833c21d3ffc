//! The borders of the focused area and of what lies one level below, as polygons on one shared canvas of Leaflet's.

use desk::map::bridge::MapView;
use domain::area::{Area, Level};
use domain::geo::{Frame, LonLat};
use js_sys::Array;
use leaflet::{Canvas, LatLng, LayerGroup, Polygon, PolylineOptions};
use ui::theme::Theme;
use wasm_bindgen::JsCast;

use super::leaflet_map::LeafletMap;
use crate::colours;
use crate::engine::model::Model;

/// The polygons and what they were made for.
pub struct Borders {
    frame: Frame,
    group: LayerGroup,
    renderer: Canvas,
    shown: Option<(Area, Theme)>,
}

impl Borders {
    /// No borders yet.
    pub fn new(frame: Frame) -> Self {
        Self { frame, group: LayerGroup::new(), renderer: Canvas::new(), shown: None }
    }

    /// Shows the borders of the view's area.
    pub fn follow(&mut self, map: &LeafletMap, model: &Model, view: &MapView) {
        let wanted = Some((view.area, view.theme));
        if self.shown == wanted {
            return;
        }
        if self.shown.is_none() {
            self.group.add_to(map.map());
        }
        self.shown = wanted;
        self.group.clear_layers();
        let palette = colours::palette_of(view, model.lens);
        let children: Vec<Area> = model.children(view.area).map(|(area, _, _)| area).collect();
        for area in children.into_iter().chain([view.area]) {
            let focused = area == view.area;
            let colour = colours::css(palette.border[level_index(area.level())]);
            let weight = if focused { 3.0 } else { 1.5 };
            let Some(shape) = model.shape(area) else { continue };
            let options = PolylineOptions::new();
            options.set_color(colour);
            options.set_weight(weight);
            options.set_opacity(if focused { 0.95 } else { 0.8 });
            options.set_fill(false);
            options.set_interactive(false);
            options.set_renderer(self.renderer.clone().into());
            let rings = Array::new();
            for ring in &shape.rings {
                let line: Array = ring.iter().map(|point| at(self.frame.to_lon_lat(point.to_metre()))).collect();
                rings.push(&line);
            }
            self.group.add_layer(Polygon::new_with_options(&rings, &options).unchecked_ref());
        }
    }
}

fn at(position: LonLat) -> LatLng {
    LatLng::new(position.lat, position.lon)
}

/// The place of a level in palettes.
pub fn level_index(level: Level) -> usize {
    (level.number() - 1) as usize
}
