//! What must be true of doors and of whoever lives behind them, whatever is proposed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::area::County;

const TODAY: &str = "2026-11-22";

fn county() -> County {
    County::new_checked(990_001).unwrap()
}

fn door(serial: u64) -> DwellingId {
    DwellingId::new(county(), serial)
}

fn number(text: &str) -> DoorNumber {
    text.parse().unwrap()
}

/// Two landings with three doors each: 101 to 103 and 201 to 203, serials 1 to 6.
fn unit() -> Vec<Slot> {
    let places = (1..=2).flat_map(|floor| (1..=3).map(move |place| (floor, place)));
    let slot = |(serial, (floor, place)): (u64, (u16, u16))| Slot {
        dwelling: door(serial),
        floor,
        number: DoorNumber::of_place(floor, place),
        closing: None,
    };
    (1..).zip(places).map(slot).collect()
}

fn stay(id: i64, who: u64, at: u64, kind: StayKind, relation: Relation) -> Stay {
    let resident = ResidentId::new(county(), who);
    let from_on = Some("2020-01-01".parse().unwrap());
    Stay { id, resident, dwelling: door(at), kind, relation, from_on, to_on: None, end_reason: None }
}

fn people_at(stays: &[Stay], at: DwellingId) -> usize {
    let own = stays.iter().filter(|stay| stay.is_open() && stay.dwelling == at);
    own.map(|stay| stay.resident).collect::<BTreeSet<_>>().len()
}

/// Makes a change when it can be made.
fn make(unit: &mut [Slot], stays: &mut Vec<Stay>, change: Change) -> Result<(), Problem> {
    for slot in after(unit, &change, people_at(stays, change.dwelling()))? {
        *unit.iter_mut().find(|known| known.dwelling == slot.dwelling).unwrap() = slot;
    }
    let Change::Merge { kept, gone } = change else { return Ok(()) };
    for change in merged_stays(stays, kept, gone, TODAY.parse().unwrap()) {
        match change {
            stay::Change::Open(new) => stays.push(Stay {
                id: stays.len() as i64 + 1,
                resident: new.resident,
                dwelling: new.dwelling,
                kind: new.kind,
                relation: new.relation,
                from_on: new.from_on,
                to_on: None,
                end_reason: None,
            }),
            stay::Change::Close { stay, to_on, reason } => {
                let found = stays.iter_mut().find(|known| known.id == stay).unwrap();
                assert!(found.is_open() && found.from_on.is_none_or(|from| from <= to_on));
                (found.to_on, found.end_reason) = (Some(to_on), Some(reason));
            }
        }
    }
    Ok(())
}

#[test]
fn a_number_belongs_to_one_door_of_a_unit_until_that_one_is_gone() {
    let (mut unit, mut stays) = (unit(), Vec::new());
    let renumber = |dwelling, text| Change::Renumber { dwelling, number: number(text) };

    assert_eq!(make(&mut unit, &mut stays, renumber(door(1), "102")), Err(Problem::NumberTaken));
    assert_eq!(make(&mut unit, &mut stays, renumber(door(1), "101")), Err(Problem::SameNumber));
    make(&mut unit, &mut stays, Change::Remove { dwelling: door(2), reason: Removal::NeverThere }).unwrap();
    make(&mut unit, &mut stays, renumber(door(1), "102")).unwrap();

    let again = Change::Open { dwelling: door(2), number: None };
    assert_eq!(make(&mut unit, &mut stays, again), Err(Problem::NumberTaken));
    make(&mut unit, &mut stays, Change::Open { dwelling: door(2), number: Some(number("102甲")) }).unwrap();
    assert_eq!(unit[1].number, number("102甲"));
}

#[test]
fn a_door_with_people_is_not_removed_and_says_how_many() {
    let mut stays =
        vec![stay(1, 1, 1, StayKind::Both, Relation::Head), stay(2, 2, 1, StayKind::Away, Relation::Landlord)];

    let removed = make(&mut unit(), &mut stays, Change::Remove { dwelling: door(1), reason: Removal::Demolished });

    assert_eq!(removed, Err(Problem::Occupied(2)));
}

