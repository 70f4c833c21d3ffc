//! The draw, and what its intervals are worth.

use proptest::prelude::*;

use super::interval::wilson_of;
use super::weighted::{Part, estimate};
use super::*;
use crate::area::County;

fn county() -> County {
    County::new_checked(990_001).unwrap()
}

fn dwellings(first: u64, count: u64) -> Vec<DwellingId> {
    (first..first + count).map(|serial| DwellingId::new(county(), serial)).collect()
}

/// The seeds 0, 1, 2, …: a simulation is the same each time.
fn seed(number: u64) -> Seed {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Seed::new(bytes)
}

#[test]
fn the_order_is_what_sha256sum_says() {
    let seed = seed(1);
    assert_eq!(seed.to_string(), "0000000000000001000000000000000000000000000000000000000000000000");

    // $ for d in 1 2 3 4 5; do printf %s%s $seed 99000100000000000$d | sha256sum; done | sort
    let order: Vec<u64> = seed.order(&dwellings(1, 5)).iter().map(|dwelling| dwelling.serial()).collect();

    assert_eq!(order, ORDER_OF_FIVE);
    assert_eq!(seed.commitment(), COMMITMENT);
    assert_eq!(format!("{seed:?}"), "Seed(…)", "logs keep it");
}

const ORDER_OF_FIVE: [u64; 5] = [5, 3, 1, 2, 4];
const COMMITMENT: &str = "9ab5788c8d1ec56f844dec0de0d173e56d39d3bc0c08b9e67e8b4d4d3fa43c2f";

#[test]
fn a_list_names_each_household_once_by_grid() {
    let city = Area::city(county());
    let grid = |street| city.child(street).unwrap().child(1).unwrap().child(1).unwrap();
    let stratum =
        |street, first, size| Stratum { area: grid(street), households: 9, eligible: dwellings(first, 2), size };

    let text = list_text(&[stratum(2, 3, 1), stratum(1, 1, 2)]);

    assert_eq!(
        text,
        "grid,size,dwelling
990001001001001,2,990001000000000001
990001001001001,2,990001000000000002
990001002001001,1,990001000000000003
990001002001001,1,990001000000000004
"
    );
}

#[test]
fn a_sixth_of_the_grids_is_checked_in_full_each_month_and_all_within_six() {
    let sizes = |month| (0..126).map(|at| Design::CHEAPEST.size(at, month, 300)).collect::<Vec<_>>();

    let mut turns = [0; 126];
    for month in 24_311..24_317 {
        let sizes = sizes(month);
        assert_eq!(sizes.iter().sum::<u32>(), 21 * 20 + 105 * 3);
        sizes.iter().zip(&mut turns).for_each(|(size, turns)| *turns += u32::from(*size == 20));
    }
    assert_eq!(turns, [1; 126]);
    assert_eq!(Design::CHEAPEST.size(0, 0, 2), 2, "no more than there are");
}

#[test]
fn nobody_checks_the_own_street_and_the_loads_are_alike() {
    let city = Area::city(county());
    let street = |number| city.child(number).unwrap();
    let grid = |number, at| street(number).child(1).unwrap().child(at).unwrap();
    let inspectors = [1, 2, 3].map(|number| (PostId::new(county(), number.into()), street(number)));
    let grids: Vec<(Area, u32)> = (1..=3).flat_map(|number| (1..=10).map(move |at| (grid(number, at), 3))).collect();

    let posts = assign(&grids, &inspectors);

    let mut loads = [0; 3];
    for ((area, _), post) in grids.iter().zip(&posts) {
        let (at, (_, own)) = inspectors.iter().enumerate().find(|(_, (one, _))| Some(*one) == *post).unwrap();
        assert!(is_elsewhere(*area, *own));
        loads[at] += 1;
    }
    assert!(loads.iter().all(|load| (7..=12).contains(load)), "{loads:?}");
    assert_eq!(assign(&grids[..1], &inspectors[..1]), [None], "the street's own office does not check it");
    assert_eq!(assign(&grids[..1], &[(PostId::new(county(), 9), city)]), [None], "nor a post of no street");
}

