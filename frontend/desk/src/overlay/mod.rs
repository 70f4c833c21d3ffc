//! What lies over the drawing as elements of the page: names, beacons, stops, the hover card. The same for 3D and 2D.
//!
//! Texts use the system's fonts, marks are buttons, and nothing is written that did not change.

mod beacons;
mod buttons;
mod cluster;
mod heads;
mod label;
mod labels;
mod marks;
mod outline;
mod stops;
mod text;
mod tip;
mod trail;
mod zoom;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use desk::map::bridge::MapEvent;
use domain::geo::Metre;
use web_sys::HtmlElement;

use crate::browser::page;
use crate::engine::drawing::{Drawing, Project, Screen};
use crate::engine::stage::Stage;
use crate::track::line::Line;
pub use beacons::place_of;
use buttons::ButtonLayer;
use heads::HeadLayer;
use labels::LabelLayer;
use outline::OutlineLayer;
use stops::StopLayer;
use tip::Tip;
use trail::TrailLayer;
use zoom::Zoomed;

/// What a click on an element of the overlay asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A beacon, or a cluster of them: the cases in it, the worst first, and whether they stand in one place.
    Beacons {
        /// The cases.
        cases: Vec<domain::id::CaseId>,
        /// Whether all are in one building.
        one_place: bool,
    },
    /// A stop of the track.
    Stop(usize),
    /// Something that the page answers by itself.
    Event(MapEvent),
    /// Marks in several places: where these stand apart.
    Spread(Vec<Metre>),
}

/// A rectangle that names keep clear of, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle round a point.
    pub fn around(at: Screen, width: f64, height: f64) -> Self {
        let (half_w, half_h) = (width / 2.0, height / 2.0);
        Self { left: at.x - half_w, top: at.y - half_h, right: at.x + half_w, bottom: at.y + half_h }
    }

    /// Whether both share any area.
    pub fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether it lies wholly in a picture of this size.
    pub fn is_inside(self, (width, height): (f64, f64)) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }
}

/// The elements over the map. Dropping removes them.
pub struct Overlay {
    root: HtmlElement,
    outline: RefCell<OutlineLayer>,
    trail: RefCell<TrailLayer>,
    labels: RefCell<LabelLayer>,
    marks: RefCell<ButtonLayer>,
    beacons: RefCell<ButtonLayer>,
    stops: RefCell<StopLayer>,
    heads: RefCell<HeadLayer>,
    tip: RefCell<Tip>,
    /// How much larger it is shown, and the size of the picture when that was looked up.
    zoom: Cell<(f64, (f64, f64))>,
    stage: Rc<Stage>,
}

impl Overlay {
    /// Puts the empty layers over the container's other children.
    pub fn new(stage: &Rc<Stage>, marked: Rc<dyn Fn(Mark)>) -> Self {
        let root: HtmlElement = page::element("div", "map-overlay");
        page::append(&stage.container, &root);
        Self {
            outline: RefCell::new(OutlineLayer::new(&root)),
            trail: RefCell::new(TrailLayer::new(&root)),
            labels: RefCell::new(LabelLayer::new(&root)),
            marks: RefCell::new(ButtonLayer::new(&root, "map-marks", Rc::clone(&marked))),
            beacons: RefCell::new(ButtonLayer::new(&root, "map-beacons", Rc::clone(&marked))),
            stops: RefCell::new(StopLayer::new(&root, marked)),
            heads: RefCell::new(HeadLayer::new(&root)),
            tip: RefCell::new(Tip::new(&root)),
            zoom: Cell::new((1.0, (0.0, 0.0))),
            root,
            stage: Rc::clone(stage),
        }
    }

    /// Puts everything where it belongs now. `lines` are the tracks', the chosen one's first.
    pub fn draw(&self, project: &dyn Drawing, lines: &[Line]) {
        let model = self.stage.model.borrow();
        let Some(model) = model.as_ref() else { return };
        let view = self.stage.view.borrow();
        let draws_trail = project.draws_trail();
        let project = &self.zoomed(project);
        self.outline.borrow_mut().draw(project, model, &view);
        if draws_trail {
            self.trail.borrow_mut().clear();
        } else {
            self.trail.borrow_mut().draw(project, model, &view, lines);
        }
        let mut taken = self.stops.borrow_mut().draw(project, model, &view, lines.first());
        self.heads.borrow_mut().draw(project, &view, lines);
        // What one can go down to is named whatever happens; lamps step aside for that, all other names for lamps.
        let (first, others) = label::candidates(project, model, &view);
        let mut names = label::place(first, &taken, project.size());
        taken.extend(names.iter().map(label::Candidate::rect));
        let lamps = self.beacons.borrow_mut().draw(beacons::faces(project, model, &view), &taken);
        taken.extend(lamps);
        let marks = self.marks.borrow_mut().draw(marks::faces(project, model, &view), &taken);
        taken.extend(marks);
        names.extend(label::place(others, &taken, project.size()));
        self.labels.borrow_mut().draw(names);
        self.tip.borrow_mut().draw(project, model, &view, self.stage.hovered.get());
    }

    /// Lets the hover card follow the pointer without drawing anything else.
    pub fn follow(&self, project: &dyn Project) {
        let view = self.stage.view.borrow();
        let project = &Zoomed { project, factor: self.zoom.get().0 };
        let hovered = self.stage.hovered.get();
        self.stage.with_model(|model| self.tip.borrow_mut().draw(project, model, &view, hovered));
    }

    /// Hides the names while a picture is being scaled by the browser.
    pub fn set_moving(&self, moving: bool) {
        self.root.class_list().toggle_with_force("is-moving", moving).ok();
    }

    /// Tells where the pointer is, for the hover card; nothing when the hover came from the keyboard.
    pub fn pointer(&self, at: Option<Screen>) {
        let factor = self.zoom.get().0;
        self.tip.borrow_mut().pointer(at.map(|at| Screen { x: at.x / factor, y: at.y / factor }));
    }

    /// The picture in which everything is placed; looked up anew when the container's size changed.
    fn zoomed<'a>(&self, project: &'a dyn Drawing) -> Zoomed<'a> {
        let size = project.size();
        let (last, then) = self.zoom.get();
        let factor = if then == size { last } else { zoom::factor(&self.stage.container) };
        if then != size {
            self.zoom.set((factor, size));
            page::set_style(&self.root, "zoom", &format!("{factor:.4}"));
        }
        Zoomed { project, factor }
    }
}

impl Drop for Overlay {
    fn drop(&mut self) {
        self.root.remove();
    }
}
