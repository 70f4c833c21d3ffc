//! What the renderer has to show: bytes, style, beams and trails, made from the model and the view.

use chrono::{DateTime, Utc};
use desk::map::bridge::MapView;
use domain::area::Level;
use domain::case::Light;
use domain::patrol::Track;
use glam::DVec3;
use scene::{Anchor, Beacon, City, Renderer, Style, Trail, View};

use crate::colours;
use crate::engine::drawing::{Change, Screen};
use crate::engine::model::Model;
use crate::engine::stage::Stage;

/// Metres per pixel below which beams are shown.
const BEAMS_BELOW_M_PER_PX: f64 = 0.75;

/// What the renderer was given last, so that nothing is given twice.
#[derive(Default)]
pub struct Wanted {
    beams: Vec<Beacon>,
    near: bool,
    tracks: Vec<domain::id::TrackId>,
}

impl Wanted {
    /// Gives the renderer what changed.
    pub fn apply(&mut self, stage: &Stage, renderer: &mut Renderer, change: Change<'_>) {
        let view = stage.view.borrow();
        let model = stage.model.borrow();
        let Some(model) = model.as_ref() else { return };
        match change {
            Change::State => renderer.set_state(&model.bytes),
            Change::Cells(cells) => {
                let patch: Vec<(u32, u8)> = cells.iter().map(|cell| (*cell, model.byte(*cell).0)).collect();
                renderer.patch(&patch);
            }
            Change::View | Change::Overlay => {}
        }
        renderer.set_style(style(model, &view, stage.hovered.get()));
        let beams = if self.near { beams(model) } else { Vec::new() };
        if beams != self.beams {
            self.beams.clone_from(&beams);
            renderer.set_beacons(beams);
        }
        self.follow_track(model, &view, renderer);
    }

    /// Shows beams only from near by: far away the lamps stand on the ground, many in one.
    pub fn follow_camera(&mut self, stage: &Stage, renderer: &mut Renderer) {
        let near = has_beams(&renderer.view());
        if std::mem::replace(&mut self.near, near) != near {
            self.apply(stage, renderer, Change::Overlay);
        }
    }

    fn follow_track(&mut self, model: &Model, view: &MapView, renderer: &mut Renderer) {
        let tracks: Vec<_> = view.tracks().map(|track| track.track).collect();
        // All count their seconds from the first who set out.
        let Some(start) = view.tracks().filter_map(|track| track.fixes.first()).map(|fix| fix.at).min() else {
            if !std::mem::take(&mut self.tracks).is_empty() {
                renderer.set_trails(Vec::new());
            }
            return;
        };
        if self.tracks != tracks {
            self.tracks = tracks;
            renderer.set_trails(view.tracks().map(|track| trail(model, track, start)).collect());
        }
        if let Some(now) = view.now {
            renderer.set_trail_time((now - start).num_milliseconds() as f64 / 1000.0);
        }
    }
}

/// Whether lamps stand on beams.
pub fn has_beams(view: &View) -> bool {
    view.metres_per_px(view.camera.distance_m) < BEAMS_BELOW_M_PER_PX
}

/// How high the beam over a place is, as the renderer draws it: 46 pixels, but 9 metres at least.
pub fn beam_m(view: &View, foot: DVec3) -> f64 {
    let depth_m = (foot - view.eye).dot(view.forward).max(1.0);
    (46.0 * view.metres_per_px(depth_m)).clamp(9.0, 900.0)
}

fn style(model: &Model, view: &MapView, hovered: Option<u32>) -> Style {
    let focus = citypack::CellIndex::area_buildings(&model.city.pack, view.area);
    Style {
        hover: hovered,
        selected_building: view.building.and_then(|id| model.building(id)),
        borders: Some(borders(view.area.level())),
        focus: (view.area.level() != Level::City).then_some(focus),
        ..colours::style_of(view, model.lens)
    }
}

/// The borders of the focused area, of everything above it, and of what lies one level below.
fn borders(level: Level) -> [bool; 4] {
    std::array::from_fn(|index| index as i16 <= level.number())
}

fn beams(model: &Model) -> Vec<Beacon> {
    let lit = model.beacons.values().filter_map(|beacon| {
        let light = match beacon.light {
            Light::Red => 1,
            Light::Yellow => 2,
            Light::Blue => 3,
            Light::Green | Light::Grey => return None,
        };
        let building = model.building_of(beacon.cell?)?;
        let centre = model.building_bounds(building)?.centre();
        let up_m = model.city.pack.buildings.get(building as usize)?.height_m();
        Some(Beacon { foot: [centre.x, centre.y, up_m], light })
    });
    lit.collect()
}

fn trail(model: &Model, track: &Track, start: DateTime<Utc>) -> Trail {
    let seconds = |at: DateTime<Utc>| (at - start).num_milliseconds() as f64 / 1000.0;
    let place = |position, at| {
        let point = model.frame.to_metre(position);
        (point.x, point.y, seconds(at))
    };
    let points: Vec<_> = track.fixes.iter().map(|fix| place(fix.position, fix.at)).collect();
    let now_s = points.last().map_or(0.0, |point| point.2);
    Trail { points, stops: track.stops.iter().map(|stop| place(stop.position, stop.from)).collect(), now_s }
}

/// Where a household shows on the screen: on the piece of wall that is seen best, else where it would be.
pub fn locate(city: &City, view: &View, cell: u32) -> Option<(Screen, bool)> {
    let mut places = anchors(city, cell);
    places.extend(city.cell_anchor(cell));
    let mut fallback = None;
    for anchor in places {
        let Some(at) = view.project(anchor.point) else { continue };
        let screen = Screen { x: at.x, y: at.y };
        let inside = (0.0..view.viewport.width).contains(&at.x) && (0.0..view.viewport.height).contains(&at.y);
        if inside && city.pick(&view.ray(at.x, at.y)).is_some_and(|hit| hit.cell == Some(cell)) {
            return Some((screen, true));
        }
        fallback = Some(screen);
    }
    fallback.map(|screen| (screen, false))
}

/// The middles of all pieces of wall on which a cell shows.
fn anchors(city: &City, cell: u32) -> Vec<Anchor> {
    let Some(slot) = city.index.slot(&city.pack, cell) else { return Vec::new() };
    let Some(entry) = city.pack.buildings.get(slot.building as usize) else { return Vec::new() };
    let up_m = (f64::from(slot.floor) - 0.5) * entry.floor_height_m();
    let pieces = city.walls(slot.building).iter().filter_map(|wall| {
        let (start, end) = wall.stretch(slot.column)?;
        let (from, to) = (wall.from.to_metre(), wall.to.to_metre());
        let t = f64::midpoint(start, end);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(1e-9);
        Some(Anchor {
            point: DVec3::new(from.x + dx * t, from.y + dy * t, up_m),
            normal: glam::DVec2::new(dy / length, -dx / length),
        })
    });
    pieces.collect()
}
