//! The rule of recurrence: what is found, and what has to hold of whatever is found.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::area::County;

fn county() -> County {
    County::new_checked(990_001).unwrap()
}

fn incident(serial: u64, category: &str, metres: (i32, i32), day: i64) -> Incident {
    Incident {
        case: CaseId::new(county(), serial),
        category: CategoryCode::new(category).unwrap(),
        at_dm: (metres.0 * 10, metres.1 * 10),
        reported_at: DateTime::from_timestamp(1_795_233_600, 0).unwrap() + TimeDelta::days(day),
    }
}

fn serials(found: &[Vec<CaseId>]) -> Vec<Vec<u64>> {
    found.iter().map(|cases| cases.iter().map(|case| case.serial()).collect()).collect()
}

#[test]
fn three_of_a_kind_within_thirty_days_and_a_hundred_metres_recur() {
    let lamps = [incident(1, "0102", (0, 0), 0), incident(2, "0102", (100, 0), 30), incident(3, "0102", (0, 50), 15)];
    assert_eq!(serials(&recurrences(&lamps)), [[1, 2, 3]]);

    for (what, other) in [
        ("another kind", incident(3, "0103", (0, 50), 15)),
        ("a metre too far from both", incident(3, "0102", (0, 201), 15)),
        ("a day too late for both", incident(3, "0102", (0, 50), 61)),
    ] {
        assert!(recurrences(&[lamps[0].clone(), lamps[1].clone(), other]).is_empty(), "{what}");
    }
    assert!(recurrences(&lamps[..2]).is_empty());
}

#[test]
fn near_ones_are_united_along_a_street() {
    let street = [4, 2, 9, 1].map(|serial| incident(serial, "0102", (serial as i32 * 90, 0), 0));
    let found = recurrences(&[street.to_vec(), vec![incident(3, "0102", (270, 0), 0)]].concat());
    assert_eq!(serials(&found), [[1, 2, 3, 4]]);
}

#[test]
fn the_ground_of_several_areas_is_the_smallest_that_holds_them() {
    let city = Area::city(county());
    let community = city.child(1).unwrap().child(1).unwrap();
    let (one, two) = (community.child(1).unwrap(), community.child(2).unwrap());

    assert_eq!(ground(&[one, one]), Some(one));
    assert_eq!(ground(&[one, two]), Some(community));
    assert_eq!(ground(&[one, city.child(2).unwrap()]), Some(city));
    assert_eq!(ground(&[]), None);
}

fn incidents() -> impl Strategy<Value = Vec<Incident>> {
    let one = (0..2u8, -300..300i32, -300..300i32, 0..60i64);
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let each = all.into_iter().enumerate();
        each.map(|(serial, (kind, x, y, day))| {
            incident(serial as u64, ["0102", "1101"][usize::from(kind)], (x, y), day)
        })
        .collect()
    })
}

proptest! {
    #[test]
    fn groups_are_linked_apart_from_one_another_and_complete(all in incidents()) {
        let found = recurrences(&all);
        let of = |case: &CaseId| found.iter().position(|group| group.contains(case));
        let seen: BTreeSet<_> = found.iter().flatten().collect();
        prop_assert_eq!(seen.len(), found.iter().map(Vec::len).sum::<usize>(), "each is in one group");
        for one in &all {
            let alike: Vec<_> = all.iter().filter(|other| other.case != one.case && one.is_like(other)).collect();
            if let Some(group) = of(&one.case) {
                prop_assert!(!alike.is_empty());
                prop_assert!(alike.iter().all(|other| of(&other.case) == Some(group)), "whoever is like it is with it");
            } else {
                prop_assert!(alike.len() < LEAST - 1, "with two others like it, it recurs");
                prop_assert!(alike.iter().all(|other| of(&other.case).is_none()));
            }
        }
    }

    #[test]
    fn the_order_of_the_cases_does_not_matter(all in incidents()) {
        let backwards: Vec<_> = all.iter().rev().cloned().collect();
        prop_assert_eq!(recurrences(&all), recurrences(&backwards));
    }
}
