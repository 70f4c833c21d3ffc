//! What phones send late: done once, never over a value that the writer did not see, and nothing lost; and what a phone may keep.

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::conflict::Side;
use domain::file::{Method, Problem};
use domain::id::ResidentId;
use domain::operation::OperationId;
use domain::person::Reason;
use domain::sync::{Kind, Moment, Sent};
use service::conflict::Said;
use service::contact::{self, Change, Outcome};
use service::{ServiceError, conflict, resident, snapshot, sync};
use store::testing::{county, now};

use crate::house::{House, service_at};

fn sent(serial: u8, kind: Kind) -> Sent {
    Sent { operation: OperationId::new([serial; 16]), kind, moment: Moment::now(now()) }
}

fn write(serial: u8) -> Sent {
    sent(serial, Kind::Contact)
}

async fn lived_in() -> (House, Actor, ResidentId) {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    let resident = ResidentId::new(county(), house.seat(0).dwelling.serial());
    (house, worker, resident)
}

async fn base(house: &House, actor: &Actor, resident: ResidentId) -> String {
    contact::shown(&house.s, actor, resident).await.unwrap().base
}

fn to(resident: ResidentId, phone: &str, base: &str) -> Change {
    Change { resident, typed: Some(phone.to_owned()), base: base.to_owned(), after: None, method: Method::Door }
}

async fn phone(house: &House, actor: &Actor, who: ResidentId) -> Option<String> {
    resident::unmask(&house.s, actor, who, Reason::Verify).await.unwrap().phone
}

