//! Places on the ground: one type for degrees, one for local metres, and the exact step between them.
//!
//! Not for map projections of tiles (that is the 2D view's business) nor for polygons' topology (`cityplan`).

use serde::{Deserialize, Serialize};

/// Mean radius of the WGS84 ellipsoid in metres, as used by the equirectangular projection here.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A WGS84 position in degrees, longitude first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// Makes a position, or nothing when a number is not finite or out of range.
    pub fn new_checked(lon: f64, lat: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(Self { lon, lat })
    }
}

/// A position in metres east and north of a city's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metre {
    /// Metres east of the origin.
    pub x: f64,
    /// Metres north of the origin.
    pub y: f64,
}

impl Metre {
    /// Distance to another point in metres.
    pub fn distance_m(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// The flat frame of one city: an equirectangular projection at its origin.
///
/// The error stays below 0.1 % over 30 km, which is enough for a city and keeps every step invertible.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The point that has the local coordinates (0, 0).
    pub origin: LonLat,
}

impl Frame {
    /// Metres of one degree of longitude and one degree of latitude at the origin.
    fn degree_m(self) -> (f64, f64) {
        let degree_m = EARTH_RADIUS_M.to_radians();
        (degree_m * self.origin.lat.to_radians().cos(), degree_m)
    }

    /// Projects a position to local metres.
    pub fn to_metre(self, position: LonLat) -> Metre {
        let (lon_m, lat_m) = self.degree_m();
        Metre { x: (position.lon - self.origin.lon) * lon_m, y: (position.lat - self.origin.lat) * lat_m }
    }

    /// Takes local metres back to degrees.
    pub fn to_lon_lat(self, point: Metre) -> LonLat {
        let (lon_m, lat_m) = self.degree_m();
        LonLat { lon: self.origin.lon + point.x / lon_m, lat: self.origin.lat + point.y / lat_m }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_position_outside_the_globe_is_refused() {
        assert!(LonLat::new_checked(181.0, 0.0).is_none());
        assert!(LonLat::new_checked(0.0, f64::NAN).is_none());
    }

    proptest! {
        #[test]
        fn metres_and_degrees_are_inverse(x in -30_000.0..30_000.0, y in -30_000.0..30_000.0) {
            let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };

            let point = Metre { x, y };

            let back = frame.to_metre(frame.to_lon_lat(point));

            prop_assert!(back.distance_m(point) < 1e-4);
        }
    }
}
