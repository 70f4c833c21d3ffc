//! Names and lamps that grow with a wall: everything over the map is placed in a smaller picture, which the browser shows larger.
//! Text is drawn at its final size, so that it stays crisp.

use domain::geo::Metre;
use web_sys::HtmlElement;

use crate::browser::page;
use crate::engine::drawing::{Over, Place, Project, Screen};
use crate::plane::Bounds;

/// The container's letters at which nothing grows, pixels: those of a command screen of 1080 lines. Other pages have smaller ones.
const PLAIN_PX: f64 = 20.0;

/// How much larger than by itself everything over the map is shown; at least 1.
pub fn factor(container: &HtmlElement) -> f64 {
    (page::letters_px(container) / PLAIN_PX).max(1.0)
}

/// The picture as it is before it is shown larger.
pub struct Zoomed<'a> {
    /// The whole picture.
    pub project: &'a dyn Project,
    /// How much larger it is.
    pub factor: f64,
}

impl Zoomed<'_> {
    fn smaller(&self, at: Screen) -> Screen {
        Screen { x: at.x / self.factor, y: at.y / self.factor }
    }
}

impl Project for Zoomed<'_> {
    fn screen(&self, place: Place) -> Option<Screen> {
        self.project.screen(place).map(|at| self.smaller(at))
    }

    fn scale_at(&self, place: Place) -> f64 {
        self.project.scale_at(place) / self.factor
    }

    fn size(&self) -> (f64, f64) {
        let (width, height) = self.project.size();
        (width / self.factor, height / self.factor)
    }

    fn over(&self, bounds: Bounds, height_m: f64) -> Option<Over> {
        let over = self.project.over(bounds, height_m)?;
        Some(Over { lamp: self.smaller(over.lamp), name: self.smaller(over.name) })
    }

    fn centre(&self) -> Metre {
        self.project.centre()
    }
}
