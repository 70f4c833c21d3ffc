//! A day of cases: reported, handed on, done, checked, evaluated; sent back; whistled for.

use domain::case::{CoState, Desk, Kind, Light, Phase, Step};
use domain::id::UnitId;
use service::ServiceError;
use service::case::{self, Taken};

use super::{at, later, report_of, staged, with_picture, words};
use crate::house::House;

fn unit_of(actor: &domain::actor::Actor) -> UnitId {
    UnitId::new_checked(actor.desk.unwrap().number()).unwrap()
}

#[tokio::test]
async fn longjings_day_is_seen_by_its_sender_at_every_hop() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let department = house.department(1).await;
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();

    let hidden = case::sheet(&house.s, &department, id).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");

    let accepted = case::step(&later(&house, 10), &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    assert_eq!((accepted.standing.light(), accepted.times.answered_at), (Light::Yellow, Some(at(10))));
    let passed = words(Step::PassOn(unit_of(&department)), "请城管处理");
    let passed = case::step(&later(&house, 20), &community, id, 2, passed).await.unwrap();
    assert_eq!((passed.standing.light(), passed.standing.holder), (Light::Red, department.desk.unwrap()));
    assert_eq!(passed.times.holder_since, at(20));

    case::step(&later(&house, 60), &department, id, 3, Taken::plain(Kind::Accept)).await.unwrap();
    let seen = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!((seen.standing.light(), seen.line.holder_name.0.as_str()), (Light::Yellow, "部门201"));
    assert_eq!(seen.times.business_due_at, accepted.times.business_due_at, "the business clock never restarts");

    let done = with_picture(&house, &department, Kind::Finish).await;
    case::step(&later(&house, 1440), &department, id, 4, done).await.unwrap();
    let own = case::step(&house.s, &department, id, 5, with_picture(&house, &department, Kind::Check).await).await;
    assert!(matches!(own, Err(ServiceError::Forbidden)), "nobody checks their own work: {own:?}");
    case::step(&house.s, &worker, id, 5, with_picture(&house, &worker, Kind::Check).await).await.unwrap();
    let green = case::step(&later(&house, 1500), &street, id, 6, Taken::plain(Kind::Evaluate)).await.unwrap();

    assert_eq!((green.standing.phase, green.times.closed_at), (Phase::Closed, Some(at(1500))));
    let lights: Vec<_> = green.entries.iter().map(|entry| entry.light).collect();
    assert_eq!(lights, [Light::Red, Light::Yellow, Light::Red, Light::Yellow, Light::Blue, Light::Blue, Light::Green]);
    assert_eq!(green.entries[2].to.as_ref().map(|to| to.0.as_str()), Some("部门201"));
    assert_eq!(green.entries[2].note, "请城管处理");
    assert_eq!(house.db.count("outbox").await, 7);
}

#[tokio::test]
async fn what_was_done_badly_goes_back_to_who_did_it() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, id, 2, with_picture(&house, &community, Kind::Finish).await).await.unwrap();

    let back = case::step(&later(&house, 30), &street, id, 3, words(Step::Plain(Kind::SendBack), "灯还是不亮")).await;

    let back = back.unwrap();
    assert_eq!((back.standing.light(), back.standing.holder), (Light::Yellow, community.desk.unwrap()));
    assert_eq!((back.standing.rework_count, back.times.holder_since), (1, at(30)));
    assert_eq!(back.times.finished_at, None);
}

#[tokio::test]
async fn a_whistle_calls_a_lead_and_helpers_who_all_see_the_case() {
    let house = House::new().await;
    let (worker, street) = (house.worker().await, house.street().await);
    let community = house.community().await;
    let (lead, helper, other) = (house.department(1).await, house.department(2).await, house.department(3).await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::PassUp)).await.unwrap();
    let whistle = Step::Whistle { lead: unit_of(&lead), with: vec![unit_of(&helper)] };

    let red = case::step(&house.s, &street, id, 2, words(whistle, "联合整治")).await.unwrap();
    let signed = case::step(&house.s, &helper, id, 3, Taken::plain(Kind::Sign)).await.unwrap();
    let hidden = case::sheet(&house.s, &other, id).await;

    assert_eq!((red.standing.holder, red.parties.len()), (lead.desk.unwrap(), 1));
    assert_eq!(signed.standing.co_state(helper.desk.unwrap()), Some(CoState::Signed));
    assert_eq!(signed.dwelling, None, "a department sees no door");
    assert!(signed.line.place.starts_with("阳光花园"), "but where to go: {}", signed.line.place);
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
}

#[tokio::test]
async fn a_returned_case_is_red_again_at_its_sender() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let department = house.department(1).await;
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, id, 2, words(Step::PassOn(unit_of(&department)), "")).await.unwrap();

    let back = case::step(&house.s, &department, id, 3, words(Step::Plain(Kind::Return), "不属本单位")).await.unwrap();

    assert_eq!((back.standing.light(), back.standing.holder), (Light::Red, Desk::area(community.area)));
    assert!(back.entries.last().unwrap().note.contains("不属"));
    let still = case::sheet(&house.s, &department, id).await;
    assert!(still.is_ok(), "who had it goes on seeing what became of it: {still:?}");
}

#[tokio::test]
async fn a_unit_sees_what_lies_in_a_pool_where_it_works_and_claims_it() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let (quick, late) = (house.department(1).await, house.department(2).await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let hidden = case::sheet(&house.s, &quick, id).await;
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Pool)).await.unwrap();

    let seen = case::sheet(&house.s, &late, id).await.unwrap();
    let claimed = case::step(&house.s, &quick, id, 2, Taken::plain(Kind::Claim)).await.unwrap();
    let too_late = case::step(&house.s, &late, id, 2, Taken::plain(Kind::Claim)).await;

    assert!(matches!(hidden, Err(ServiceError::NotFound)), "before it lies in the pool: {hidden:?}");
    assert_eq!((seen.standing.light(), seen.dwelling), (Light::Red, None), "without its door");
    assert_eq!((claimed.standing.holder, claimed.standing.light()), (quick.desk.unwrap(), Light::Yellow));
    assert!(matches!(too_late, Err(ServiceError::NotFound)), "it is somebody's now: {too_late:?}");
}

#[tokio::test]
async fn a_unit_sees_the_pictures_of_a_case_in_the_pool_and_adds_one_before_it_claims() {
    let house = House::new().await;
    let (worker, community, unit) = (house.worker().await, house.community().await, house.department(1).await);
    let mut report = report_of(&house, 1);
    report.pictures = vec![staged(&house, &worker).await];
    let id = case::report(&house.s, &worker, report).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Pool)).await.unwrap();

    let seen = case::sheet(&house.s, &unit, id).await.unwrap();
    let pictures = vec![staged(&house, &unit).await];
    let remark = Taken { pictures, ..words(Step::Plain(Kind::Remark), "是我们的灯") };
    let remarked = case::step(&house.s, &unit, id, 2, remark).await.unwrap();

    assert_eq!((seen.pictures.len(), remarked.pictures.len()), (1, 2));
}
