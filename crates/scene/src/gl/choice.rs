//! What of the buildings goes into one picture: near by wall by wall, nearest first, so that what nearer ones hide is
//! not worked out; further off by whole chunks.

use std::ops::Range;

use super::picture::Picture;
use crate::city::City;
use crate::mesh::ChunkMesh;
use crate::sight::{Seen, shadow_box, shadow_m};

/// Down to how many metres per pixel a building shows what.
struct Reach {
    /// Cells: further away a storey is hardly a pixel high.
    cells: f64,
    /// True outlines; beyond, boxes.
    outlines: f64,
    /// Shadows.
    shadows: f64,
    /// The shortest shadow in pixels.
    shadow_px: f64,
}

/// A picture that rests, or a fast machine.
const FULL: Reach = Reach { cells: 2.0, outlines: 3.2, shadows: 2.6, shadow_px: 0.0 };
/// A moving picture on a slow machine.
const QUICK: Reach = Reach { cells: 1.4, outlines: 2.4, shadows: 2.0, shadow_px: 8.0 };
/// Chunks with more walls than this in all are not looked through building by building: it would take a millisecond.
const MOST_WALLS: usize = 60_000;
/// Roofs are drawn together across so many indices of roofs that are not seen: a call costs more.
const ROOF_GAP: u32 = 96;
/// Windows and all that is as small are drawn while a storey is 9 pixels high, as the facade's shader has it: so many
/// metres per pixel for each decimetre of a storey, and a third more for the corners of the picture.
const CLOSE_A_DECIMETRE: f64 = 0.1 / 9.0 * 1.35;
/// A wall's two triangles, in corners of its record.
const WALL_INDICES: [u32; 6] = [0, 1, 2, 2, 1, 3];

/// How much detail a chunk gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Cells,
    Outlines,
    Boxes,
}

/// Walls to draw.
#[derive(Default)]
pub(super) struct Walls {
    /// Corners of single walls, three a triangle, nearest first.
    pub corners: Vec<u32>,
    /// Runs of records of whole chunks, further away.
    pub runs: Vec<Range<u32>>,
}

/// What to draw with which program.
#[derive(Default)]
pub(super) struct Choice {
    /// Walls that show windows, signs and badges too.
    pub close: Walls,
    /// Walls too far for those, of a resting picture.
    pub facades: Walls,
    /// Walls that show cells: of a moving picture.
    pub cells: Walls,
    /// Walls in one colour.
    pub outlines: Walls,
    /// Walls whose shadow is drawn.
    pub shading: Walls,
    /// Roofs' indices.
    pub roofs: Vec<Range<u32>>,
    /// Boxes.
    pub boxes: Vec<Range<u32>>,
}

/// Where things are in the buffers.
pub(super) struct Stock {
    pub chunks: Vec<ChunkMesh>,
    /// The first roof index of each building in the order of chunks, and the end.
    pub roof_start: Vec<u32>,
}

impl Stock {
    /// Chooses for one picture.
    pub(super) fn choose(&self, city: &City, picture: &Picture) -> Choice {
        let mut choice = Choice::default();
        self.choose_houses(city, picture, &mut choice);
        if picture.style.palette.shadow > 0.0 {
            self.choose_shading(city, picture, &mut choice.shading);
        }
        choice
    }

    fn choose_houses(&self, city: &City, picture: &Picture, choice: &mut Choice) {
        let mut seen: Vec<Seen> = Vec::new();
        let mut looked = 0;
        for (_, detail, index) in self.chunks_in_view(picture) {
            let mesh = &self.chunks[index];
            looked += mesh.walls.len();
            match detail {
                Detail::Boxes => join(&mut choice.boxes, mesh.boxes.clone(), 0),
                _ if looked <= MOST_WALLS => {
                    city.seen(&city.chunks()[index], mesh.walls.start, &picture.view, &picture.culler, &mut seen);
                }
                _ => {
                    let walls = if detail == Detail::Cells { choice.with_cells(picture) } else { &mut choice.outlines };
                    join(&mut walls.runs, mesh.walls.clone(), 0);
                    join(&mut choice.roofs, mesh.roofs.clone(), 0);
                }
            }
        }
        for place in seen.iter().map(|seen| seen.place as usize) {
            join(&mut choice.roofs, self.roof_start[place]..self.roof_start[place + 1], ROOF_GAP);
        }
        seen.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
        let cells_m = picture.reach_m(reach(picture).cells);
        let eye = picture.view.eye.truncate();
        let chosen = chosen(city, picture);
        for house in seen {
            let entry = &city.pack.buildings[house.building as usize];
            let close_m = picture.reach_m(f64::from(entry.floor_height_dm) * CLOSE_A_DECIMETRE);
            let is_close = !picture.is_quick && house.distance_m < close_m;
            let walls = match house.distance_m {
                far if far > cells_m || (picture.is_quick && entry.columns == 0) => &mut choice.outlines,
                _ if is_close || chosen.contains(&Some(house.building)) => &mut choice.close,
                _ => choice.with_cells(picture),
            };
            walls.add(house.first_wall, city.walls_facing(house.building, eye));
        }
    }

