//! What is known before a report is sent, and joining a case instead of repeating it.

use chrono::{Days, TimeDelta};
use domain::case::{Ground, Light};
use domain::category::CategoryCode;
use domain::work::Draft;
use service::ServiceError;
use service::case;
use store::testing::now;

use super::report_of;
use crate::house::House;

fn rocks() -> CategoryCode {
    CategoryCode::new("0203").unwrap()
}

#[tokio::test]
async fn a_known_work_answers_before_a_report_is_sent() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let ground = Ground::Dwelling(house.seat(0).dwelling);
    let before = case::hints(&house.s, &worker, ground, None, "危岩松动").await.unwrap();
    assert!(before.works.is_empty());
    let today = (now() + TimeDelta::hours(8)).date_naive();
    let draft = Draft {
        area: community.area,
        building: None,
        radius_m: None,
        place: "后山".to_owned(),
        category: None,
        title: "危岩加固".to_owned(),
        reason: "专业队正在清理，月底前完工".to_owned(),
        unit: None,
        starts_on: today,
        ends_on: today.checked_add_days(Days::new(20)),
        is_public: true,
    };
    service::work::post(&house.s, &community, draft).await.unwrap();

    let hints = case::hints(&house.s, &worker, ground, Some(&rocks()), "危岩松动").await.unwrap();

    assert_eq!(hints.works.iter().map(|work| work.draft.title.as_str()).collect::<Vec<_>>(), ["危岩加固"]);
    assert!(hints.suggestion.is_some(), "and who would get it");
    assert_eq!(hints.ids().count(), 1);
}

#[tokio::test]
async fn the_same_thing_in_the_same_house_is_offered_and_joined_without_a_second_case() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let first = domain::case::Report { category: Some(rocks()), ..report_of(&house, 1) };
    let id = case::report(&house.s, &community, first.clone()).await.unwrap();

    let hints = case::hints(&house.s, &worker, first.ground, Some(&rocks()), "楼道灯不亮了").await.unwrap();
    assert_eq!(hints.doubles.iter().map(|double| double.case).collect::<Vec<_>>(), [id]);
    let before = house.db.count("case_file").await;
    case::join(&house.s, &worker, id, domain::case::Note::new("我家门口也是")).await.unwrap();

    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    let last = sheet.entries.last().unwrap();
    assert_eq!((last.is_join, last.note.as_str(), last.light), (true, "我家门口也是", Light::Red));
    assert_eq!(house.db.count("case_file").await, before);
}

#[tokio::test]
async fn what_ended_cannot_be_joined_and_other_cities_have_no_hints() {
    let house = House::new().await;
    let community = house.community().await;
    let id = case::report(&house.s, &community, report_of(&house, 1)).await.unwrap();
    let refuse = super::words(domain::case::Step::Plain(domain::case::Kind::Refuse), "不在本辖区");
    case::step(&house.s, &community, id, 1, refuse).await.unwrap();

    let ended = case::join(&house.s, &community, id, None).await;
    let department = house.department(1).await;
    let ground = Ground::Dwelling(house.seat(0).dwelling);
    let elsewhere = case::hints(&house.s, &department, ground, None, "").await;

    assert!(matches!(ended, Err(ServiceError::Conflict)), "{ended:?}");
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "a department reports nothing: {elsewhere:?}");
}
