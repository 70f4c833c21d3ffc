//! Drawing buildings: facades with cells near by, plain walls further off, boxes far away, and their shadows.

use std::ops::Range;

use web_sys::WebGl2RenderingContext as Gl;

use super::RenderError;
use super::context::{Attribute, Pattern, Program, Records, Table};
use super::picture::Picture;
use super::prepare::Source;
use crate::mesh::{BUILDINGS_A_ROW, ChunkMesh, Meshes, RECORDS_A_ROW, ROOF_BYTES};

/// Cells in a row of the state texture.
pub(super) const CELLS_A_ROW: usize = 2048;
/// The texture unit of walls or boxes.
const RECORDS_UNIT: u32 = 3;
/// Down to how many metres per pixel a chunk shows what.
struct Reach {
    /// Cells: further away a storey is hardly a pixel high.
    cells: f64,
    /// True outlines; beyond, boxes.
    outlines: f64,
    /// Shadows.
    shadows: f64,
}

/// A picture that rests, or a fast machine.
const FULL: Reach = Reach { cells: 2.0, outlines: 3.2, shadows: 2.6 };
/// A moving picture on a slow machine.
const QUICK: Reach = Reach { cells: 1.4, outlines: 2.4, shadows: 0.9 };
/// The box's three visible faces as triangles, their colour in the last corner.
const BOX_INDICES: [u16; 18] = [0, 1, 2, 3, 0, 2, 1, 0, 4, 0, 6, 4, 0, 3, 5, 6, 0, 5];

const ROOF: &[Attribute] = &[
    Attribute { parts: 2, kind: Gl::SHORT, whole: true, offset: 0 },
    Attribute { parts: 1, kind: Gl::UNSIGNED_INT, whole: true, offset: 4 },
];
const COMMON: &str = include_str!("shader/common.glsl");
const VIEW: &str = include_str!("shader/view.glsl");
const BUILDING: &str = include_str!("shader/building.glsl");
const WALL_VERT: &[&str] = &[COMMON, VIEW, BUILDING, include_str!("shader/wall.vert")];
const PLAIN_FRAG: &[&str] = &[COMMON, include_str!("shader/plain.frag")];
const SHADOW_FRAG: &[&str] = &[COMMON, include_str!("shader/shadow.frag")];

/// Facades, facades in motion, flat walls, roofs, boxes, shadows of walls, shadows of roofs.
pub(super) const SOURCES: [Source; 7] = [
    (WALL_VERT, &[COMMON, include_str!("shader/facade.frag")]),
    (WALL_VERT, &[COMMON, include_str!("shader/quick_facade.frag")]),
    (WALL_VERT, &[COMMON, include_str!("shader/flat_wall.frag")]),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/roof.vert")], PLAIN_FRAG),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/box.vert")], PLAIN_FRAG),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/wall_shadow.vert")], SHADOW_FRAG),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/roof_shadow.vert")], SHADOW_FRAG),
];

/// How much detail a chunk gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Cells,
    Outlines,
    Boxes,
}

/// Everything about buildings on the graphics card.
pub(super) struct Houses {
    facade: Program,
    quick: Program,
    flat: Program,
    roof: Program,
    solid: Program,
    wall_shadow: Program,
    roof_shadow: Program,
    walls: Table,
    boxes: Table,
    wall_pattern: Pattern,
    box_pattern: Pattern,
    roof_records: Records,
    chunks: Vec<ChunkMesh>,
    buildings: Table,
    averages: Table,
    state: Table,
}

/// Chunks in view with their detail, nearest first.
pub(super) struct Visible {
    chunks: Vec<(f64, Detail, u32)>,
}

