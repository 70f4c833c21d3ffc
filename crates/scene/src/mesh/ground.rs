//! The ground: land as triangles, roads and borders as ribbons.

use citypack::{City as Pack, Land};
use domain::area::Level;

use super::ribbon::Ribbons;
use super::roof;

/// Bytes of one corner of land: the place (two f32 metres) and the kind (u32).
pub(crate) const LAND_BYTES: usize = 12;
/// The side of the squares by which roads are culled, in decimetres.
const SQUARE_DM: i32 = 20_480;
/// Pieces of land or lines in one step.
const A_STEP: usize = 64;

/// What lies on the ground.
#[derive(Default)]
pub(crate) struct GroundMesh {
    pub land_corners: Vec<u8>,
    pub land_indices: Vec<u32>,
    pub roads: Ribbons,
    pub borders: Ribbons,
}

/// Makes the ground slice by slice.
#[derive(Default)]
pub(crate) struct GroundBuilder {
    /// Land by kind, roads by class and square.
    order: Option<(Vec<u32>, Vec<u32>)>,
    land: usize,
    road: usize,
    border: usize,
    last: Option<(u8, i32, i32)>,
}

impl GroundBuilder {
    pub(crate) fn step(&mut self, pack: &Pack, mesh: &mut GroundMesh) -> bool {
        let (lands, roads) = self.order.get_or_insert_with(|| order(pack));
        if self.land < lands.len() {
            for index in lands.iter().skip(self.land).take(A_STEP) {
                mesh.land(&pack.land[*index as usize]);
            }
            self.land += A_STEP;
            return false;
        }
        if self.road < roads.len() {
            for index in roads.iter().skip(self.road).take(A_STEP) {
                let road = &pack.roads[*index as usize];
                mesh.roads.add(road.class as u8, &road.line, Some(square(&road.line)), &mut self.last);
            }
            self.road += A_STEP;
            return false;
        }
        for border in pack.borders.iter().skip(self.border).take(A_STEP) {
            if let Some(level) = border.level(pack) {
                mesh.borders.add(border_class(level), &border.line, None, &mut self.last);
            }
        }
        self.border += A_STEP;
        self.border >= pack.borders.len()
    }
}

/// The number of a border's level: city 0 to grid 3.
fn border_class(level: Level) -> u8 {
    match level {
        Level::City => 0,
        Level::Street => 1,
        Level::Community => 2,
        Level::Grid => 3,
    }
}

fn order(pack: &Pack) -> (Vec<u32>, Vec<u32>) {
    let mut lands: Vec<u32> = (0..pack.land.len() as u32).collect();
    lands.sort_by_key(|index| pack.land[*index as usize].kind);
    let mut roads: Vec<u32> = (0..pack.roads.len() as u32).collect();
    roads.sort_by_key(|index| {
        let road = &pack.roads[*index as usize];
        (road.class, square(&road.line))
    });
    (lands, roads)
}

fn square(line: &[citypack::Point]) -> (i32, i32) {
    let middle = line[line.len() / 2];
    (middle.x.div_euclid(SQUARE_DM), middle.y.div_euclid(SQUARE_DM))
}

impl GroundMesh {
    fn land(&mut self, land: &Land) {
        let first = (self.land_corners.len() / LAND_BYTES) as u32;
        self.land_indices.extend(roof::triangles(&land.rings).into_iter().map(|index| first + index));
        for point in land.rings.iter().flatten() {
            for value in [point.x, point.y] {
                self.land_corners.extend_from_slice(&(value as f32 / 10.0).to_le_bytes());
            }
            self.land_corners.extend_from_slice(&(land.kind as u32).to_le_bytes());
        }
    }
}
