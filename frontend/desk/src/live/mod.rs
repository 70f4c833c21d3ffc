//! The live connection: one for all tabs of a browser, resumed without gaps.
//!
//! The tab that holds a lock keeps the connection and passes everything on; the others listen. Each tab knows the last
//! number that it has seen, asks for what it missed, and falls back to a connection of its own when the leader is silent.
//! Not here: what a frame does to the map (`engine`).

mod recent;
mod relay;
mod source;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use chrono::{DateTime, Utc};
use domain::live::LiveFrame;
use gloo::timers::callback::Interval;
use serde::{Deserialize, Serialize};

use crate::browser::lock::HeldLock;
use crate::browser::page;
pub use recent::Recent;
use relay::{Message, Relay};
use source::Source;

/// After this many milliseconds without a sign of life (two missed beats and some grace) the picture counts as old.
const SILENT_MS: f64 = 15_000.0;
/// How often silence is looked for.
const WATCH_MS: u32 = 1_000;

/// A sign of life of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alive {
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// What comes out of the live connection.
#[derive(Clone, Debug)]
pub enum Signal {
    /// Something changed.
    Frame(LiveFrame),
    /// The server is there.
    Alive(Alive),
    /// Nothing was heard for a while.
    Silent,
    /// Too much was missed to be replayed: everything has to be fetched again.
    Reset,
}

/// The live connection of one tab. Dropping it ends it.
pub struct Live {
    inner: Rc<Inner>,
    _watch: Interval,
}

struct Inner {
    tab: u32,
    recent: RefCell<Recent>,
    relay: RefCell<Option<Relay>>,
    lock: RefCell<Option<HeldLock>>,
    source: RefCell<Option<Source>>,
    leading: Cell<bool>,
    /// Whether this tab has everything up to the leader's last frame, so that the next one fits.
    level: Cell<bool>,
    heard_at_ms: Cell<f64>,
    silent: Cell<bool>,
    signal: Box<dyn Fn(Signal)>,
}

impl Live {
    /// Starts listening after the frame with the number `after`. Tabs with the same `topic` share one connection.
    pub fn start(topic: &str, after: i64, signal: impl Fn(Signal) + 'static) -> Self {
        let inner = Rc::new(Inner {
            tab: (js_sys::Math::random() * f64::from(u32::MAX)) as u32,
            recent: RefCell::new(Recent::after(after)),
            relay: RefCell::new(None),
            lock: RefCell::new(None),
            source: RefCell::new(None),
            leading: Cell::new(false),
            level: Cell::new(false),
            heard_at_ms: Cell::new(page::now_ms()),
            silent: Cell::new(false),
            signal: Box::new(signal),
        });
        inner.join(topic);
        let weak = Rc::downgrade(&inner);
        let watch = Interval::new(WATCH_MS, move || with(&weak, Inner::watch));
        Self { inner, _watch: watch }
    }

    /// All frames that are still at hand.
    pub fn frames(&self) -> Vec<LiveFrame> {
        self.inner.recent.borrow().all()
    }

    /// The frames after a number, or nothing when they are not all at hand any more.
    pub fn frames_after(&self, after: i64) -> Option<Vec<LiveFrame>> {
        self.inner.recent.borrow().since(after)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.inner.source.take();
        self.inner.relay.take();
        self.inner.lock.take();
    }
}

fn with(weak: &Weak<Inner>, act: impl FnOnce(&Rc<Inner>)) {
    if let Some(inner) = weak.upgrade() {
        act(&inner);
    }
}

impl Inner {
    fn join(self: &Rc<Self>, topic: &str) {
        let weak = Rc::downgrade(self);
        let relay = Relay::open(topic, move |message| with(&weak, |inner| inner.hear(message)));
        let weak = Rc::downgrade(self);
        let lock = relay.as_ref().and_then(|_| HeldLock::queue(topic, move || with(&weak, Inner::lead)));
        match (relay, lock) {
            (Some(relay), Some(lock)) => {
                self.relay.replace(Some(relay));
                self.lock.replace(Some(lock));
                self.ask();
            }
            // A browser without locks or channels: every tab has its own connection.
            _ => self.lead(),
        }
    }

    fn lead(self: &Rc<Self>) {
        self.leading.set(true);
        self.level.set(true);
        self.connect();
        self.tell(&Message::Leading);
    }

    fn connect(self: &Rc<Self>) {
        let (frames, last) = (Rc::downgrade(self), Rc::downgrade(self));
        let after = move || last.upgrade().map_or(0, |inner| inner.recent.borrow().last());
        let source = Source::open(after, move |signal| with(&frames, |inner| inner.server_said(signal)));
        self.source.replace(Some(source));
    }

    fn tell(&self, message: &Message) {
        if let Some(relay) = self.relay.borrow().as_ref() {
            relay.send(message);
        }
    }

    /// Asks the leader for what this tab missed.
    fn ask(&self) {
        self.level.set(false);
        self.tell(&Message::CatchUp { tab: self.tab, after: self.recent.borrow().last() });
    }

    fn server_said(&self, signal: Signal) {
        if self.leading.get() {
            match &signal {
                Signal::Frame(frame) => self.tell(&Message::Frame(frame.clone())),
                Signal::Alive(alive) => self.tell(&Message::Alive(*alive)),
                Signal::Reset => self.tell(&Message::Reset { tab: None }),
                Signal::Silent => {}
            }
        }
        self.take(signal);
    }

    fn hear(&self, message: Message) {
        match message {
            Message::CatchUp { tab, after } => self.answer(tab, after),
            _ if self.leading.get() => {}
            Message::Leading => self.ask(),
            Message::Alive(alive) => {
                self.source.take();
                self.take(Signal::Alive(alive));
            }
            Message::Frame(frame) if self.level.get() => self.take(Signal::Frame(frame)),
            Message::Missed { tab, frames } if tab == self.tab => {
                for frame in frames {
                    self.take(Signal::Frame(frame));
                }
                self.level.set(true);
            }
            Message::Reset { tab } if tab.is_none_or(|tab| tab == self.tab) => {
                self.level.set(true);
                self.take(Signal::Reset);
            }
            Message::Frame(_) | Message::Missed { .. } | Message::Reset { .. } => {}
        }
    }

    fn answer(&self, tab: u32, after: i64) {
        if !self.leading.get() {
            return;
        }
        let missed = self.recent.borrow().since(after);
        self.tell(&missed.map_or(Message::Reset { tab: Some(tab) }, |frames| Message::Missed { tab, frames }));
    }

    fn take(&self, signal: Signal) {
        self.heard_at_ms.set(page::now_ms());
        self.silent.set(false);
        let is_new = match &signal {
            Signal::Frame(frame) => self.recent.borrow_mut().push(frame),
            Signal::Reset => {
                self.recent.borrow_mut().forget();
                true
            }
            Signal::Alive(_) | Signal::Silent => true,
        };
        if is_new {
            (self.signal)(signal);
        }
    }

    fn watch(self: &Rc<Self>) {
        let silent = page::now_ms() - self.heard_at_ms.get() > SILENT_MS;
        if silent && !self.silent.replace(true) {
            (self.signal)(Signal::Silent);
            if !self.leading.get() {
                self.connect();
            }
        }
    }
}