impl Houses {
    pub(super) fn new(gl: &Gl, programs: [Program; 7], meshes: &mut Meshes, cells: usize) -> Result<Self, RenderError> {
        let buildings = Table::numbers(gl, 0, BUILDINGS_A_ROW * 2)?;
        buildings.fill_numbers(gl, &meshes.buildings)?;
        let rows = meshes.buildings.len() / crate::mesh::BUILDING_NUMBERS / BUILDINGS_A_ROW;
        let averages = Table::colours(gl, 1, BUILDINGS_A_ROW)?;
        averages.reserve(gl, rows);
        let state = Table::bytes(gl, 2, CELLS_A_ROW)?;
        state.reserve(gl, cells.div_ceil(CELLS_A_ROW).max(1));
        let [facade, quick, flat, roof, solid, wall_shadow, roof_shadow] = programs;
        let walls = Table::numbers(gl, RECORDS_UNIT, RECORDS_A_ROW)?;
        walls.fill_numbers(gl, &meshes.walls)?;
        let boxes = Table::numbers(gl, RECORDS_UNIT, RECORDS_A_ROW)?;
        boxes.fill_numbers(gl, &meshes.boxes)?;
        Ok(Self {
            facade,
            quick,
            flat,
            roof,
            solid,
            wall_shadow,
            roof_shadow,
            wall_pattern: Pattern::new(gl, &[0, 1, 2, 2, 1, 3], 4)?,
            box_pattern: Pattern::new(gl, &BOX_INDICES, 8)?,
            roof_records: Records::new(gl, &meshes.roof_corners, ROOF_BYTES, ROOF)?
                .indexed(gl, &meshes.roof_indices)?,
            walls,
            boxes,
            chunks: std::mem::take(&mut meshes.chunks),
            buildings,
            averages,
            state,
        })
    }

    pub(super) fn set_state(&self, gl: &Gl, bytes: &[u8]) -> Result<(), RenderError> {
        self.state.write_all(gl, bytes)
    }

    pub(super) fn set_cell(&self, gl: &Gl, cell: u32, byte: u8) -> Result<(), RenderError> {
        self.state.enter(gl);
        self.state.write_one(gl, cell as usize, &[byte])
    }

    pub(super) fn set_averages(&self, gl: &Gl, colours: &[u8]) -> Result<(), RenderError> {
        self.averages.write_all(gl, colours)
    }

    pub(super) fn set_average(&self, gl: &Gl, building: u32, colour: [u8; 4]) -> Result<(), RenderError> {
        self.averages.enter(gl);
        self.averages.write_one(gl, building as usize, &colour)
    }

