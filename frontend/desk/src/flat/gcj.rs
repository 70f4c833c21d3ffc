//! GCJ-02, the shifted datum of Chinese map tiles: where a WGS84 position appears on them. Pure.
//!
//! Only tiles are ever shifted; nothing of ours is stored in this datum.

use domain::geo::LonLat;

/// Half the long axis of the Krasovsky ellipsoid in metres.
const AXIS_M: f64 = 6_378_245.0;
/// The square of its eccentricity.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
const PI: f64 = std::f64::consts::PI;

/// Where a position appears on a GCJ-02 tile. Outside China the datum does nothing.
pub fn from_wgs84(position: LonLat) -> LonLat {
    if !in_china(position) {
        return position;
    }
    let (x, y) = (position.lon - 105.0, position.lat - 35.0);
    let latitude = position.lat.to_radians();
    let magic = 1.0 - ECCENTRICITY_SQUARED * latitude.sin().powi(2);
    let root = magic.sqrt();
    let north = shift_north(x, y) * 180.0 / (AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * root) * PI);
    let east = shift_east(x, y) * 180.0 / (AXIS_M / root * latitude.cos() * PI);
    LonLat { lon: position.lon + east, lat: position.lat + north }
}

fn in_china(position: LonLat) -> bool {
    (72.004..=137.8347).contains(&position.lon) && (0.8293..=55.8271).contains(&position.lat)
}

fn waves(x: f64) -> f64 {
    (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0
}

fn shift_north(x: f64, y: f64) -> f64 {
    let base = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    let slow = (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0;
    let slower = (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    base + waves(x) + slow + slower
}

fn shift_east(x: f64, y: f64) -> f64 {
    let base = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    let slow = (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0;
    let slower = (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    base + waves(x) + slow + slower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_beijing_is_shifted_as_the_known_tables_say() {
        // The example of the coordtransform packages.
        let shifted = from_wgs84(LonLat { lon: 116.404, lat: 39.915 });

        assert!((shifted.lon - 116.410_244_499_169_38).abs() < 1e-9);
        assert!((shifted.lat - 39.916_404_281_501_64).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_shifted_outside_china() {
        let astana = LonLat { lon: 71.43, lat: 51.16 };

        assert_eq!(from_wgs84(astana), astana);
    }
}
