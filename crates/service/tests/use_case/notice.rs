//! Notices: who is chosen, told, missing; who may ring, and that ringing leaves a trace.

use chrono::Days;
use domain::actor::{Actor, Role};
use domain::cell::LabelCode;
use domain::id::NoticeId;
use domain::notice::{CallState, Choice, Draft};
use service::{ServiceError, notice};
use store::testing::{grid_of, now};

use crate::house::House;

const PHONE: &str = "16000000016";

async fn lived_in() -> House {
    let house = House::new().await;
    house.db.add_residents().await;
    house
}

fn draft() -> Draft {
    let today = domain::clock::civil_date(now());
    Draft::new_checked("停水", "明天停水，请先储水。", today + Days::new(2), today).unwrap()
}

async fn building_notice(house: &House, actor: &Actor) -> NoticeId {
    let choice = Choice { area: actor.area, building: Some(house.seat(0).building), labels: Vec::new() };
    notice::create(&house.s, actor, &draft(), choice).await.unwrap()
}

#[tokio::test]
async fn a_building_is_told_door_by_door_and_the_one_that_was_missed_is_found_again() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let id = building_notice(&house, &worker).await;
    let calls = notice::sheet(&house.s, &worker, id).await.unwrap().calls;
    assert!(calls.len() > 2 && calls.iter().all(|call| call.name.as_deref() == Some("欧**") && call.has_phone));

    for call in &calls[1..] {
        let told = (CallState::Open, CallState::Told);
        notice::mark(&house.s, &worker, (id, call.dwelling), told, "").await.unwrap();
    }
    let sheet = notice::sheet(&house.s, &worker, id).await.unwrap();
    let missing: Vec<_> = sheet.calls.iter().filter(|call| call.state.is_missing()).map(|call| call.dwelling).collect();
    assert_eq!((sheet.notice.tally.missing, missing), (1, vec![calls[0].dwelling]));

    let absent = (CallState::Open, CallState::Absent);
    notice::mark(&house.s, &worker, (id, calls[0].dwelling), absent, "晚上再来").await.unwrap();
    assert_eq!(
        notice::sheet(&house.s, &worker, id).await.unwrap().notice.tally.missing,
        1,
        "nobody there: still missing"
    );
    let passed = (CallState::Absent, CallState::PassedOn);
    notice::mark(&house.s, &worker, (id, calls[0].dwelling), passed, "").await.unwrap();
    assert_eq!(notice::sheet(&house.s, &worker, id).await.unwrap().notice.tally.missing, 0);
}

#[tokio::test]
async fn two_callers_cannot_overwrite_one_another_unseen() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let id = building_notice(&house, &worker).await;
    let call = (id, notice::sheet(&house.s, &worker, id).await.unwrap().calls[0].dwelling);

    notice::mark(&house.s, &worker, call, (CallState::Open, CallState::Told), "").await.unwrap();
    let late = notice::mark(&house.s, &worker, call, (CallState::Open, CallState::Absent), "").await;
    let nonsense = notice::mark(&house.s, &worker, call, (CallState::Told, CallState::Open), "").await;

    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    assert!(matches!(nonsense, Err(ServiceError::Invalid { field: "state", .. })), "{nonsense:?}");
}

#[tokio::test]
async fn ringing_gives_the_number_to_who_keeps_the_file_and_leaves_a_row_without_it() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let id = building_notice(&house, &worker).await;
    let dwelling = notice::sheet(&house.s, &worker, id).await.unwrap().calls[0].dwelling;
    let street = house.db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 201).await;

    let phone = notice::dial(&house.s, &worker, id, dwelling).await.unwrap();
    let stranger = notice::dial(&house.s, &house.stranger().await, id, dwelling).await;
    let street = notice::dial(&house.s, &street, id, dwelling).await;
    let wall = notice::dial(&house.s, &house.wall().await, id, dwelling).await;

    assert_eq!(phone.reveal(), PHONE);
    assert!(matches!(stranger, Err(ServiceError::NotFound)), "{stranger:?}");
    assert!(matches!(street, Err(ServiceError::Forbidden)), "{street:?}");
    assert!(matches!(wall, Err(ServiceError::NotFound)), "{wall:?}");
    let rows = house.db.audit_rows("dial_resident").await;
    assert!(rows.len() == 1 && !rows[0].contains(PHONE), "{rows:?}");
}

#[tokio::test]
async fn a_household_that_was_not_chosen_is_not_rung() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let id = building_notice(&house, &worker).await;
    let other = house.seats.iter().find(|seat| seat.building != house.seat(0).building).unwrap();

    let rung = notice::dial(&house.s, &worker, id, other.dwelling).await;

    assert!(matches!(rung, Err(ServiceError::NotFound)), "{rung:?}");
}

#[tokio::test]
async fn a_communitys_notice_shows_each_worker_the_own_grid_only() {
    let house = lived_in().await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).path()[2], 202).await;
    let choice = Choice { area: community.area, building: None, labels: Vec::new() };
    let id = notice::create(&house.s, &community, &draft(), choice).await.unwrap();
    let worker = house.worker().await;

    let mine = notice::sheet(&house.s, &worker, id).await.unwrap();
    let all = notice::sheet(&house.s, &community, id).await.unwrap();
    let stranger = house.stranger().await;
    let elsewhere = notice::sheet(&house.s, &stranger, id).await;

    assert!(mine.may_mark && mine.calls.len() as i64 == mine.notice.tally.total);
    assert!(mine.calls.len() <= all.calls.len());
    let grid = grid_of(1, 1, 1);
    let own: Vec<_> = house.seats.iter().filter(|seat| seat.area == grid).map(|seat| seat.dwelling).collect();
    assert!(mine.calls.iter().all(|call| own.contains(&call.dwelling)));
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
    assert_eq!(notice::list(&house.s, &stranger).await.unwrap(), Vec::new());
}

#[tokio::test]
async fn labels_narrow_the_choice_and_nobody_at_all_is_refused() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let choice = |labels: Vec<LabelCode>| Choice { area: worker.area, building: None, labels };

    let everybody = notice::create(&house.s, &worker, &draft(), choice(Vec::new())).await.unwrap();
    let some = notice::create(&house.s, &worker, &draft(), choice(vec![LabelCode(11)])).await.unwrap();
    let nobody = notice::create(&house.s, &worker, &draft(), choice(vec![LabelCode(30)])).await;

    let count = async |id| notice::sheet(&house.s, &worker, id).await.unwrap().notice.tally.total;
    assert!(count(some).await < count(everybody).await);
    assert!(matches!(nobody, Err(ServiceError::Invalid { field: "area", .. })), "{nobody:?}");
    assert_eq!(notice::list(&house.s, &worker).await.unwrap().len(), 2, "a refused one leaves nothing behind");
}

#[tokio::test]
async fn who_only_looks_makes_no_notice_and_who_sees_nobody_sees_none() {
    let house = lived_in().await;
    let centre = house.centre().await;
    let choice = Choice { area: centre.area, building: None, labels: Vec::new() };

    let made = notice::create(&house.s, &centre, &draft(), choice).await;
    let wall = notice::list(&house.s, &house.wall().await).await;

    assert!(matches!(made, Err(ServiceError::Forbidden)), "{made:?}");
    assert!(matches!(wall, Err(ServiceError::NotFound)), "{wall:?}");
}