#[test]
fn only_doors_of_one_landing_become_one() {
    let merge = |kept, gone| Change::Merge { kept: door(kept), gone: door(gone) };

    assert_eq!(after(&unit(), &merge(1, 4), 0), Err(Problem::OtherLanding));
    assert_eq!(after(&unit(), &merge(1, 1), 0), Err(Problem::OtherLanding));
    assert_eq!(after(&unit(), &merge(1, 7), 0), Err(Problem::Unknown));
    assert!(after(&unit(), &merge(1, 3), 0).is_ok());
}

#[test]
fn whoever_belongs_to_both_doors_has_one_stay_that_says_both_things() {
    let mut stays = vec![
        stay(1, 1, 1, StayKind::Registered, Relation::Child),
        stay(2, 1, 2, StayKind::Actual, Relation::Head),
        stay(3, 2, 1, StayKind::Both, Relation::Head),
    ];

    make(&mut unit(), &mut stays, Change::Merge { kept: door(1), gone: door(2) }).unwrap();

    let open: Vec<_> = stays.iter().filter(|stay| stay.is_open()).collect();
    assert_eq!(open.len(), 2);
    assert_eq!((open[1].kind, open[1].relation, open[1].dwelling), (StayKind::Both, Relation::Child, door(1)));
    assert_eq!((open[0].id, open[0].relation), (3, Relation::Head));
}

#[test]
fn a_home_without_a_head_takes_the_other_ones() {
    let mut stays =
        vec![stay(1, 1, 1, StayKind::Actual, Relation::Tenant), stay(2, 2, 2, StayKind::Both, Relation::Head)];

    make(&mut unit(), &mut stays, Change::Merge { kept: door(1), gone: door(2) }).unwrap();

    assert_eq!(stay::head(&stays[2..]).map(|head| head.resident), Some(stays[1].resident));
}

fn changes() -> impl Strategy<Value = Change> {
    let any = || (1..=6u64).prop_map(door);
    let numbers = prop::sample::select(vec!["101", "102", "201", "301", "101甲", "3-2"]).prop_map(number);
    prop_oneof![
        (any(), numbers.clone()).prop_map(|(dwelling, number)| Change::Renumber { dwelling, number }),
        any().prop_map(|dwelling| Change::Remove { dwelling, reason: Removal::OtherUse }),
        (any(), any()).prop_map(|(kept, gone)| Change::Merge { kept, gone }),
        (any(), prop::option::of(numbers)).prop_map(|(dwelling, number)| Change::Open { dwelling, number }),
    ]
}

fn people() -> impl Strategy<Value = Vec<Stay>> {
    let kinds = prop::sample::select(StayKind::ALL.map(|(kind, _)| kind).to_vec());
    let relations = prop::sample::select(vec![Relation::Head, Relation::Spouse, Relation::Child, Relation::Tenant]);
    let one = (1..=5u64, 1..=6u64, kinds, relations);
    prop::collection::vec(one, 0..10).prop_map(|rows| {
        let stays = (1..).zip(rows).map(|(id, (who, at, kind, relation))| stay(id, who, at, kind, relation));
        stays.collect()
    })
}

proptest! {
    #[test]
    fn nobody_is_lost_and_numbers_stay_apart_whatever_is_confirmed(
        mut stays in people(),
        changes in prop::collection::vec(changes(), 0..30),
    ) {
        let mut unit = unit();
        let belonging = |stays: &[Stay]| -> BTreeSet<ResidentId> {
            stays.iter().filter(|stay| stay.is_open()).map(|stay| stay.resident).collect()
        };
        let everybody = belonging(&stays);

        for change in changes {
            let _made_or_not = make(&mut unit, &mut stays, change);

            let open: Vec<&Slot> = unit.iter().filter(|slot| slot.closing.is_none()).collect();
            let numbers: BTreeSet<_> = open.iter().map(|slot| slot.number).collect();
            prop_assert_eq!(numbers.len(), open.len());
            prop_assert_eq!(&belonging(&stays), &everybody);
            for stay in stays.iter().filter(|stay| stay.is_open()) {
                prop_assert!(open.iter().any(|slot| slot.dwelling == stay.dwelling));
            }
            for slot in &unit {
                if let Some(Closing::MergedInto(kept)) = slot.closing {
                    prop_assert!(open.iter().any(|open| open.dwelling == kept));
                }
            }
        }
    }
}
