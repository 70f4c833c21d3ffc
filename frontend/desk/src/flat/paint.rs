//! Paints the city from above: land, roads, buildings by the average of their cells, and boards from near by.

use std::collections::BTreeMap;

use citypack::{CellIndex, Point, RoadClass};
use desk::map::bridge::MapView;
use domain::geo::Metre;
use glam::DVec2;
use scene::average::average;
use scene::{Colour, Style};
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule};

use super::board;
use super::pose::Pose;
use crate::colours;
use crate::engine::drawing::Screen;
use crate::engine::model::Model;
use crate::plane::Bounds;

/// What is painted.
pub struct Scene<'a> {
    /// The city.
    pub model: &'a Model,
    /// What is wanted of it.
    pub view: &'a MapView,
    /// The household under the pointer.
    pub hovered: Option<u32>,
}

/// A canvas and the way from metres to its pixels.
pub struct Brush<'a> {
    context: &'a CanvasRenderingContext2d,
    pose: Pose,
    margin: (f64, f64),
    scale: f64,
}

impl<'a> Brush<'a> {
    /// A brush for a canvas that reaches so many pixels beyond the container.
    pub fn new(context: &'a CanvasRenderingContext2d, pose: &Pose, margin: (f64, f64)) -> Self {
        Self { context, pose: *pose, margin, scale: pose.scale() }
    }

    fn at(&self, point: Metre) -> Screen {
        let at = self.pose.screen(point);
        Screen { x: at.x + self.margin.0, y: at.y + self.margin.1 }
    }

    fn visible(&self) -> Bounds {
        self.pose.visible(self.margin.0.max(self.margin.1))
    }

    fn line(&self, points: impl IntoIterator<Item = Metre>) {
        for (index, point) in points.into_iter().enumerate() {
            let at = self.at(point);
            if index == 0 {
                self.context.move_to(at.x, at.y);
            } else {
                self.context.line_to(at.x, at.y);
            }
        }
    }

    fn rings(&self, rings: &[Vec<Point>]) {
        for ring in rings {
            self.line(ring.iter().map(|point| point.to_metre()));
            self.context.close_path();
        }
    }

    fn fill(&self, colour: Colour) {
        self.context.set_fill_style_str(&colours::css(colour));
        self.context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
    }

    fn stroke(&self, colour: Colour, width_px: f64) {
        self.context.set_stroke_style_str(&colours::css(colour));
        self.context.set_line_width(width_px);
        self.context.stroke();
    }
}

/// Paints everything that is visible.
pub fn city(brush: &Brush<'_>, scene: &Scene<'_>, with_ground: bool) {
    let style = colours::style_of(scene.view, scene.model.lens);
    let visible = brush.visible();
    if with_ground {
        land(brush, scene.model, &style, visible);
        roads(brush, scene.model, &style, visible);
    }
    let shown = visible_buildings(scene.model, visible);
    let focus = CellIndex::area_buildings(&scene.model.city.pack, scene.view.area);
    let (near, far): (Vec<u32>, Vec<u32>) = shown.into_iter().partition(|building| focus.contains(building));
    let context = brush.context;
    context.set_global_alpha(0.5);
    buildings(brush, scene.model, &style, &far);
    context.set_global_alpha(1.0);
    buildings(brush, scene.model, &style, &near);
    boards(brush, scene.model, &style, &near);
    boards(brush, scene.model, &style, &far);
    selection(brush, scene, &style);
}

fn land(brush: &Brush<'_>, model: &Model, style: &Style, visible: Bounds) {
    let mut land: Vec<_> = model.city.pack.land.iter().filter(|land| touches(&land.rings, visible)).collect();
    land.sort_by_key(|land| land.kind);
    for piece in land {
        brush.context.begin_path();
        brush.rings(&piece.rings);
        brush.fill(style.palette.land(piece.kind));
    }
}

fn touches(rings: &[Vec<Point>], visible: Bounds) -> bool {
    let points = rings.iter().flatten().map(|point| point.to_metre());
    Bounds::around(points).is_some_and(|bounds| bounds.meets(visible))
}

