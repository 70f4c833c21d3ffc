//! Drawing buildings: facades with cells near by, plain walls further off, boxes far away, and their shadows.

use std::ops::Range;

use web_sys::WebGl2RenderingContext as Gl;

use super::RenderError;
use super::choice::{Choice, Stock, Walls};
use super::context::{Attribute, Pattern, Program, Records, Stream, Table};
use super::ground::Ground;
use super::picture::Picture;
use super::prepare::Source;
use crate::city::City;
use crate::mesh::{BUILDINGS_A_ROW, Meshes, RECORDS_A_ROW, ROOF_BYTES};

/// Cells in a row of the state texture.
pub(super) const CELLS_A_ROW: usize = 2048;
/// The texture unit of walls or boxes.
const RECORDS_UNIT: u32 = 3;
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
const QUICK_VERT: &[&str] = &[COMMON, VIEW, BUILDING, include_str!("shader/quick_wall.vert")];
const SOLID_FRAG: &[&str] = &[COMMON, include_str!("shader/solid.frag")];
const SHADOW_FRAG: &[&str] = &[COMMON, include_str!("shader/shadow.frag")];

/// Facades close by, facades, facades in motion, flat walls, roofs, boxes, shadows.
pub(super) const SOURCES: [Source; 7] = [
    (WALL_VERT, &[COMMON, "#define CLOSE\n", include_str!("shader/facade.frag")]),
    (WALL_VERT, &[COMMON, include_str!("shader/facade.frag")]),
    (QUICK_VERT, &[COMMON, include_str!("shader/quick_facade.frag")]),
    (QUICK_VERT, &[COMMON, include_str!("shader/flat_wall.frag")]),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/roof.vert")], SOLID_FRAG),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/box.vert")], SOLID_FRAG),
    (&[COMMON, VIEW, BUILDING, include_str!("shader/shadow.vert")], SHADOW_FRAG),
];

/// Everything about buildings on the graphics card.
pub(super) struct Houses {
    close: Program,
    facade: Program,
    quick: Program,
    flat: Program,
    roof: Program,
    solid: Program,
    shadow: Program,
    walls: Table,
    boxes: Table,
    wall_pattern: Pattern,
    wall_stream: Stream,
    box_pattern: Pattern,
    roof_records: Records,
    stock: Stock,
    buildings: Table,
    averages: Table,
    state: Table,
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
        let [close, facade, quick, flat, roof, solid, shadow] = programs;
        let walls = Table::numbers(gl, RECORDS_UNIT, RECORDS_A_ROW)?;
        walls.fill_numbers(gl, &meshes.walls)?;
        let boxes = Table::numbers(gl, RECORDS_UNIT, RECORDS_A_ROW)?;
        boxes.fill_numbers(gl, &meshes.boxes)?;
        Ok(Self {
            close,
            facade,
            quick,
            flat,
            roof,
            solid,
            shadow,
            wall_pattern: Pattern::new(gl, &[0, 1, 2, 2, 1, 3], 4)?,
            wall_stream: Stream::new(gl)?,
            box_pattern: Pattern::new(gl, &BOX_INDICES, 8)?,
            roof_records: Records::new(gl, &meshes.roof_corners, ROOF_BYTES, ROOF)?
                .indexed(gl, &meshes.roof_indices)?,
            walls,
            boxes,
            stock: Stock {
                chunks: std::mem::take(&mut meshes.chunks),
                roof_start: std::mem::take(&mut meshes.roof_start),
            },
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

    /// Chooses what goes into a picture.
    pub(super) fn choose(&self, city: &City, picture: &Picture) -> Choice {
        self.stock.choose(city, picture)
    }

    /// Draws all that was chosen. Roofs come first: they are cheap, and what they hide of walls is not worked out.
    pub(super) fn draw(&self, gl: &Gl, picture: &Picture, choice: &Choice) {
        for table in [&self.buildings, &self.averages, &self.state] {
            table.enter(gl);
        }
        gl.enable(Gl::CULL_FACE);
        self.draw_roofs(gl, picture, &choice.roofs);
        self.draw_walls(gl, picture, &choice.close, &self.close);
        self.draw_walls(gl, picture, &choice.facades, &self.facade);
        self.draw_walls(gl, picture, &choice.cells, &self.quick);
        self.draw_walls(gl, picture, &choice.outlines, &self.flat);
        gl.disable(Gl::CULL_FACE);
        self.draw_boxes(gl, picture, &choice.boxes);
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

    fn draw_walls(&self, gl: &Gl, picture: &Picture, walls: &Walls, program: &Program) {
        if walls.is_empty() {
            return;
        }
        Self::enter(gl, picture, program);
        self.draw_records(gl, program, walls);
    }

    fn draw_records(&self, gl: &Gl, program: &Program, walls: &Walls) {
        self.walls.enter(gl);
        self.wall_stream.draw(gl, program, &walls.corners);
        for run in &walls.runs {
            self.wall_pattern.draw(gl, program, run);
        }
    }

    fn draw_roofs(&self, gl: &Gl, picture: &Picture, runs: &[Range<u32>]) {
        if runs.is_empty() {
            return;
        }
        Self::enter(gl, picture, &self.roof);
        self.roof_records.enter(gl);
        for run in runs {
            let count = (run.end - run.start) as i32;
            gl.draw_elements_with_i32(Gl::TRIANGLES, count, Gl::UNSIGNED_INT, run.start as i32 * 4);
        }
    }

    fn draw_boxes(&self, gl: &Gl, picture: &Picture, runs: &[Range<u32>]) {
        if runs.is_empty() {
            return;
        }
        Self::enter(gl, picture, &self.solid);
        self.boxes.enter(gl);
        for run in runs {
            self.box_pattern.draw(gl, &self.solid, run);
        }
    }

    /// Darkens the ground where buildings near by keep the sun off. Each pixel is darkened once, by the stencil.
    pub(super) fn draw_shadows(&self, gl: &Gl, picture: &Picture, shading: &Walls) {
        if shading.is_empty() {
            return;
        }
        self.buildings.enter(gl);
        gl.enable(Gl::STENCIL_TEST);
        gl.stencil_func(Gl::EQUAL, 0, 0xff);
        gl.stencil_op(Gl::KEEP, Gl::KEEP, Gl::INCR);
        gl.enable(Gl::BLEND);
        Ground::enter_flat(gl);
        Self::enter(gl, picture, &self.shadow);
        gl.uniform4f(self.shadow.at("uShadow"), 0.02, 0.05, 0.10, picture.style.palette.shadow);
        self.draw_records(gl, &self.shadow, shading);
        gl.disable(Gl::STENCIL_TEST);
        Ground::leave_flat(gl);
    }
}
