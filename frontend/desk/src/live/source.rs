//! The connection itself: server-sent events, opened anew with the last number seen.
//!
//! The browser's own reconnection is not used: it would ask for the first address again and knows no patience.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use desk::map::bridge::MapView;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::{Alive, Signal};

/// The first wait before connecting again, in milliseconds; it doubles up to [`MOST_WAIT_MS`].
const FIRST_WAIT_MS: f64 = 500.0;
const MOST_WAIT_MS: f64 = 8_000.0;

/// A connection that comes back after it broke. Dropping it ends it.
pub struct Source(Rc<Inner>);

struct Inner {
    after: Box<dyn Fn() -> i64>,
    signal: Box<dyn Fn(Signal)>,
    open: RefCell<Option<Open>>,
    retry: RefCell<Option<Timeout>>,
    wait_ms: Cell<f64>,
}

struct Open {
    source: EventSource,
    _listeners: Vec<EventListener>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// The data of `hello` and `beat` events.
#[derive(Deserialize)]
struct Beat {
    server_time: DateTime<Utc>,
}

impl Source {
    /// Connects; `after` gives the last number seen whenever a connection is made.
    pub fn open(after: impl Fn() -> i64 + 'static, signal: impl Fn(Signal) + 'static) -> Self {
        let inner = Rc::new(Inner {
            after: Box::new(after),
            signal: Box::new(signal),
            open: RefCell::new(None),
            retry: RefCell::new(None),
            wait_ms: Cell::new(FIRST_WAIT_MS),
        });
        connect(&inner);
        Self(inner)
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.0.open.take();
        self.0.retry.take();
    }
}

fn connect(inner: &Rc<Inner>) {
    let url = MapView::live_url(Some((inner.after)()));
    let Ok(source) = EventSource::new(&url) else { return again(inner) };
    let listen = |kind: &'static str, act: fn(&Rc<Inner>, &str)| {
        let weak = Rc::downgrade(inner);
        EventListener::new(&source, kind, move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
            if let Some(inner) = weak.upgrade() {
                act(&inner, &data);
            }
        })
    };
    let listeners = vec![
        listen("hello", alive),
        listen("beat", alive),
        listen("frame", |inner, data| match serde_json::from_str(data) {
            Ok(frame) => (inner.signal)(Signal::Frame(frame)),
            // A frame that can't be read is a change that would be missed.
            Err(_unreadable) => (inner.signal)(Signal::Reset),
        }),
        listen("reset", |inner, _data| (inner.signal)(Signal::Reset)),
        listen("error", |inner, _data| again(inner)),
    ];
    inner.open.replace(Some(Open { source, _listeners: listeners }));
}

fn alive(inner: &Rc<Inner>, data: &str) {
    inner.wait_ms.set(FIRST_WAIT_MS);
    if let Ok(Beat { server_time }) = serde_json::from_str(data) {
        (inner.signal)(Signal::Alive(Alive { server_time }));
    }
}

/// Closes what is left of the connection and tries again after a while.
fn again(inner: &Rc<Inner>) {
    if let Some(open) = inner.open.borrow().as_ref() {
        open.source.close();
    }
    let wait_ms = inner.wait_ms.get();
    inner.wait_ms.set((wait_ms * 2.0).min(MOST_WAIT_MS));
    // Up to a third more, so that after a restart not all browsers come at once.
    let wait_ms = wait_ms * (1.0 + js_sys::Math::random() / 3.0);
    let weak = Rc::downgrade(inner);
    let retry = Timeout::new(wait_ms as u32, move || {
        if let Some(inner) = weak.upgrade() {
            connect(&inner);
        }
    });
    inner.retry.replace(Some(retry));
}
