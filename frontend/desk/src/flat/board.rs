//! The cell board that lies over a building from near by: when it is shown, and what it is hit by. Pure.

use glam::DVec2;

use crate::engine::model::Model;

/// Cells smaller than this many pixels are not drawn one by one.
pub const LEAST_CELL_PX: f64 = 5.0;

/// Whether a building shows its board at so many pixels per metre.
pub fn is_shown(model: &Model, building: u32, px_per_m: f64) -> bool {
    let Some(entry) = model.city.pack.buildings.get(building as usize).filter(|entry| entry.columns > 0) else {
        return false;
    };
    let Some(turned) = model.city.orientation(building) else { return false };
    let along_m = turned.half_length_m * 2.0 / f64::from(entry.columns);
    let across_m = turned.half_depth_m * 2.0 / f64::from(entry.floors);
    along_m.min(across_m) * px_per_m >= LEAST_CELL_PX
}

/// The building under a point, and the cell when its board is shown there.
///
/// A board fills the box round its building, so that it may reach beyond the walls; walls go before other boards.
pub fn pick(model: &Model, point: DVec2, px_per_m: f64) -> (Option<u32>, Option<u32>) {
    let cell_of =
        |building: u32| is_shown(model, building, px_per_m).then(|| model.city.plan_cell(building, point)).flatten();
    if let Some(building) = model.city.building_at(point) {
        return (Some(building), cell_of(building));
    }
    let near = |min: DVec2, max: DVec2| point.cmpge(min).all() && point.cmple(max).all();
    let boards =
        model.city.chunks().iter().filter(|chunk| near(chunk.min.truncate() - 40.0, chunk.max.truncate() + 40.0));
    boards
        .flat_map(|chunk| model.city.chunk_buildings(chunk))
        .find_map(|building| cell_of(*building).map(|cell| (Some(*building), Some(cell))))
        .unwrap_or((None, None))
}
