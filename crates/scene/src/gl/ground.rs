//! Drawing the ground: sky, bare ground, land, roads with casing, border lines.

use web_sys::WebGl2RenderingContext as Gl;

use super::RenderError;
use super::context::{Attribute, Program, Records};
use super::picture::Picture;
use super::prepare::Source;
use crate::mesh::ground::{GroundMesh, LAND_BYTES};
use crate::mesh::ribbon::{CORNER_BYTES, Span};
use crate::style::Colour;

const LAND: &[Attribute] = &[
    Attribute { parts: 2, kind: Gl::FLOAT, whole: false, offset: 0 },
    Attribute { parts: 1, kind: Gl::UNSIGNED_INT, whole: true, offset: 8 },
];
const CORNER: &[Attribute] = &[
    Attribute { parts: 2, kind: Gl::FLOAT, whole: false, offset: 0 },
    Attribute { parts: 2, kind: Gl::SHORT, whole: false, offset: 8 },
    Attribute { parts: 1, kind: Gl::FLOAT, whole: false, offset: 12 },
];

const COMMON: &str = include_str!("shader/common.glsl");
const VIEW: &str = include_str!("shader/view.glsl");

const BROKEN: &str = "#define BROKEN\n";
const RIBBON_VERT: &[&str] = &[COMMON, VIEW, include_str!("shader/ribbon.vert")];

/// Sky, bare ground, land, unbroken ribbons, broken ribbons.
pub(super) const SOURCES: [Source; 5] = [
    (&[COMMON, include_str!("shader/sky.vert")], &[COMMON, include_str!("shader/sky.frag")]),
    (&[COMMON, VIEW, include_str!("shader/ground.vert")], &[COMMON, include_str!("shader/ground.frag")]),
    (&[COMMON, VIEW, include_str!("shader/land.vert")], &[COMMON, include_str!("shader/plain.frag")]),
    (RIBBON_VERT, &[COMMON, include_str!("shader/ribbon.frag")]),
    (
        &[COMMON, BROKEN, VIEW, include_str!("shader/ribbon.vert")],
        &[COMMON, BROKEN, include_str!("shader/ribbon.frag")],
    ),
];

/// From how many metres per pixel on each class of road is left out.
const ROAD_M_PER_PX: [f64; 8] = [f64::INFINITY, 60.0, 30.0, 18.0, 9.0, 2.6, 1.0, 8.0];
/// Half of the least width of each class of road in pixels.
const ROAD_HALF_PX: [f32; 8] = [0.9, 0.8, 0.65, 0.55, 0.45, 0.4, 0.35, 0.4];
/// Roads up to this class have a line along their middle.
const LANES_TO_CLASS: usize = 3;
/// The length of one dash of that line and the gap after it, in metres.
const LANE_DASH_M: f32 = 9.0;
/// From how many metres per pixel on, and down to how many, each level's borders are drawn by themselves.
const BORDER_M_PER_PX: [(f64, f64); 4] = [(f64::INFINITY, 0.0), (f64::INFINITY, 0.0), (14.0, 0.0), (3.4, 0.0)];
/// Half the width of borders in pixels: city, street, community, grid.
const BORDER_HALF_PX: [f32; 4] = [1.7, 1.4, 1.0, 0.8];
/// The dash of borders: length in pixels (0 is unbroken) and the drawn part.
const BORDER_DASH: [(f32, f32); 4] = [(0.0, 1.0), (0.0, 1.0), (22.0, 0.72), (12.0, 0.5)];
const BORDER_ALPHA: [f32; 4] = [0.95, 0.85, 0.8, 0.7];

/// Everything about the ground on the graphics card.
pub(super) struct Ground {
    sky: Program,
    bare: Program,
    land: Program,
    ribbon: Program,
    broken: Program,
    land_records: Records,
    land_count: i32,
    roads: Records,
    road_spans: Vec<Span>,
    borders: Records,
    border_spans: Vec<Span>,
}

