//! Telling a person who looked.

use domain::actor::Role;
use domain::person::Reason;
use service::{ServiceError, file, household, look, resident};
use store::testing::grid_of;

use crate::house::House;

#[tokio::test]
async fn a_person_is_told_every_look_with_post_and_reason_and_nobody_elses() {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 110).await;
    let (home, next_door) = (house.seat(0).dwelling, house.seat(1).dwelling);
    let person = household::card(&house.s, &worker, home).await.unwrap().people[0].resident;
    file::view(&house.s, &worker, person).await.unwrap();
    resident::unmask(&house.s, &worker, person, Reason::Emergency).await.unwrap();
    let other = household::card(&house.s, &worker, next_door).await.unwrap().people[0].resident;
    resident::unmask(&house.s, &worker, other, Reason::Verify).await.unwrap();

    let told = look::tell(&house.s, &community, person).await.unwrap();
    let again = look::tell(&house.s, &community, person).await.unwrap();

    let lines: Vec<_> = told.lines.iter().map(|line| (line.action.as_str(), line.reason.as_deref())).collect();
    assert_eq!(lines, [("unmask_resident", Some("emergency")), ("view_file", None), ("view_card", None)]);
    assert!(told.lines.iter().all(|line| line.by == ("岗位101".to_owned(), "Post 101".to_owned())));
    assert_eq!((told.name.as_str(), told.is_cut), ("欧**", false));
    assert_eq!(again.lines[0].action, "tell_looks", "that somebody was told is told as well");
}

#[tokio::test]
async fn looks_at_a_household_from_before_the_person_lived_there_are_not_told() {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 110).await;
    let home = house.seat(0).dwelling;
    let person = household::card(&house.s, &worker, home).await.unwrap().people[0].resident;
    house.db.begin_stay(person, now_on() + chrono::Days::new(1)).await;

    let told = look::tell(&house.s, &community, person).await.unwrap();

    assert_eq!(told.lines, []);
}

fn now_on() -> chrono::NaiveDate {
    store::testing::now().date_naive()
}

#[tokio::test]
async fn only_the_counter_of_the_persons_own_area_tells() {
    let house = House::new().await;
    house.db.add_residents().await;
    let person =
        household::card(&house.s, &house.centre().await, house.seat(0).dwelling).await.unwrap().people[0].resident;
    let elsewhere = house.db.actor(Role::Community, grid_of(2, 1, 1).parent().unwrap(), 111).await;

    let by_worker = look::tell(&house.s, &house.worker().await, person).await;
    let by_stranger = look::tell(&house.s, &elsewhere, person).await;

    assert!(matches!(by_worker, Err(ServiceError::Forbidden)), "{by_worker:?}");
    assert!(matches!(by_stranger, Err(ServiceError::NotFound)), "{by_stranger:?}");
}
