//! What lies under the pointer: the same arithmetic as the facade shader, on the processor.
//!
//! Chunks in the order in which the ray meets them, then boxes of buildings, then walls and roofs. No reading back from
//! the graphics card, so picking costs microseconds and never waits for a frame.

use citypack::{Slot, Wall};
use glam::{DVec2, DVec3};

use crate::camera::Ray;
use crate::city::{City, metres};

/// What a ray meets first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The building, or nothing on the ground.
    pub building: Option<u32>,
    /// The household cell; nothing on roofs, on the ground, on buildings without flats and on floors below the first with flats.
    pub cell: Option<u32>,
    /// What part was hit.
    pub part: Part,
    /// Metres from the origin of the ray.
    pub distance_m: f64,
    /// The place, in metres.
    pub point: DVec3,
}

/// The part of the city that a ray meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A wall.
    Wall,
    /// A roof.
    Roof,
    /// The ground.
    Ground,
}

impl City {
    /// Finds what a ray meets first; nothing when it goes to the sky.
    pub fn pick(&self, ray: &Ray) -> Option<Hit> {
        let mut met: Vec<(f64, usize)> = self
            .chunks()
            .iter()
            .enumerate()
            .filter_map(|(index, chunk)| enter_box(ray, chunk.min, chunk.max).map(|distance| (distance, index)))
            .collect();
        met.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut best = Nearest::new(ray);
        for (distance, index) in met {
            if distance > best.distance_m {
                break;
            }
            for building in self.chunk_buildings(&self.chunks()[index]) {
                self.try_building(ray, *building, &mut best);
            }
        }
        self.hit(ray, &best)
    }

    /// The same as [`City::pick`], by trying every building: slow and plain, to check the other against.
    pub fn pick_brute(&self, ray: &Ray) -> Option<Hit> {
        let mut best = Nearest::new(ray);
        for building in 0..self.pack.buildings.len() as u32 {
            self.try_walls(ray, building, &mut best);
        }
        self.hit(ray, &best)
    }

    fn try_building(&self, ray: &Ray, building: u32, best: &mut Nearest) {
        let Some(print) = self.footprint(building) else { return };
        let entered = enter_box(ray, print.min.extend(0.0), print.max.extend(print.height_m));
        if entered.is_some_and(|distance| distance <= best.distance_m) {
            self.try_walls(ray, building, best);
        }
    }

    fn try_walls(&self, ray: &Ray, building: u32, best: &mut Nearest) {
        let height_m = self.pack.buildings[building as usize].height_m();
        for (index, wall) in self.walls(building).iter().enumerate() {
            if let Some((distance_m, t)) = meet_wall(ray, wall, height_m)
                && best.loses_to(distance_m, building)
            {
                *best = Nearest { distance_m, found: Found::Wall { building, wall: index as u32, t } };
            }
        }
        if ray.direction.z < 0.0 && ray.origin.z > height_m {
            let distance_m = (height_m - ray.origin.z) / ray.direction.z;
            if best.loses_to(distance_m, building) && self.covers(building, ray.at(distance_m).truncate()) {
                *best = Nearest { distance_m, found: Found::Roof { building } };
            }
        }
    }

