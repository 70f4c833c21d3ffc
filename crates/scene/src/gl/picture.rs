//! What every pass of one picture needs: the view, the light, the fog, and how to hand them to a program.

use glam::DVec3;
use web_sys::{WebGl2RenderingContext as Gl, WebGlUniformLocation};

use crate::camera::{Culler, View};
use crate::sight::SUN;
use crate::style::{Colour, Style};

use super::context::Program;

/// "No cell" and "no building" in a uniform.
const NOTHING: u32 = u32::MAX;

/// One picture about to be drawn.
pub(super) struct Picture<'a> {
    pub view: View,
    pub style: &'a Style,
    pub culler: Culler,
    matrix: [f32; 16],
    fog_range: [f32; 2],
    /// Device pixels per CSS pixel.
    pub density: f32,
    /// Whether the machine is slow and the camera moves: less detail.
    pub is_quick: bool,
}

impl<'a> Picture<'a> {
    pub(super) fn new(view: View, style: &'a Style, density: f64, is_quick: bool) -> Self {
        let sight_m = view.sight_m();
        Self {
            view,
            style,
            culler: view.culler(),
            matrix: view.matrix(),
            fog_range: [(sight_m * 0.42) as f32, sight_m as f32],
            density: density as f32,
            is_quick,
        }
    }

    /// Up to how many metres from the eye a device pixel is less than so many metres wide.
    pub(super) fn reach_m(&self, metres_per_px: f64) -> f64 {
        metres_per_px * self.view.focal_px * f64::from(self.density)
    }

    /// Where fog has swallowed everything, in metres from the eye.
    pub(super) fn fog_end_m(&self) -> f64 {
        f64::from(self.fog_range[1])
    }

    /// Whether any ground in the picture is far enough for fog.
    pub(super) fn meets_fog(&self) -> bool {
        let (width, height) = (self.view.viewport.width, self.view.viewport.height);
        let start = f64::from(self.fog_range[0]);
        let eye = self.view.eye.truncate();
        [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)]
            .into_iter()
            .any(|(x, y)| self.view.ground(x, y).is_none_or(|point| point.distance(eye) > start))
    }

    /// Enters a program and sets whatever of the view, the light and the choice it uses.
    pub(super) fn enter(&self, gl: &Gl, program: &Program) {
        program.enter(gl);
        let view = &self.view;
        gl.uniform_matrix4fv_with_f32_array(program.at("uMatrix"), false, &self.matrix);
        vector(gl, program, "uEye", view.eye);
        vector(gl, program, "uForward", view.forward);
        vector(gl, program, "uRight", view.right);
        vector(gl, program, "uUp", view.up);
        vector(gl, program, "uSun", SUN.normalize());
        gl.uniform2f(program.at("uFogRange"), self.fog_range[0], self.fog_range[1]);
        gl.uniform1f(program.at("uFocal"), view.focal_px as f32);
        let half = [view.viewport.width, view.viewport.height].map(|side| side as f32 * self.density / 2.0);
        gl.uniform2f(program.at("uHalfView"), half[0], half[1]);
        self.enter_style(gl, program);
    }

    fn enter_style(&self, gl: &Gl, program: &Program) {
        let (style, palette) = (self.style, &self.style.palette);
        for (name, value) in [
            ("uFog", palette.fog),
            ("uSky", palette.sky),
            ("uGround", palette.ground),
            ("uDim", palette.ground),
            ("uSurroundings", palette.surroundings),
            ("uWall", palette.wall),
            ("uRoof", palette.roof),
            ("uGap", palette.gap),
            ("uPale", palette.pale),
            ("uBadge", palette.badge),
            ("uBadgeRim", palette.badge_rim),
            ("uRim", palette.badge_rim),
            ("uSelection", palette.selection),
            ("uHover", palette.hover),
        ] {
            colour(gl, program, name, value);
        }
        if let Some(place) = program.at("uLooks[0]") {
            let looks = style.looks().map(|Colour([r, g, b])| u32::from_be_bytes([0, r, g, b]));
            gl.uniform1uiv_with_u32_array(Some(place), &looks);
        }
        let many = [("uFills[0]", &palette.fills[..]), ("uLights[0]", &palette.lights), ("uLand[0]", &palette.land)];
        for (name, values) in many {
            if let Some(place) = program.at(name) {
                colours(gl, place, values);
            }
        }
        gl.uniform1f(program.at("uAmbient"), palette.ambient);
        let focus = style.focus.clone().unwrap_or(0..NOTHING);
        gl.uniform2ui(program.at("uFocus"), focus.start, focus.end);
        for (name, value) in [
            ("uMask", u32::from(style.visible_mask)),
            ("uLightsOnly", u32::from(style.lights_only)),
            ("uHoverCell", style.hover.unwrap_or(NOTHING)),
            ("uSelectedCell", style.selected_cell.unwrap_or(NOTHING)),
            ("uSelectedBuilding", style.selected_building.unwrap_or(NOTHING)),
            ("uHoverBuilding", style.hover_building.unwrap_or(NOTHING)),
        ] {
            gl.uniform1ui(program.at(name), value);
        }
    }
}

fn vector(gl: &Gl, program: &Program, name: &str, value: DVec3) {
    gl.uniform3f(program.at(name), value.x as f32, value.y as f32, value.z as f32);
}

fn colour(gl: &Gl, program: &Program, name: &str, value: Colour) {
    if let Some(place) = program.at(name) {
        let [r, g, b] = value.unit();
        gl.uniform3f(Some(place), r, g, b);
    }
}

fn colours(gl: &Gl, place: &WebGlUniformLocation, values: &[Colour]) {
    let flat: Vec<f32> = values.iter().flat_map(|value| value.unit()).collect();
    gl.uniform3fv_with_f32_array(Some(place), &flat);
}
