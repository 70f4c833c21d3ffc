//! The replay of a track: its line, its clock, and who has been told which time.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use desk::map::bridge::MapView;
use domain::geo::Frame;

use crate::track::line::Line;
use crate::track::{Clock, Tick};

/// The shortest time between two pictures of a replay: 30 a second are enough for a walking dot.
const FRAME_MS: f64 = 32.0;

/// The track that is shown.
#[derive(Default)]
pub struct Replay {
    /// Its line in local metres.
    pub line: RefCell<Option<Line>>,
    clock: RefCell<Option<Clock>>,
    told: Cell<Option<DateTime<Utc>>>,
    drawn_ms: Cell<f64>,
}

impl Replay {
    /// Follows the view; says whether the line is another one.
    pub fn follow(&self, old: Option<&MapView>, view: &MapView, frame: Frame) -> bool {
        let same = match (old.and_then(|old| old.track.as_ref()), &view.track) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a.track == b.track,
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.line.replace(view.track.as_ref().map(|track| Line::of(track, frame)));
            self.clock.replace(view.track.as_ref().and_then(|track| Clock::of(track, view.now)));
            self.told.set(view.now);
        } else if view.now.is_some() && view.now != self.told.get() {
            if let (Some(clock), Some(now)) = (self.clock.borrow_mut().as_mut(), view.now) {
                clock.scrub(now);
            }
            self.told.set(view.now);
        }
        if let Some(clock) = self.clock.borrow_mut().as_mut().filter(|_| !view.playing) {
            clock.pause();
        }
        !same
    }

    /// The replay's time, when there is a track.
    pub fn now(&self) -> Option<DateTime<Utc>> {
        self.clock.borrow().as_ref().map(Clock::now)
    }

    /// Moves on; nothing when it is too early for another picture or there is no track.
    pub fn tick(&self, time_ms: f64, speed: u16) -> Option<Tick> {
        let mut clock = self.clock.borrow_mut();
        let clock = clock.as_mut().filter(|_| time_ms - self.drawn_ms.get() >= FRAME_MS)?;
        self.drawn_ms.set(time_ms);
        let tick = clock.tick(time_ms, speed);
        if let Tick::Tell(now) = tick {
            self.told.set(Some(now));
        }
        if tick == Tick::Ended {
            self.told.set(Some(clock.now()));
        }
        Some(tick)
    }
}
