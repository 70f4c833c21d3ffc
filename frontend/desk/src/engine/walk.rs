//! Walking from household to household with the keyboard.

use desk::map::bridge::MapView;

use super::drawing::{Drawing, Screen};
use super::model::Model;

/// The household so many doors on: in the selected building, or in the one in the middle of the picture.
pub fn next(model: &Model, view: &MapView, drawing: &dyn Drawing, hovered: Option<u32>, by: i32) -> Option<u32> {
    let selected = view.building.and_then(|id| model.building(id));
    let building = selected
        .or_else(|| hovered.and_then(|cell| model.building_of(cell)))
        .or_else(|| nearest(model, view, drawing))?;
    let entry = model.city.pack.buildings.get(building as usize)?;
    let cells = model.city.index.building_cells(building);
    let first = cells.start + u32::from(entry.first_floor - 1) * u32::from(entry.columns);
    if first >= cells.end {
        return None;
    }
    let current = hovered.or(view.dwelling_cell).filter(|cell| (first..cells.end).contains(cell));
    let count = i64::from(cells.end - first);
    let offset = current.map_or(if by > 0 { 0 } else { count - 1 }, |cell| i64::from(cell - first) + i64::from(by));
    Some(first + offset.rem_euclid(count) as u32)
}

/// The building with households under the middle of the picture, or the nearest one in the focused area.
fn nearest(model: &Model, view: &MapView, drawing: &dyn Drawing) -> Option<u32> {
    let (width, height) = drawing.size();
    let lived_in = |building: &u32| {
        let scope = model.grid_of(*building).is_some_and(|grid| view.scope.contains(grid));
        scope && model.city.pack.buildings[*building as usize].columns > 0
    };
    let under = drawing.pick(Screen { x: width / 2.0, y: height / 2.0 }).building;
    under.filter(lived_in).or_else(|| {
        let centre = drawing.centre();
        let distance = |building: &u32| {
            model.building_bounds(*building).map_or(f64::INFINITY, |bounds| bounds.centre().distance_m(centre))
        };
        citypack::CellIndex::area_buildings(&model.city.pack, view.area)
            .filter(lived_in)
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    })
}
