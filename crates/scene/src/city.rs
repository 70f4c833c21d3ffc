//! The city prepared for drawing and picking: walls with their columns, boxes round buildings, chunks of 512 m.
//!
//! Built once, slice by slice, from a decoded pack; nothing here changes while the map is used.

use citypack::{CellIndex, DecodeError, Decoder, Orientation, Wall, facade};
use domain::area::Area;
use domain::geo::Frame;
use glam::{DVec2, DVec3};

/// The side of a chunk in metres.
pub const CHUNK_M: f64 = 512.0;
/// Buildings of a chunk follow each other along a curve through squares of this side, so that those seen together are
/// near each other in the graphics card's buffers too.
const SQUARE_M: f64 = CHUNK_M / 8.0;
/// What of a square's place on the curve is its place in the chunk: 8 × 8 squares.
const SQUARE_BITS: u32 = 6;

/// A city ready for the eye and the pointer.
#[derive(Clone, Debug)]
pub struct City {
    /// The decoded pack.
    pub pack: citypack::City,
    /// The numbering of its cells.
    pub index: CellIndex,
    /// All walls, building by building.
    walls: Vec<Wall>,
    /// The first wall of each building, and the end.
    wall_start: Vec<u32>,
    /// How many of a building's walls are its outline's.
    outer: Vec<u32>,
    orientations: Vec<Orientation>,
    footprints: Vec<Footprint>,
    /// Chunks along a curve that keeps neighbours together.
    chunks: Vec<Chunk>,
    /// Buildings in the order of chunks.
    order: Vec<u32>,
    bounds: (DVec2, DVec2),
}

/// The upright box round a building, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Footprint {
    /// South-west corner.
    pub min: DVec2,
    /// North-east corner.
    pub max: DVec2,
    /// Height above ground.
    pub height_m: f64,
}

/// The buildings whose middle lies in one square of the chunk grid.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// The first of its buildings in [`City::order`].
    pub start: u32,
    /// The end of its buildings.
    pub end: u32,
    /// The lowest corner of the box round all of them.
    pub min: DVec3,
    /// The highest corner.
    pub max: DVec3,
}

impl City {
    /// Prepares a whole city at once. A browser that must not block takes a [`Loader`] instead.
    pub fn new(pack: citypack::City) -> Self {
        let mut builder = Builder::new(pack);
        while !builder.step(usize::MAX) {}
        builder.finish()
    }

