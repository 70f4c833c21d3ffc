//! Display bytes as the product's own seed makes them, cell by cell, for a city of any size.
//!
//! The seed makes every household by itself, so neighbours tell nothing about each other, which is the hardest to compress;
//! real houses are more alike inside than this.

use anyhow::Context;
use chrono::DateTime;
use citypack::{City, Run, StatePack};
use domain::area::{Area, County};
use domain::cell::Lens;
use domain::id::DwellingId;
use service::seed::{Seat, Sowing, occupancy_display};

/// The number that all chance comes from.
const SEED: u64 = 1;
/// The instant of the seed, in seconds since 1970.
const NOW: i64 = 1_795_000_000;

/// The state of every cell of a city under the occupancy lens.
pub fn state(city: &City, county: County) -> anyhow::Result<StatePack> {
    let mut floors = Vec::new();
    let mut seats = Vec::new();
    for building in &city.buildings {
        let area = building.area.map_or(Area::city(county), |index| city.areas[index as usize].area);
        for floor in 1..=building.floors {
            let is_home = floor >= building.first_floor;
            floors.push((is_home, usize::from(building.columns)));
            let homes = if is_home { building.columns } else { 0 };
            seats.extend((0..homes).map(|_| area));
        }
    }
    let seats: Vec<Seat> =
        (1..).zip(seats).map(|(serial, area)| Seat { dwelling: DwellingId::new(county, serial), area }).collect();
    let now = DateTime::from_timestamp(NOW, 0).context("the instant of the seed")?;
    let mut shown = occupancy_display(Sowing { seed: SEED, now }, &seats).into_iter();
    let mut bytes = Vec::new();
    for (is_home, columns) in floors {
        bytes.extend((0..columns).map(|_| if is_home { shown.next().unwrap_or_default().0 } else { 0 }));
    }
    let len = bytes.len() as u32;
    let runs = if len == 0 { vec![] } else { vec![Run { start: 0, len }] };
    Ok(StatePack {
        scene_version: city.scene_version,
        lens: Lens::Occupancy.number(),
        revision: 1,
        runs,
        bytes,
        numbers: Vec::new(),
    })
}
