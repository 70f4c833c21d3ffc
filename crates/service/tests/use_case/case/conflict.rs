//! Two hands at once, steps taken back, and timelines that were tampered with.

use chrono::TimeDelta;
use domain::case::{Kind, Light};
use service::ServiceError;
use service::case::{self, Taken};
use store::testing::{Tamper, now, tamper_with_entry};

use super::{report_of, with_picture};
use crate::house::{House, service_at};

#[tokio::test]
async fn a_step_leaves_event_audit_and_outbox_row_together() {
    let house = House::new().await;
    let community = house.community().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let sheet = case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();

    assert_eq!((sheet.line.version, sheet.entries.len()), (2, 2));
    assert_eq!(sheet.entries[1].by.0, "岗位105");
    assert!(sheet.line.place.starts_with("阳光花园 1-"), "{}", sheet.line.place);
    assert_eq!(house.db.audited().await, ["step_case"]);
    assert_eq!(house.db.count("outbox").await, 1);
}

#[tokio::test]
async fn a_step_that_saw_an_older_version_or_is_not_possible_changes_nothing() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let stale = case::step(&house.s, &community, id, 3, Taken::plain(Kind::Accept)).await;
    let impossible = case::step(&house.s, &community, id, 1, Taken::plain(Kind::Evaluate)).await;
    let foreign = case::step(&house.s, &worker, id, 1, Taken::plain(Kind::Accept)).await;

    assert!(matches!(stale, Err(ServiceError::Conflict)), "{stale:?}");
    assert!(matches!(impossible, Err(ServiceError::Conflict)), "{impossible:?}");
    assert!(matches!(foreign, Err(ServiceError::Forbidden)), "{foreign:?}");
    assert_eq!((house.db.count("case_event").await, house.db.count("outbox").await), (1, 0));
}

#[tokio::test]
async fn a_case_of_another_grid_is_not_found() {
    let house = House::new().await;
    let stranger = house.stranger().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let step = case::step(&house.s, &stranger, id, 1, Taken::plain(Kind::Accept)).await;

    assert!(matches!(step, Err(ServiceError::NotFound)), "{step:?}");
}

#[tokio::test]
async fn the_worst_open_case_gives_a_household_its_light_whoever_takes_the_step() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let seat = house.seat(0);
    house.db.add_case(&seat, 1, Light::Blue).await;
    let red = house.db.add_case(&seat, 2, Light::Red).await;
    let lines = case::open(&house.s, &worker, worker.area, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.light).collect::<Vec<_>>(), [Light::Red, Light::Blue]);

    case::step(&house.s, &community, red, 1, Taken::plain(Kind::Accept)).await.unwrap();

    let board =
        service::building::board(&house.s, &worker, seat.building, domain::cell::Lens::Visit, None).await.unwrap();
    let cell = board.cells.iter().find(|cell| cell.dwelling == seat.dwelling).unwrap();
    assert_eq!(cell.byte.light(), Some(Light::Yellow));
}

#[tokio::test]
async fn of_two_hands_at_once_one_is_told() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let (one, two) = tokio::join!(
        case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)),
        case::step(&house.s, &community, id, 1, Taken::plain(Kind::PassUp)),
    );

    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(matches!(one.and(two), Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn a_step_is_taken_back_within_ten_seconds_and_not_later_or_by_others() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let before = case::sheet(&house.s, &community, id).await.unwrap();
    let taken = case::step(&house.s, &community, id, 1, Taken::plain(Kind::PassUp)).await.unwrap();
    assert_eq!(taken.undo.map(|(version, _)| version), Some(2));

    let late = service_at(house.db.store.clone(), now() + TimeDelta::seconds(11));
    let too_late = case::undo(&late, &community, id, 2).await;
    let foreign = case::undo(&house.s, &worker, id, 2).await;
    let back = case::undo(&house.s, &community, id, 2).await.unwrap();

    assert!(matches!(too_late, Err(ServiceError::Conflict)), "{too_late:?}");
    assert!(matches!(foreign, Err(ServiceError::Conflict)), "{foreign:?}");
    assert_eq!((back.standing, back.times), (before.standing, before.times));
    assert_eq!(back.line.version, 3);
    assert!(back.entries[1].is_undone);
}

#[tokio::test]
async fn a_tampered_timeline_is_found() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, id, 2, with_picture(&house, &community, Kind::Finish).await).await.unwrap();
    assert_eq!(faults(&house).await, []);

    for (tamper, version) in [(Tamper::Reword, 3), (Tamper::Redate, 2), (Tamper::Remove, 3), (Tamper::Remove, 2)] {
        let mut tx = house.db.owner_tx().await;
        tamper_with_entry(&mut tx, id, version, tamper).await;
        let found = case::verify(&mut tx, house.db.store.keyring()).await.unwrap();
        assert_eq!(found.iter().map(|fault| fault.version).collect::<Vec<_>>(), [version], "{tamper:?}");
        tx.rollback().await.unwrap();
    }
}

async fn faults(house: &House) -> Vec<case::Fault> {
    let mut tx = house.db.owner_tx().await;
    let found = case::verify(&mut tx, house.db.store.keyring()).await.unwrap();
    tx.rollback().await.unwrap();
    found
}
