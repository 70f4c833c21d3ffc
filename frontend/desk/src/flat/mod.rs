//! The city from above: Leaflet for movement, tiles and area borders; one own canvas for ground, buildings and boards.
//!
//! Works without any tiles. Never one Leaflet object per building.

mod board;
mod borders;
mod canvas;
mod gcj;
mod leaflet_map;
mod mercator;
mod paint;
mod pose;
mod tiles;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use desk::map::bridge::{Camera, Destination, Gesture};
use domain::area::Area;
use domain::geo::Metre;
use glam::DVec2;
use gloo::timers::callback::Timeout;

use crate::browser::frame_loop::FrameLoop;
use crate::browser::page;
use crate::browser::resize::Resize;
use crate::engine::drawing::{Change, Drawing, Motion, Over, Picked, Place, Project, Screen};
use crate::engine::hands::{Hands, Touch};
use crate::engine::stage::Stage;
use crate::plane::Bounds;
use borders::Borders;
use canvas::CityCanvas;
use leaflet_map::{Happening, LeafletMap};
use mercator::Mercator;
use pose::Pose;
use tiles::Tiles;

/// Half the vertical field of view of the solid drawing: makes zooms from distances.
const HALF_VIEW_RAD: f64 = 20.0 / 180.0 * std::f64::consts::PI;
/// The page is told where the map came to rest after so many milliseconds of rest.
const REST_MS: u32 = 250;
/// One press of an arrow moves so many pixels.
const PAN_PX: f64 = 140.0;
/// A household that one goes to is at least so large on its board.
const CLICKABLE_PX: f64 = 9.0;
/// So far above a building stands its lamp.
const LAMP_PX: f64 = 14.0;
/// So far below a building stands its name.
const NAME_PX: f64 = 14.0;
/// The deepest zoom; buildings' boards are readable well before.
const DEEPEST: f64 = 22.0;

/// The flat drawing.
pub struct Flat(Rc<Inner>);

struct Inner {
    stage: Rc<Stage>,
    hands: Hands,
    map: LeafletMap,
    mercator: Mercator,
    canvas: RefCell<CityCanvas>,
    borders: RefCell<Borders>,
    tiles: Tiles,
    frames: RefCell<Option<FrameLoop>>,
    /// Whether the canvas has to be painted anew at the next frame, and not only what lies over it.
    stale: Cell<bool>,
    drawn: Cell<u32>,
    painted_hover: Cell<Option<u32>>,
    /// Direction and tilt of the solid drawing, kept for the way back.
    turn: Cell<(i32, i32)>,
    quiet: Cell<bool>,
    rest: RefCell<Option<Timeout>>,
    resize: RefCell<Option<Resize>>,
}

impl Flat {
    /// Puts the map into the stage's container, behind everything else in it.
    pub fn new(stage: &Rc<Stage>, hands: &Hands) -> Self {
        let frame = stage
            .with_model(|model| model.frame)
            .unwrap_or(domain::geo::Frame { origin: domain::geo::LonLat { lon: 0.0, lat: 0.0 } });
        let map = LeafletMap::new(&stage.container, frame.origin, DEEPEST);
        let inner = Rc::new(Inner {
            canvas: RefCell::new(CityCanvas::new(&map)),
            borders: RefCell::new(Borders::new(frame)),
            tiles: Tiles::new(&map, &stage.container),
            map,
            mercator: Mercator::of(frame),
            stage: Rc::clone(stage),
            hands: Rc::clone(hands),
            frames: RefCell::new(None),
            stale: Cell::new(true),
            drawn: Cell::new(0),
            painted_hover: Cell::new(None),
            turn: Cell::new((200, 450)),
            quiet: Cell::new(true),
            rest: RefCell::new(None),
            resize: RefCell::new(None),
        });
        inner.wire();
        Self(inner)
    }
}

impl Inner {
    fn wire(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let frames = FrameLoop::new(move |_time| {
            if let Some(inner) = weak.upgrade() {
                inner.draw();
            }
        });
        self.frames.replace(Some(frames));
        let weak = Rc::downgrade(self);
        self.map.listen(move |happening| {
            if let Some(inner) = weak.upgrade() {
                inner.happened(happening);
            }
        });
        let weak = Rc::downgrade(self);
        let resize = Resize::watch(&self.stage.container, move || {
            if let Some(inner) = weak.upgrade().filter(|inner| inner.map.size_is_stale()) {
                inner.quiet.set(true);
                inner.map.fit_container();
                inner.soon(true);
            }
        });
        self.resize.replace(resize);
    }

    fn pose(&self) -> Pose {
        Pose::new(self.mercator, self.map.centre(), self.map.zoom(), self.map.size())
    }

    /// Draws at the next frame.
    fn soon(&self, stale: bool) {
        self.stale.set(self.stale.get() || stale);
        if let Some(frames) = self.frames.borrow().as_ref() {
            frames.request();
        }
    }

