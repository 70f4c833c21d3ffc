//! Pointers over the solid city: mouse, pen and up to two fingers.
//!
//! One finger or the left button drags the ground; the right button, or the left with Ctrl, turns and tilts; the wheel
//! zooms to the cursor; two fingers zoom, turn and tilt; a double click flies in; a long press shows the hover card.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use glam::DVec2;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use scene::Camera;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent, PointerEvent, WheelEvent};

use super::Inner;
use crate::engine::drawing::{Motion, Screen};
use crate::engine::hands::Touch;

/// A pointer that moved less than this is a click.
const CLICK_PX: f64 = 5.0;
/// A finger that rests this long shows the hover card.
const PRESS_MS: u32 = 480;
/// Radians of turn per pixel.
const TURN_PER_PX: f64 = 0.005;
/// Radians of tilt per pixel.
const TILT_PER_PX: f64 = 0.004;
/// How much one pixel of the wheel zooms.
const WHEEL_PER_PX: f64 = 0.0015;
/// A double click comes this much nearer.
const FLY_IN: f64 = 0.4;

/// The listeners; dropping them ends listening.
pub struct Pointers {
    _listeners: Vec<EventListener>,
}

/// The pointers that are down.
#[derive(Default)]
struct Down {
    points: Vec<Finger>,
    turning: bool,
    travelled_px: f64,
    /// Whether there ever were two, so that the last one to go is no click.
    several: bool,
    press: Option<Timeout>,
    pressed: Rc<std::cell::Cell<bool>>,
}

#[derive(Clone, Copy)]
struct Finger {
    id: i32,
    at: DVec2,
}

impl Pointers {
    /// Starts listening on the drawing's canvas.
    pub fn listen(inner: &Rc<Inner>) -> Self {
        let down = Rc::new(RefCell::new(Down::default()));
        let canvas = &inner.canvas;
        let on = |kind: &'static str, act: fn(&Rc<Inner>, &RefCell<Down>, &Event)| {
            let (weak, down): (Weak<Inner>, _) = (Rc::downgrade(inner), Rc::clone(&down));
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(canvas, kind, options, move |event| {
                if let Some(inner) = weak.upgrade() {
                    act(&inner, &down, event);
                }
            })
        };
        let listeners = vec![
            on("pointerdown", |inner, down, event| pressed(inner, down, event.unchecked_ref())),
            on("pointermove", |inner, down, event| moved(inner, down, event.unchecked_ref())),
            on("pointerup", |inner, down, event| released(inner, down, event.unchecked_ref(), true)),
            on("pointercancel", |inner, down, event| released(inner, down, event.unchecked_ref(), false)),
            on("pointerleave", |inner, _down, _event| (inner.hands)(Touch::Hover(None))),
            on("wheel", |inner, _down, event| wheel(inner, event.unchecked_ref())),
            on("dblclick", |inner, _down, event| fly_in(inner, event.unchecked_ref())),
            on("contextmenu", |_inner, _down, event| event.prevent_default()),
        ];
        Self { _listeners: listeners }
    }
}

