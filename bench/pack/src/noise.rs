//! Display bytes as a living city has them: the shares of the product's own seed, drawn for each cell by itself.
//!
//! Independent draws are the hardest to compress; real houses are more alike inside than this.

use citypack::{City, Run, StatePack};
use domain::case::Light;
use domain::cell::{Badge, CellByte, Lens};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// Owner-occupied, rented, to let, vacant, other, not on file: of a hundred dwellings.
const OCCUPANCY: [(u32, u8); 6] = [(69, 1), (18, 2), (2, 3), (8, 4), (1, 5), (2, 6)];
/// Badges of a hundred dwellings that are lived in.
const BADGE: [(u32, Badge); 4] = [(11, Badge::Care), (25, Badge::Elder), (43, Badge::Other), (21, Badge::None)];
/// Open cases of ten thousand dwellings.
const LIGHT: [(u32, Option<Light>); 4] =
    [(8, Some(Light::Red)), (22, Some(Light::Yellow)), (11, Some(Light::Blue)), (9_959, None)];

/// The state of every cell of a city under the occupancy lens.
pub fn state(city: &City) -> StatePack {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut bytes = Vec::new();
    for building in &city.buildings {
        for floor in 1..=building.floors {
            for _ in 0..building.columns {
                bytes.push(if floor < building.first_floor { 0 } else { byte(&mut rng) });
            }
        }
    }
    let len = bytes.len() as u32;
    let runs = if len == 0 { vec![] } else { vec![Run { start: 0, len }] };
    StatePack { scene_version: city.scene_version, lens: Lens::Occupancy.number(), revision: 1, runs, bytes }
}

fn byte(rng: &mut ChaCha8Rng) -> u8 {
    let fill = weighted(rng, &OCCUPANCY);
    let badge = match fill {
        1 | 2 => weighted(rng, &BADGE),
        3 | 4 => Badge::Other,
        _ => Badge::None,
    };
    CellByte::new(fill, weighted(rng, &LIGHT), badge).0
}

fn weighted<T: Copy>(rng: &mut ChaCha8Rng, options: &[(u32, T)]) -> T {
    let total: u32 = options.iter().map(|(weight, _)| weight).sum();
    let mut left = rng.next_u32() % total;
    for &(weight, option) in options {
        if left < weight {
            return option;
        }
        left -= weight;
    }
    options[options.len() - 1].1
}
