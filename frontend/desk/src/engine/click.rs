//! What a click means: the trail, a household, one level down, or nothing.

use desk::map::bridge::{MapEvent, MapView};
use domain::area::{Area, Level};
use domain::geo::Metre;

use super::drawing::{Drawing, Picked, Place, Screen};
use super::model::Model;

/// Storeys smaller than this many pixels are not clicked one by one while areas are what one picks.
const LEAST_STOREY_PX: f64 = 6.0;

/// The event of a click that hit no trail.
pub fn meaning(model: &Model, view: &MapView, drawing: &dyn Drawing, at: Screen) -> MapEvent {
    let picked = drawing.pick(at);
    if let Some(building) = picked.building.filter(|building| is_clear(model, view, drawing, *building))
        && let Some(event) = on_building(model, view, building, picked)
    {
        return event;
    }
    picked
        .ground
        .and_then(|ground| one_level_down(model, view, ground))
        .map_or(MapEvent::GroundPicked, MapEvent::AreaPicked)
}

/// Whether the building is what one means: always in a grid, above that only from near by.
fn is_clear(model: &Model, view: &MapView, drawing: &dyn Drawing, building: u32) -> bool {
    if view.area.level() == Level::Grid && model.grid_of(building) == Some(view.area) {
        return true;
    }
    let Some(bounds) = model.building_bounds(building) else { return false };
    let storey_m = model.city.pack.buildings[building as usize].floor_height_m();
    drawing.scale_at(Place::on_ground(bounds.centre())) * storey_m >= LEAST_STOREY_PX
}

/// The household that the pointer is over, when it is near enough to be meant.
pub fn hovered(model: &Model, view: &MapView, drawing: &dyn Drawing, at: Screen) -> Option<u32> {
    let picked = drawing.pick(at);
    let building = picked.building.filter(|building| is_clear(model, view, drawing, *building))?;
    let grid = model.grid_of(building)?;
    picked.cell.filter(|_| view.scope.contains(grid))
}

fn on_building(model: &Model, view: &MapView, building: u32, picked: Picked) -> Option<MapEvent> {
    let grid = model.grid_of(building)?;
    if !view.scope.contains(grid) {
        return None;
    }
    // To whoever sees no single cell a building is what one picks.
    match picked.cell.filter(|_| view.sees_cells) {
        Some(cell) => Some(MapEvent::CellPicked(cell)),
        None => model.building_id(building).map(MapEvent::BuildingPicked),
    }
}

/// The area that a click on the ground leads to: one level down inside the focused area, else beside it.
pub fn one_level_down(model: &Model, view: &MapView, ground: Metre) -> Option<Area> {
    let grid = model.area_at(ground, Level::Grid)?;
    let level = if view.area.contains(grid) { view.area.level().child()? } else { view.area.level() };
    let area = grid.path().into_iter().find(|area| area.level() == level)?;
    (view.scope.contains(area) && area != view.area).then_some(area)
}
