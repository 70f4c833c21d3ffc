//! Drawing what stands over the city: beams over open cases, trails of patrols, places visited.

use web_sys::WebGl2RenderingContext as Gl;

use super::RenderError;
use super::context::{Attribute, Program, Records};
use super::picture::Picture;
use super::prepare::Source;
use crate::style::{Beacon, Trail};

const BEACON: &[Attribute] = &[
    Attribute { parts: 3, kind: Gl::FLOAT, whole: false, offset: 0 },
    Attribute { parts: 1, kind: Gl::UNSIGNED_INT, whole: true, offset: 12 },
];
const SEGMENT: &[Attribute] = &[
    Attribute { parts: 3, kind: Gl::FLOAT, whole: false, offset: 0 },
    Attribute { parts: 3, kind: Gl::FLOAT, whole: false, offset: 12 },
];
const MARK: &[Attribute] = &[
    Attribute { parts: 3, kind: Gl::FLOAT, whole: false, offset: 0 },
    Attribute { parts: 2, kind: Gl::FLOAT, whole: false, offset: 12 },
];
const BEACON_BYTES: usize = 16;
const SEGMENT_BYTES: usize = 24;
const MARK_BYTES: usize = 20;
/// Half the width of a trail in CSS pixels.
const TRAIL_HALF_PX: f32 = 3.4;
/// The rim round it.
const RIM_PX: f32 = 1.3;

const COMMON: &str = include_str!("shader/common.glsl");
const VIEW: &str = include_str!("shader/view.glsl");

/// Beams, trails, marks.
pub(super) const SOURCES: [Source; 3] = [
    (&[COMMON, VIEW, include_str!("shader/beacon.vert")], &[COMMON, include_str!("shader/beacon.frag")]),
    (&[COMMON, VIEW, include_str!("shader/trail.vert")], &[COMMON, include_str!("shader/trail.frag")]),
    (&[COMMON, VIEW, include_str!("shader/mark.vert")], &[COMMON, include_str!("shader/mark.frag")]),
];

/// Beams and trails on the graphics card.
pub(super) struct Overlay {
    beacon: Program,
    trail: Program,
    mark: Program,
    beacons: Records,
    beacon_count: i32,
    segments: Records,
    segment_count: i32,
    marks: Records,
    mark_count: i32,
    walkers: Records,
    walker_count: i32,
    now_s: f64,
    /// The time of the first point: the card gets seconds after it, since f32 is not enough for more.
    epoch_s: f64,
}

impl Overlay {
    pub(super) fn new(gl: &Gl, programs: [Program; 3]) -> Result<Self, RenderError> {
        let [beacon, trail, mark] = programs;
        Ok(Self {
            beacon,
            trail,
            mark,
            beacons: quads(gl, BEACON_BYTES, BEACON)?,
            beacon_count: 0,
            segments: quads(gl, SEGMENT_BYTES, SEGMENT)?,
            segment_count: 0,
            marks: quads(gl, MARK_BYTES, MARK)?,
            mark_count: 0,
            walkers: quads(gl, MARK_BYTES, MARK)?,
            walker_count: 0,
            now_s: 0.0,
            epoch_s: 0.0,
        })
    }

    pub(super) fn set_beacons(&mut self, gl: &Gl, beacons: &[Beacon]) {
        let mut bytes = Vec::with_capacity(beacons.len() * BEACON_BYTES);
        for beacon in beacons {
            floats(&mut bytes, &beacon.foot);
            bytes.extend_from_slice(&u32::from(beacon.light & 3).to_le_bytes());
        }
        self.beacons.fill(gl, &four_corners(&bytes, BEACON_BYTES));
        self.beacon_count = beacons.len() as i32;
    }

    pub(super) fn set_trails(&mut self, gl: &Gl, trails: &[Trail]) {
        let first = trails.iter().filter_map(|trail| trail.points.first()).map(|point| point.2);
        let epoch = first.fold(f64::INFINITY, f64::min);
        self.epoch_s = if epoch.is_finite() { epoch } else { 0.0 };
        let (mut lines, mut stops) = (Vec::new(), Vec::new());
        for trail in trails {
            for pair in trail.points.windows(2) {
                for point in pair {
                    floats(&mut lines, &[point.0, point.1, point.2 - self.epoch_s]);
                }
            }
            for stop in &trail.stops {
                floats(&mut stops, &[stop.0, stop.1, 1.6, 7.0, 0.0]);
            }
        }
        self.segment_count = (lines.len() / SEGMENT_BYTES) as i32;
        self.mark_count = (stops.len() / MARK_BYTES) as i32;
        self.segments.fill(gl, &four_corners(&lines, SEGMENT_BYTES));
        self.marks.fill(gl, &four_corners(&stops, MARK_BYTES));
        self.set_time(gl, trails);
    }