impl Ground {
    pub(super) fn new(gl: &Gl, programs: [Program; 5], mesh: &mut GroundMesh) -> Result<Self, RenderError> {
        let [sky, bare, land, ribbon, broken] = programs;
        let ribbons =
            |corners: &[u8], indices: &[u32]| Records::new(gl, corners, CORNER_BYTES, CORNER)?.indexed(gl, indices);
        Ok(Self {
            sky,
            bare,
            land,
            ribbon,
            broken,
            land_records: Records::new(gl, &mesh.land_corners, LAND_BYTES, LAND)?.indexed(gl, &mesh.land_indices)?,
            land_count: mesh.land_indices.len() as i32,
            roads: ribbons(&mesh.roads.corners, &mesh.roads.indices)?,
            road_spans: std::mem::take(&mut mesh.roads.spans),
            borders: ribbons(&mesh.borders.corners, &mesh.borders.indices)?,
            border_spans: std::mem::take(&mut mesh.borders.spans),
        })
    }

    /// Draws land and roads. What is flat has a depth but leaves none: what is drawn later lies on top.
    pub(super) fn draw(&self, gl: &Gl, picture: &Picture) {
        Self::enter_flat(gl);
        picture.enter(gl, &self.land);
        self.land_records.enter(gl);
        gl.draw_elements_with_i32(Gl::TRIANGLES, self.land_count, Gl::UNSIGNED_INT, 0);
        self.draw_roads(gl, picture);
        Self::leave_flat(gl);
    }

    /// Flat things lie a hair below the feet of walls.
    pub(super) fn enter_flat(gl: &Gl) {
        gl.depth_mask(false);
        gl.enable(Gl::POLYGON_OFFSET_FILL);
        gl.polygon_offset(0.0, 4.0);
    }

    pub(super) fn leave_flat(gl: &Gl) {
        gl.disable(Gl::BLEND);
        gl.disable(Gl::POLYGON_OFFSET_FILL);
        gl.bind_vertex_array(None);
        gl.depth_mask(true);
    }

    /// Bare ground into the fog, and the sky above it. A steep look needs neither: the picture was cleared to ground.
    /// Both lie behind everything, so they come first.
    pub(super) fn draw_backdrop(&self, gl: &Gl, picture: &Picture) {
        if !picture.meets_fog() {
            return;
        }
        gl.depth_mask(false);
        gl.bind_vertex_array(None);
        picture.enter(gl, &self.bare);
        gl.uniform1f(self.bare.at("uReach"), (picture.fog_end_m() * 1.2) as f32);
        gl.draw_arrays(Gl::TRIANGLE_STRIP, 0, 4);
        let (view, reach) = (&picture.view, picture.fog_end_m());
        let far = view.eye + view.forward.with_z(0.0).normalize_or_zero() * reach;
        let horizon = view.project(far.with_z(0.0)).map_or(1.0, |place| 1.0 - 2.0 * place.y / view.viewport.height);
        if horizon < 1.0 {
            picture.enter(gl, &self.sky);
            gl.uniform1f(self.sky.at("uHorizon"), horizon as f32);
            gl.draw_arrays(Gl::TRIANGLE_STRIP, 0, 4);
        }
        gl.depth_mask(true);
    }

    fn draw_roads(&self, gl: &Gl, picture: &Picture) {
        picture.enter(gl, &self.ribbon);
        self.roads.enter(gl);
        let scale = picture.view.metres_per_px(picture.view.camera.distance_m);
        let palette = &picture.style.palette;
        let is_foggy = picture.meets_fog();
        // Casings only where roads are wide enough to have an edge.
        for (class, limit) in ROAD_M_PER_PX.iter().enumerate().rev() {
            let width_m = citypack::RoadClass::ALL[class].width_m();
            if scale < *limit && width_m / scale > 4.0 && class < 6 {
                let extra = (scale * 1.1).clamp(0.25, 1.2);
                let pen = Pen { half_m: width_m / 2.0 + extra, half_px: 0.0, colour: palette.casing, alpha: 1.0 };
                pen.take(gl, &self.ribbon, is_foggy);
                Self::draw_spans(gl, picture, &self.road_spans, class);
            }
        }
        for (class, limit) in ROAD_M_PER_PX.iter().enumerate().rev().filter(|(_, limit)| scale < **limit) {
            let half_m = citypack::RoadClass::ALL[class].width_m() / 2.0;
            let fade = if limit.is_finite() { (2.0 * (1.0 - scale / limit)).clamp(0.0, 1.0) } else { 1.0 };
            let pen = Pen { half_m, half_px: ROAD_HALF_PX[class], colour: palette.road[class], alpha: fade as f32 };
            pen.take(gl, &self.ribbon, is_foggy);
            Self::draw_spans(gl, picture, &self.road_spans, class);
        }
        self.draw_lanes(gl, picture, scale);
    }