/// Where an event is on the canvas.
fn place(event: &MouseEvent) -> DVec2 {
    DVec2::new(f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn screen(at: DVec2) -> Screen {
    Screen { x: at.x, y: at.y }
}

fn pressed(inner: &Rc<Inner>, down: &RefCell<Down>, event: &PointerEvent) {
    // Refused only for pointers that are gone already.
    inner.canvas.set_pointer_capture(event.pointer_id()).ok();
    let at = place(event);
    let mut down = down.borrow_mut();
    if down.points.is_empty() {
        down.travelled_px = 0.0;
        down.several = false;
        down.pressed.set(false);
        down.turning = event.button() == 2 || event.ctrl_key() || event.shift_key();
        if event.pointer_type() == "touch" {
            let (weak, pressed) = (Rc::downgrade(inner), Rc::clone(&down.pressed));
            down.press = Some(Timeout::new(PRESS_MS, move || {
                pressed.set(true);
                if let Some(inner) = weak.upgrade() {
                    (inner.hands)(Touch::Hover(Some(screen(at))));
                }
            }));
        }
    } else {
        down.several = true;
        down.press = None;
    }
    down.points.retain(|finger| finger.id != event.pointer_id());
    down.points.push(Finger { id: event.pointer_id(), at });
}

fn moved(inner: &Rc<Inner>, down: &RefCell<Down>, event: &PointerEvent) {
    let at = place(event);
    let camera = {
        let mut down = down.borrow_mut();
        let Some(index) = down.points.iter().position(|finger| finger.id == event.pointer_id()) else {
            drop(down);
            if event.pointer_type() == "mouse" {
                (inner.hands)(Touch::Hover(Some(screen(at))));
            }
            return;
        };
        let from = down.points[index].at;
        down.travelled_px += from.distance(at);
        if down.travelled_px > CLICK_PX {
            down.press = None;
        } else if down.points.len() == 1 {
            return;
        }
        let before = down.points.clone();
        down.points[index].at = at;
        match (before.as_slice(), down.points.as_slice()) {
            ([_], _) if down.turning => turned(inner, from, at),
            ([_], _) => {
                let view = inner.view();
                view.camera.dragged(view.viewport, from, at)
            }
            ([a, b, ..], [c, d, ..]) => pinched(inner, (a.at, b.at), (c.at, d.at)),
            _ => return,
        }
    };
    inner.put(camera);
}

fn turned(inner: &Rc<Inner>, from: DVec2, to: DVec2) -> Camera {
    let way = to - from;
    inner.view().camera.turned(-way.x * TURN_PER_PX, way.y * TILT_PER_PX)
}

/// Two fingers: apart zooms, round each other turns, both up or down tilts.
fn pinched(inner: &Rc<Inner>, from: (DVec2, DVec2), to: (DVec2, DVec2)) -> Camera {
    let view = inner.view();
    let (before, after) = (from.1 - from.0, to.1 - to.0);
    let (old_middle, middle) = ((from.0 + from.1) / 2.0, (to.0 + to.1) / 2.0);
    let factor = (before.length() / after.length().max(1.0)).clamp(0.5, 2.0);
    let angle = before.angle_to(after);
    let camera = view.camera.zoomed(view.viewport, middle, factor).turned(angle, 0.0);
    let way = middle - old_middle;
    // Fingers side by side that move up or down mean tilting; otherwise they carry the ground along.
    let side_by_side = after.x.abs() > after.y.abs() * 1.6;
    if side_by_side && way.y.abs() > way.x.abs() {
        camera.turned(0.0, way.y * TILT_PER_PX)
    } else {
        camera.dragged(view.viewport, old_middle, middle)
    }
}

fn released(inner: &Rc<Inner>, down: &RefCell<Down>, event: &PointerEvent, up: bool) {
    let click = {
        let mut down = down.borrow_mut();
        down.press = None;
        down.points.retain(|finger| finger.id != event.pointer_id());
        let quiet = down.travelled_px <= CLICK_PX && !down.several && !down.pressed.get();
        up && quiet && down.points.is_empty() && event.button() == 0
    };
    if click {
        (inner.hands)(Touch::Click(screen(place(event))));
    }
}

fn wheel(inner: &Rc<Inner>, event: &WheelEvent) {
    event.prevent_default();
    let unit_px = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 16.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    let delta = (event.delta_y() * unit_px).clamp(-400.0, 400.0);
    let view = inner.view();
    // Two fingers on a touch pad come as a wheel with Ctrl and small steps.
    let speed = if event.ctrl_key() { WHEEL_PER_PX * 6.0 } else { WHEEL_PER_PX };
    inner.put(view.camera.zoomed(view.viewport, place(event), (delta * speed).exp()));
}

fn fly_in(inner: &Rc<Inner>, event: &MouseEvent) {
    event.prevent_default();
    let view = inner.view();
    inner.move_to(view.camera.zoomed(view.viewport, place(event), FLY_IN), Motion::Fly);
}
