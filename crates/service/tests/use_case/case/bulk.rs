//! Many cases at once: each goes its own way, and nothing is doubled.

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::case::{Axis, Became, BulkLine, Kind, Light, Phase, Queue, Refusal, Report, Step};
use domain::category::CategoryCode;
use domain::id::{CaseId, UnitId};
use service::ServiceError;
use service::case::{self, Taken};
use store::testing::now;

use super::report_of;
use crate::house::{House, service_at};

async fn reported(house: &House, who: &Actor, serials: std::ops::Range<u8>) -> Vec<(CaseId, i32)> {
    let mut cases = Vec::new();
    for serial in serials {
        cases.push((case::report(&house.s, who, report_of(house, serial)).await.unwrap(), 1));
    }
    cases
}

fn lights(lines: &[BulkLine]) -> Vec<Option<Light>> {
    let light = |line: &BulkLine| match line.became {
        Became::Done { light, .. } => Some(light),
        _ => None,
    };
    lines.iter().map(light).collect()
}

#[tokio::test]
async fn what_one_case_is_refused_takes_no_other_with_it() {
    let house = House::new().await;
    let (worker, community, stranger) = (house.worker().await, house.community().await, house.stranger().await);
    let cases = reported(&house, &worker, 1..5).await;
    // One is accepted already and named as it is now; one was changed since it was seen.
    case::step(&house.s, &community, cases[1].0, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, cases[2].0, 1, Taken::plain(Kind::Accept)).await.unwrap();
    let nobodys = CaseId::new_checked(cases[0].0.number() + 900).unwrap();
    let ticked = [cases[0], (cases[1].0, 2), cases[2], (nobodys, 1), cases[3]];

    let lines = case::bulk(&house.s, &community, &ticked, &Taken::plain(Kind::Accept)).await.unwrap();
    let foreign = case::bulk(&house.s, &stranger, &cases[..1], &Taken::plain(Kind::Accept)).await;

    assert_eq!(lights(&lines), [Some(Light::Yellow), None, None, None, Some(Light::Yellow)]);
    assert_eq!(lines[1].became, Became::Refused(Refusal::NotNow(Kind::Accept)));
    assert_eq!((lines[2].became, lines[3].became), (Became::Changed, Became::NotFound));
    assert_eq!((lines[0].title.as_str(), lines[3].title.as_str()), ("楼道灯不亮", ""));
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
}

#[tokio::test]
async fn the_same_sent_twice_is_done_once() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let department = house.department(1).await;
    let unit = UnitId::new_checked(department.desk.unwrap().number()).unwrap();
    let cases = reported(&house, &worker, 1..4).await;
    let handed = Taken { step: Step::PassOn(unit), note: None, pictures: Vec::new() };

    let first = case::bulk(&house.s, &community, &cases, &handed).await.unwrap();
    let events = house.db.count("case_event").await;
    let again = case::bulk(&house.s, &community, &cases, &handed).await.unwrap();
    let doubled = [cases[0], cases[0]].map(|(case, _)| (case, 2));
    let doubled = case::bulk(&house.s, &department, &doubled, &Taken::plain(Kind::Accept)).await.unwrap();

    assert_eq!(lights(&first), [Some(Light::Red); 3]);
    assert!(again.iter().all(|line| line.became == Became::Changed), "{again:?}");
    assert_eq!(lights(&doubled), [Some(Light::Yellow), None], "ticked twice, accepted once");
    assert_eq!(house.db.count("case_event").await, events + 1);
    let (lines, _) = case::queue(&house.s, &department, Queue::default()).await.unwrap();
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn all_that_was_done_is_taken_back_within_ten_seconds_where_nobody_acted() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let department = house.department(1).await;
    let unit = UnitId::new_checked(department.desk.unwrap().number()).unwrap();
    let cases = reported(&house, &worker, 1..4).await;
    let handed = Taken { step: Step::PassOn(unit), note: None, pictures: Vec::new() };
    let lines = case::bulk(&house.s, &community, &cases, &handed).await.unwrap();
    let done: Vec<_> = lines.iter().filter_map(BulkLine::done).collect();
    case::step(&house.s, &department, done[1].0, done[1].1, Taken::plain(Kind::Accept)).await.unwrap();

    let late = service_at(house.db.store.clone(), now() + TimeDelta::seconds(11));
    let too_late = case::bulk_undo(&late, &community, &done[2..]).await.unwrap();
    let back = case::bulk_undo(&house.s, &community, &done).await.unwrap();

    assert_eq!(too_late[0].became, Became::Changed);
    assert_eq!(lights(&back), [Some(Light::Red), None, Some(Light::Red)]);
    assert_eq!(back[1].became, Became::Changed, "the department has it in hand");
    let sheet = case::sheet(&house.s, &community, done[0].0).await.unwrap();
    assert_eq!(
        (sheet.standing.holder, sheet.standing.phase),
        (community.desk.unwrap(), Phase::Waiting { in_pool: false })
    );
}

#[tokio::test]
async fn who_has_nothing_to_do_with_cases_and_what_is_no_step_for_many_is_refused_as_a_whole() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let cases = reported(&house, &worker, 1..2).await;
    let admin = house.db.actor(domain::actor::Role::SystemAdmin, House::root(), 301).await;
    let accept = Taken::plain(Kind::Accept);

    let hidden = case::bulk(&house.s, &admin, &cases, &accept).await;
    let none = case::bulk(&house.s, &community, &[], &accept).await;
    let many = case::bulk(&house.s, &community, &vec![cases[0]; 201], &accept).await;
    let other = case::bulk(&house.s, &community, &cases, &Taken::plain(Kind::Refuse)).await;

    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
    assert!(matches!(none, Err(ServiceError::Invalid { field: "case", .. })), "{none:?}");
    assert!(matches!(many, Err(ServiceError::Invalid { field: "case", .. })), "{many:?}");
    assert!(matches!(other, Err(ServiceError::Invalid { field: "step", .. })), "{other:?}");
    assert_eq!(house.db.count("case_event").await, 1);
}

#[tokio::test]
async fn a_category_and_an_area_narrow_list_counts_and_choices_alike() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    for (serial, code) in [(1, "0102"), (2, "0102"), (3, "0203")] {
        let report = Report { category: CategoryCode::new(code), ..report_of(&house, serial) };
        case::report(&house.s, &worker, report).await.unwrap();
    }
    case::report(&house.s, &worker, report_of(&house, 4)).await.unwrap();
    let all = Queue { axis: Axis::All, ..Queue::default() };
    let lamps = Queue { category: CategoryCode::new("0102"), ..all.clone() };

    let (lines, counts) = case::queue(&house.s, &community, lamps.clone()).await.unwrap();
    let here = Queue { area: Some(worker.area), ..lamps.clone() };
    let (inside, _) = case::queue(&house.s, &community, here).await.unwrap();
    let choices = case::queue_choices(&house.s, &community, lamps).await.unwrap();
    let outside = Queue { area: Some(House::root()), ..all };

    assert_eq!((lines.len(), counts.of(Light::Red), inside.len()), (2, 2, 2));
    let offered: Vec<_> = choices.categories.iter().map(|found| (found.code.as_str(), found.count)).collect();
    assert_eq!(offered, [("0102", 2), ("0203", 1)], "whatever category is chosen");
    let areas: Vec<_> = choices.areas.iter().map(|(area, _)| *area).collect();
    assert_eq!(areas.first(), Some(&community.area));
    assert!(areas.contains(&worker.area) && areas.iter().all(|area| community.area.contains(*area)));
    let foreign = case::queue_choices(&house.s, &community, outside).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
}
