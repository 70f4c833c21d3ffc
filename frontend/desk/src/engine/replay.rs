//! The replay of a track: its line, its clock, and who has been told which time.

use std::cell::{Cell, RefCell};

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
    /// The lines in local metres, the chosen worker's first.
    pub lines: RefCell<Vec<Line>>,
    clock: RefCell<Option<Clock>>,
    told: Cell<Option<DateTime<Utc>>>,
    drawn_ms: Cell<f64>,
}

impl Replay {
    /// Follows the view; says whether the first line is another one.
    pub fn follow(&self, old: Option<&MapView>, view: &MapView, frame: Frame) -> bool {
        let leads = old.and_then(|old| old.track.as_ref()).map(|track| track.track)
            != view.track.as_ref().map(|track| track.track);
        let numbers = |view: &MapView| view.tracks().map(|track| track.track).collect::<Vec<_>>();
        if old.map(numbers).unwrap_or_default() != numbers(view) {
            // Whoever joins comes in at the time where the replay stands.
            let now = if leads { view.now } else { self.now().or(view.now) };
            self.lines.replace(view.tracks().map(|track| Line::of(track, frame)).collect());
            self.clock.replace(Clock::over(view.tracks().map(AsRef::as_ref), now));
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
        leads
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
