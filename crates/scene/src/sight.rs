//! Which buildings, walls and shadows a view can show: chosen here building by building, so that the graphics card is
//! not asked for the other two thirds of a chunk.
//!
//! Never wrong about what can be seen; what is named too much costs time and nothing else.

use citypack::Wall;
use glam::{DVec2, DVec3};

use crate::camera::{Culler, View};
use crate::city::{Chunk, City, metres};

/// Towards the sun: from the south-west, rather high.
pub const SUN: DVec3 = DVec3::new(-0.44, -0.62, 0.65);

/// A building that may be in the picture, or whose shadow may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Metres from the eye to the box round it.
    pub distance_m: f64,
    /// The building, by its index in the pack.
    pub building: u32,
    /// Its place in the order of chunks.
    pub place: u32,
    /// The number of its first wall, when walls are counted in the order of chunks.
    pub first_wall: u32,
}

impl City {
    /// Adds the buildings of a chunk that may be in the picture, in their order. `first_wall` is the chunk's.
    pub fn seen(&self, chunk: &Chunk, first_wall: u32, view: &View, culler: &Culler, found: &mut Vec<Seen>) {
        self.those(chunk, first_wall, view, found, |min, max| culler.sees(min, max));
    }

    /// Adds the buildings of a chunk whose shadow may be in the picture, in their order.
    pub fn shading(&self, chunk: &Chunk, first_wall: u32, view: &View, culler: &Culler, found: &mut Vec<Seen>) {
        self.those(chunk, first_wall, view, found, |min, max| {
            let (min, max) = shadow_box(min, max);
            culler.sees(min, max)
        });
    }

    fn those(
        &self,
        chunk: &Chunk,
        mut first_wall: u32,
        view: &View,
        found: &mut Vec<Seen>,
        is_seen: impl Fn(DVec3, DVec3) -> bool,
    ) {
        let eye = view.eye;
        for (place, building) in (chunk.start..).zip(self.chunk_buildings(chunk)) {
            let Some(print) = self.footprint(*building) else { continue };
            let (min, max) = (print.min.extend(0.0), print.max.extend(print.height_m));
            if is_seen(min, max) {
                let distance_m = eye.max(min).min(max).distance(eye);
                found.push(Seen { distance_m, building: *building, place, first_wall });
            }
            first_wall += self.walls(*building).len() as u32;
        }
    }

    /// The walls of a building whose outside faces the eye, by their place among its walls.
    pub fn walls_facing(&self, building: u32, eye: DVec2) -> impl Iterator<Item = u32> {
        self.walls_where(building, move |wall, outward| outward.dot(eye - metres(wall.from)) > 0.0)
    }

    /// The walls of a building that the sun is behind: where they shade the ground, the whole building does.
    ///
    /// Any ray of light that meets the ground in the building's shadow left the building through one of them, or meets
    /// the ground that the building stands on.
    pub fn walls_in_shade(&self, building: u32) -> impl Iterator<Item = u32> {
        self.walls_where(building, |_, outward| outward.dot(SUN.truncate()) < 0.0)
    }

    fn walls_where(&self, building: u32, choose: impl Fn(&Wall, DVec2) -> bool) -> impl Iterator<Item = u32> {
        (0..).zip(self.walls(building)).filter_map(move |(index, wall)| {
            let along = metres(wall.to) - metres(wall.from);
            choose(wall, DVec2::new(along.y, -along.x)).then_some(index)
        })
    }
}

/// The box on the ground round the shadow of a box, which begins where the box stands.
pub fn shadow_box(min: DVec3, max: DVec3) -> (DVec3, DVec3) {
    let reach = (SUN / -SUN.z * max.z).truncate();
    let ends = (min.truncate() + reach, max.truncate() + reach);
    (min.truncate().min(ends.0).extend(0.0), max.truncate().max(ends.1).extend(0.0))
}

/// How long the shadow of something so high is, in metres.
pub fn shadow_m(height_m: f64) -> f64 {
    SUN.truncate().length() / SUN.z * height_m
}
