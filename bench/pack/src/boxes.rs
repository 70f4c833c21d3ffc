//! The cells as plain boxes, for maps that know nothing of facades: `cells.bin`.
//!
//! Little-endian: `GZC1`, cells (u32), buildings (u32), 4 bytes unused, origin (two f64); for each building with cells
//! x, y, half length, half width, angle, storey height (f32, metres and radians), columns, floors, first floor (u16), 2
//! bytes unused; then one state byte for each dwelling. A building's box is the smallest one round its outline, which
//! spares the peers concave shapes, courtyards and curves.

use citypack::{Building, City, StatePack, facade};

/// Encodes all dwellings of a city.
pub fn boxes(city: &City, state: &StatePack) -> Vec<u8> {
    let houses: Vec<&Building> = city.buildings.iter().filter(|building| dwellings(building) > 0).collect();
    let cells: u32 = houses.iter().map(|building| dwellings(building)).sum();
    let mut out = Vec::new();
    out.extend_from_slice(b"GZC1");
    out.extend_from_slice(&cells.to_le_bytes());
    out.extend_from_slice(&(houses.len() as u32).to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&city.origin.lon.to_le_bytes());
    out.extend_from_slice(&city.origin.lat.to_le_bytes());
    for house in houses {
        let turned = facade(house).orientation;
        let angle = turned.axis[1].atan2(turned.axis[0]);
        let (half_length, half_depth) = (turned.half_length_m, turned.half_depth_m);
        for value in [turned.centre[0], turned.centre[1], half_length, half_depth, angle, house.floor_height_m()] {
            out.extend_from_slice(&(value as f32).to_le_bytes());
        }
        for value in [house.columns, house.floors, house.first_floor, 0] {
            out.extend_from_slice(&value.to_le_bytes());
        }
    }
    let mut rest = state.bytes.as_slice();
    for building in &city.buildings {
        let (own, after) = rest.split_at(building.cells() as usize);
        rest = after;
        let below = usize::from(building.first_floor - 1) * usize::from(building.columns);
        out.extend_from_slice(&own[below.min(own.len())..]);
    }
    out
}

fn dwellings(building: &Building) -> u32 {
    u32::from((building.floors + 1).saturating_sub(building.first_floor)) * u32::from(building.columns)
}