    /// The walls of a building.
    pub fn walls(&self, building: u32) -> &[Wall] {
        let index = building as usize;
        match (self.wall_start.get(index), self.wall_start.get(index + 1)) {
            (Some(start), Some(end)) => &self.walls[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// The walls of a building's outline, without its courtyards'.
    pub fn outer_walls(&self, building: u32) -> &[Wall] {
        let walls = self.walls(building);
        &walls[..(self.outer.get(building as usize).copied().unwrap_or(0) as usize).min(walls.len())]
    }

    /// How many walls there are in all.
    pub fn wall_count(&self) -> usize {
        self.walls.len()
    }

    /// The turned box of a building.
    pub fn orientation(&self, building: u32) -> Option<&Orientation> {
        self.orientations.get(building as usize)
    }

    /// The upright box of a building.
    pub fn footprint(&self, building: u32) -> Option<&Footprint> {
        self.footprints.get(building as usize)
    }

    /// The chunks.
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// The buildings of a chunk.
    pub fn chunk_buildings(&self, chunk: &Chunk) -> &[u32] {
        &self.order[chunk.start as usize..chunk.end as usize]
    }

    /// The box round everything, in metres: south-west and north-east corner.
    pub fn bounds(&self) -> (DVec2, DVec2) {
        self.bounds
    }

    /// The step between degrees and the metres used here.
    pub fn frame(&self) -> Frame {
        Frame { origin: self.pack.origin }
    }

    /// The box round an area's borders, or its buildings when it has no borders.
    pub fn area_bounds(&self, area: Area) -> Option<(DVec2, DVec2)> {
        let within = |side: Option<u32>| {
            side.and_then(|index| self.pack.areas.get(index as usize)).is_some_and(|entry| area.contains(entry.area))
        };
        let borders = self.pack.borders.iter().filter(|border| within(border.left) != within(border.right));
        let points = borders.flat_map(|border| &border.line).map(|point| metres(*point));
        enclose(points).or_else(|| {
            let buildings = CellIndex::area_buildings(&self.pack, area);
            enclose(buildings.filter_map(|building| self.footprint(building)).flat_map(|print| [print.min, print.max]))
        })
    }
}

/// A point of the pack in metres.
pub(crate) fn metres(point: citypack::Point) -> DVec2 {
    DVec2::new(f64::from(point.x), f64::from(point.y)) / 10.0
}

fn enclose(points: impl Iterator<Item = DVec2>) -> Option<(DVec2, DVec2)> {
    points.fold(None, |range, point| match range {
        None => Some((point, point)),
        Some((min, max)) => Some((min.min(point), max.max(point))),
    })
}

/// Prepares a city slice by slice.
pub struct Builder {
    city: City,
}

impl Builder {
    /// Starts with a decoded pack.
    pub fn new(pack: citypack::City) -> Self {
        let count = pack.buildings.len();
        let city = City {
            index: CellIndex::new(&pack),
            walls: Vec::new(),
            wall_start: Vec::with_capacity(count + 1),
            outer: Vec::with_capacity(count),
            orientations: Vec::with_capacity(count),
            footprints: Vec::with_capacity(count),
            chunks: Vec::new(),
            order: Vec::new(),
            bounds: (DVec2::splat(-500.0), DVec2::splat(500.0)),
            pack,
        };
        Self { city }
    }

    /// Prepares up to so many buildings; says whether all are done.
    pub fn step(&mut self, buildings: usize) -> bool {
        let city = &mut self.city;
        let done = city.footprints.len();
        let slice = &city.pack.buildings[done..];
        for building in slice.iter().take(buildings) {
            let facade = facade(building);
            let points = building.rings.iter().flatten().map(|point| metres(*point));
            let (min, max) = enclose(points).unwrap_or_default();
            city.wall_start.push(city.walls.len() as u32);
            city.outer.push(facade.outer as u32);
            city.walls.extend_from_slice(&facade.walls);
            city.orientations.push(facade.orientation);
            city.footprints.push(Footprint { min, max, height_m: building.height_m() });
        }
        city.footprints.len() == city.pack.buildings.len()
    }

    /// Sorts the buildings into chunks and hands the city over.
    pub fn finish(mut self) -> City {
        while !self.step(usize::MAX) {}
        let mut city = self.city;
        city.wall_start.push(city.walls.len() as u32);
        let mut keyed: Vec<(u64, u32)> = city
            .footprints
            .iter()
            .enumerate()
            .map(|(building, print)| (square_key((print.min + print.max) / 2.0), building as u32))
            .collect();
        keyed.sort_unstable();
        city.order = keyed.iter().map(|(_, building)| *building).collect();
        let mut start = 0;
        for group in keyed.chunk_by(|a, b| a.0 >> SQUARE_BITS == b.0 >> SQUARE_BITS) {
            let end = start + group.len() as u32;
            let (mut min, mut max) = (DVec3::splat(f64::INFINITY), DVec3::splat(f64::NEG_INFINITY));
            for (_, building) in group {
                let print = &city.footprints[*building as usize];
                min = min.min(print.min.extend(0.0));
                max = max.max(print.max.extend(print.height_m));
            }
            city.chunks.push(Chunk { start, end, min, max });
            start = end;
        }
        if let Some(bounds) = enclose(city.footprints.iter().flat_map(|print| [print.min, print.max])) {
            city.bounds = bounds;
        }
        city.walls.shrink_to_fit();
        city
    }
}

/// The square that a point lies in, as its place on a Z-order curve, so that squares near each other are drawn together.
fn square_key(point: DVec2) -> u64 {
    let half = 1i64 << 18;
    let x = ((point.x / SQUARE_M).floor() as i64 + half) as u64;
    let y = ((point.y / SQUARE_M).floor() as i64 + half) as u64;
    (0..19).fold(0, |key, bit| key | (x >> bit & 1) << (2 * bit) | (y >> bit & 1) << (2 * bit + 1))
}

/// Decodes and prepares a city slice by slice.
pub struct Loader {
    stage: Stage,
}

enum Stage {
    Decode(Box<Decoder>),
    Build(Box<Builder>),
    /// Only between two stages.
    Moved,
}

impl Loader {
    /// Starts with the bytes of a pack.
    pub fn new(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        Ok(Self { stage: Stage::Decode(Box::new(Decoder::new(bytes)?)) })
    }

    /// Does so many items of work (about a microsecond or two each); gives the city when it is ready.
    pub fn step(&mut self, items: usize) -> Result<Option<City>, DecodeError> {
        match std::mem::replace(&mut self.stage, Stage::Moved) {
            Stage::Decode(mut decoder) => {
                let done = decoder.step(items)?;
                self.stage =
                    if done { Stage::Build(Box::new(Builder::new(decoder.finish()?))) } else { Stage::Decode(decoder) };
                Ok(None)
            }
            Stage::Build(mut builder) => {
                if builder.step(items / 4 + 1) {
                    return Ok(Some(builder.finish()));
                }
                self.stage = Stage::Build(builder);
                Ok(None)
            }
            Stage::Moved => Err(DecodeError::CutOff),
        }
    }
}
