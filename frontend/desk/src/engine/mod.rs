//! The engine behind the bridge: it loads the city, keeps what its cells show, and has it drawn in 3D or 2D.
//!
//! One model, one overlay and one live connection; the drawing is exchanged when the view's mode changes.
//! Not here: how anything is drawn (`solid`, `flat`, `overlay`).

mod click;
pub mod drawing;
pub mod fetch;
pub mod hands;
mod input;
mod keyboard;
mod loading;
pub mod model;
mod news;
mod probe;
mod replay;
pub mod stage;
mod walk;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use desk::map::bridge::{Camera, Destination, Gesture, LiveStatus, MapEngine, MapEvent, MapView, Mode};
use gloo::events::EventListener;
use web_sys::HtmlElement;

use crate::browser::frame_loop::FrameLoop;
use crate::flat::Flat;
use crate::live::Live;
use crate::overlay::Overlay;
use crate::solid::Solid;
use crate::track::line::Line;
use drawing::{Change, Drawing, Motion};
use fetch::Abort;
use hands::Hands;
use replay::Replay;
use stage::Stage;

/// How much ground is shown around a track, metres.
const TRACK_MARGIN_M: f64 = 40.0;

/// A map in a container.
pub struct Engine(Rc<Inner>);

struct Inner {
    stage: Rc<Stage>,
    scene_url: String,
    drawing: RefCell<Option<Rc<dyn Drawing>>>,
    overlay: RefCell<Option<Rc<Overlay>>>,
    live: RefCell<Option<Live>>,
    status: Cell<LiveStatus>,
    request: RefCell<Option<Abort>>,
    replay: Replay,
    replay_loop: RefCell<Option<FrameLoop>>,
    listeners: RefCell<Vec<EventListener>>,
    /// The viewpoint of the last drawing, for the next one.
    last_camera: Cell<Option<Camera>>,
    destroyed: Cell<bool>,
}

impl Engine {
    /// Starts loading the city into a container.
    pub fn mount(container: HtmlElement, scene_url: String, view: MapView, events: Rc<dyn Fn(MapEvent)>) -> Self {
        probe::mode(&container, view.mode);
        let inner = Rc::new(Inner {
            stage: Stage::new(container, view, events),
            scene_url,
            drawing: RefCell::new(None),
            overlay: RefCell::new(None),
            live: RefCell::new(None),
            status: Cell::new(LiveStatus::default()),
            request: RefCell::new(None),
            replay: Replay::default(),
            replay_loop: RefCell::new(None),
            listeners: RefCell::new(Vec::new()),
            last_camera: Cell::new(None),
            destroyed: Cell::new(false),
        });
        inner.listen();
        inner.load();
        Self(inner)
    }
}

impl MapEngine for Engine {
    fn show(&self, view: &MapView) {
        self.0.show(view);
    }

    fn fly_to(&self, destination: Destination) {
        if let Some(drawing) = self.0.drawing() {
            drawing.go(destination, Motion::Fly);
        }
    }

    fn act(&self, gesture: Gesture) {
        self.0.act(gesture);
    }

    fn retry(&self) {
        if self.0.stage.model.borrow().is_some() {
            self.0.load_state();
        } else {
            self.0.load();
        }
    }

    fn destroy(&self) {
        self.0.destroyed.set(true);
        self.0.listeners.take();
        self.0.live.take();
        self.0.request.take();
        self.0.replay_loop.take();
        self.0.drawing.take();
        self.0.overlay.take();
        self.0.stage.model.take();
    }
}

impl Inner {
    fn drawing(&self) -> Option<Rc<dyn Drawing>> {
        self.drawing.borrow().clone()
    }

    fn overlay(&self) -> Option<Rc<Overlay>> {
        self.overlay.borrow().clone()
    }

    /// Has something drawn again.
    fn changed(&self, change: Change<'_>) {
        if let Some(drawing) = self.drawing() {
            drawing.changed(change);
        }
    }

