//! The steps that raw fixes go through before they are a line. Each takes fixes and says which it lets through.
//!
//! A phone's batch and the whole day go through the same steps: what a batch can't tell, because its neighbours came in another one,
//! the day can.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::ground::Ground;
use crate::geo::{Frame, LonLat};

/// Fixes that are less sure than this say nothing about a street, in metres.
pub const MOST_ACCURACY_M: f64 = 50.0;
/// Nobody on foot is faster, in metres a second.
pub const MOST_SPEED_M_S: f64 = 8.0;
/// Fixes this close to the last one are the same place, in metres.
pub const REST_M: f64 = 5.0;
/// One fix in so many seconds is enough of somebody who stands still.
pub const REST_S: i64 = 60;

/// A position as a receiver gave it, in WGS84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawFix {
    /// Where.
    pub position: LonLat,
    /// When, by the receiver's clock.
    pub at: DateTime<Utc>,
    /// How sure it is, in metres; 0 when the receiver doesn't say.
    pub accuracy_m: f64,
}

/// Why a fix was left out: one reason a step, in the order of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Its clock is wrong: before the duty or the day began, or still to come.
    Time,
    /// Another one has the same second.
    Duplicate,
    /// It is not sure enough.
    Accuracy,
    /// It leaps away from the line, and the next one is back.
    Jump,
    /// Nobody on foot gets there in that time.
    Speed,
    /// Somebody stood still.
    Static,
    /// It is outside of the worker's area.
    Area,
}

impl Why {
    /// Every one with its word.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Time, "time"),
        (Self::Duplicate, "duplicate"),
        (Self::Accuracy, "accuracy"),
        (Self::Jump, "jump"),
        (Self::Speed, "speed"),
        (Self::Static, "static"),
        (Self::Area, "area"),
    ];

    /// Its word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, slug)| slug)
    }
}

/// How many fixes were left out, by reason; reasons without one are not listed.
pub type Dropped = BTreeMap<Why, usize>;

/// What came through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sieved {
    /// The fixes, in order of time.
    pub kept: Vec<RawFix>,
    /// What did not.
    pub dropped: Dropped,
}

/// From when until when a fix may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The last.
    pub until: DateTime<Utc>,
}

impl Window {
    /// A duty that began then, up to the present; a phone's clock may be two minutes off.
    pub fn of_duty(since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let slack = TimeDelta::minutes(2);
        Self { from: since - slack, until: now + slack }
    }
}

/// All steps, in their order.
pub fn sift(fixes: Vec<RawFix>, window: Window, ground: &Ground) -> Sieved {
    let frame = ground.frame();
    let mut sieved = Sieved { kept: fixes, dropped: Dropped::new() };
    sieved.step(Why::Time, |fixes| in_time(fixes, window));
    sieved.step(Why::Duplicate, once);
    sieved.step(Why::Accuracy, sharp);
    sieved.step(Why::Jump, |fixes| without_jumps(fixes, frame));
    sieved.step(Why::Speed, |fixes| on_foot(fixes, frame));
    sieved.step(Why::Static, |fixes| moving(&fixes, frame));
    sieved.step(Why::Area, |fixes| in_area(fixes, ground));
    sieved
}

impl Sieved {
    fn step(&mut self, why: Why, through: impl FnOnce(Vec<RawFix>) -> Vec<RawFix>) {
        let before = self.kept.len();
        self.kept = through(std::mem::take(&mut self.kept));
        let dropped = before - self.kept.len();
        if dropped > 0 {
            *self.dropped.entry(why).or_default() += dropped;
        }
    }
}

/// Those of the window, in order of time.
pub fn in_time(mut fixes: Vec<RawFix>, window: Window) -> Vec<RawFix> {
    fixes.retain(|fix| window.from <= fix.at && fix.at <= window.until);
    fixes.sort_by_key(|fix| fix.at);
    fixes
}

