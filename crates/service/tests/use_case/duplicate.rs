//! Hints of duplicates: what was reported nearby, of late, of the same kind and still open.

use domain::actor::Actor;
use domain::case::Light;
use domain::category::CategoryCode;
use domain::duplicate::Because;
use domain::id::CaseId;
use domain::spot::Spot;
use service::ServiceError;
use service::duplicate::{at_door, hints};
use store::testing::Seat;

use crate::house::House;

fn code(text: &str) -> CategoryCode {
    CategoryCode::new(text).unwrap()
}

/// A case about a lamp at a seat. The tests' cases were reported a day ago.
async fn lamp(house: &House, seat: &Seat, serial: u64, light: Light) -> CaseId {
    let case = house.db.add_case(seat, serial, light).await;
    house.db.tell_case(case, "0102", "楼道灯不亮", 0).await;
    case
}

async fn found(house: &House, actor: &Actor, category: &str, spot: Spot, text: &str) -> Vec<CaseId> {
    let doubles = hints(&house.s, actor, &code(category), &spot, text).await.unwrap();
    doubles.into_iter().map(|double| double.case).collect()
}

#[tokio::test]
async fn a_lamp_that_is_told_again_leads_to_the_open_case() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    let case = lamp(&house, &seat, 1, Light::Yellow).await;
    let at = at_door(&house.s, &worker, seat.dwelling).await.unwrap();

    let doubles = hints(&house.s, &worker, &code("0102"), &at, "楼道的灯不亮了").await.unwrap();

    assert_eq!(doubles.len(), 1);
    assert_eq!((doubles[0].case, doubles[0].light, doubles[0].title.as_str()), (case, Light::Yellow, "楼道灯不亮"));
    assert_eq!(doubles[0].likeness.because[0], Because::SameBuilding);
    assert_eq!(found(&house, &worker, "1101", at, "楼道灯不亮").await, [], "another group");
}

#[tokio::test]
async fn within_the_radius_it_is_found_and_beyond_it_is_not() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    let case = lamp(&house, &seat, 1, Light::Red).await;
    let at = at_door(&house.s, &worker, seat.dwelling).await.unwrap();
    let (x, y) = at.at_dm.unwrap();
    let away = |metres: i32| Spot { at_dm: Some((x + metres * 10, y)), ..Spot::somewhere(at.area) };

    assert_eq!(found(&house, &worker, "0102", away(20), "楼道灯不亮").await, [case]);
    assert_eq!(found(&house, &worker, "0102", away(26), "楼道灯不亮").await, [], "lamps: 25 m");
}

#[tokio::test]
async fn closed_and_old_cases_are_no_duplicates() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    let at = at_door(&house.s, &worker, seat.dwelling).await.unwrap();
    lamp(&house, &seat, 1, Light::Green).await;
    let old = lamp(&house, &seat, 2, Light::Yellow).await;
    house.db.tell_case(old, "0102", "楼道灯不亮", 14).await;

    assert_eq!(found(&house, &worker, "0102", at, "楼道灯不亮").await, []);
}

#[tokio::test]
async fn the_likest_come_first_and_no_more_than_five() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    let at = at_door(&house.s, &worker, seat.dwelling).await.unwrap();
    for serial in 1..=7 {
        let case = lamp(&house, &seat, serial, Light::Red).await;
        if serial == 6 {
            house.db.tell_case(case, "0102", "三楼楼道感应灯坏了", 0).await;
        }
    }

    let doubles = hints(&house.s, &worker, &code("0102"), &at, "三楼楼道感应灯坏了").await.unwrap();

    assert_eq!(doubles.len(), 5);
    assert_eq!(doubles[0].title, "三楼楼道感应灯坏了");
    assert!(doubles.windows(2).all(|pair| pair[0].likeness.per_mille >= pair[1].likeness.per_mille));
}

#[tokio::test]
async fn nobody_is_told_of_cases_elsewhere() {
    let house = House::new().await;
    let (worker, stranger, wall) = (house.worker().await, house.stranger().await, house.wall().await);
    let seat = house.seat(0);
    let at = at_door(&house.s, &worker, seat.dwelling).await.unwrap();

    for actor in [&stranger, &wall] {
        let refused = hints(&house.s, actor, &code("0102"), &at, "").await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{:?}", actor.role);
        assert!(matches!(at_door(&house.s, actor, seat.dwelling).await, Err(ServiceError::NotFound)));
    }
    let refused = hints(&house.s, &worker, &code("9999"), &at, "").await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "category", .. })));
}