    /// Chunks in view with their detail, by distance.
    fn chunks_in_view(&self, picture: &Picture) -> Vec<(f64, Detail, usize)> {
        let reach = reach(picture);
        let (cells_m, outlines_m) = (picture.reach_m(reach.cells), picture.reach_m(reach.outlines));
        let mut chunks: Vec<(f64, Detail, usize)> = Vec::new();
        for (index, chunk) in self.chunks.iter().enumerate() {
            let eye = picture.view.eye;
            let near = eye.max(chunk.min).min(chunk.max).distance(eye);
            if near > picture.fog_end_m() || !picture.culler.sees(chunk.min, chunk.max) {
                continue;
            }
            let detail = match near {
                _ if near < cells_m => Detail::Cells,
                _ if near < outlines_m => Detail::Outlines,
                _ => Detail::Boxes,
            };
            chunks.push((near, detail, index));
        }
        chunks.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)));
        chunks
    }

    fn choose_shading(&self, city: &City, picture: &Picture, shading: &mut Walls) {
        let Reach { shadows, shadow_px, .. } = *reach(picture);
        let (eye, reach_m) = (picture.view.eye, picture.reach_m(shadows));
        let is_long = |house: &Seen| {
            let length_m = city.footprint(house.building).map_or(0.0, |print| shadow_m(print.height_m));
            picture.reach_m(length_m) >= shadow_px * house.distance_m
        };
        let mut seen: Vec<Seen> = Vec::new();
        let mut looked = 0;
        for (index, mesh) in self.chunks.iter().enumerate() {
            let (min, max) = shadow_box(mesh.min, mesh.max);
            if eye.max(min).min(max).distance(eye) > reach_m || !picture.culler.sees(min, max) {
                continue;
            }
            looked += mesh.walls.len();
            if looked <= MOST_WALLS {
                city.shading(&city.chunks()[index], mesh.walls.start, &picture.view, &picture.culler, &mut seen);
            } else {
                join(&mut shading.runs, mesh.walls.clone(), 0);
            }
        }
        for house in seen.iter().filter(|house| house.distance_m < reach_m && is_long(house)) {
            shading.add(house.first_wall, city.walls_in_shade(house.building));
        }
    }
}

impl Choice {
    fn with_cells(&mut self, picture: &Picture) -> &mut Walls {
        if picture.is_quick { &mut self.cells } else { &mut self.facades }
    }
}

/// The buildings that somebody points at or has chosen: they show everything in moving pictures too.
fn chosen(city: &City, picture: &Picture) -> [Option<u32>; 4] {
    let style = picture.style;
    let of = |cell: Option<u32>| city.index.slot(&city.pack, cell?).map(|slot| slot.building);
    [style.hover_building, style.selected_building, of(style.hover), of(style.selected_cell)]
}

impl Walls {
    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.corners.is_empty() && self.runs.is_empty()
    }

    fn add(&mut self, first: u32, walls: impl Iterator<Item = u32>) {
        for wall in walls {
            self.corners.extend(WALL_INDICES.map(|corner| (first + wall) * 4 + corner));
        }
    }
}

fn reach(picture: &Picture) -> &'static Reach {
    if picture.is_quick { &QUICK } else { &FULL }
}

/// Adds a range, joined with the last one when no more than `gap` lies between.
fn join(runs: &mut Vec<Range<u32>>, next: Range<u32>, gap: u32) {
    match runs.last_mut() {
        Some(last) if last.end <= next.start && next.start - last.end <= gap => last.end = next.end,
        _ if next.is_empty() => {}
        _ => runs.push(next),
    }
}
