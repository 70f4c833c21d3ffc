//! What people do with the map: pointer, keys, marks, and the replay's clock.

use std::rc::Rc;

use desk::map::bridge::{Destination, Gesture, MapEvent};
use domain::geo::Metre;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::drawing::{Change, Drawing, Motion, Place, Screen};
use super::hands::Touch;
use super::{Inner, click, keyboard, probe, walk};
use crate::browser::frame_loop::FrameLoop;
use crate::browser::page;
use crate::overlay::{self, Mark};
use crate::plane::Bounds;
use crate::track::Tick;

/// How near to the track's line a click means the line.
const LINE_REACH_PX: f64 = 9.0;

impl Inner {
    /// Listens for keys and for the question where a household is.
    pub(super) fn listen(self: &Rc<Self>) {
        let container = &self.stage.container;
        if !container.has_attribute("tabindex") {
            page::set_attribute(container, "tabindex", "0");
        }
        let weak = Rc::downgrade(self);
        let options = EventListenerOptions::enable_prevent_default();
        let keys = EventListener::new_with_options(container, "keydown", options, move |event| {
            let gesture = event.dyn_ref::<KeyboardEvent>().and_then(wanted);
            if let (Some(inner), Some(gesture)) = (weak.upgrade(), gesture) {
                event.prevent_default();
                event.stop_propagation();
                inner.act(gesture);
            }
        });
        let weak = Rc::downgrade(self);
        let question = probe::answer(container, move |cell| {
            let inner = weak.upgrade()?;
            let (at, visible) = inner.drawing()?.locate(cell)?;
            let byte = inner.stage.with_model(|model| model.byte(cell).0)?;
            Some(probe::Spot { at, visible, byte })
        });
        self.listeners.borrow_mut().extend([keys, question]);
    }

    pub(super) fn act(self: &Rc<Self>, gesture: Gesture) {
        let Some(drawing) = self.drawing() else { return };
        match gesture {
            Gesture::NextCell => self.walk(&*drawing, 1),
            Gesture::PreviousCell => self.walk(&*drawing, -1),
            Gesture::Home => {
                let area = self.stage.view.borrow().area;
                drawing.go(Destination::Area(area), Motion::Fly);
            }
            Gesture::Pick => {
                if let Some(cell) = self.stage.hovered.get() {
                    self.stage.tell(MapEvent::CellPicked(cell));
                } else {
                    let (width, height) = drawing.size();
                    self.clicked(&*drawing, self.stage.room().middle(width, height));
                }
            }
            movement => drawing.step(movement),
        }
    }

    fn walk(&self, drawing: &dyn Drawing, by: i32) {
        let next = {
            let view = self.stage.view.borrow();
            self.stage.with_model(|model| walk::next(model, &view, drawing, self.stage.hovered.get(), by)).flatten()
        };
        let Some(cell) = next else { return };
        if let Some(overlay) = self.overlay() {
            overlay.pointer(None);
        }
        self.hover(Some(cell));
        if !drawing.locate(cell).is_some_and(|(_, visible)| visible) {
            drawing.go(Destination::Cell(cell), Motion::Fly);
        }
    }

    fn hover(&self, cell: Option<u32>) {
        if self.stage.hovered.replace(cell) != cell {
            self.changed(Change::Overlay);
            self.stage.tell(MapEvent::CellHovered(cell));
        }
    }

    pub(super) fn touched(&self, touch: Touch) {
        let Some(drawing) = self.drawing() else { return };
        match touch {
            Touch::Click(at) => {
                self.take_focus();
                self.clicked(&*drawing, at);
            }
            Touch::Hover(at) => self.pointed(&*drawing, at),
            Touch::Rested => self.stage.rested(drawing.camera()),
            Touch::Moving(moving) => {
                if let Some(overlay) = self.overlay() {
                    overlay.set_moving(moving);
                }
            }
            Touch::Drawn => {
                if let Some(overlay) = self.overlay() {
                    overlay.draw(&*drawing, &self.replay.lines.borrow());
                }
                probe::drawn(&self.stage.container, drawing.frames(), drawing.camera());
            }
        }
    }