    /// Whether a point of the ground, in metres, lies inside a building's outline and outside its courtyards.
    pub fn covers(&self, building: u32, point: DVec2) -> bool {
        let crossings = self.walls(building).iter().filter(|wall| {
            let (a, b) = (metres(wall.from), metres(wall.to));
            (a.y > point.y) != (b.y > point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
        });
        crossings.count() % 2 == 1
    }

    /// The building over a point of the ground, in metres; of several the one with the most floors.
    pub fn building_at(&self, point: DVec2) -> Option<u32> {
        let near = |min: DVec2, max: DVec2| point.cmpge(min).all() && point.cmple(max).all();
        let chunks = self.chunks().iter().filter(|chunk| near(chunk.min.truncate(), chunk.max.truncate()));
        chunks
            .flat_map(|chunk| self.chunk_buildings(chunk))
            .copied()
            .filter(|building| self.footprint(*building).is_some_and(|print| near(print.min, print.max)))
            .filter(|building| self.covers(*building, point))
            .max_by_key(|building| (self.pack.buildings[*building as usize].floors, std::cmp::Reverse(*building)))
    }

    fn hit(&self, ray: &Ray, best: &Nearest) -> Option<Hit> {
        let point = ray.at(best.distance_m);
        let hit = |building, cell, part| Hit { building, cell, part, distance_m: best.distance_m, point };
        match best.found {
            Found::Nothing => None,
            Found::Ground => Some(hit(None, None, Part::Ground)),
            Found::Roof { building } => Some(hit(Some(building), None, Part::Roof)),
            Found::Wall { building, wall, t } => {
                let cell = self.cell_on_wall(building, wall as usize, t, point.z);
                Some(hit(Some(building), cell, Part::Wall))
            }
        }
    }

    /// The cell that shows on a wall at `t` (0 to 1) and at a height in metres.
    fn cell_on_wall(&self, building: u32, wall: usize, t: f64, height_m: f64) -> Option<u32> {
        let entry = self.pack.buildings.get(building as usize)?;
        if entry.columns == 0 {
            return None;
        }
        let floor = ((height_m / entry.floor_height_m()).max(0.0) as u16).min(entry.floors - 1) + 1;
        let column = self.walls(building).get(wall)?.column(t, entry.columns);
        let there = floor >= entry.first_floor;
        there.then(|| self.index.cell(&self.pack, Slot { building, floor, column })).flatten()
    }
}

/// The nearest thing met so far.
struct Nearest {
    distance_m: f64,
    found: Found,
}

enum Found {
    Nothing,
    Ground,
    Roof { building: u32 },
    Wall { building: u32, wall: u32, t: f64 },
}

impl Nearest {
    fn new(ray: &Ray) -> Self {
        if ray.direction.z < -1e-9 && ray.origin.z > 0.0 {
            Self { distance_m: -ray.origin.z / ray.direction.z, found: Found::Ground }
        } else {
            Self { distance_m: f64::INFINITY, found: Found::Nothing }
        }
    }

    /// Whether something of a building at a distance comes first; of two things in one place the first building's.
    fn loses_to(&self, distance_m: f64, building: u32) -> bool {
        let other = match self.found {
            Found::Wall { building, .. } | Found::Roof { building } => building,
            Found::Nothing | Found::Ground => u32::MAX,
        };
        distance_m < self.distance_m || (distance_m <= self.distance_m && building < other)
    }
}

/// The distance at which a ray enters a box; 0 when it starts inside, nothing when it misses.
fn enter_box(ray: &Ray, min: DVec3, max: DVec3) -> Option<f64> {
    // A millimetre of room, so that a wall on the box's own side is never missed by rounding.
    let (min, max) = (min - 1e-3, max + 1e-3);
    let inverse = ray.direction.recip();
    let (a, b) = ((min - ray.origin) * inverse, (max - ray.origin) * inverse);
    let (near, far) = (a.min(b), a.max(b));
    // A ray along an axis gives 0 × ∞ = NaN there; `max` and `min` pass over NaN, and the guard below decides.
    let entry = near.x.max(near.y).max(near.z).max(0.0);
    let exit = far.x.min(far.y).min(far.z);
    let flat = ray.direction.cmpeq(DVec3::ZERO);
    let outside = ray.origin.cmplt(min) | ray.origin.cmpgt(max);
    (entry <= exit && !(flat & outside).any()).then_some(entry)
}

/// Where a ray meets the outside of a wall: the distance, and how far along the wall (0 to 1).
fn meet_wall(ray: &Ray, wall: &Wall, height_m: f64) -> Option<(f64, f64)> {
    let (from, to) = (metres(wall.from), metres(wall.to));
    let along = to - from;
    let outward = DVec2::new(along.y, -along.x);
    let way = ray.direction.truncate();
    let approach = way.dot(outward);
    if approach >= 0.0 {
        return None;
    }
    let offset = from - ray.origin.truncate();
    let distance_m = offset.dot(outward) / approach;
    let z = ray.origin.z + ray.direction.z * distance_m;
    if distance_m <= 0.0 || z < 0.0 || z > height_m {
        return None;
    }
    let place = ray.origin.truncate() + way * distance_m - from;
    let t = place.dot(along) / along.length_squared();
    (0.0..=1.0).contains(&t).then_some((distance_m, t))
}