#[test]
fn wilsons_interval_covers_about_95_of_100_draws() {
    let all = dwellings(1, 600);
    let orders: Vec<Vec<DwellingId>> = (0..1_000).map(|number| seed(number).order(&all)).collect();
    for (right, n) in [(480_u32, 20), (540, 20), (540, 30), (570, 50)] {
        let truth = f64::from(right) / 600.0;
        let covers = |order: &&Vec<DwellingId>| {
            let yes = order[..n].iter().filter(|one| one.serial() <= u64::from(right)).count();
            let interval = wilson_of(yes as u32, n as u32).unwrap();
            interval.low <= truth && truth <= interval.high
        };
        let covered = orders.iter().filter(covers).count();
        assert!((930..=985).contains(&covered), "{right} of 600, n = {n}: {covered} of 1000");
    }
}

#[test]
fn the_citys_interval_covers_about_95_of_100_draws() {
    // Sixty grids of 40 to 99 households, between 80 and 99 % of them right; three are asked in each.
    let grids: Vec<(Vec<DwellingId>, u64)> = (0..60)
        .map(|grid: u64| {
            let households = 40 + grid * 37 % 60;
            (dwellings(grid * 1_000 + 1, households), grid * 1_000 + households * (80 + grid * 7 % 20) / 100)
        })
        .collect();
    let right = |grid: &(Vec<DwellingId>, u64), asked: &[DwellingId]| {
        asked.iter().filter(|dwelling| dwelling.serial() <= grid.1).count() as u32
    };
    let (yes, all) = grids.iter().fold((0, 0), |(yes, all), grid| (yes + right(grid, &grid.0), all + grid.0.len()));
    let truth = f64::from(yes) / all as f64;

    let covered = (0..400)
        .filter(|number| {
            let parts: Vec<Part> = grids
                .iter()
                .map(|grid| {
                    let asked = &seed(*number).order(&grid.0)[..3];
                    Part { households: grid.0.len() as u32, yes: right(grid, asked), n: 3 }
                })
                .collect();
            let interval = estimate(&parts).unwrap().interval;
            interval.low <= truth && truth <= interval.high
        })
        .count();

    assert!((368..=392).contains(&covered), "{covered} of 400");
}

proptest! {
    #[test]
    fn a_seed_survives_its_text(bytes: [u8; 32]) {
        prop_assert_eq!(Seed::new(bytes).to_string().parse::<Seed>(), Ok(Seed::new(bytes)));
    }

    #[test]
    fn no_text_is_taken_for_a_seed_that_is_none(text in ".{0,80}") {
        prop_assert_eq!(text.parse::<Seed>().is_ok(), text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn an_order_holds_everybody_once_and_does_not_depend_on_the_lists(number: u64, count in 0_u64..80, turn in 0_usize..80) {
        let mut list = dwellings(1, count);
        let order = seed(number).order(&list);
        if !list.is_empty() {
            let by = turn % list.len();
            list.rotate_left(by);
        }

        prop_assert_eq!(seed(number).order(&list), order.clone());
        let mut sorted = order;
        sorted.sort_unstable();
        prop_assert_eq!(sorted, dwellings(1, count));
    }

    /// Who is not there leaves the others' order as it is: replacements never depend on who was left out.
    #[test]
    fn leaving_one_out_changes_nobody_elses_turn(number: u64, count in 1_u64..60, out in 0_u64..60) {
        let list = dwellings(1, count);
        let gone = list[(out % count) as usize];
        let rest: Vec<DwellingId> = list.iter().copied().filter(|one| *one != gone).collect();

        let expected: Vec<DwellingId> = seed(number).order(&list).into_iter().filter(|one| *one != gone).collect();

        prop_assert_eq!(seed(number).order(&rest), expected);
    }
}
