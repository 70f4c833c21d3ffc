//! Geometry for the graphics card, made from the prepared city: plain bytes, no graphics calls.
//!
//! Made again from the city when the graphics context was lost, so nothing of it is kept in memory. Slice by slice.

pub(crate) mod ground;
pub(crate) mod ribbon;
mod roof;

use std::ops::Range;

use glam::DVec3;

use crate::city::City;

use self::ground::GroundMesh;

/// Numbers of one wall, one texel: the ends (four i16 decimetres from the building's anchor), the columns (two u16), the
/// building.
/// Not instances: software and small graphics chips draw each instance by itself, which costs five times as much.
pub(crate) const WALL_NUMBERS: usize = 4;
/// Numbers of one box, one texel: the middle (two i16 decimetres from the anchor), the half axis (two i16), half depth and
/// height (two u16), the building.
pub(crate) const BOX_NUMBERS: usize = 4;
/// Walls or boxes in a row of their texture.
pub(crate) const RECORDS_A_ROW: usize = 1024;
/// Bytes of one roof corner: the place (two i16 decimetres from the anchor), the building (u32).
pub(crate) const ROOF_BYTES: usize = 8;
/// Numbers of one building in the building texture: two texels of four.
pub(crate) const BUILDING_NUMBERS: usize = 8;
/// Buildings in a row of the building texture.
pub(crate) const BUILDINGS_A_ROW: usize = 512;

/// What of a chunk to draw where in the buffers.
#[derive(Clone, Debug)]
pub(crate) struct ChunkMesh {
    /// The lowest corner, metres.
    pub min: DVec3,
    /// The highest corner, metres.
    pub max: DVec3,
    /// Its walls.
    pub walls: Range<u32>,
    /// Its boxes, one a building.
    pub boxes: Range<u32>,
    /// Its roofs' indices.
    pub roofs: Range<u32>,
}

/// Everything made.
#[derive(Default)]
pub(crate) struct Meshes {
    pub walls: Vec<u32>,
    pub boxes: Vec<u32>,
    pub roof_corners: Vec<u8>,
    pub roof_indices: Vec<u32>,
    /// The first roof index of each building in the order of chunks, and the end.
    pub roof_start: Vec<u32>,
    pub chunks: Vec<ChunkMesh>,
    pub buildings: Vec<u32>,
    pub ground: GroundMesh,
}

/// Makes meshes slice by slice.
pub(crate) struct MeshBuilder {
    meshes: Meshes,
    ground: ground::GroundBuilder,
}

impl MeshBuilder {
    pub(crate) fn new(city: &City) -> Self {
        let mut meshes = Meshes::default();
        meshes.walls.reserve_exact(city.wall_count() * WALL_NUMBERS + RECORDS_A_ROW * WALL_NUMBERS);
        meshes.roof_start.reserve_exact(city.pack.buildings.len() + 1);
        meshes.boxes.reserve_exact(city.pack.buildings.len() * BOX_NUMBERS + RECORDS_A_ROW * BOX_NUMBERS);
        let rows = city.pack.buildings.len().div_ceil(BUILDINGS_A_ROW).max(1);
        meshes.buildings = vec![0; rows * BUILDINGS_A_ROW * BUILDING_NUMBERS];
        Self { meshes, ground: ground::GroundBuilder::default() }
    }

    /// Makes one chunk of buildings or a small part of the ground; says whether everything is made.
    pub(crate) fn step(&mut self, city: &City) -> bool {
        if let Some(chunk) = city.chunks().get(self.meshes.chunks.len()) {
            self.chunk(city, chunk);
            return false;
        }
        self.ground.step(&city.pack, &mut self.meshes.ground)
    }

    pub(crate) fn finish(mut self) -> Meshes {
        for records in [&mut self.meshes.walls, &mut self.meshes.boxes] {
            let row = RECORDS_A_ROW * WALL_NUMBERS;
            records.resize(records.len().div_ceil(row).max(1) * row, 0);
        }
        self.meshes.roof_start.push(self.meshes.roof_indices.len() as u32);
        self.meshes
    }

    fn chunk(&mut self, city: &City, chunk: &crate::city::Chunk) {
        let meshes = &mut self.meshes;
        let walls = (meshes.walls.len() / WALL_NUMBERS) as u32;
        let boxes = (meshes.boxes.len() / BOX_NUMBERS) as u32;
        let roofs = meshes.roof_indices.len() as u32;
        for building in city.chunk_buildings(chunk) {
            meshes.roof_start.push(meshes.roof_indices.len() as u32);
            meshes.building(city, *building);
        }
        meshes.chunks.push(ChunkMesh {
            min: chunk.min,
            max: chunk.max,
            walls: walls..(meshes.walls.len() / WALL_NUMBERS) as u32,
            boxes: boxes..(meshes.boxes.len() / BOX_NUMBERS) as u32,
            roofs: roofs..meshes.roof_indices.len() as u32,
        });
    }
}

impl Meshes {
    fn building(&mut self, city: &City, building: u32) {
        let entry = &city.pack.buildings[building as usize];
        let (Some(turned), Some(print)) = (city.orientation(building), city.footprint(building)) else { return };
        let middle = (print.min + print.max) * 5.0;
        let anchor = (middle.x.round() as i32, middle.y.round() as i32);
        let near = |point: citypack::Point| [clamp_i16(point.x - anchor.0), clamp_i16(point.y - anchor.1)];
        for wall in city.walls(building) {
            let columns = u32::from(wall.from_column) | u32::from(wall.to_column) << 16;
            self.walls.extend([pair(near(wall.from)), pair(near(wall.to)), columns, building]);
        }
        self.roof(entry, building, near);
        let dm = |value: f64| (value * 10.0).round() as i32;
        let centre =
            [0, 1].map(|part| clamp_i16(dm(turned.centre[part]) - if part == 0 { anchor.0 } else { anchor.1 }));
        let half = [0, 1].map(|part| clamp_i16(dm(turned.axis[part] * turned.half_length_m)));
        let size =
            [dm(turned.half_depth_m), dm(entry.height_m())].map(|side| side.clamp(0, i32::from(u16::MAX)) as u32);
        self.boxes.extend([pair(centre), pair(half), size[0] | size[1] << 16, building]);
        let numbers = [
            anchor.0 as u32,
            anchor.1 as u32,
            city.index.building_cells(building).start,
            u32::from(entry.columns) | u32::from(entry.floors) << 10 | u32::from(entry.units.min(255)) << 18,
            u32::from(entry.floor_height_dm)
                | u32::from(entry.first_floor.min(255)) << 8
                | (entry.kind as u32) << 16
                | u32::from(entry.area.is_none()) << 24,
            0,
            0,
            0,
        ];
        let at = building as usize * BUILDING_NUMBERS;
        self.buildings[at..at + BUILDING_NUMBERS].copy_from_slice(&numbers);
    }

    fn roof(&mut self, entry: &citypack::Building, building: u32, near: impl Fn(citypack::Point) -> [i16; 2]) {
        let first = (self.roof_corners.len() / ROOF_BYTES) as u32;
        self.roof_indices.extend(roof::triangles(&entry.rings).into_iter().map(|index| first + index));
        for point in entry.rings.iter().flatten() {
            for value in near(*point) {
                self.roof_corners.extend_from_slice(&value.to_le_bytes());
            }
            self.roof_corners.extend_from_slice(&building.to_le_bytes());
        }
    }
}

/// Two signed numbers in one.
fn pair([low, high]: [i16; 2]) -> u32 {
    u32::from(low as u16) | u32::from(high as u16) << 16
}

fn clamp_i16(value: i32) -> i16 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}
