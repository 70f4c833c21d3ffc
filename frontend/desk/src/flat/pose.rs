//! How the flat map stands: middle, zoom and size, and the way from metres to pixels of the container.

use domain::geo::{LonLat, Metre};

use super::mercator::{Mercator, World, world_px};
use crate::engine::drawing::Screen;
use crate::plane::Bounds;

/// A state of the flat map.
#[derive(Clone, Copy, Debug)]
pub struct Pose {
    mercator: Mercator,
    centre: World,
    /// Leaflet's zoom, in fractions.
    pub zoom: f64,
    /// The container in CSS pixels.
    pub size: (f64, f64),
}

impl Pose {
    /// The map with its middle at a position.
    pub fn new(mercator: Mercator, centre: LonLat, zoom: f64, size: (f64, f64)) -> Self {
        Self { mercator, centre: World::of(centre), zoom, size }
    }

    /// Where a point is in the container.
    pub fn screen(&self, point: Metre) -> Screen {
        let (world, scale) = (self.mercator.world(point), world_px(self.zoom));
        Screen {
            x: (world.x - self.centre.x) * scale + self.size.0 / 2.0,
            y: (world.y - self.centre.y) * scale + self.size.1 / 2.0,
        }
    }

    /// The point under a place in the container.
    pub fn ground(&self, at: Screen) -> Metre {
        self.mercator.metre(self.world_at(at))
    }

    /// The place in web Mercator under a place in the container.
    pub fn world_at(&self, at: Screen) -> World {
        let scale = world_px(self.zoom);
        World {
            x: self.centre.x + (at.x - self.size.0 / 2.0) / scale,
            y: self.centre.y + (at.y - self.size.1 / 2.0) / scale,
        }
    }

    /// The point in the middle.
    pub fn centre(&self) -> Metre {
        self.mercator.metre(self.centre)
    }

    /// CSS pixels per metre, at the middle.
    pub fn scale(&self) -> f64 {
        1.0 / self.mercator.metres_per_px(self.zoom, self.centre())
    }

    /// What is visible, and so many pixels round it.
    pub fn visible(&self, margin_px: f64) -> Bounds {
        let low = self.ground(Screen { x: -margin_px, y: self.size.1 + margin_px });
        let high = self.ground(Screen { x: self.size.0 + margin_px, y: -margin_px });
        Bounds { low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::geo::Frame;

    #[test]
    fn a_point_comes_back_from_the_screen() {
        let frame = Frame { origin: LonLat { lon: 71.43, lat: 51.16 } };
        let pose = Pose::new(Mercator::of(frame), frame.origin, 17.3, (800.0, 600.0));
        let point = Metre { x: 123.4, y: -56.7 };

        assert!(pose.ground(pose.screen(point)).distance_m(point) < 1e-3);
        assert!(pose.screen(Metre { x: 0.0, y: 0.0 }).distance(Screen { x: 400.0, y: 300.0 }) < 1e-3);
        assert!(pose.screen(Metre { x: 0.0, y: 10.0 }).y < 300.0);
    }
}