    fn draw(&self) {
        if self.stale.take() {
            let view = self.stage.view.borrow();
            let model = self.stage.model.borrow();
            if let Some(model) = model.as_ref() {
                let scene = paint::Scene { model, view: &view, hovered: self.stage.hovered.get() };
                let pose = self.pose();
                self.map.set_background(&crate::colours::css(crate::colours::palette_of(&view, model.lens).ground));
                self.canvas.borrow_mut().paint(&self.map, &pose, &scene, !self.tiles.cover());
                self.borders.borrow_mut().follow(&self.map, model, &view);
                self.drawn.set(self.drawn.get() + 1);
            }
        }
        (self.hands)(Touch::Drawn);
    }

    fn happened(self: &Rc<Self>, happening: Happening) {
        match happening {
            Happening::Click(at) => (self.hands)(Touch::Click(at)),
            Happening::Hover(at) => (self.hands)(Touch::Hover(at)),
            Happening::Moving => {
                self.canvas.borrow().follow(&self.map);
                let outside = self.canvas.borrow().leaves_margin(&self.map);
                self.soon(outside);
            }
            Happening::ZoomingTo { centre, zoom } => {
                (self.hands)(Touch::Moving(true));
                self.canvas.borrow().scale_to(&self.map, &centre, zoom);
            }
            Happening::Rested => {
                (self.hands)(Touch::Moving(false));
                self.tiles.follow(&self.map);
                self.soon(true);
                if !self.quiet.replace(false) {
                    let weak = Rc::downgrade(self);
                    let rest = Timeout::new(REST_MS, move || {
                        if let Some(inner) = weak.upgrade() {
                            (inner.hands)(Touch::Rested);
                        }
                    });
                    self.rest.replace(Some(rest));
                }
            }
        }
    }

    fn move_to(&self, point: Metre, zoom: f64, motion: Motion) {
        self.quiet.set(motion != Motion::Fly);
        self.rest.take();
        let fly = motion != Motion::Jump && !page::prefers_reduced_motion();
        let position = self.stage.with_model(|model| model.frame.to_lon_lat(point));
        if let Some(position) = position {
            self.map.move_to(position, zoom.clamp(3.0, DEEPEST), fly);
        }
    }

    fn area_bounds(&self, area: Area) -> Option<Bounds> {
        self.stage.with_model(|model| model.shape(area).map(|shape| shape.bounds)).flatten()
    }

    /// A building's box, or as much of it round a household as can be shown with cells large enough to click.
    fn readable(&self, cell: u32, whole: Bounds) -> Bounds {
        let (width, height) = self.stage.room().free(self.map.size().0, self.map.size().1);
        let (width_m, height_m) = whole.size_m();
        let place = self.stage.with_model(|model| {
            let corners = model.city.plan_place(cell)?.corners;
            let side_m = corners[0].distance(corners[1]).min(corners[1].distance(corners[2]));
            Some(((corners[0] + corners[2]) / 2.0, side_m))
        });
        let Some((middle, side_m)) = place.flatten() else { return whole };
        let metres_per_px = side_m / CLICKABLE_PX;
        if (width_m / width).max(height_m / height) <= metres_per_px {
            return whole;
        }
        let half = DVec2::new(width, height) * metres_per_px / 2.0;
        let (low, high) = (middle - half, middle + half);
        Bounds { low: Metre { x: low.x, y: low.y }, high: Metre { x: high.x, y: high.y } }
    }

    fn board_is_shown(&self, building: u32) -> bool {
        self.stage.with_model(|model| board::is_shown(model, building, self.pose().scale())).unwrap_or(false)
    }
}

impl Project for Flat {
    fn screen(&self, place: Place) -> Option<Screen> {
        Some(self.0.pose().screen(place.ground))
    }

    fn scale_at(&self, _place: Place) -> f64 {
        self.0.pose().scale()
    }

    fn size(&self) -> (f64, f64) {
        self.0.map.size()
    }

    fn over(&self, bounds: Bounds, _height_m: f64) -> Option<Over> {
        let pose = self.0.pose();
        let x = bounds.centre().x;
        let (top, foot) = (pose.screen(Metre { x, y: bounds.high.y }), pose.screen(Metre { x, y: bounds.low.y }));
        Some(Over { lamp: Screen { y: top.y - LAMP_PX, ..top }, name: Screen { y: foot.y + NAME_PX, ..foot } })
    }

    fn centre(&self) -> Metre {
        self.0.pose().centre()
    }
}

impl Drawing for Flat {
    fn changed(&self, change: Change<'_>) {
        let hovered = self.0.stage.hovered.get();
        let moved = self.0.painted_hover.replace(hovered) != hovered;
        self.0.soon(change != Change::Overlay || moved);
    }

