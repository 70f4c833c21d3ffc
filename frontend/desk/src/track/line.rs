//! The line of a track: where the head is at a time, and which time belongs to a point of the line.

use chrono::{DateTime, TimeDelta, Utc};
use domain::geo::{Frame, Metre};
use domain::patrol::Track;

use crate::plane::{self, Bounds};

/// A track in local metres.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The fixes, in order of time.
    pub points: Vec<Metre>,
    /// The same fixes' times.
    pub times: Vec<DateTime<Utc>>,
}

impl Line {
    /// Takes a track into a city's metres.
    pub fn of(track: &Track, frame: Frame) -> Self {
        Self {
            points: track.fixes.iter().map(|fix| frame.to_metre(fix.position)).collect(),
            times: track.fixes.iter().map(|fix| fix.at).collect(),
        }
    }

    /// The box round the line.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.points.iter().copied())
    }

    /// Where the worker was at a time: the number of the fix before it, and the place.
    pub fn at(&self, time: DateTime<Utc>) -> Option<(usize, Metre)> {
        let after = self.times.partition_point(|at| *at <= time);
        let (last, first) = (self.points.last()?, self.points.first()?);
        if after == 0 {
            return Some((0, *first));
        }
        if after == self.points.len() {
            return Some((after - 1, *last));
        }
        let (from, to) = (self.points[after - 1], self.points[after]);
        let span = (self.times[after] - self.times[after - 1]).num_milliseconds().max(1) as f64;
        let t = (time - self.times[after - 1]).num_milliseconds() as f64 / span;
        Some((after - 1, Metre { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }))
    }

    /// The time that belongs to the point of the projected line nearest to `point`, when it is within `reach`.
    ///
    /// `projected` holds the screen points of the fixes; nothing for those that can't be seen.
    pub fn time_near(&self, projected: &[Option<(f64, f64)>], point: (f64, f64), reach: f64) -> Option<DateTime<Utc>> {
        let mut best: Option<(f64, usize, f64)> = None;
        for (index, pair) in projected.windows(2).enumerate() {
            let [Some(from), Some(to)] = pair else { continue };
            let (t, distance) = plane::nearest_on_segment(point, *from, *to);
            if distance <= reach && best.is_none_or(|(least, _, _)| distance < least) {
                best = Some((distance, index, t));
            }
        }
        let (_, index, t) = best?;
        let (from, to) = (self.times.get(index)?, self.times.get(index + 1)?);
        let span_ms = (*to - *from).num_milliseconds() as f64;
        Some(*from + TimeDelta::milliseconds((span_ms * t) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        let at = |seconds: i64| DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap();
        Line {
            points: vec![Metre { x: 0.0, y: 0.0 }, Metre { x: 100.0, y: 0.0 }, Metre { x: 100.0, y: 50.0 }],
            times: vec![at(0), at(100), at(200)],
        }
    }

    #[test]
    fn the_head_walks_evenly_between_two_fixes() {
        let line = line();

        let (index, place) = line.at(line.times[0] + TimeDelta::seconds(150)).unwrap();

        assert_eq!(index, 1);
        assert!((place.x - 100.0).abs() < 1e-9 && (place.y - 25.0).abs() < 1e-9);
    }

    #[test]
    fn a_click_on_the_line_gives_the_time_of_that_point() {
        let line = line();
        let screen: Vec<_> = line.points.iter().map(|point| Some((point.x, point.y))).collect();

        assert_eq!(line.time_near(&screen, (30.0, 4.0), 8.0), Some(line.times[0] + TimeDelta::seconds(30)));
        assert_eq!(line.time_near(&screen, (30.0, 20.0), 8.0), None);
    }
}
