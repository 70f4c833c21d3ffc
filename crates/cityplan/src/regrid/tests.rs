//! Redrawn grids tile what they tiled before.

use domain::area::County;
use proptest::prelude::*;

use super::*;

const SIDE: i32 = 4_000;

fn grid(number: u16) -> Area {
    let city = Area::city(County::new_checked(990_001).unwrap());
    city.child(1).unwrap().child(1).unwrap().child(number).unwrap()
}

/// Three grids: an L, a square with a lake in it, and a slanted neighbour.
fn ground() -> BTreeMap<Area, Vec<RingDm>> {
    let ell = vec![[0, 0], [SIDE, 0], [SIDE, SIDE], [SIDE / 2, SIDE], [SIDE / 2, SIDE / 2], [0, SIDE / 2]];
    let square = vec![[SIDE, 0], [2 * SIDE, 77], [2 * SIDE, SIDE], [SIDE, SIDE]];
    let lake = vec![[5_500, 1_500], [5_500, 2_500], [6_500, 2_500], [6_500, 1_500]];
    let slanted = vec![[2 * SIDE, 77], [3 * SIDE + 301, 513], [3 * SIDE - 117, SIDE + 919], [2 * SIDE, SIDE]];
    [(grid(1), vec![ell]), (grid(2), vec![square, lake]), (grid(3), vec![slanted])].into()
}

fn doubled(rings: &[RingDm]) -> i64 {
    rings.iter().map(|ring| double_area(ring)).sum()
}

fn home(point: PointDm) -> Option<Area> {
    ground().into_iter().find(|(_, rings)| side_of(point, rings) == Side::Inside).map(|(grid, _)| grid)
}

/// Buildings on different spots, each with the number of the grid that it goes to.
fn stands() -> impl Strategy<Value = Vec<Stand>> {
    let one = ((10..3 * SIDE, 10..SIDE), 1u16..7);
    prop::collection::vec(one, 1..40).prop_map(|all| {
        let mut stands: BTreeMap<PointDm, Stand> = BTreeMap::new();
        for ((x, y), to) in all {
            // Buildings stand some metres apart and off the borders.
            let point = [x / 40 * 40 + 21, y / 40 * 40 + 21];
            if let Some(from) = home(point) {
                stands.insert(point, Stand { point, from, to: grid(to) });
            }
        }
        stands.into_values().collect()
    })
}

proptest! {
    #[test]
    fn every_building_lies_in_its_grid_and_in_no_other(stands in stands()) {
        let changed = redraw(&ground(), &stands).unwrap();

        let mut after = ground();
        after.extend(changed);
        for stand in &stands {
            for (grid, rings) in &after {
                let is_own = *grid == stand.to;
                prop_assert_eq!(side_of(stand.point, rings) == Side::Inside, is_own, "{:?} in {}", stand, grid);
            }
        }
    }

    #[test]
    fn there_is_neither_gap_nor_overlap(stands in stands()) {
        let changed = redraw(&ground(), &stands).unwrap();

        let mut after = ground();
        after.extend(changed);
        let before = union(ground().values().map(Vec::as_slice));
        let whole = union(after.values().map(Vec::as_slice));
        // A corner on a slanted border lies up to half a decimetre beside it: the sum of the parts is the whole, exactly.
        prop_assert_eq!(after.values().map(|rings| doubled(rings)).sum::<i64>(), doubled(&whole));
        prop_assert!((doubled(&whole) - doubled(&before)).abs() <= 2 * 40 * 8_000);
        prop_assert_eq!(whole.len(), before.len(), "one piece with one lake");
    }

    #[test]
    fn neighbours_share_every_corner(stands in stands()) {
        let changed = redraw(&ground(), &stands).unwrap();

        let mut after = ground();
        after.extend(changed);
        let mut seen: BTreeMap<edge::Edge, i32> = BTreeMap::new();
        for edge in after.values().flat_map(|rings| edge::of_rings(rings)) {
            *seen.entry(edge).or_default() += 1;
        }
        prop_assert!(seen.values().all(|times| *times == 1), "no edge is walked twice the same way");
    }
}

#[test]
fn a_grid_that_gives_all_away_has_no_ground_left() {
    let stands = [[1_000, 1_000], [3_000, 3_000]].map(|point| Stand { point, from: grid(1), to: grid(2) });

    let changed = redraw(&ground(), &stands).unwrap();

    assert_eq!(changed[&grid(1)], Vec::<RingDm>::new());
    let expected: i64 = [grid(1), grid(2)].iter().map(|grid| doubled(&ground()[grid])).sum();
    assert_eq!(doubled(&changed[&grid(2)]), expected);
}

#[test]
fn two_buildings_on_one_spot_cannot_be_parted() {
    let stands = [grid(1), grid(5)].map(|to| Stand { point: [1_000, 1_000], from: grid(1), to });

    assert_eq!(redraw(&ground(), &stands), Err(RegridError::SameSpot));
}

#[test]
fn the_middle_of_a_ring_shaped_area_is_not_its_label() {
    let around = redraw(&ground(), &[]).unwrap();
    assert!(around.is_empty());

    let outline = outline(ground()[&grid(2)].clone());

    assert_eq!(side_of(outline.label_point, &outline.rings), Side::Inside);
    assert!(outline.area_m2 > 0.0);
}
