//! The ground on which positions are recorded: an area with a strip around it.

use crate::geo::{Frame, LonLat, Metre};

/// How far outside their area's border a worker is still at work, in metres: both sides of a street, and a fix's own error.
pub const BUFFER_M: f64 = 100.0;

/// An area's border with the strip around it.
#[derive(Clone, Debug)]
pub struct Ground {
    frame: Frame,
    rings: Vec<Vec<Metre>>,
    /// Least and greatest corner, the strip included.
    corners: (Metre, Metre),
}

impl Ground {
    /// The ground of rings in decimetres from the frame's origin; holes are rings as well.
    pub fn new(frame: Frame, rings: &[Vec<[i32; 2]>]) -> Self {
        let metre = |point: &[i32; 2]| Metre { x: f64::from(point[0]) / 10.0, y: f64::from(point[1]) / 10.0 };
        let rings: Vec<Vec<Metre>> = rings.iter().map(|ring| ring.iter().map(metre).collect()).collect();
        let points = || rings.iter().flatten();
        let least = |of: fn(&Metre) -> f64| points().map(of).fold(f64::INFINITY, f64::min) - BUFFER_M;
        let most = |of: fn(&Metre) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max) + BUFFER_M;
        let low = Metre { x: least(|point| point.x), y: least(|point| point.y) };
        let high = Metre { x: most(|point| point.x), y: most(|point| point.y) };
        Self { frame, rings, corners: (low, high) }
    }

    /// The frame of its metres.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// Whether a position lies inside the border or at most [`BUFFER_M`] outside.
    pub fn holds(&self, position: LonLat) -> bool {
        let point = self.frame.to_metre(position);
        let (low, high) = self.corners;
        let is_near = point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y;
        is_near && (self.is_inside(point) || self.edges().any(|(a, b)| from_edge_m(point, a, b) <= BUFFER_M))
    }

    fn edges(&self) -> impl Iterator<Item = (Metre, Metre)> {
        self.rings.iter().flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)))
    }

    /// A ray to the right crosses the rings an odd number of times.
    fn is_inside(&self, Metre { x, y }: Metre) -> bool {
        let crossed =
            |(a, b): &(Metre, Metre)| (a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x;
        self.edges().filter(crossed).count() % 2 == 1
    }
}

fn from_edge_m(point: Metre, a: Metre, b: Metre) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((point.x - a.x) * dx + (point.y - a.y) * dy) / length } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    point.distance_m(Metre { x: a.x + along * dx, y: a.y + along * dy })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ground_ends_a_strip_beyond_the_border() {
        let frame = Frame { origin: LonLat { lon: 129.4, lat: 42.8 } };
        let ground = Ground::new(frame, &[vec![[0, 0], [5_000, 0], [5_000, 5_000], [0, 5_000]]]);
        let holds = |x, y| ground.holds(frame.to_lon_lat(Metre { x, y }));

        assert!(holds(250.0, 250.0) && holds(-99.0, 250.0) && holds(599.0, 499.0));
        assert!(!holds(-101.0, 250.0) && !holds(590.0, 590.0) && !holds(5_000.0, 250.0));
        assert!(!Ground::new(frame, &[]).holds(frame.origin));
    }
}