#[tokio::test]
async fn a_number_is_written_once_however_often_it_arrives() {
    let (house, worker, resident) = lived_in().await;
    let change = to(resident, "13900000001", &base(&house, &worker, resident).await);

    assert_eq!(contact::change(&house.s, &worker, &write(1), &change).await.unwrap(), Outcome::Done);
    let audits = house.db.count("audit").await;
    for _ in 0..2 {
        assert_eq!(contact::change(&house.s, &worker, &write(1), &change).await.unwrap(), Outcome::Again);
    }
    assert_eq!(house.db.count("audit").await, audits);
    assert_eq!(house.db.count("field_operation").await, 1);
    assert_eq!(phone(&house, &worker, resident).await.as_deref(), Some("13900000001"));

    let other = sent(1, Kind::Visit);
    assert!(matches!(contact::change(&house.s, &worker, &other, &change).await, Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn two_that_arrive_at_once_are_one() {
    let (house, worker, resident) = lived_in().await;
    let change = to(resident, "13900000001", &base(&house, &worker, resident).await);
    let own = write(1);

    let (first, second) = tokio::join!(
        contact::change(&house.s, &worker, &own, &change),
        contact::change(&house.s, &worker, &own, &change)
    );

    let outcomes = [first.unwrap(), second.unwrap()];
    assert!(outcomes.contains(&Outcome::Done) && outcomes.contains(&Outcome::Again), "{outcomes:?}");
}

#[tokio::test]
async fn what_was_refused_can_be_sent_again_under_the_same_number() {
    let (house, worker, resident) = lived_in().await;
    let seen = base(&house, &worker, resident).await;

    let wrong = contact::change(&house.s, &worker, &write(1), &to(resident, "12", &seen)).await;
    let Err(ServiceError::Entry(problems)) = wrong else { panic!("{wrong:?}") };
    assert_eq!(problems[0].problem, Problem::PhoneForm);
    let right = contact::change(&house.s, &worker, &write(1), &to(resident, "13900000001", &seen)).await;
    assert_eq!(right.unwrap(), Outcome::Done);
}

#[tokio::test]
async fn a_write_without_sight_of_the_newest_number_waits_in_the_inbox_with_both_sides() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = base(&house, &worker, resident).await;
    contact::change(&house.s, &community, &write(1), &to(resident, "13900000001", &seen)).await.unwrap();

    let late = to(resident, "13900000002", &seen);
    for _ in 0..2 {
        let outcome = contact::change(&house.s, &worker, &write(2), &late).await.unwrap();
        assert_eq!(outcome, Outcome::Conflict, "also when its answer was lost");
    }
    assert_eq!(phone(&house, &worker, resident).await.as_deref(), Some("13900000001"), "nothing was overwritten");
    let open = conflict::list(&house.s, &worker).await.unwrap();
    assert_eq!(open.len(), 1);
    let says = |number: &str| Some(Said::Text(number.to_owned()));
    assert_eq!((&open[0].mine, open[0].is_own), (&says("13900000002"), true));
    assert_eq!((&open[0].theirs, open[0].field.as_str()), (&says("139****0001"), "phone"));
    let by_community = conflict::list(&house.s, &community).await.unwrap();
    assert_eq!(by_community[0].mine, says("139****0002"), "what others typed is masked");
    assert!(conflict::list(&house.s, &house.stranger().await).await.unwrap().is_empty());

    let (id, now_base) = (open[0].id, open[0].base.clone());
    let own = sent(3, Kind::Settle);
    let stale = conflict::settle(&house.s, &worker, &own, (id, Side::Mine), &seen).await;
    assert!(matches!(stale, Err(ServiceError::Conflict)), "it says something else than was seen");
    let settled = conflict::settle(&house.s, &worker, &own, (id, Side::Mine), &now_base).await.unwrap();
    assert_eq!(settled, Outcome::Done);
    assert_eq!(conflict::settle(&house.s, &worker, &own, (id, Side::Mine), &now_base).await.unwrap(), Outcome::Again);
    assert_eq!(phone(&house, &worker, resident).await.as_deref(), Some("13900000002"));
    let twice = conflict::settle(&house.s, &community, &sent(4, Kind::Settle), (id, Side::Theirs), &now_base).await;
    assert!(matches!(twice, Err(ServiceError::Conflict)), "it is decided");
    assert!(conflict::list(&house.s, &worker).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_conflict_of_another_area_can_not_be_decided() {
    let (house, worker, resident) = lived_in().await;
    let seen = base(&house, &worker, resident).await;
    contact::change(&house.s, &worker, &write(1), &to(resident, "13900000001", &seen)).await.unwrap();
    contact::change(&house.s, &worker, &write(2), &to(resident, "13900000002", &seen)).await.unwrap();
    let open = conflict::list(&house.s, &worker).await.unwrap();

    let chosen = (open[0].id, Side::Mine);
    let stranger = house.stranger().await;
    let foreign = conflict::settle(&house.s, &stranger, &sent(3, Kind::Settle), chosen, &open[0].base).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
    let centre = conflict::list(&house.s, &house.centre().await).await;
    assert!(matches!(centre, Err(ServiceError::Forbidden)), "{centre:?}");
}

#[tokio::test]
async fn ones_own_earlier_write_is_no_conflict() {
    let (house, worker, resident) = lived_in().await;
    let seen = base(&house, &worker, resident).await;
    contact::change(&house.s, &worker, &write(1), &to(resident, "13900000001", &seen)).await.unwrap();

    let after = Some(OperationId::new([1; 16]));
    let second = Change { after, ..to(resident, "13900000002", &seen) };
    assert_eq!(contact::change(&house.s, &worker, &write(2), &second).await.unwrap(), Outcome::Done);
    // Another account can't claim to have written it.
    let third = Change { after: Some(OperationId::new([2; 16])), ..to(resident, "13900000003", &seen) };
    let community = house.community().await;
    assert_eq!(contact::change(&house.s, &community, &write(3), &third).await.unwrap(), Outcome::Conflict);
}

#[tokio::test]
async fn it_was_verified_when_somebody_stood_at_the_door() {
    let (house, worker, resident) = lived_in().await;
    let seen = base(&house, &worker, resident).await;
    let days_ago = Moment { at: now() - TimeDelta::days(3), said_at: Some(now() + TimeDelta::days(1)) };
    let own = Sent { moment: days_ago, ..write(1) };

    contact::change(&house.s, &worker, &own, &to(resident, "13900000001", &seen)).await.unwrap();

    let mut tx = house.s.store.begin(&worker).await.unwrap();
    let rows = store::verification::of(&mut tx, resident.number(), false).await.unwrap();
    let contact = rows.iter().find(|row| row.group == domain::file::Group::Contact).unwrap();
    assert_eq!(contact.day, domain::clock::civil_date(days_ago.at));
}

#[tokio::test]
async fn histories_of_two_devices_end_with_every_write_in_the_file_or_in_the_inbox() {
    let (house, worker, resident) = lived_in().await;
    // The rule itself is held over a thousand histories (`domain::conflict`); these few go through the database.
    let mut state = 7u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..6u8 {
        let mut one = || (usize::from(draw(2) == 1), draw(4), draw(2) == 1, draw(2) == 1);
        let writes: Vec<_> = (0..=round).map(|_| one()).collect();
        let before = house.db.count("merge_conflict").await;
        let mut seen = [base(&house, &worker, resident).await, base(&house, &worker, resident).await];
        let (mut conflicts, mut applied) = (0, 0);
        for (at, (device, number, doubled, looks)) in writes.iter().enumerate() {
            let own = write(10 + round * 10 + at as u8);
            let change = to(resident, &format!("1390000000{number}"), &seen[*device]);
            let outcome = contact::change(&house.s, &worker, &own, &change).await.unwrap();
            if *doubled {
                let again = contact::change(&house.s, &worker, &own, &change).await.unwrap();
                assert_eq!(again == Outcome::Conflict, outcome == Outcome::Conflict, "{writes:?}");
            }
            match outcome {
                Outcome::Conflict => conflicts += 1,
                _ => applied += 1,
            }
            if *looks {
                seen[*device] = base(&house, &worker, resident).await;
            }
        }
        assert_eq!(conflicts + applied, writes.len());
        assert_eq!(house.db.count("merge_conflict").await - before, conflicts as i64, "{writes:?}");
    }
}

#[tokio::test]
async fn a_phone_keeps_its_own_grid_and_neither_numbers_of_papers_nor_notes_on_health() {
    let (house, worker, _) = lived_in().await;
    let seat = house.seat(0);
    house.db.add_documents(&seat, &worker).await;
    let canary = house.db.add_canary(&seat, 0).await;
    let before = house.db.count("audit").await;

    let own = snapshot::own(&house.s, &worker).await.unwrap();

    assert_eq!(house.db.count("audit").await, before + 1, "one look");
    assert_eq!(own.expires_at - own.made_at, TimeDelta::hours(24));
    let doors: Vec<_> = own.buildings.iter().flat_map(|building| &building.doors).collect();
    assert_eq!(doors.len(), 64, "the first grid has so many");
    let text = serde_json::to_string(&own).unwrap();
    for secret in [&canary.id_number, &canary.medical_note, &canary.phone, &canary.name] {
        assert!(!text.contains(secret.as_str()), "{secret}");
    }
    assert!(!text.contains(&canary.id_number[6..14]), "nor the birthday");
    let door = doors.iter().find(|door| door.id == seat.dwelling).unwrap();
    let person = door.people.iter().find(|person| person.id == canary.people[0]).unwrap();
    assert_eq!((person.name.as_str(), person.phone.as_deref()), ("鸩**", Some("160****9100")));
    assert_eq!(person.base, base(&house, &worker, person.id).await, "a change made without signal names what was seen");
    assert!(text.contains(&canary.words[0]), "notes at the door help there");

    let community = snapshot::own(&house.s, &house.community().await).await;
    assert!(matches!(community, Err(ServiceError::Forbidden)), "no phone keeps more than somebody walks");
    let centre = snapshot::own(&house.s, &house.centre().await).await;
    assert!(matches!(centre, Err(ServiceError::Forbidden)));
}

#[tokio::test]
async fn another_post_is_another_scope_and_the_same_account() {
    let house = House::new().await;
    let worker = house.worker().await;
    let moved = Actor { role: Role::GridLeader, ..worker.clone() };

    let (own, other) = (sync::scope(&house.s, &worker), sync::scope(&house.s, &moved));
    assert_eq!(own.account, other.account);
    assert_ne!(own.scope, other.scope);
    assert_ne!(own.account, sync::scope(&house.s, &house.stranger().await).account);
}

#[tokio::test]
async fn what_was_decided_long_ago_is_thrown_away_and_what_is_open_stays() {
    let (house, worker, resident) = lived_in().await;
    let seen = base(&house, &worker, resident).await;
    for (serial, number) in [(1, "13900000001"), (2, "13900000002"), (3, "13900000003")] {
        contact::change(&house.s, &worker, &write(serial), &to(resident, number, &seen)).await.unwrap();
    }
    let open = conflict::list(&house.s, &worker).await.unwrap();
    let chosen = (open[0].id, Side::Theirs);
    conflict::settle(&house.s, &worker, &sent(4, Kind::Settle), chosen, &open[0].base).await.unwrap();

    let later = service_at(house.db.store.clone(), now() + TimeDelta::days(conflict::KEPT_DAYS + 1));
    let mut tx = later.store.begin_system().await.unwrap();
    service::retention::sweep(&later, &mut tx).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(house.db.count("merge_conflict").await, 1);
    assert_eq!(house.db.count("field_operation").await, 4, "known for longer");
}
