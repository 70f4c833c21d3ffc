//! Help from close by, and what one looked at last.

use domain::actor::Role;
use domain::filter::Code;
use domain::id::{DwellingId, ResidentId};
use domain::search::Target;
use service::{ServiceError, file, household, nearby, search};

use crate::house::House;

fn skill(code: &str) -> Code {
    Code::new_checked(code).unwrap()
}

async fn lived_in() -> House {
    let house = House::new().await;
    house.db.add_residents().await;
    house
}

/// The tests give every dwelling one resident with its own number.
fn resident_of(dwelling: DwellingId) -> ResidentId {
    ResidentId::new_checked(dwelling.number()).unwrap()
}

#[tokio::test]
async fn the_nearest_who_has_the_skill_comes_first_and_only_from_ones_own_area() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let at = house.seat(30);

    let found = nearby::find(&house.s, &worker, at.dwelling, Some(&skill("plumbing"))).await.unwrap();
    let nobody = nearby::find(&house.s, &worker, at.dwelling, Some(&skill("hair"))).await.unwrap();
    let stranger = nearby::find(&house.s, &house.stranger().await, at.dwelling, Some(&skill("plumbing"))).await;

    assert!(found.may_dial && found.people.len() > 5 && nobody.people.is_empty());
    assert_eq!((found.people[0].dwelling, found.people[0].distance_m), (at.dwelling, 0));
    assert!(found.people.is_sorted_by_key(|person| person.distance_m));
    let own = |dwelling| house.seats.iter().any(|seat| seat.dwelling == dwelling && seat.area == worker.area);
    assert!(found.people.iter().all(|person| own(person.dwelling) && person.name == "欧**"));
    assert!(matches!(stranger, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn ringing_a_helper_leaves_a_row_without_the_number() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let helper = resident_of(house.seat(0).dwelling);
    let street = house.db.actor(Role::Street, worker.area.path()[1], 201).await;

    let phone = nearby::dial(&house.s, &worker, helper).await.unwrap();
    let by_street = nearby::dial(&house.s, &street, helper).await;
    let by_stranger = nearby::dial(&house.s, &house.stranger().await, helper).await;

    assert!(matches!(by_street, Err(ServiceError::Forbidden)), "{by_street:?}");
    assert!(matches!(by_stranger, Err(ServiceError::NotFound)), "{by_stranger:?}");
    let rows = house.db.audit_rows("dial_resident").await;
    assert!(rows.len() == 1 && rows[0].contains("skill") && !rows[0].contains(phone.reveal()), "{rows:?}");
}

#[tokio::test]
async fn the_last_ten_looks_are_ones_own_the_latest_first_and_each_once() {
    let house = lived_in().await;
    let (worker, colleague) = (house.worker().await, house.centre().await);
    assert_eq!(search::recent(&house.s, &worker).await.unwrap(), []);

    for at in 0..12 {
        household::card(&house.s, &worker, house.seat(at).dwelling).await.unwrap();
    }
    file::view(&house.s, &worker, resident_of(house.seat(20).dwelling)).await.unwrap();
    household::card(&house.s, &worker, house.seat(11).dwelling).await.unwrap();

    let recent = search::recent(&house.s, &worker).await.unwrap();
    let dwelling = |at: usize| Target::Dwelling(house.seat(at).dwelling, house.seat(at).building);
    assert_eq!(recent.len(), 10);
    assert_eq!((recent[0].target, recent[2].target), (dwelling(11), dwelling(10)));
    assert!(
        matches!(recent[1].target, Target::Person(resident, ..) if resident == resident_of(house.seat(20).dwelling))
    );
    assert_eq!((recent[1].title.as_str(), recent[1].age_years), ("欧**", Some(36)));
    assert_eq!(search::recent(&house.s, &colleague).await.unwrap(), []);
    let wall = search::recent(&house.s, &house.wall().await).await;
    assert!(matches!(wall, Err(ServiceError::NotFound)));
}
