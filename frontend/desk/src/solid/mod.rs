//! The solid city: `scene`'s renderer on a canvas, moved by pointer and keys, drawn only when something changed.

mod convert;
mod frame;
mod pointer;
mod what;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use desk::map::bridge::{Camera, Destination, Gesture};
use domain::area::Area;
use domain::geo::Metre;
use glam::{DVec2, DVec3};
use gloo::timers::callback::Timeout;
use scene::{Camera as SceneCamera, City, Flight, Part, Renderer, View};
use web_sys::HtmlCanvasElement;
use wording::Phrase;

use crate::browser::frame_loop::FrameLoop;
use crate::browser::page;
use crate::browser::resize::Resize;
use crate::engine::drawing::{Change, Drawing, Motion, Over, Picked, Place, Project, Screen};
use crate::engine::hands::{Hands, Touch};
use crate::engine::stage::Stage;
use crate::plane::Bounds;
use pointer::Pointers;

/// The page is told where the camera came to rest after so many milliseconds of rest.
const REST_MS: u32 = 250;
/// One press of an arrow moves by this part of the picture.
const PAN_PART: f64 = 0.18;
/// One press of a turning key, in radians.
const TURN_RAD: f64 = 0.2618;
/// One press of a tilting key, in radians.
const TILT_RAD: f64 = 0.13;
/// One press of a zoom key.
const ZOOM_STEP: f64 = 0.62;

/// The solid drawing.
pub struct Solid(Rc<Inner>);

struct Inner {
    stage: Rc<Stage>,
    hands: Hands,
    canvas: HtmlCanvasElement,
    city: Rc<City>,
    renderer: RefCell<Renderer>,
    frames: RefCell<Option<FrameLoop>>,
    flight: RefCell<Option<Flying>>,
    pointers: RefCell<Option<Pointers>>,
    resize: RefCell<Option<Resize>>,
    rest: RefCell<Option<Timeout>>,
    /// Pictures that the overlay has followed.
    followed: Cell<u64>,
    /// Whether only what lies over the picture has to follow.
    overlay_stale: Cell<bool>,
    wanted: RefCell<what::Wanted>,
}

struct Flying {
    flight: Flight,
    since_ms: Option<f64>,
    tell: bool,
}

impl Solid {
    /// Puts a canvas into the stage's container, behind everything else in it. The error says why there is no WebGL2.
    pub fn new(stage: &Rc<Stage>, hands: &Hands) -> Result<Self, String> {
        let city = stage.with_model(|model| Rc::clone(&model.city)).ok_or("the city is not loaded")?;
        let canvas: HtmlCanvasElement = page::element("canvas", "map-solid");
        page::set_attribute(&canvas, "role", "img");
        let summary = Phrase::SceneCells { cells: city.index.cells() }.text(stage.view.borrow().lang);
        page::set_attribute(&canvas, "aria-label", &summary);
        let renderer = Renderer::new(canvas.clone(), Rc::clone(&city)).map_err(|error| error.to_string())?;
        // The only error is a container that is its own child.
        stage.container.prepend_with_node_1(&canvas).ok();
        let inner = Rc::new(Inner {
            stage: Rc::clone(stage),
            hands: Rc::clone(hands),
            canvas,
            city,
            renderer: RefCell::new(renderer),
            frames: RefCell::new(None),
            flight: RefCell::new(None),
            pointers: RefCell::new(None),
            resize: RefCell::new(None),
            rest: RefCell::new(None),
            followed: Cell::new(0),
            overlay_stale: Cell::new(true),
            wanted: RefCell::default(),
        });
        inner.wire();
        Ok(Self(inner))
    }
}

impl Inner {
    fn wire(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let frames = FrameLoop::new(move |time_ms| {
            if let Some(inner) = weak.upgrade() {
                inner.draw(time_ms);
            }
        });
        let wake = frames.clone();
        self.renderer.borrow().on_wake(move || wake.request());
        self.frames.replace(Some(frames));
        let weak = Rc::downgrade(self);
        let resize = Resize::watch(&self.stage.container, move || {
            if let Some(inner) = weak.upgrade() {
                inner.fit_container();
            }
        });
        self.resize.replace(resize);
        self.pointers.replace(Some(Pointers::listen(self)));
        self.fit_container();
    }

    fn fit_container(&self) {
        let rect = self.stage.container.get_bounding_client_rect();
        self.renderer.borrow_mut().resize(rect.width(), rect.height(), page::pixel_ratio());
        self.soon();
    }

    fn soon(&self) {
        if let Some(frames) = self.frames.borrow().as_ref() {
            frames.request();
        }
    }

    fn view(&self) -> View {
        self.renderer.borrow().view()
    }