    fn show(self: &Rc<Self>, view: &MapView) {
        let old = self.stage.view.replace(view.clone());
        let Some(frame) = self.stage.with_model(|model| model.frame) else { return };
        if old.beacons != view.beacons {
            self.take_beacons();
        }
        let new_track = self.replay.follow(Some(&old), view, frame);
        self.stage.view.borrow_mut().now = self.replay.now().or(view.now);
        if old.mode != view.mode {
            self.draw_anew();
        }
        if old.lens != view.lens || old.scope != view.scope || old.filter != view.filter {
            self.load_state();
        }
        self.move_along(&old, view, new_track);
        self.changed(Change::View);
        if view.playing && view.track.is_some() {
            self.play();
        }
    }

    /// Moves the viewpoint when the page asks for another one, another area or another track.
    fn move_along(&self, old: &MapView, view: &MapView, new_track: bool) {
        let Some(drawing) = self.drawing() else { return };
        if let Some(camera) = view.camera {
            // Not on every view that still carries the last address: the newest report may be on its way there, and the hand
            // that just moved the map must not be undone by a card that arrives meanwhile.
            let is_new = old.camera != view.camera;
            if is_new && self.stage.reported.replace(Some(camera)) != Some(camera) {
                drawing.look(camera, Motion::Quiet);
            }
        } else if old.area != view.area {
            self.stage.reported.set(None);
            drawing.go(Destination::Area(view.area), Motion::Quiet);
        } else if new_track && let Some(bounds) = self.replay.lines.borrow().first().and_then(Line::bounds) {
            drawing.fit(bounds.grown(TRACK_MARGIN_M), Motion::Quiet);
        }
    }

    /// Makes the drawing of the view's mode, with the viewpoint of the last one.
    fn draw_anew(self: &Rc<Self>) {
        let mode = self.stage.view.borrow().mode;
        if let Some(old) = self.drawing.take() {
            self.last_camera.set(Some(old.camera()));
        }
        probe::mode(&self.stage.container, mode);
        let weak = Rc::downgrade(self);
        let hands: Hands = Rc::new(move |touch| {
            if let Some(inner) = weak.upgrade() {
                inner.touched(touch);
            }
        });
        let drawing: Rc<dyn Drawing> = match mode {
            Mode::Flat => Rc::new(Flat::new(&self.stage, &hands)),
            Mode::Solid => match Solid::new(&self.stage, &hands) {
                Ok(solid) => Rc::new(solid),
                Err(reason) => return self.stage.tell(MapEvent::NoWebGl(reason)),
            },
        };
        self.drawing.replace(Some(Rc::clone(&drawing)));
        self.first_look(&*drawing);
        drawing.changed(Change::State);
    }

    /// The viewpoint to begin with: the last drawing's, the URL's, or what is selected, the track, or the focused area.
    fn first_look(&self, drawing: &dyn Drawing) {
        let (camera, target) = {
            let view = self.stage.view.borrow();
            (self.last_camera.get().or(view.camera), first_target(&view))
        };
        let track = self.replay.lines.borrow().first().and_then(Line::bounds);
        match (camera, target, track) {
            (Some(camera), ..) => drawing.look(camera, Motion::Jump),
            (None, Destination::Area(_), Some(bounds)) => drawing.fit(bounds.grown(TRACK_MARGIN_M), Motion::Jump),
            (None, target, _) => drawing.go(target, Motion::Jump),
        }
    }

    /// Takes the page's list of open cases, and what the live connection said since.
    fn take_beacons(&self) {
        let list = Arc::clone(&self.stage.view.borrow().beacons);
        let frames = self.live.borrow().as_ref().map(Live::frames).unwrap_or_default();
        if let Some(model) = self.stage.model.borrow_mut().as_mut() {
            model.beacons = list.iter().map(|beacon| (beacon.case, beacon.clone())).collect();
            for change in frames.iter().flat_map(|frame| &frame.beacons) {
                model.take_beacon(change);
            }
        }
    }
}

fn first_target(view: &MapView) -> Destination {
    let building = view.building.map(Destination::Building);
    view.dwelling_cell.map(Destination::Cell).or(building).unwrap_or(Destination::Area(view.area))
}
