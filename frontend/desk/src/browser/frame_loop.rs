//! Drawing on demand: one animation frame per request, by one closure that is made once.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::page;

/// Calls a function at the next animation frame after each [`FrameLoop::request`]. Dropping it cancels.
#[derive(Clone)]
pub struct FrameLoop(Rc<Inner>);

struct Inner {
    pending: Cell<Option<i32>>,
    callback: OnceCell<Closure<dyn FnMut(f64)>>,
}

impl FrameLoop {
    /// Makes a loop that stands still; `draw` gets the frame's time in milliseconds.
    pub fn new(draw: impl FnMut(f64) + 'static) -> Self {
        let inner = Rc::new(Inner { pending: Cell::new(None), callback: OnceCell::new() });
        let draw = RefCell::new(draw);
        let weak = Rc::downgrade(&inner);
        let callback = Closure::new(move |time| {
            let Some(inner) = weak.upgrade() else { return };
            inner.pending.set(None);
            if let Ok(mut draw) = draw.try_borrow_mut() {
                draw(time);
            }
        });
        // The cell was made a moment ago and is empty.
        inner.callback.set(callback).ok();
        Self(inner)
    }

    /// Asks for a frame; asking again before it came changes nothing.
    pub fn request(&self) {
        if self.0.pending.get().is_some() {
            return;
        }
        if let Some(callback) = self.0.callback.get() {
            let handle = page::window().request_animation_frame(callback.as_ref().unchecked_ref());
            self.0.pending.set(handle.ok());
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(handle) = self.pending.take() {
            page::window().cancel_animation_frame(handle).ok();
        }
    }
}
