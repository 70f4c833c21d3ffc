//! What the desk does about what happened on the map.

use domain::case::Beacon;
use domain::id::CaseId;
use domain::map::City;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::error::AppError;

use super::api;
use super::bridge::{MapEvent, Mode};
use super::context::{MapContext, Picked, Problem};
use super::view_state::{Page, ViewState};
use crate::browser::root;
use crate::patrol::time_of_day;

/// Lists and counts load again this long after the first live change, milliseconds; more changes meanwhile cost nothing.
const PULSE_MS: u64 = 1500;
/// The same on the command screen, whose numbers are few.
const SCREEN_PULSE_MS: u64 = 600;

/// Answers an event; runs in the browser, inside the page's owner.
pub fn handle(context: MapContext, event: MapEvent) {
    let view = context.view.get_untracked();
    match event {
        MapEvent::CellPicked(cell) => open_cell(context, cell),
        MapEvent::BuildingPicked(building) => {
            context.picked.set_value(Some(Picked::Building(building)));
            context.go(&view.at_building(building));
        }
        MapEvent::AreaPicked(area) => context.go(&view.at_area(Some(area))),
        MapEvent::GroundPicked => {
            if view.building.is_some() || view.dwelling.is_some() {
                context.go(&view.deselected());
            }
        }
        MapEvent::BeaconPicked(case) => open_case(context, case),
        MapEvent::EntryPicked(entry) => root::open(&format!("/register/{entry}")),
        // One level down while there is one; where the area is in focus already, its list has what stands nowhere in it.
        MapEvent::EntriesPicked(area) if view.area.unwrap_or(area) != area => context.go(&view.at_area(Some(area))),
        MapEvent::EntriesPicked(area) => root::open(&format!("/areas/{area}/register")),
        MapEvent::CameraMoved(camera) => context.note(&ViewState { camera: Some(camera), ..view }),
        MapEvent::TrackPointPicked(at) => {
            context.replay.playing.set(false);
            context.replay.moving.set(None);
            context.note(&ViewState { at: Some(time_of_day(at)), ..view });
        }
        MapEvent::Replay(at) => {
            if context.replay.playing.get_untracked() {
                context.replay.show(at);
            }
        }
        MapEvent::ReplayEnded => context.note(&context.replay.rest()),
        MapEvent::Live(status) => context.live.set(status),
        MapEvent::CellsChanged(cells) => {
            context.changed.set(cells);
            pulse(context);
        }
        MapEvent::BeaconsChanged => pulse(context),
        MapEvent::Reset => {
            context.touched.update(|touched| *touched = touched.wrapping_add(1));
            pulse(context);
        }
        MapEvent::Loaded { cells } => {
            context.problem.update(|problem| {
                if *problem == Some(Problem::Failed) {
                    *problem = None;
                }
            });
            context.loaded.set(Some(cells));
        }
        MapEvent::SceneReplaced => context.problem.set(Some(Problem::SceneReplaced)),
        MapEvent::NoWebGl(_) => {
            context.problem.set(Some(Problem::NoWebGl));
            context.note(&ViewState { mode: Mode::Flat, ..view });
        }
        MapEvent::Failed(_) => context.problem.set(Some(Problem::Failed)),
        MapEvent::CellHovered(_) => {}
    }
}

fn sees_cells(city: &City) -> bool {
    city.role.sees_people()
}

/// Opens the household behind a cell of the drawn scene.
fn open_cell(context: MapContext, cell: u32) {
    let Some(Ok(city)) = context.city.get_untracked().filter(|city| city.as_ref().is_ok_and(sees_cells)) else {
        return;
    };
    context.picked.set_value(Some(Picked::Cell(cell)));
    spawn_local(async move {
        match api::dwelling_at(city.scene_version, cell).await {
            Ok((dwelling, building)) => context.go(&context.view.get_untracked().at_dwelling(building, dwelling)),
            Err(AppError::Conflict) => context.problem.set(Some(Problem::SceneReplaced)),
            // Cells outside the post's scope are blank and answer like nothing.
            Err(_) => {}
        }
    });
}

/// Opens the household of a case, or the grid of a case in the open.
fn open_case(context: MapContext, case: CaseId) {
    spawn_local(async move {
        let beacons = api::beacons().await.unwrap_or_default();
        match beacons.into_iter().find(|beacon| beacon.case == case) {
            Some(Beacon { cell: Some(cell), .. }) => open_cell(context, cell),
            Some(Beacon { area, .. }) => context.go(&context.view.get_untracked().at_area(Some(area))),
            None => {}
        }
    });
}

/// Makes lists and counts load again soon, once for many changes.
fn pulse(context: MapContext) {
    let before = context.pulse.get_untracked();
    let after_ms = match context.view.get_untracked().page {
        Page::Map => PULSE_MS,
        Page::Screen => SCREEN_PULSE_MS,
    };
    set_timeout(
        move || {
            if context.pulse.try_get_untracked() == Some(before) {
                context.pulse.set(before.wrapping_add(1));
            }
        },
        std::time::Duration::from_millis(after_ms),
    );
}