/// Pixels per metre from which on a class of road is drawn.
fn drawn_from(class: RoadClass) -> f64 {
    match class {
        RoadClass::Motorway | RoadClass::Primary | RoadClass::Secondary | RoadClass::Rail => 0.0,
        RoadClass::Tertiary => 0.03,
        RoadClass::Residential => 0.09,
        RoadClass::Service => 0.3,
        RoadClass::Foot => 0.8,
    }
}

fn roads(brush: &Brush<'_>, model: &Model, style: &Style, visible: Bounds) {
    let context = brush.context;
    context.set_line_cap("round");
    context.set_line_join("round");
    for casing in [true, false] {
        for class in RoadClass::ALL.iter().rev().filter(|class| brush.scale >= drawn_from(**class)) {
            let width_px = (class.width_m() * brush.scale).max(0.8);
            if casing && (width_px < 3.0 || matches!(class, RoadClass::Foot | RoadClass::Rail)) {
                continue;
            }
            context.begin_path();
            for road in model.city.pack.roads.iter().filter(|road| road.class == *class) {
                let points = road.line.iter().map(|point| point.to_metre());
                if Bounds::around(points.clone()).is_some_and(|bounds| bounds.meets(visible)) {
                    brush.line(points);
                }
            }
            if casing {
                brush.stroke(style.palette.casing, width_px + 1.6);
            } else {
                brush.stroke(style.palette.road(*class), width_px);
            }
        }
    }
}

fn visible_buildings(model: &Model, visible: Bounds) -> Vec<u32> {
    let box_of =
        |min: DVec2, max: DVec2| Bounds { low: Metre { x: min.x, y: min.y }, high: Metre { x: max.x, y: max.y } };
    let chunks = model.city.chunks().iter();
    chunks
        .filter(|chunk| box_of(chunk.min.truncate(), chunk.max.truncate()).meets(visible))
        .flat_map(|chunk| model.city.chunk_buildings(chunk))
        .copied()
        .filter(|building| model.building_bounds(*building).is_some_and(|bounds| bounds.meets(visible)))
        .collect()
}

/// The look of a whole building: the average of its cells, or plain walls.
fn colour_of(model: &Model, style: &Style, building: u32) -> Colour {
    let entry = &model.city.pack.buildings[building as usize];
    if entry.area.is_none() {
        return style.palette.surroundings;
    }
    if entry.columns == 0 {
        return style.palette.wall;
    }
    let cells = model.city.index.building_cells(building);
    let [r, g, b, _] = average(&model.bytes[cells.start as usize..cells.end as usize], style);
    // Few steps, so that many buildings are painted in one go.
    Colour([r, g, b].map(|part| part & 0xf0 | part >> 4))
}

fn buildings(brush: &Brush<'_>, model: &Model, style: &Style, shown: &[u32]) {
    let mut by_colour: BTreeMap<[u8; 3], Vec<u32>> = BTreeMap::new();
    for building in shown {
        by_colour.entry(colour_of(model, style, *building).0).or_default().push(*building);
    }
    let context = brush.context;
    let outlined = brush.scale > 0.5;
    context.set_line_join("miter");
    for (colour, group) in by_colour {
        context.begin_path();
        for building in group {
            let Some(bounds) = model.building_bounds(building) else { continue };
            let (width_m, height_m) = bounds.size_m();
            if width_m.max(height_m) * brush.scale < 3.0 {
                let at = brush.at(Metre { x: bounds.low.x, y: bounds.high.y });
                context.rect(at.x, at.y, (width_m * brush.scale).max(0.8), (height_m * brush.scale).max(0.8));
            } else {
                brush.rings(&model.city.pack.buildings[building as usize].rings);
            }
        }
        brush.fill(Colour(colour));
        if outlined {
            brush.stroke(darker(colour), 1.0);
        }
    }
}

fn darker(colour: [u8; 3]) -> Colour {
    Colour(colour.map(|part| (f32::from(part) * 0.72) as u8))
}

