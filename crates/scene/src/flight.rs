//! Flying from one camera to another: eased, in one arc, higher the further the way.

use std::f64::consts::{PI, TAU};

use crate::camera::Camera;

/// A flight between two cameras.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    from: Camera,
    to: Camera,
    /// How much higher the middle of the way is, in natural logarithms of the distance.
    climb: f64,
    /// How long it should take.
    pub duration_ms: f64,
}

impl Flight {
    /// Plans a flight.
    pub fn new(from: Camera, to: Camera) -> Self {
        let way = from.target.distance(to.target);
        let high = from.distance_m.max(to.distance_m).max(1.0);
        let climb = (way / high).max(1.0).ln() * 0.55;
        let zoom = (to.distance_m / from.distance_m).ln().abs();
        let turn = short_turn(from.yaw, to.yaw).abs();
        let effort = (way / high).ln_1p() * 500.0 + zoom * 260.0 + turn * 200.0;
        Self { from, to, climb, duration_ms: effort.clamp(250.0, 2_200.0) }
    }

    /// The camera at a part of the way, 0 to 1; exact at both ends.
    pub fn at(&self, part: f64) -> Camera {
        if part <= 0.0 {
            return self.from;
        }
        if part >= 1.0 {
            return self.to;
        }
        let eased = part * part * (3.0 - 2.0 * part);
        let between = |a: f64, b: f64| a + (b - a) * eased;
        let log_distance = between(self.from.distance_m.ln(), self.to.distance_m.ln());
        let arc = 4.0 * eased * (1.0 - eased) * self.climb;
        Camera {
            target: self.from.target.lerp(self.to.target, eased),
            distance_m: (log_distance + arc).exp(),
            yaw: self.from.yaw + short_turn(self.from.yaw, self.to.yaw) * eased,
            pitch: between(self.from.pitch, self.to.pitch),
        }
    }

    /// Where it ends.
    pub fn end(&self) -> Camera {
        self.to
    }
}

/// The turn from one direction to another, −π to π.
fn short_turn(from: f64, to: f64) -> f64 {
    (to - from + PI).rem_euclid(TAU) - PI
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::DVec2;

    #[test]
    fn a_flight_turns_the_short_way_and_climbs_over_a_long_one() {
        let from = Camera { target: DVec2::ZERO, distance_m: 200.0, yaw: 0.1, pitch: 0.6 };
        let to = Camera { target: DVec2::new(9_000.0, 0.0), distance_m: 200.0, yaw: TAU - 0.1, pitch: 0.6 };

        let flight = Flight::new(from, to);
        let middle = flight.at(0.5);

        assert!(middle.distance_m > 600.0);
        assert!(middle.yaw.abs() < 0.05);
        assert_eq!((flight.at(0.0), flight.at(1.0)), (from, to));
    }
}
