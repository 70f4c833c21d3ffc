//! The Web Locks API: one holder among all tabs of a browser.
//!
//! web-sys has it among its unstable interfaces only, so the two calls are bound here.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Locks;

    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, holder: &Function) -> Promise;
}

/// Holds a place in the queue for a lock, and the lock from the moment on when it is granted. Dropping gives it up.
pub struct HeldLock {
    callback: Option<Closure<dyn FnMut(JsValue) -> Promise>>,
    release: Rc<RefCell<Release>>,
}

enum Release {
    Waiting,
    Held(Function),
    Done,
}

impl HeldLock {
    /// Queues for the lock; `granted` runs once, when it is this tab's turn. Nothing where the browser has no locks.
    pub fn queue(name: &str, granted: impl FnOnce() + 'static) -> Option<Self> {
        let navigator = super::page::window().navigator();
        let locks: Locks =
            js_sys::Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?.unchecked_into();
        let release = Rc::new(RefCell::new(Release::Waiting));
        let state = Rc::clone(&release);
        let mut granted = Some(granted);
        let callback = Closure::new(move |_lock: JsValue| {
            if matches!(*state.borrow(), Release::Done) {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            // The lock is held until this promise settles.
            let held = Promise::new(&mut |resolve, _reject| *state.borrow_mut() = Release::Held(resolve));
            if let Some(granted) = granted.take() {
                granted();
            }
            held
        });
        // The promise settles when the lock is given up; a refusal leaves this tab waiting, as if others held it.
        let _settled = locks.request(name, callback.as_ref().unchecked_ref());
        Some(Self { callback: Some(callback), release })
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        match self.release.replace(Release::Done) {
            Release::Held(resolve) => {
                resolve.call0(&JsValue::NULL).ok();
            }
            // The browser still calls it when the turn comes, and is then told that nobody wants the lock any more.
            Release::Waiting => {
                if let Some(callback) = self.callback.take() {
                    callback.forget();
                }
            }
            Release::Done => {}
        }
    }
}
