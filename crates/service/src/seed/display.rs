//! What the cells of a made-up city show, without a database: for benchmarks, which want the same city at any size.
//!
//! Must agree with what [`super::seed`] writes and the store then shows; both ask the same functions.

use domain::case::Light;
use domain::cell::CellByte;
use domain::clock::civil_date;
use domain::dictionary::default_labels;

use super::Sowing;
use super::incident::incident;
use super::population::{Seat, household};
use super::write::cases;

/// The display bytes of all dwellings under the occupancy lens, in the order of `seats` (by area and id).
pub fn occupancy_display(sowing: Sowing, seats: &[Seat]) -> Vec<CellByte> {
    let labels = default_labels();
    let today = civil_date(sowing.now);
    let mut lights: Vec<Option<Light>> = vec![None; seats.len()];
    for (serial, index) in cases(seats.len()) {
        lights[index] = Some(incident(sowing.seed, serial, sowing.now).light());
    }
    let byte = |(seat, light): (&Seat, Option<Light>)| {
        let home = household(sowing.seed, *seat, today);
        CellByte::new(home.occupancy.number() as u8, light, home.badge(&labels))
    };
    seats.iter().zip(lights).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::area::{Area, County};
    use domain::cell::Badge;
    use domain::id::DwellingId;

    use super::*;

    #[test]
    fn a_made_up_city_shows_what_its_households_are() {
        let county = County::new_checked(990_001).unwrap();
        let seats: Vec<Seat> =
            (1..=4_000).map(|n| Seat { dwelling: DwellingId::new(county, n), area: Area::city(county) }).collect();
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();

        let bytes = occupancy_display(Sowing { seed: 1, now }, &seats);

        // Fill 2 is let, and tenants are a label of their own; 4 is vacant, which is one too.
        assert!(bytes.iter().filter(|byte| byte.fill() == 2).all(|byte| byte.badge() != Badge::None));
        assert!(bytes.iter().filter(|byte| byte.fill() == 4).all(|byte| byte.badge() == Badge::Other));
        let lit = bytes.iter().filter(|byte| byte.light().is_some()).count();
        assert!((10..=60).contains(&lit), "{lit} of 200 cases are open");
    }
}
