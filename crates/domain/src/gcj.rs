//! GCJ-02, the shifted coordinates of Chinese map services: the step from there to WGS84, which alone is kept, and back.
//!
//! Formula and constants as many open implementations have them (`field.md` 4.11). The usual one-step inverse is off by up to a
//! metre; here it is iterated until nothing moves. Not here: tiles, which are drawn where their service puts them.

use crate::geo::LonLat;

/// Semi-major axis of the Krasovsky ellipsoid in metres.
const AXIS_M: f64 = 6_378_245.0;
/// Its first eccentricity squared.
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// Steps after which the inverse surely stands still: each makes the error about a thousand times smaller.
const STEPS: usize = 16;
/// Degrees that count as standing still: a hundredth of a millimetre.
const STILL: f64 = 1e-10;

/// Whether a position lies in the rectangle in which GCJ-02 shifts.
pub fn is_shifted(position: LonLat) -> bool {
    (72.004..=137.8347).contains(&position.lon) && (0.8293..=55.8271).contains(&position.lat)
}

/// What GCJ-02 calls a WGS84 position.
pub fn from_wgs84(position: LonLat) -> LonLat {
    if is_shifted(position) { shifted(position) } else { position }
}

/// The WGS84 position that GCJ-02 calls so; exact to less than 1e-9 degrees.
pub fn to_wgs84(position: LonLat) -> LonLat {
    if !is_shifted(position) {
        return position;
    }
    let mut found = position;
    for _ in 0..STEPS {
        let there = shifted(found);
        let (lon, lat) = (position.lon - there.lon, position.lat - there.lat);
        found = LonLat { lon: found.lon + lon, lat: found.lat + lat };
        if lon.abs().max(lat.abs()) < STILL {
            break;
        }
    }
    found
}

fn shifted(position: LonLat) -> LonLat {
    use std::f64::consts::PI;
    let (x, y) = (position.lon - 105.0, position.lat - 35.0);
    let radians = position.lat.to_radians();
    let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let root = magic.sqrt();
    let lat = degrees_north(x, y) * 180.0 / (AXIS_M * (1.0 - ECCENTRICITY) / (magic * root) * PI);
    let lon = degrees_east(x, y) * 180.0 / (AXIS_M / root * radians.cos() * PI);
    LonLat { lon: position.lon + lon, lat: position.lat + lat }
}

/// A wave of the formula: its height times the sine of so many half turns.
fn wave(height: f64, half_turns: f64) -> f64 {
    height * (half_turns * std::f64::consts::PI).sin() * 2.0 / 3.0
}

fn degrees_north(x: f64, y: f64) -> f64 {
    -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + wave(20.0, 6.0 * x)
        + wave(20.0, 2.0 * x)
        + wave(20.0, y)
        + wave(40.0, y / 3.0)
        + wave(160.0, y / 12.0)
        + wave(320.0, y / 30.0)
}

fn degrees_east(x: f64, y: f64) -> f64 {
    300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + wave(20.0, 6.0 * x)
        + wave(20.0, 2.0 * x)
        + wave(20.0, x)
        + wave(40.0, x / 3.0)
        + wave(150.0, x / 12.0)
        + wave(300.0, x / 30.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_examples_come_out_to_their_last_digit() {
        for (wgs84, gcj) in [
            ((129.425, 42.771), (129.432_137, 42.773_617)),
            ((91.14, 29.65), (91.141_531, 29.647_266)),
            ((116.391, 39.907), (116.397_241, 39.908_401)),
        ] {
            let found = from_wgs84(LonLat { lon: wgs84.0, lat: wgs84.1 });

            assert!((found.lon - gcj.0).abs() < 1e-6 && (found.lat - gcj.1).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn abroad_nothing_is_shifted() {
        let astana = LonLat { lon: 71.4, lat: 51.1 };

        assert_eq!((from_wgs84(astana), to_wgs84(astana)), (astana, astana));
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lon in 73.0..136.0f64, lat in 2.0..54.0f64) {
            let place = LonLat { lon, lat };

            let back = to_wgs84(from_wgs84(place));

            prop_assert!((back.lon - lon).abs() < 1e-7 && (back.lat - lat).abs() < 1e-7, "{:?}", back);
        }
    }
}
