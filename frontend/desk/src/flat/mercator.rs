//! Between local metres and web Mercator, which Leaflet and all tiles use: pure.
//!
//! The city's frame is equirectangular, so east-west is a factor and north-south nearly one: for the many points of a
//! picture a short series round the origin is exact to a hundredth of a millimetre over 30 km.

use domain::geo::{Frame, LonLat, Metre};

/// The circumference of the sphere of web Mercator in metres.
const CIRCUMFERENCE_M: f64 = 2.0 * std::f64::consts::PI * 6_378_137.0;
/// The side of a tile, and of the world at zoom 0, in pixels.
const TILE_PX: f64 = 256.0;

/// A place in web Mercator: both 0 to 1 over the world, from the west and from the north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// From the west.
    pub x: f64,
    /// From the north.
    pub y: f64,
}

impl World {
    /// The place of a position.
    pub fn of(position: LonLat) -> Self {
        let latitude = position.lat.to_radians();
        let y = 0.5 - (latitude / 2.0 + std::f64::consts::FRAC_PI_4).tan().ln() / std::f64::consts::TAU;
        Self { x: position.lon / 360.0 + 0.5, y }
    }

    /// The position of a place.
    pub fn lon_lat(self) -> LonLat {
        let latitude = 2.0 * (((0.5 - self.y) * std::f64::consts::TAU).exp().atan() - std::f64::consts::FRAC_PI_4);
        LonLat { lon: (self.x - 0.5) * 360.0, lat: latitude.to_degrees() }
    }
}

/// The projection of one city.
#[derive(Clone, Copy, Debug)]
pub struct Mercator {
    frame: Frame,
    origin: World,
    per_east_m: f64,
    /// Factors of the first four powers of metres to the north.
    per_north_m: [f64; 4],
}

impl Mercator {
    /// Prepares the projection of a city.
    pub fn of(frame: Frame) -> Self {
        let origin = World::of(frame.origin);
        let east = frame.to_lon_lat(Metre { x: 1_000.0, y: 0.0 });
        let north = frame.to_lon_lat(Metre { x: 0.0, y: 1_000.0 });
        let per_east_m = (World::of(east).x - origin.x) / 1_000.0;
        let step = (north.lat - frame.origin.lat).to_radians() / 1_000.0;
        let (tan, sec) = {
            let latitude = frame.origin.lat.to_radians();
            (latitude.tan(), 1.0 / latitude.cos())
        };
        // The derivatives of ln(tan(φ/2 + π/4)): sec, sec·tan, sec·(sec² + tan²), sec·tan·(5 sec² + tan²).
        let terms = [
            sec,
            sec * tan / 2.0,
            sec * (sec * sec + tan * tan) / 6.0,
            sec * tan * (5.0 * sec * sec + tan * tan) / 24.0,
        ];
        let mut power = 1.0;
        let per_north_m = terms.map(|term| {
            power *= step;
            -term * power / std::f64::consts::TAU
        });
        Self { frame, origin, per_east_m, per_north_m }
    }

    /// The place of a point.
    pub fn world(&self, point: Metre) -> World {
        let [first, second, third, fourth] = self.per_north_m;
        let north = point.y;
        let southwards = north * (first + north * (second + north * (third + north * fourth)));
        World { x: self.origin.x + point.x * self.per_east_m, y: self.origin.y + southwards }
    }

    /// The point of a place.
    pub fn metre(&self, world: World) -> Metre {
        self.frame.to_metre(world.lon_lat())
    }

    /// The zoom at which a CSS pixel is so many metres wide, at a point.
    pub fn zoom(&self, metres_per_px: f64, point: Metre) -> f64 {
        let ground_m = CIRCUMFERENCE_M * self.frame.to_lon_lat(point).lat.to_radians().cos();
        (ground_m / TILE_PX / metres_per_px.max(1e-6)).log2()
    }

    /// How many metres a CSS pixel is wide at a zoom, at a point.
    pub fn metres_per_px(&self, zoom: f64, point: Metre) -> f64 {
        let ground_m = CIRCUMFERENCE_M * self.frame.to_lon_lat(point).lat.to_radians().cos();
        ground_m / world_px(zoom)
    }
}

/// The width of the world at a zoom in pixels.
pub fn world_px(zoom: f64) -> f64 {
    TILE_PX * zoom.exp2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mercator() -> Mercator {
        Mercator::of(Frame { origin: LonLat { lon: 71.43, lat: 51.16 } })
    }

    proptest! {
        #[test]
        fn the_series_is_the_projection(x in -30_000.0..30_000.0, y in -30_000.0..30_000.0) {
            let mercator = mercator();
            let point = Metre { x, y };

            let (series, exact) = (mercator.world(point), World::of(mercator.frame.to_lon_lat(point)));

            // At zoom 22 the world has 2^30 pixels: the difference stays below a hundredth of one.
            prop_assert!((series.x - exact.x).abs() * world_px(22.0) < 0.05);
            prop_assert!((series.y - exact.y).abs() * world_px(22.0) < 0.05, "{}", (series.y - exact.y) * world_px(22.0));
            prop_assert!(mercator.metre(exact).distance_m(point) < 1e-3);
        }
    }

    #[test]
    fn zoom_and_metres_per_pixel_are_inverse() {
        let mercator = mercator();
        let point = Metre { x: 500.0, y: -2_000.0 };

        assert!((mercator.metres_per_px(mercator.zoom(0.37, point), point) - 0.37).abs() < 1e-9);
    }
}
