//! Plane geometry in metres: boxes, rings and lines. Pure.

use citypack::Point;
use domain::geo::Metre;

/// A box with sides along the axes, in metres east and north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The south-western corner.
    pub low: Metre,
    /// The north-eastern corner.
    pub high: Metre,
}

impl Bounds {
    /// The smallest box round some points; nothing without points.
    pub fn around(points: impl IntoIterator<Item = Metre>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Self>, point| {
            Some(found.map_or(Self { low: point, high: point }, |bounds| bounds.with(point)))
        })
    }

    fn with(self, point: Metre) -> Self {
        Self {
            low: Metre { x: self.low.x.min(point.x), y: self.low.y.min(point.y) },
            high: Metre { x: self.high.x.max(point.x), y: self.high.y.max(point.y) },
        }
    }

    /// The box grown by a margin in metres on every side.
    pub fn grown(self, margin_m: f64) -> Self {
        Self {
            low: Metre { x: self.low.x - margin_m, y: self.low.y - margin_m },
            high: Metre { x: self.high.x + margin_m, y: self.high.y + margin_m },
        }
    }

    /// The middle.
    pub fn centre(self) -> Metre {
        Metre { x: f64::midpoint(self.low.x, self.high.x), y: f64::midpoint(self.low.y, self.high.y) }
    }

    /// East-west and north-south size in metres.
    pub fn size_m(self) -> (f64, f64) {
        (self.high.x - self.low.x, self.high.y - self.low.y)
    }

    /// Whether the point is inside or on the edge.
    pub fn contains(self, point: Metre) -> bool {
        (self.low.x..=self.high.x).contains(&point.x) && (self.low.y..=self.high.y).contains(&point.y)
    }

    /// Whether both boxes share a point.
    pub fn meets(self, other: Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }
}

/// Whether a point is inside rings by the even-odd rule (outlines and holes in any order).
pub fn inside(rings: &[Vec<Point>], point: Metre) -> bool {
    let (x, y) = (point.x * 10.0, point.y * 10.0);
    let mut odd = false;
    for ring in rings {
        let mut last = match ring.last() {
            Some(last) => *last,
            None => continue,
        };
        for next in ring {
            let (ax, ay) = (f64::from(last.x), f64::from(last.y));
            let (bx, by) = (f64::from(next.x), f64::from(next.y));
            if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                odd = !odd;
            }
            last = *next;
        }
    }
    odd
}

/// Where on a segment (0 to 1) the point nearest to `point` is, and how far away that is. Works in any unit.
pub fn nearest_on_segment(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 {
        (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let distance = (from.0 + dx * t - point.0).hypot(from.1 + dy * t - point.1);
    (t, distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(low: i32, high: i32) -> Vec<Point> {
        vec![Point { x: low, y: low }, Point { x: high, y: low }, Point { x: high, y: high }, Point { x: low, y: high }]
    }

    #[test]
    fn a_courtyard_is_outside() {
        let rings = [square(0, 100), square(40, 60)];

        assert!(inside(&rings, Metre { x: 2.0, y: 2.0 }));
        assert!(!inside(&rings, Metre { x: 5.0, y: 5.0 }));
        assert!(!inside(&rings, Metre { x: 11.0, y: 5.0 }));
    }

    #[test]
    fn the_nearest_point_stays_on_the_segment() {
        assert_eq!(nearest_on_segment((5.0, 3.0), (0.0, 0.0), (10.0, 0.0)), (0.5, 3.0));
        assert_eq!(nearest_on_segment((-4.0, 3.0), (0.0, 0.0), (10.0, 0.0)), (0.0, 5.0));
    }
}