    fn draw(&self, time_ms: f64) {
        let flying = self.fly(time_ms);
        self.wanted.borrow_mut().follow_camera(&self.stage, &mut self.renderer.borrow_mut());
        let more = self.renderer.borrow_mut().draw(time_ms);
        let drawn = self.renderer.borrow().frames();
        if self.followed.replace(drawn) != drawn || self.overlay_stale.take() {
            (self.hands)(Touch::Drawn);
        }
        match more {
            Ok(more) => {
                if more || flying {
                    self.soon();
                }
            }
            // A lost context wakes the loop when it is back; other refusals were told when the drawing was made.
            Err(error) => gloo_log(&error.to_string()),
        }
    }

    /// Moves along the flight; says whether it goes on.
    fn fly(&self, time_ms: f64) -> bool {
        let (camera, ended) = {
            let mut flight = self.flight.borrow_mut();
            let Some(flying) = flight.as_mut() else { return false };
            let since = *flying.since_ms.get_or_insert(time_ms);
            let part = (time_ms - since) / flying.flight.duration_ms.max(1.0);
            (flying.flight.at(part), part >= 1.0)
        };
        self.renderer.borrow_mut().set_view(camera);
        if ended
            && let Some(flying) = self.flight.take()
            && flying.tell
        {
            self.rests();
        }
        !ended
    }

    /// Puts the camera somewhere at once, because somebody moves it.
    fn put(self: &Rc<Self>, camera: SceneCamera) {
        self.flight.take();
        let (min, max) = self.city.bounds();
        let room = DVec2::splat(2_000.0);
        self.renderer.borrow_mut().set_view(camera.clamped(min - room, max + room));
        self.soon();
        self.rests();
    }

    /// Tells the page where the camera is once it has not moved for a while.
    fn rests(&self) {
        let hands = Rc::clone(&self.hands);
        self.rest.replace(Some(Timeout::new(REST_MS, move || hands(Touch::Rested))));
    }

    fn move_to(&self, camera: SceneCamera, motion: Motion) {
        let (min, max) = self.city.bounds();
        let room = DVec2::splat(2_000.0);
        let camera = camera.clamped(min - room, max + room);
        let tell = motion == Motion::Fly;
        self.rest.take();
        if motion == Motion::Jump || page::prefers_reduced_motion() {
            self.flight.take();
            self.renderer.borrow_mut().set_view(camera);
            if tell {
                self.rests();
            }
        } else {
            let from = self.renderer.borrow().camera();
            let flight = Flight::new(from, camera);
            self.flight.replace(Some(Flying { flight, since_ms: None, tell }));
        }
        self.soon();
    }

    /// The corners of an area's outline, or of the box round its buildings.
    fn outline(&self, area: Area) -> Vec<DVec3> {
        let rings = self.stage.with_model(|model| model.shape(area)).flatten();
        let points: Vec<DVec3> = rings
            .iter()
            .flat_map(|shape| shape.rings.iter().flatten())
            .map(|point| {
                let point = point.to_metre();
                DVec3::new(point.x, point.y, 0.0)
            })
            .collect();
        match (points.is_empty(), self.city.area_bounds(area)) {
            (true, Some((min, max))) => vec![min.extend(0.0), max.extend(0.0)],
            _ => points,
        }
    }

    /// Where the camera is, or is going to be.
    fn destined(&self) -> SceneCamera {
        let flying = self.flight.borrow().as_ref().map(|flying| flying.flight.end());
        flying.unwrap_or_else(|| self.renderer.borrow().camera())
    }
}

fn gloo_log(message: &str) {
    leptos::logging::warn!("the map could not be drawn: {message}");
}

impl Project for Solid {
    fn screen(&self, place: Place) -> Option<Screen> {
        let view = self.0.view();
        let point = view.project(DVec3::new(place.ground.x, place.ground.y, place.up_m))?;
        (point.depth_m < view.sight_m() * 1.2).then_some(Screen { x: point.x, y: point.y })
    }

    fn scale_at(&self, place: Place) -> f64 {
        let view = self.0.view();
        let point = view.project(DVec3::new(place.ground.x, place.ground.y, place.up_m));
        point.map_or(0.0, |point| 1.0 / view.metres_per_px(point.depth_m).max(1e-6))
    }

    fn size(&self) -> (f64, f64) {
        let viewport = self.0.view().viewport;
        (viewport.width, viewport.height)
    }

    fn over(&self, bounds: Bounds, height_m: f64) -> Option<Over> {
        let view = self.0.view();
        let ground = bounds.centre();
        let roof = DVec3::new(ground.x, ground.y, height_m);
        let beam_m = if what::has_beams(&view) { what::beam_m(&view, roof) } else { 1.5 };
        Some(Over {
            lamp: self.screen(Place { ground, up_m: height_m + beam_m })?,
            name: self.screen(Place { ground, up_m: height_m + 3.0 })?,
        })
    }

    fn centre(&self) -> Metre {
        let target = self.0.renderer.borrow().camera().target;
        Metre { x: target.x, y: target.y }
    }
}

