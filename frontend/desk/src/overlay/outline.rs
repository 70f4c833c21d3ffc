//! Where a unit's own grids end, as broken lines over the ground: the same for 3D and 2D.

use std::collections::HashMap;

use desk::map::bridge::MapView;
use domain::area::Area;
use domain::geo::Metre;
use domain::layer::UnitLayer;
use web_sys::HtmlElement;

use super::trail::{Sheet, stroke};
use crate::colours;
use crate::engine::drawing::{Place, Project};
use crate::engine::model::Model;

/// Width of the lines in pixels.
const WIDTH_PX: f64 = 3.0;
/// Length of their pieces and gaps in pixels.
const BROKEN_PX: [f64; 2] = [10.0, 6.0];

/// The canvas of the lines.
pub struct OutlineLayer(Sheet);

impl OutlineLayer {
    /// An empty canvas.
    pub fn new(parent: &HtmlElement) -> Self {
        Self(Sheet::new(parent))
    }

    /// Shows where the own grids of the view's unit end.
    pub fn draw(&mut self, project: &dyn Project, model: &Model, view: &MapView) {
        let Some(unit) = chosen(view) else { return self.0.clear() };
        let Some(context) = self.0.begin(project) else { return };
        let mut own = HashMap::new();
        for (place, (_, areas)) in unit.grids.iter().enumerate() {
            own.extend(areas.iter().filter_map(|area| Some((model.city.pack.area_index(*area)? as u32, place))));
        }
        let of = |side: Option<u32>| side.and_then(|side| own.get(&side));
        let dashes = BROKEN_PX.iter().map(|length| wasm_bindgen::JsValue::from_f64(*length)).collect::<js_sys::Array>();
        // Two lengths make a pattern, so the browser takes it.
        context.set_line_dash(&dashes).ok();
        let colour = colours::css(colours::palette_of(view, model.lens).trail);
        for border in model.city.pack.borders.iter().filter(|border| of(border.left) != of(border.right)) {
            let points = border.line.iter().map(|point| project.screen(Place::on_ground(point.to_metre())));
            let points: Vec<_> = points.collect();
            // What is behind the camera parts the line.
            for piece in points.split(Option::is_none).filter(|piece| piece.len() > 1) {
                stroke(context, &piece.iter().flatten().copied().collect::<Vec<_>>(), &colour, WIDTH_PX);
            }
        }
    }
}

/// The unit whose own grids are outlined.
fn chosen(view: &MapView) -> Option<&UnitLayer> {
    view.layers.units.iter().find(|unit| Some(unit.unit) == view.unit)
}

/// What its own grids are called, and where that may stand: in the middle of the ground's grids in each.
pub fn names<'a>(model: &'a Model, view: &'a MapView) -> impl Iterator<Item = (&'a str, Metre)> {
    let grids = chosen(view).into_iter().flat_map(|unit| &unit.grids);
    grids.filter_map(|(name, areas)| Some((name.as_str(), middle(model, areas)?)))
}

fn middle(model: &Model, areas: &[Area]) -> Option<Metre> {
    let points: Vec<Metre> = areas.iter().filter_map(|area| model.label_point(*area)).collect();
    let count = points.len() as f64;
    let mean = |of: fn(&Metre) -> f64| points.iter().map(of).sum::<f64>() / count;
    (!points.is_empty()).then(|| Metre { x: mean(|point| point.x), y: mean(|point| point.y) })
}