    /// Finds the chunks in view.
    pub(super) fn visible(&self, picture: &Picture) -> Visible {
        let view = &picture.view;
        let mut chunks: Vec<(f64, Detail, u32)> = Vec::new();
        for (index, chunk) in self.chunks.iter().enumerate() {
            if !picture.culler.sees(chunk.min, chunk.max) {
                continue;
            }
            let near = view.eye.max(chunk.min).min(chunk.max).distance(view.eye);
            if near > picture.fog_end_m() {
                continue;
            }
            let scale = view.metres_per_px(near) / f64::from(picture.density);
            let reach = reach(picture);
            let detail = if scale < reach.cells {
                Detail::Cells
            } else if scale < reach.outlines {
                Detail::Outlines
            } else {
                Detail::Boxes
            };
            chunks.push((near, detail, index as u32));
        }
        chunks.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)));
        Visible { chunks }
    }

    /// Draws all chunks: near ones first, so that what they hide is not worked out.
    pub(super) fn draw(&self, gl: &Gl, picture: &Picture, visible: &Visible) {
        for table in [&self.buildings, &self.averages, &self.state] {
            table.enter(gl);
        }
        gl.enable(Gl::CULL_FACE);
        let facade = if picture.is_quick { &self.quick } else { &self.facade };
        self.draw_walls(gl, picture, visible, Detail::Cells, facade);
        self.draw_walls(gl, picture, visible, Detail::Outlines, &self.flat);
        self.draw_roofs(gl, picture, visible);
        gl.disable(Gl::CULL_FACE);
        self.draw_boxes(gl, picture, visible);
        gl.bind_vertex_array(None);
    }

    fn enter(gl: &Gl, picture: &Picture, program: &Program) {
        picture.enter(gl, program);
        gl.uniform1i(program.at("uBuildings"), 0);
        gl.uniform1i(program.at("uAverages"), 1);
        gl.uniform1i(program.at("uState"), 2);
        gl.uniform1i(program.at("uRecords"), RECORDS_UNIT as i32);
        let scale = picture.view.metres_per_px(picture.view.camera.distance_m);
        gl.uniform1f(program.at("uRoofTint"), (0.22 + scale * 0.12).min(0.55) as f32);
    }

    fn draw_walls(&self, gl: &Gl, picture: &Picture, visible: &Visible, detail: Detail, program: &Program) {
        let runs = visible.runs(|(_, found, _)| *found == detail, |index| self.chunks[index].walls.clone());
        if runs.is_empty() {
            return;
        }
        Self::enter(gl, picture, program);
        self.draw_wall_runs(gl, program, &runs);
    }

    fn draw_wall_runs(&self, gl: &Gl, program: &Program, runs: &[Range<u32>]) {
        self.walls.enter(gl);
        for run in runs {
            self.wall_pattern.draw(gl, program, run);
        }
    }

    fn draw_roofs(&self, gl: &Gl, picture: &Picture, visible: &Visible) {
        let runs = visible.runs(|(_, detail, _)| *detail != Detail::Boxes, |index| self.chunks[index].roofs.clone());
        if runs.is_empty() {
            return;
        }
        Self::enter(gl, picture, &self.roof);
        self.draw_roof_runs(gl, &runs);
    }

    fn draw_roof_runs(&self, gl: &Gl, runs: &[Range<u32>]) {
        self.roof_records.enter(gl);
        for run in runs {
            let count = (run.end - run.start) as i32;
            gl.draw_elements_with_i32(Gl::TRIANGLES, count, Gl::UNSIGNED_INT, run.start as i32 * 4);
        }
    }

    fn draw_boxes(&self, gl: &Gl, picture: &Picture, visible: &Visible) {
        let runs = visible.runs(|(_, detail, _)| *detail == Detail::Boxes, |index| self.chunks[index].boxes.clone());
        if runs.is_empty() {
            return;
        }
        Self::enter(gl, picture, &self.solid);
        self.boxes.enter(gl);
        for run in &runs {
            self.box_pattern.draw(gl, &self.solid, run);
        }
    }

    /// Darkens the ground where buildings near by keep the sun off. Each pixel is darkened once, by the stencil.
    pub(super) fn draw_shadows(&self, gl: &Gl, picture: &Picture, visible: &Visible) {
        let near = picture.view.focal_px * f64::from(picture.density) * reach(picture).shadows;
        let shades = |(distance, _, _): &(f64, Detail, u32)| *distance < near;
        let walls = visible.runs(shades, |index| self.chunks[index].walls.clone());
        let roofs = visible.runs(shades, |index| self.chunks[index].roofs.clone());
        if walls.is_empty() || picture.style.palette.shadow <= 0.0 {
            return;
        }
        for table in [&self.buildings, &self.averages] {
            table.enter(gl);
        }
        gl.enable(Gl::STENCIL_TEST);
        gl.stencil_func(Gl::EQUAL, 0, 0xff);
        gl.stencil_op(Gl::KEEP, Gl::KEEP, Gl::INCR);
        gl.enable(Gl::BLEND);
        for (program, run) in [(&self.wall_shadow, true), (&self.roof_shadow, false)] {
            Self::enter(gl, picture, program);
            gl.uniform4f(program.at("uShadow"), 0.02, 0.05, 0.10, picture.style.palette.shadow);
            if run { self.draw_wall_runs(gl, program, &walls) } else { self.draw_roof_runs(gl, &roofs) }
        }
        gl.disable(Gl::BLEND);
        gl.disable(Gl::STENCIL_TEST);
        gl.bind_vertex_array(None);
    }
}

fn reach(picture: &Picture) -> &'static Reach {
    if picture.is_quick { &QUICK } else { &FULL }
}

impl Visible {
    /// The ranges of the chosen chunks, joined where they follow each other, in the order of chunks in view.
    fn runs(
        &self,
        choose: impl Fn(&(f64, Detail, u32)) -> bool,
        range: impl Fn(usize) -> Range<u32>,
    ) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::new();
        for chunk in self.chunks.iter().filter(|chunk| choose(chunk)) {
            let next = range(chunk.2 as usize);
            match runs.last_mut() {
                Some(last) if last.end == next.start => last.end = next.end,
                _ if next.is_empty() => {}
                _ => runs.push(next),
            }
        }
        runs
    }
}