/// Boards, cell by cell, all of one colour in one go.
fn boards(brush: &Brush<'_>, model: &Model, style: &Style, shown: &[u32]) {
    let mut by_byte: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    let mut beds = Vec::new();
    for building in shown.iter().filter(|building| board::is_shown(model, **building, brush.scale)) {
        let first = model.city.pack.buildings[*building as usize].first_floor;
        let cells = model.city.index.building_cells(*building);
        let columns = u32::from(model.city.pack.buildings[*building as usize].columns);
        beds.push(*building);
        for cell in cells.start + u32::from(first - 1) * columns..cells.end {
            by_byte.entry(model.bytes[cell as usize]).or_default().push(cell);
        }
    }
    brush.context.begin_path();
    for building in beds {
        if let Some(turned) = model.city.orientation(building) {
            let (a, b) = (turned.half_length_m, turned.half_depth_m);
            let corners = [(-a, -b), (a, -b), (a, b), (-a, b)].map(|(x, y)| turned.world(x, y));
            brush.line(corners.map(|[x, y]| Metre { x, y }));
            brush.context.close_path();
        }
    }
    brush.fill(style.palette.gap);
    for (byte, cells) in &by_byte {
        brush.context.begin_path();
        for cell in cells {
            quad(brush, model, *cell, 0.9);
        }
        let fill = if style.shows(*byte) { style.palette.fills[usize::from(byte & 15)] } else { style.palette.pale };
        brush.fill(fill);
        let light = usize::from(byte >> 4 & 3);
        if light > 0 && style.shows(*byte) {
            brush.context.begin_path();
            for cell in cells {
                quad(brush, model, *cell, 0.8);
            }
            brush.stroke(style.palette.lights[light], 2.5);
        }
        if byte >> 6 > 0 && style.shows(*byte) {
            badges(brush, model, style, cells);
        }
    }
}

fn corners(brush: &Brush<'_>, model: &Model, cell: u32, part: f64) -> Option<[Screen; 4]> {
    let corners = model.city.plan_place(cell)?.corners;
    let middle = (corners[0] + corners[2]) / 2.0;
    Some(corners.map(|corner| {
        let corner = middle + (corner - middle) * part;
        brush.at(Metre { x: corner.x, y: corner.y })
    }))
}

fn quad(brush: &Brush<'_>, model: &Model, cell: u32, part: f64) {
    let Some([a, b, c, d]) = corners(brush, model, cell, part) else { return };
    brush.context.move_to(a.x, a.y);
    for corner in [b, c, d] {
        brush.context.line_to(corner.x, corner.y);
    }
    brush.context.close_path();
}

/// A dot in a corner of each cell that has a label.
fn badges(brush: &Brush<'_>, model: &Model, style: &Style, cells: &[u32]) {
    brush.context.begin_path();
    for cell in cells {
        let Some([a, b, c, _]) = corners(brush, model, *cell, 0.6) else { continue };
        let radius = (a.distance(b).min(b.distance(c)) * 0.22).clamp(1.2, 7.0);
        brush.context.move_to(c.x + radius, c.y);
        // The radius is not negative.
        brush.context.arc(c.x, c.y, radius, 0.0, std::f64::consts::TAU).ok();
    }
    brush.fill(style.palette.badge);
    brush.stroke(style.palette.badge_rim, 1.0);
}

fn selection(brush: &Brush<'_>, scene: &Scene<'_>, style: &Style) {
    let outline = |colour: Colour, width_px: f64| {
        brush.stroke(style.palette.gap, width_px + 2.0);
        brush.stroke(colour, width_px);
    };
    if let Some(building) = scene.view.building.and_then(|id| scene.model.building(id)) {
        brush.context.begin_path();
        brush.rings(&scene.model.city.pack.buildings[building as usize].rings);
        outline(style.palette.selection, 3.0);
    }
    for (cell, colour) in [(scene.hovered, style.palette.hover), (scene.view.dwelling_cell, style.palette.selection)] {
        let shown = cell.filter(|cell| {
            let building = scene.model.building_of(*cell);
            building.is_some_and(|building| board::is_shown(scene.model, building, brush.scale))
        });
        if let Some(cell) = shown {
            brush.context.begin_path();
            quad(brush, scene.model, cell, 1.0);
            outline(colour, 2.5);
        }
    }
}
