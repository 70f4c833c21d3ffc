//! Reports: what comes in, once, and where it lies then.

use domain::area::Area;
use domain::case::{Desk, Ground, Light, Report};
use service::{ServiceError, case};
use store::testing::grid_of;

use super::report_of;
use crate::house::House;

#[tokio::test]
async fn a_report_sent_twice_comes_in_once() {
    let house = House::new().await;
    let worker = house.worker().await;

    let first = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let again = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let other = case::report(&house.s, &worker, report_of(&house, 2)).await.unwrap();

    assert_eq!(first, again);
    assert_ne!(first, other);
    assert_eq!((house.db.count("case_file").await, house.db.count("case_event").await), (2, 2));
}

#[tokio::test]
async fn a_report_lies_red_at_the_community_with_all_clocks_running() {
    let house = House::new().await;
    let worker = house.worker().await;

    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();

    let sheet = case::sheet(&house.s, &worker, id).await.unwrap();
    assert_eq!(
        (sheet.standing.light(), sheet.standing.holder),
        (Light::Red, Desk::area(worker.area.parent().unwrap()))
    );
    assert_eq!(sheet.detail, "二单元三楼");
    let times = sheet.times;
    let answer = times.answer_due_at.unwrap();
    assert!(answer > times.holder_since && answer < times.business_due_at.unwrap());
    assert!(times.holder_due_at.is_some() && times.answered_at.is_none());
}

#[tokio::test]
async fn nobody_reports_outside_their_area_or_at_a_place_that_is_not_there() {
    let house = House::new().await;
    let stranger = house.stranger().await;
    let elsewhere = Report { ground: Ground::Area(grid_of(1, 1, 1)), ..report_of(&house, 2) };
    let unheard = Area::new_checked(grid_of(2, 1, 1).code() + 777).unwrap();

    let door = case::report(&house.s, &stranger, report_of(&house, 1)).await;
    let area = case::report(&house.s, &stranger, elsewhere).await;
    let nowhere =
        case::report(&house.s, &stranger, Report { ground: Ground::Area(unheard), ..report_of(&house, 3) }).await;

    assert!(door.is_err() && area.is_err(), "{door:?} {area:?}");
    assert!(matches!(nowhere, Err(ServiceError::Invalid { field: "ground", .. })), "{nowhere:?}");
    assert_eq!(house.db.count("case_file").await, 0);
}

#[tokio::test]
async fn an_unnamed_report_is_named_after_its_photo() {
    let house = House::new().await;
    let worker = house.worker().await;

    let id = case::report(&house.s, &worker, Report { title: None, ..report_of(&house, 1) }).await.unwrap();

    assert_eq!(case::sheet(&house.s, &worker, id).await.unwrap().line.title, "随手拍");
}