    fn camera(&self) -> Camera {
        let pose = self.0.pose();
        let centre = pose.centre();
        let (yaw, pitch) = self.0.turn.get();
        let distance_m = pose.size.1 / pose.scale() / 2.0 / HALF_VIEW_RAD.tan();
        Camera {
            x_dm: (centre.x * 10.0).round() as i32,
            y_dm: (centre.y * 10.0).round() as i32,
            distance_dm: (distance_m * 10.0).round().max(1.0) as i32,
            yaw,
            pitch,
        }
    }

    fn look(&self, camera: Camera, motion: Motion) {
        self.0.turn.set((camera.yaw, camera.pitch));
        let point = Metre { x: f64::from(camera.x_dm) / 10.0, y: f64::from(camera.y_dm) / 10.0 };
        let height_m = f64::from(camera.distance_dm) / 10.0 * 2.0 * HALF_VIEW_RAD.tan();
        let zoom = self.0.mercator.zoom(height_m / self.size().1.max(1.0), point);
        self.0.move_to(point, zoom, motion);
    }

    fn fit(&self, bounds: Bounds, motion: Motion) {
        let (width_m, height_m) = bounds.size_m();
        let (width, height) = self.size();
        let room = self.0.stage.room();
        let free = room.free(width, height);
        let metres_per_px = (width_m / free.0).max(height_m / free.1).max(0.04);
        let middle = room.middle(width, height);
        let centre = bounds.centre();
        let beside = Metre {
            x: centre.x - (middle.x - width / 2.0) * metres_per_px,
            y: centre.y + (middle.y - height / 2.0) * metres_per_px,
        };
        self.0.move_to(beside, self.0.mercator.zoom(metres_per_px, centre), motion);
    }

    fn go(&self, destination: Destination, motion: Motion) {
        let of_building = |building| self.0.stage.with_model(|model| model.building_bounds(building)).flatten();
        let bounds = match destination {
            Destination::Area(area) => self.0.area_bounds(area),
            Destination::Building(id) => {
                let building = self.0.stage.with_model(|model| model.building(id)).flatten();
                building.and_then(of_building).map(|bounds| bounds.grown(8.0))
            }
            Destination::Cell(cell) => {
                let building = self.0.stage.with_model(|model| model.building_of(cell)).flatten();
                let whole = building.and_then(of_building).map(|bounds| bounds.grown(4.0));
                whole.map(|whole| self.0.readable(cell, whole))
            }
        };
        let everything = || {
            let (low, high) = self.0.stage.with_model(|model| model.city.bounds())?;
            Some(Bounds { low: Metre { x: low.x, y: low.y }, high: Metre { x: high.x, y: high.y } })
        };
        if let Some(bounds) = bounds.or_else(everything) {
            self.fit(bounds, motion);
        }
    }

    fn step(&self, gesture: Gesture) {
        self.0.quiet.set(false);
        match gesture {
            Gesture::ZoomIn => self.0.map.zoom_by(1.0),
            Gesture::ZoomOut => self.0.map.zoom_by(-1.0),
            Gesture::PanWest => self.0.map.pan_by(-PAN_PX, 0.0),
            Gesture::PanEast => self.0.map.pan_by(PAN_PX, 0.0),
            Gesture::PanNorth => self.0.map.pan_by(0.0, -PAN_PX),
            Gesture::PanSouth => self.0.map.pan_by(0.0, PAN_PX),
            // North is always up here.
            _ => {}
        }
    }

    fn pick(&self, at: Screen) -> Picked {
        let ground = self.0.pose().ground(at);
        let point = DVec2::new(ground.x, ground.y);
        let found = self.0.stage.with_model(|model| board::pick(model, point, self.0.pose().scale()));
        let (building, cell) = found.unwrap_or_default();
        Picked { cell, building, ground: Some(ground) }
    }

    fn locate(&self, cell: u32) -> Option<(Screen, bool)> {
        let (building, place) = self.0.stage.with_model(|model| {
            let corners = model.city.plan_place(cell)?.corners;
            let middle = (corners[0] + corners[2]) / 2.0;
            Some((model.building_of(cell)?, Metre { x: middle.x, y: middle.y }))
        })??;
        let at = self.0.pose().screen(place);
        let (width, height) = self.size();
        let inside = (0.0..width).contains(&at.x) && (0.0..height).contains(&at.y);
        Some((at, inside && self.0.board_is_shown(building) && self.pick(at).cell == Some(cell)))
    }

    fn draws_trail(&self) -> bool {
        false
    }

    fn frames(&self) -> u32 {
        self.0.drawn.get()
    }
}

impl Drop for Flat {
    fn drop(&mut self) {
        self.0.frames.take();
        self.0.rest.take();
        self.0.resize.take();
        self.0.map.remove();
    }
}
