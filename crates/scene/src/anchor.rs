//! Where to look: the visible place of a cell, and cameras that frame a cell, a building or an area.

use citypack::Wall;
use domain::area::Area;
use glam::{DVec2, DVec3};

use crate::camera::{Camera, Viewport};
use crate::city::{City, metres};

/// The middle of the largest piece of wall on which a cell shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// The place on the wall, in metres.
    pub point: DVec3,
    /// Away from the wall, level; length 1.
    pub normal: DVec2,
}

impl City {
    /// Where a cell shows. Outer walls go before courtyards.
    pub fn cell_anchor(&self, cell: u32) -> Option<Anchor> {
        let slot = self.index.slot(&self.pack, cell)?;
        let entry = &self.pack.buildings[slot.building as usize];
        let widest = |walls: &[Wall]| {
            let pieces = walls.iter().filter_map(|wall| {
                let (start, end) = wall.stretch(slot.column)?;
                Some(((end - start) * wall.length_m(), f64::midpoint(start, end), *wall))
            });
            pieces.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|piece| piece.0 > 0.0)
        };
        let (_, t, wall) = widest(self.outer_walls(slot.building)).or_else(|| widest(self.walls(slot.building)))?;
        let (from, to) = (metres(wall.from), metres(wall.to));
        let along = (to - from).normalize_or_zero();
        let height_m = (f64::from(slot.floor) - 0.5) * entry.floor_height_m();
        Some(Anchor { point: from.lerp(to, t).extend(height_m), normal: DVec2::new(along.y, -along.x) })
    }

    /// A camera in front of a cell, with its building round it.
    pub fn frame_cell(&self, cell: u32, viewport: Viewport) -> Option<Camera> {
        let anchor = self.cell_anchor(cell)?;
        let slot = self.index.slot(&self.pack, cell)?;
        let whole = self.frame_building(slot.building, viewport)?;
        let yaw = (-anchor.normal.x).atan2(-anchor.normal.y);
        let distance_m = (whole.distance_m * 0.6).clamp(45.0, 160.0);
        let pitch = 0.42;
        // The camera aims at the ground; the target is moved back so that the cell itself is in the middle.
        let reach = anchor.point.z / f64::tan(pitch);
        Some(Camera {
            target: anchor.point.truncate() - anchor.normal * reach,
            distance_m: distance_m + anchor.point.z / f64::sin(pitch),
            yaw,
            pitch,
        })
    }

    /// A camera that shows the front of a building and the ground round it.
    pub fn frame_building(&self, building: u32, viewport: Viewport) -> Option<Camera> {
        let print = self.footprint(building)?;
        let turned = self.orientation(building)?;
        // A little to the side of the front, so that two walls show.
        let yaw = (-turned.axis[1]).atan2(turned.axis[0]) + 0.5;
        let room = DVec2::splat(12.0);
        Some(Camera::framing(print.min - room, print.max + room, print.height_m * 1.3, yaw, 0.55, viewport))
    }

    /// A camera that shows a whole area.
    pub fn frame_area(&self, area: Area, yaw: f64, pitch: f64, viewport: Viewport) -> Option<Camera> {
        let (min, max) = self.area_bounds(area)?;
        Some(Camera::framing(min, max, 0.0, yaw, pitch, viewport))
    }

    /// A camera that shows the part of the city where most buildings stand.
    pub fn frame_city(&self, viewport: Viewport) -> Camera {
        let middle = |pick: fn(&DVec2) -> f64| {
            let mut places: Vec<f64> = self
                .chunks()
                .iter()
                .flat_map(|chunk| {
                    let place = (chunk.min + chunk.max).truncate() / 2.0;
                    std::iter::repeat_n(pick(&place), (chunk.end - chunk.start) as usize)
                })
                .collect();
            places.sort_unstable_by(f64::total_cmp);
            let at = |part: f64| places.get((places.len() as f64 * part) as usize).copied().unwrap_or(0.0);
            (at(0.06), at(0.94))
        };
        let (west, east) = middle(|place| place.x);
        let (south, north) = middle(|place| place.y);
        Camera::framing(DVec2::new(west, south), DVec2::new(east, north), 0.0, 0.35, 0.78, viewport)
    }
}
