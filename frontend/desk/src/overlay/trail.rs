//! The track's line and its moving head on a canvas, for drawings that don't show trails themselves.

use chrono::{DateTime, Utc};
use desk::map::bridge::MapView;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::browser::page;
use crate::colours;
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;
use crate::track::line::Line;

/// Width of the line in pixels.
const WIDTH_PX: f64 = 4.0;
/// Radius of the head in pixels.
const HEAD_PX: f64 = 8.0;

/// A canvas over the map.
pub struct Sheet {
    canvas: HtmlCanvasElement,
    context: Option<CanvasRenderingContext2d>,
    empty: bool,
}

impl Sheet {
    /// An empty canvas.
    pub fn new(parent: &HtmlElement) -> Self {
        let canvas: HtmlCanvasElement = page::element("canvas", "map-trail");
        page::set_attribute(&canvas, "aria-hidden", "true");
        page::append(parent, &canvas);
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
        Self { canvas, context, empty: true }
    }

    /// Empties it and has it as large as the picture.
    pub fn begin(&mut self, project: &dyn Project) -> Option<&CanvasRenderingContext2d> {
        let context = self.context.as_ref()?;
        self.empty = false;
        let ratio = page::pixel_ratio();
        let (width, height) = project.size();
        let pixels = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (self.canvas.width(), self.canvas.height()) != pixels {
            self.canvas.set_width(pixels.0);
            self.canvas.set_height(pixels.1);
        }
        // The numbers are finite, so the browser takes the matrix.
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok();
        context.clear_rect(0.0, 0.0, width, height);
        Some(context)
    }

    /// Empties it, once.
    pub fn clear(&mut self) {
        if !std::mem::replace(&mut self.empty, true) {
            self.canvas.set_width(self.canvas.width());
        }
    }
}

/// The canvas of the line.
pub struct TrailLayer(Sheet);

impl TrailLayer {
    /// An empty canvas.
    pub fn new(parent: &HtmlElement) -> Self {
        Self(Sheet::new(parent))
    }

    /// Shows the lines: bright up to the replay's time, faint after it; the chosen worker's over the others'.
    pub fn draw(&mut self, project: &dyn Project, model: &Model, view: &MapView, lines: &[Line]) {
        if lines.is_empty() {
            return self.0.clear();
        }
        let Some(context) = self.0.begin(project) else { return };
        let palette = colours::palette_of(view, model.lens);
        let colours = [colours::css(palette.trail), colours::css(palette.ground)];
        for line in lines.iter().rev() {
            draw_line(context, project, view.now, line, &colours);
        }
    }

    /// Empties the canvas because the drawing shows the line itself.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

fn draw_line(
    context: &CanvasRenderingContext2d,
    project: &dyn Project,
    now: Option<DateTime<Utc>>,
    line: &Line,
    [colour, edge]: &[String; 2],
) {
    let points: Vec<_> = line.points.iter().filter_map(|point| project.screen(Place::on_ground(*point))).collect();
    let head = now.and_then(|now| line.at(now));
    context.set_line_cap("round");
    context.set_line_join("round");
    context.set_global_alpha(0.4);
    stroke(context, &points, colour, WIDTH_PX);
    context.set_global_alpha(1.0);
    let Some((last, place)) = head else {
        return stroke(context, &points, colour, WIDTH_PX);
    };
    let Some(at) = project.screen(Place::on_ground(place)) else { return };
    let mut done: Vec<_> = points.into_iter().take(last + 1).collect();
    done.push(at);
    stroke(context, &done, colour, WIDTH_PX);
    context.begin_path();
    // The radius is not negative.
    context.arc(at.x, at.y, HEAD_PX, 0.0, std::f64::consts::TAU).ok();
    context.set_fill_style_str(colour);
    context.fill();
    context.set_line_width(3.0);
    context.set_stroke_style_str(edge);
    context.stroke();
}

/// Draws a line through points.
pub fn stroke(context: &CanvasRenderingContext2d, points: &[Screen], colour: &str, width_px: f64) {
    context.begin_path();
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            context.move_to(point.x, point.y);
        } else {
            context.line_to(point.x, point.y);
        }
    }
    context.set_line_width(width_px);
    context.set_stroke_style_str(colour);
    context.stroke();
}