    /// Moves the walkers to where they are at each trail's time.
    pub(super) fn set_time(&mut self, gl: &Gl, trails: &[Trail]) {
        let mut bytes = Vec::new();
        for (x, y) in trails.iter().filter_map(Trail::walker) {
            floats(&mut bytes, &[x, y, 1.8, 9.0, 1.0]);
        }
        self.walker_count = (bytes.len() / MARK_BYTES) as i32;
        self.walkers.fill(gl, &four_corners(&bytes, MARK_BYTES));
        self.now_s = trails.iter().map(|trail| trail.now_s).fold(f64::NEG_INFINITY, f64::max);
    }

    pub(super) fn draw(&self, gl: &Gl, picture: &Picture) {
        gl.enable(Gl::BLEND);
        gl.depth_mask(false);
        if self.segment_count > 0 || self.walker_count > 0 {
            // Once faintly through the buildings, once where it can be seen.
            gl.disable(Gl::DEPTH_TEST);
            self.draw_trails(gl, picture, 0.42);
            gl.enable(Gl::DEPTH_TEST);
            self.draw_trails(gl, picture, 1.0);
            gl.disable(Gl::DEPTH_TEST);
            self.draw_marks(gl, picture);
            gl.enable(Gl::DEPTH_TEST);
        }
        if self.beacon_count > 0 {
            self.draw_beacons(gl, picture);
        }
        gl.depth_mask(true);
        gl.disable(Gl::BLEND);
        gl.bind_vertex_array(None);
    }

    /// Draws all rims, then all lines over them, so that corners show no rim.
    fn draw_trails(&self, gl: &Gl, picture: &Picture, alpha: f32) {
        let program = &self.trail;
        picture.enter(gl, program);
        let (palette, viewport) = (&picture.style.palette, picture.view.viewport);
        gl.uniform1f(program.at("uNow"), (self.now_s - self.epoch_s) as f32);
        gl.uniform2f(program.at("uPixel"), (2.0 / viewport.width) as f32, (2.0 / viewport.height) as f32);
        self.segments.enter(gl);
        for (colour, half_px) in [(palette.badge_rim, TRAIL_HALF_PX), (palette.trail, TRAIL_HALF_PX - RIM_PX)] {
            let [r, g, b] = colour.unit();
            gl.uniform4f(program.at("uColour"), r, g, b, alpha);
            gl.uniform1f(program.at("uWide"), half_px);
            draw_quads(gl, self.segment_count);
        }
    }

    fn draw_marks(&self, gl: &Gl, picture: &Picture) {
        picture.enter(gl, &self.mark);
        let [r, g, b] = picture.style.palette.trail.unit();
        gl.uniform4f(self.mark.at("uColour"), r, g, b, 1.0);
        for (records, count) in [(&self.marks, self.mark_count), (&self.walkers, self.walker_count)] {
            records.enter(gl);
            draw_quads(gl, count);
        }
    }

    fn draw_beacons(&self, gl: &Gl, picture: &Picture) {
        picture.enter(gl, &self.beacon);
        self.beacons.enter(gl);
        for head in [0.0, 1.0] {
            gl.uniform1f(self.beacon.at("uHead"), head);
            draw_quads(gl, self.beacon_count);
        }
    }
}

/// The most quads of one kind: their indices are made once.
const MOST_QUADS: usize = 16_000;

/// Room for records that are drawn as quads.
fn quads(gl: &Gl, stride: usize, attributes: &'static [Attribute]) -> Result<Records, RenderError> {
    let indices: Vec<u32> =
        (0..MOST_QUADS as u32).flat_map(|quad| [0, 1, 2, 2, 1, 3].map(|corner| quad * 4 + corner)).collect();
    Records::new(gl, &[], stride, attributes)?.indexed(gl, &indices)
}

fn draw_quads(gl: &Gl, count: i32) {
    gl.draw_elements_with_i32(Gl::TRIANGLES, count.min(MOST_QUADS as i32) * 6, Gl::UNSIGNED_INT, 0);
}

/// Each record four times, once for each corner.
fn four_corners(bytes: &[u8], stride: usize) -> Vec<u8> {
    bytes.chunks_exact(stride).flat_map(|record| record.repeat(4)).collect()
}

fn floats(bytes: &mut Vec<u8>, values: &[f64]) {
    for value in values {
        bytes.extend_from_slice(&(*value as f32).to_le_bytes());
    }
}