    /// Broken lines along the middle of the wider roads, where one is near enough to see them.
    fn draw_lanes(&self, gl: &Gl, picture: &Picture, scale: f64) {
        if scale > 0.5 {
            return;
        }
        picture.enter(gl, &self.broken);
        gl.uniform2f(self.broken.at("uDash"), LANE_DASH_M / scale as f32, 0.5);
        let alpha = (1.0 - scale / 0.5) as f32 * 0.55;
        Pen { half_m: 0.11, half_px: 0.3, colour: picture.style.palette.lane, alpha }.take(gl, &self.broken, true);
        for class in 0..=LANES_TO_CLASS {
            Self::draw_spans(gl, picture, &self.road_spans, class);
        }
    }

    fn draw_spans(gl: &Gl, picture: &Picture, spans: &[Span], class: usize) {
        let reach = picture.fog_end_m();
        let eye = picture.view.eye.truncate();
        let mut run: Option<std::ops::Range<u32>> = None;
        let draw = |run: &std::ops::Range<u32>| {
            let count = (run.end - run.start) as i32;
            gl.draw_elements_with_i32(Gl::TRIANGLES, count, Gl::UNSIGNED_INT, run.start as i32 * 4);
        };
        for span in spans.iter().filter(|span| usize::from(span.class) == class) {
            let near = eye.max(span.min).min(span.max).distance(eye) < reach;
            if !near || !picture.culler.sees(span.min.extend(0.0), span.max.extend(0.0)) {
                continue;
            }
            match &mut run {
                Some(run) if run.end == span.indices.start => run.end = span.indices.end,
                _ => {
                    if let Some(run) = run.replace(span.indices.clone()) {
                        draw(&run);
                    }
                }
            }
        }
        if let Some(run) = run {
            draw(&run);
        }
    }

    /// Draws border lines by level, the higher over the lower.
    pub(super) fn draw_borders(&self, gl: &Gl, picture: &Picture) {
        if self.border_spans.is_empty() {
            return;
        }
        Self::enter_flat(gl);
        let scale = picture.view.metres_per_px(picture.view.camera.distance_m);
        for level in (0..4).rev() {
            let (from, to) = BORDER_M_PER_PX[level];
            let drawn = picture.style.borders.map_or((to..from).contains(&scale), |levels| levels[level]);
            if !drawn {
                continue;
            }
            let (dash, part) = BORDER_DASH[level];
            let program = if dash > 0.0 { &self.broken } else { &self.ribbon };
            picture.enter(gl, program);
            self.borders.enter(gl);
            gl.uniform2f(program.at("uDash"), dash, part);
            let colour = picture.style.palette.border[level];
            Pen { half_m: 0.0, half_px: BORDER_HALF_PX[level], colour, alpha: BORDER_ALPHA[level] }
                .take(gl, program, true);
            Self::draw_spans(gl, picture, &self.border_spans, level);
        }
        Self::leave_flat(gl);
    }
}

/// How a ribbon is drawn.
struct Pen {
    /// Half the width in metres.
    half_m: f64,
    /// Half of the least width in pixels.
    half_px: f32,
    colour: Colour,
    alpha: f32,
}

impl Pen {
    /// Hands the pen to a program that was entered. What covers all behind it is not blended: that would read it first.
    fn take(&self, gl: &Gl, program: &Program, is_foggy: bool) {
        let [r, g, b] = self.colour.unit();
        gl.uniform4f(program.at("uColour"), r, g, b, self.alpha);
        gl.uniform1f(program.at("uHalf"), self.half_m as f32);
        gl.uniform1f(program.at("uHalfPx"), self.half_px);
        if is_foggy || self.alpha < 1.0 { gl.enable(Gl::BLEND) } else { gl.disable(Gl::BLEND) }
    }
}
