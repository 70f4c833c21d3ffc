//! What must be true of stays, whatever happens to people.

use proptest::prelude::*;

use super::*;
use crate::area::County;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn county() -> County {
    County::new_checked(990_001).unwrap()
}

fn dwelling(serial: u64) -> DwellingId {
    DwellingId::new(county(), serial)
}

fn resident(serial: u64) -> ResidentId {
    ResidentId::new(county(), serial)
}

fn opening(who: u64, at: u64, kind: StayKind, relation: Relation, from: &str) -> Opening {
    Opening { resident: resident(who), dwelling: dwelling(at), kind, relation, from_on: Some(day(from)) }
}

/// Does what a list of changes says.
fn apply(stays: &mut Vec<Stay>, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Open(new) => stays.push(Stay {
                id: stays.len() as i64 + 1,
                resident: new.resident,
                dwelling: new.dwelling,
                kind: new.kind,
                relation: new.relation,
                from_on: new.from_on,
                to_on: None,
                end_reason: None,
            }),
            Change::Close { stay, to_on, reason } => {
                let found = stays.iter_mut().find(|known| known.id == *stay).unwrap();
                assert!(found.is_open(), "a stay ends once");
                (found.to_on, found.end_reason) = (Some(*to_on), Some(*reason));
            }
        }
    }
}

fn of(stays: &[Stay], who: u64) -> Vec<Stay> {
    stays.iter().filter(|stay| stay.resident == resident(who)).cloned().collect()
}

fn at(stays: &[Stay], door: u64) -> Vec<Stay> {
    stays.iter().filter(|stay| stay.dwelling == dwelling(door)).cloned().collect()
}

const TODAY: &str = "2026-11-22";

fn settled() -> Vec<Stay> {
    let mut stays = Vec::new();
    for new in [
        opening(1, 1, StayKind::Both, Relation::Head, "2010-05-01"),
        opening(2, 1, StayKind::Both, Relation::Spouse, "2010-05-01"),
    ] {
        apply(&mut stays, &[Change::Open(new)]);
    }
    stays
}

#[test]
fn who_moves_to_a_rented_home_stays_registered_at_the_old_one() {
    let mut stays = settled();
    let new = opening(1, 2, StayKind::Actual, Relation::Tenant, "2024-03-01");

    let changes = move_in(&[], &of(&stays, 1), new, day(TODAY)).unwrap();
    apply(&mut stays, &changes);

    let open: Vec<_> = of(&stays, 1).into_iter().filter(Stay::is_open).map(|stay| (stay.dwelling, stay.kind)).collect();
    assert_eq!(open, [(dwelling(1), StayKind::Registered), (dwelling(2), StayKind::Actual)]);
    assert_eq!(occupants(&stays, dwelling(1), day("2024-02-29")).len(), 2, "history is read as it was");
    assert_eq!(occupants(&stays, dwelling(1), day("2024-03-01")).len(), 1);
}

#[test]
fn a_second_head_and_a_day_to_come_are_refused_together() {
    let stays = settled();
    let new = opening(3, 1, StayKind::Both, Relation::Head, "2027-01-01");

    let refused = move_in(&at(&stays, 1), &[], new, day(TODAY)).unwrap_err();

    assert_eq!(refused, [Problem::InFuture, Problem::HeadExists]);
}

#[test]
fn who_moves_out_can_stay_registered_and_is_then_no_head() {
    let mut stays = settled();

    let changes = move_out(&of(&stays, 1), day("2026-01-01"), true, day(TODAY)).unwrap();
    apply(&mut stays, &changes);

    let open: Vec<_> = of(&stays, 1).into_iter().filter(Stay::is_open).map(|stay| (stay.kind, stay.relation)).collect();
    assert_eq!(open, [(StayKind::Registered, Relation::Other)]);
    assert_eq!(head(&at(&stays, 1)), None);
    assert_eq!(move_out(&of(&stays, 1), day("2026-02-01"), true, day(TODAY)), Err(vec![Problem::NotHere]));
}

#[test]
fn nobody_leaves_before_coming() {
    let stays = settled();

    let refused = move_out(&of(&stays, 2), day("2009-01-01"), false, day(TODAY));

    assert_eq!(refused, Err(vec![Problem::OutOfOrder]));
}

#[test]
fn a_household_has_one_head_before_and_after_a_change() {
    let mut stays = settled();

    let changes = change_head(&at(&stays, 1), resident(2), Relation::Spouse, day("2020-01-01"), day(TODAY)).unwrap();
    apply(&mut stays, &changes);

    let head_on = |text: &str| {
        let found = occupants(&stays, dwelling(1), day(text));
        found.iter().filter(|stay| stay.relation == Relation::Head).map(|stay| stay.resident).collect::<Vec<_>>()
    };
    assert_eq!(head_on("2019-12-31"), [resident(1)]);
    assert_eq!(head_on("2020-01-01"), [resident(2)]);
    let again = change_head(&at(&stays, 1), resident(2), Relation::Spouse, day("2021-01-01"), day(TODAY));
    assert_eq!(again, Err(vec![Problem::AlreadyHere]));
}

#[test]
fn a_death_ends_everything_and_a_second_one_nothing() {
    let mut stays = settled();

    let changes = died(&of(&stays, 1), day("2026-10-01"), day(TODAY)).unwrap();
    apply(&mut stays, &changes);

    assert!(of(&stays, 1).iter().all(|stay| stay.end_reason == Some(EndReason::Died)));
    assert_eq!(died(&of(&stays, 1), day("2026-10-02"), day(TODAY)), Ok(Vec::new()));
}

#[test]
fn a_merge_ends_what_is_said_twice_and_leaves_the_rest() {
    let mut stays = settled();
    for new in [
        opening(9, 1, StayKind::Both, Relation::Other, "2015-01-01"),
        opening(9, 5, StayKind::Away, Relation::Landlord, "2012-01-01"),
        opening(9, 6, StayKind::Actual, Relation::Tenant, "2016-01-01"),
    ] {
        apply(&mut stays, &[Change::Open(new)]);
    }

    assert_eq!(doubled(&of(&stays, 1), &of(&stays, 9)), [3, 5]);
    assert_eq!(doubled(&[], &of(&stays, 9)), Vec::<i64>::new());
}

proptest! {
    #[test]
    fn however_people_move_each_lives_at_one_door_and_is_registered_at_one(
        moves in prop::collection::vec((1u64..4, 1u64..5, 0usize..4, 0i64..4000), 1..24),
    ) {
        let mut stays = Vec::new();
        let mut moves = moves;
        moves.sort_by_key(|(.., days)| *days);
        for (who, door, kind, days) in moves {
            let new = Opening {
                resident: resident(who),
                dwelling: dwelling(door),
                kind: StayKind::ALL[kind].0,
                relation: Relation::Other,
                from_on: day("2010-01-01").checked_add_signed(chrono::TimeDelta::days(days)),
            };
            if let Ok(changes) = move_in(&at(&stays, door), &of(&stays, who), new, day(TODAY)) {
                apply(&mut stays, &changes);
            }
        }
        for who in 1..4 {
            let open: Vec<_> = of(&stays, who).into_iter().filter(Stay::is_open).collect();
            let lives = open.iter().filter(|stay| stay.kind.lives()).count();
            let registered =
                open.iter().filter(|stay| matches!(stay.kind, StayKind::Both | StayKind::Registered)).count();
            prop_assert!(lives <= 1 && registered <= 1, "{open:?}");
        }
        for stay in &stays {
            prop_assert!(stay.to_on.is_none_or(|to| stay.from_on.is_none_or(|from| from <= to)));
        }
    }
}