/// One a second: the surest, and among equals the first. Takes and gives fixes in order of time, as all steps after it.
pub fn once(fixes: Vec<RawFix>) -> Vec<RawFix> {
    let mut kept: Vec<RawFix> = Vec::with_capacity(fixes.len());
    for fix in fixes {
        match kept.last_mut().filter(|last| last.at.timestamp() == fix.at.timestamp()) {
            Some(last) if fix.accuracy_m < last.accuracy_m => *last = fix,
            Some(_) => {}
            None => kept.push(fix),
        }
    }
    kept
}

/// Those that are sure enough.
pub fn sharp(mut fixes: Vec<RawFix>) -> Vec<RawFix> {
    fixes.retain(|fix| fix.accuracy_m <= MOST_ACCURACY_M);
    fixes
}

/// Those that don't leap away alone: reached from neither neighbour on foot, while the neighbours reach each other. At an end of the
/// line, the one neighbour has to agree with the next.
pub fn without_jumps(fixes: Vec<RawFix>, frame: Frame) -> Vec<RawFix> {
    let far = |a: usize, b: usize| is_too_fast(frame, &fixes[a], &fixes[b]);
    let last = fixes.len().saturating_sub(1);
    let leaps = |at: usize| match at {
        _ if fixes.len() < 3 => false,
        0 => far(0, 1) && far(0, 2) && !far(1, 2),
        _ if at == last => far(last - 1, last) && far(last - 2, last) && !far(last - 2, last - 1),
        _ => far(at - 1, at) && far(at, at + 1) && !far(at - 1, at + 1),
    };
    let stays: Vec<bool> = (0..fixes.len()).map(|at| !leaps(at)).collect();
    fixes.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(fix, _)| fix).collect()
}

/// Those that somebody on foot gets to from the last one that was kept. The longer nothing is kept, the farther that may be: who took
/// a bus has a line again after a while.
pub fn on_foot(fixes: Vec<RawFix>, frame: Frame) -> Vec<RawFix> {
    let mut kept: Vec<RawFix> = Vec::with_capacity(fixes.len());
    for fix in fixes {
        if kept.last().is_none_or(|last| !is_too_fast(frame, last, &fix)) {
            kept.push(fix);
        }
    }
    kept
}

/// Thins out who stands still: one fix in [`REST_S`] seconds within [`REST_M`] metres, and the last before they go on, so that a stop
/// keeps its length.
pub fn moving(fixes: &[RawFix], frame: Frame) -> Vec<RawFix> {
    let mut kept: Vec<RawFix> = Vec::with_capacity(fixes.len());
    let mut ahead = fixes.iter().skip(1);
    for fix in fixes {
        let next = ahead.next();
        let rests = kept.last().zip(next).is_some_and(|(last, next)| {
            let is_here = |fix: &RawFix| metres(frame, last, fix) <= REST_M;
            (fix.at - last.at).num_seconds() < REST_S && is_here(fix) && is_here(next)
        });
        if !rests {
            kept.push(*fix);
        }
    }
    kept
}

/// Those on the worker's own ground.
pub fn in_area(mut fixes: Vec<RawFix>, ground: &Ground) -> Vec<RawFix> {
    fixes.retain(|fix| ground.holds(fix.position));
    fixes
}

fn metres(frame: Frame, a: &RawFix, b: &RawFix) -> f64 {
    frame.to_metre(a.position).distance_m(frame.to_metre(b.position))
}

/// What is within both fixes' error is no way at all.
fn is_too_fast(frame: Frame, a: &RawFix, b: &RawFix) -> bool {
    let seconds = (b.at - a.at).num_milliseconds().abs().max(1_000) as f64 / 1_000.0;
    let way_m = metres(frame, a, b) - a.accuracy_m.min(MOST_ACCURACY_M) - b.accuracy_m.min(MOST_ACCURACY_M);
    way_m > MOST_SPEED_M_S * seconds
}

#[cfg(test)]
mod tests;