impl Drawing for Solid {
    fn changed(&self, change: Change<'_>) {
        self.0.wanted.borrow_mut().apply(&self.0.stage, &mut self.0.renderer.borrow_mut(), change);
        self.0.overlay_stale.set(true);
        self.0.soon();
    }

    fn camera(&self) -> Camera {
        convert::to_bridge(&self.0.renderer.borrow().camera())
    }

    fn look(&self, camera: Camera, motion: Motion) {
        self.0.move_to(convert::from_bridge(camera), motion);
    }

    fn fit(&self, bounds: Bounds, motion: Motion) {
        let view = self.0.view();
        let (min, max) = (DVec2::new(bounds.low.x, bounds.low.y), DVec2::new(bounds.high.x, bounds.high.y));
        let camera = self.0.destined();
        let start = SceneCamera::framing(min, max, 20.0, camera.yaw, camera.pitch.clamp(0.6, 1.1), view.viewport);
        let corners = [min, DVec2::new(max.x, min.y), max, DVec2::new(min.x, max.y)];
        let points: Vec<DVec3> = corners.iter().flat_map(|corner| [corner.extend(0.0), corner.extend(20.0)]).collect();
        self.0.move_to(frame::fill(&points, start, view.viewport, self.0.stage.room()), motion);
    }

    fn go(&self, destination: Destination, motion: Motion) {
        let viewport = self.0.view().viewport;
        let room = self.0.stage.room();
        let camera = match destination {
            Destination::Area(area) => {
                let start = self.0.city.frame_area(area, convert::YAW, convert::PITCH, viewport);
                let points = self.0.outline(area);
                start.map(|start| frame::fill(&points, start, viewport, room))
            }
            Destination::Building(id) => {
                let building = self.0.stage.with_model(|model| model.building(id)).flatten();
                let camera = building.and_then(|building| self.0.city.frame_building(building, viewport));
                camera.map(|camera| frame::shifted(camera, viewport, room))
            }
            Destination::Cell(cell) => {
                self.0.city.frame_cell(cell, viewport).map(|camera| frame::shifted(camera, viewport, room))
            }
        };
        self.0.move_to(camera.unwrap_or_else(|| self.0.city.frame_city(viewport)), motion);
    }

    fn step(&self, gesture: Gesture) {
        let view = self.0.view();
        let camera = self.0.destined();
        let (width, height) = (view.viewport.width, view.viewport.height);
        let middle = DVec2::new(width / 2.0, height / 2.0);
        let pan = |x: f64, y: f64| {
            camera.dragged(view.viewport, middle, middle - DVec2::new(x * width * PAN_PART, y * height * PAN_PART))
        };
        let moved = match gesture {
            Gesture::ZoomIn => camera.zoomed(view.viewport, middle, ZOOM_STEP),
            Gesture::ZoomOut => camera.zoomed(view.viewport, middle, 1.0 / ZOOM_STEP),
            Gesture::PanWest => pan(-1.0, 0.0),
            Gesture::PanEast => pan(1.0, 0.0),
            Gesture::PanNorth => pan(0.0, -1.0),
            Gesture::PanSouth => pan(0.0, 1.0),
            Gesture::TurnLeft => camera.turned(-TURN_RAD, 0.0),
            Gesture::TurnRight => camera.turned(TURN_RAD, 0.0),
            Gesture::TiltUp => camera.turned(0.0, TILT_RAD),
            Gesture::TiltDown => camera.turned(0.0, -TILT_RAD),
            Gesture::Home | Gesture::NextCell | Gesture::PreviousCell | Gesture::Pick => return,
        };
        self.0.move_to(moved, Motion::Fly);
    }

    fn pick(&self, at: Screen) -> Picked {
        let ray = self.0.view().ray(at.x, at.y);
        let ground = self.0.view().ground(at.x, at.y).map(|point| Metre { x: point.x, y: point.y });
        let Some(hit) = self.0.city.pick(&ray) else { return Picked { ground, ..Picked::default() } };
        let place = Metre { x: hit.point.x, y: hit.point.y };
        // Behind a tall building lies other ground than the building's own.
        let ground = if hit.part == Part::Ground { ground } else { Some(place) };
        Picked { cell: hit.cell, building: hit.building, ground }
    }

    fn locate(&self, cell: u32) -> Option<(Screen, bool)> {
        what::locate(&self.0.city, &self.0.view(), cell)
    }

    fn draws_trail(&self) -> bool {
        true
    }

    fn frames(&self) -> u32 {
        self.0.renderer.borrow().frames() as u32
    }
}

impl Drop for Solid {
    fn drop(&mut self) {
        self.0.pointers.take();
        self.0.resize.take();
        self.0.frames.take();
        self.0.rest.take();
        self.0.canvas.remove();
    }
}
