//! Lines with a width: roads and borders as strips whose corners are pushed outwards on the graphics card.

use std::ops::Range;

use citypack::Point;
use glam::DVec2;

use crate::city::metres;

/// Bytes of one corner: the place on the centre line (two f32 metres), the push (two i16, 8192 is one half width), the
/// metres walked along the line (f32).
pub(crate) const CORNER_BYTES: usize = 16;
/// What one half width is as a push.
const PUSH: f64 = 8192.0;
/// Lines that turn more sharply than this (1 + cosine) are cut there instead of mitred.
const SHARP: f64 = 0.6;

/// Some lines of one class, near each other.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// The class: of a road or the level of a border.
    pub class: u8,
    /// The box round them, metres.
    pub min: DVec2,
    /// The other corner.
    pub max: DVec2,
    /// Their indices.
    pub indices: Range<u32>,
}

/// Strips of many lines.
#[derive(Default)]
pub(crate) struct Ribbons {
    pub corners: Vec<u8>,
    pub indices: Vec<u32>,
    pub spans: Vec<Span>,
}

impl Ribbons {
    /// Adds a line; neighbours in one square of the ground that come one after the other share a span.
    pub(crate) fn add(
        &mut self,
        class: u8,
        line: &[Point],
        square: Option<(i32, i32)>,
        last: &mut Option<(u8, i32, i32)>,
    ) {
        let start = self.indices.len() as u32;
        let points: Vec<DVec2> = line.iter().map(|point| metres(*point)).collect();
        self.strip(&points);
        let end = self.indices.len() as u32;
        let (mut min, mut max) = (points[0], points[0]);
        for point in &points {
            (min, max) = (min.min(*point), max.max(*point));
        }
        let key = square.map(|(x, y)| (class, x, y));
        match self.spans.last_mut() {
            Some(span) if key.is_some() && key == *last => {
                span.indices.end = end;
                (span.min, span.max) = (span.min.min(min), span.max.max(max));
            }
            _ => self.spans.push(Span { class, min, max, indices: start..end }),
        }
        *last = key;
    }

    fn strip(&mut self, points: &[DVec2]) {
        let mut walked = 0.0;
        let mut open = false;
        for index in 0..points.len() {
            let before = index.checked_sub(1).map(|last| points[index] - points[last]).and_then(DVec2::try_normalize);
            let after = points.get(index + 1).map(|next| *next - points[index]).and_then(DVec2::try_normalize);
            if index > 0 {
                walked += points[index].distance(points[index - 1]);
            }
            match (before, after) {
                (Some(before), Some(after)) if 1.0 + before.dot(after) > SHARP => {
                    let mitre = (before.perp() + after.perp()) / (1.0 + before.dot(after));
                    self.pair(points[index], mitre, -mitre, walked, open);
                    open = true;
                }
                (before, after) => {
                    if let Some(way) = before {
                        self.pair(points[index], way.perp() + way, -way.perp() + way, walked, open);
                        open = false;
                    }
                    if let Some(way) = after {
                        self.pair(points[index], way.perp() - way, -way.perp() - way, walked, false);
                        open = true;
                    }
                }
            }
        }
    }

    /// Adds the left and right corner at a point, joined to the pair before when there is one.
    fn pair(&mut self, at: DVec2, left: DVec2, right: DVec2, walked: f64, joined: bool) {
        let next = (self.corners.len() / CORNER_BYTES) as u32;
        for push in [left, right] {
            for value in at.to_array() {
                self.corners.extend_from_slice(&(value as f32).to_le_bytes());
            }
            for value in push.to_array() {
                let value = (value * PUSH).round().clamp(-32_767.0, 32_767.0) as i16;
                self.corners.extend_from_slice(&value.to_le_bytes());
            }
            self.corners.extend_from_slice(&(walked as f32).to_le_bytes());
        }
        if joined {
            self.indices.extend([next - 2, next - 1, next, next, next - 1, next + 1]);
        }
    }
}