    /// Keys work on the map once it was clicked.
    fn take_focus(&self) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        self.stage.container.focus_with_options(&options).ok();
    }

    fn clicked(&self, drawing: &dyn Drawing, at: Screen) {
        let on_line = self.replay.lines.borrow().iter().find_map(|line| {
            let project = |point| drawing.screen(Place::on_ground(point)).map(|at| (at.x, at.y));
            let projected: Vec<_> = line.points.iter().map(|point| project(*point)).collect();
            line.time_near(&projected, (at.x, at.y), LINE_REACH_PX)
        });
        let event = on_line.map(MapEvent::TrackPointPicked).or_else(|| {
            let view = self.stage.view.borrow();
            self.stage.with_model(|model| click::meaning(model, &view, drawing, at))
        });
        if let Some(event) = event {
            self.stage.tell(event);
        }
    }

    fn pointed(&self, drawing: &dyn Drawing, at: Option<Screen>) {
        let cell = {
            let view = self.stage.view.borrow();
            at.and_then(|at| self.stage.with_model(|model| click::hovered(model, &view, drawing, at)).flatten())
        };
        if let Some(overlay) = self.overlay() {
            overlay.pointer(at);
            if cell.is_some() && cell == self.stage.hovered.get() {
                overlay.follow(drawing);
            }
        }
        self.hover(cell);
    }

    pub(super) fn marked(&self, mark: &Mark) {
        match mark {
            Mark::Beacons { cases, one_place } if *one_place || cases.len() == 1 => {
                if let Some(case) = cases.first() {
                    self.stage.tell(MapEvent::BeaconPicked(*case));
                }
            }
            Mark::Beacons { cases, .. } => {
                let places = |model: &super::model::Model| {
                    cases.iter().filter_map(|case| overlay::place_of(model, *case)).collect()
                };
                self.spread(self.stage.with_model(places).unwrap_or_default());
            }
            Mark::Event(event) => self.stage.tell(event.clone()),
            Mark::Spread(places) => self.spread(places.clone()),
            Mark::Stop(index) => {
                let track = self.stage.view.borrow().track.clone();
                if let Some(stop) = track.as_ref().and_then(|track| track.stops.get(*index)) {
                    self.stage.tell(MapEvent::TrackPointPicked(stop.from));
                }
            }
        }
    }

    /// Flies to where the members of a cluster stand apart.
    fn spread(&self, places: Vec<Metre>) {
        if let (Some(bounds), Some(drawing)) = (Bounds::around(places), self.drawing()) {
            drawing.fit(bounds.grown(60.0), Motion::Fly);
        }
    }

    /// Lets the replay run for as long as the view wants it.
    pub(super) fn play(self: &Rc<Self>) {
        if self.replay_loop.borrow().is_none() {
            let weak = Rc::downgrade(self);
            let frames = FrameLoop::new(move |time_ms| {
                if let Some(inner) = weak.upgrade() {
                    inner.tick(time_ms);
                }
            });
            self.replay_loop.replace(Some(frames));
        }
        self.next_tick();
    }

    fn next_tick(&self) {
        if let Some(frames) = self.replay_loop.borrow().as_ref() {
            frames.request();
        }
    }

    fn tick(&self, time_ms: f64) {
        let (playing, speed) = {
            let view = self.stage.view.borrow();
            (view.playing && view.track.is_some(), view.speed)
        };
        if !playing {
            return;
        }
        let tick = self.replay.tick(time_ms, speed);
        if tick.is_some() {
            self.stage.view.borrow_mut().now = self.replay.now();
            self.changed(Change::Overlay);
        }
        match (tick, self.replay.now()) {
            (Some(Tick::Ended), now) => {
                if let Some(now) = now {
                    self.stage.tell(MapEvent::Replay(now));
                }
                return self.stage.tell(MapEvent::ReplayEnded);
            }
            (Some(Tick::Tell(now)), _) => self.stage.tell(MapEvent::Replay(now)),
            _ => {}
        }
        self.next_tick();
    }
}

/// What a key on the map asks for; keys on its buttons and with modifiers are left alone.
fn wanted(event: &KeyboardEvent) -> Option<Gesture> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let on_button = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest("button, a, input").ok().flatten().is_some());
    let gesture = keyboard::gesture(&event.key())?;
    (gesture != Gesture::Pick || !on_button).then_some(gesture)
}
