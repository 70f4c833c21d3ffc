//! Trails taken out: masked, linked, written down; bulletins: numbered, never changed, without people.

use domain::actor::Role;
use domain::bulletin::Period;
use domain::case::{Kind, Report, Step, Title};
use service::case::{self, sweep, trail};
use service::{ServiceError, bulletin};

use super::{later, report_of, words};
use crate::house::House;

#[tokio::test]
async fn a_trail_has_every_hop_with_its_link_and_nobodys_number() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let stranger = house.stranger().await;
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let said = words(Step::Plain(Kind::Remark), "请打 13812341234");
    case::step(&house.s, &community, id, 1, said).await.unwrap();

    let out = trail(&house.s, &community, id, "pdf").await.unwrap();
    let hidden = trail(&house.s, &stranger, id, "pdf").await;

    assert_eq!(out.trail.hops.len(), 2);
    assert!(out.trail.is_whole && out.trail.head.is_some() && out.trail.head == out.trail.hops[1].1);
    assert_eq!(out.trail.hops[1].0.note, "请打 138******34");
    assert!(out.mark.contains(&id.to_string()) && out.mark.contains("已脱敏"), "{}", out.mark);
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
    assert_eq!(house.db.audit_rows("export_trail").await.len(), 1);
}

#[tokio::test]
async fn a_bulletin_is_numbered_stays_as_it_is_and_names_nobody() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let department = house.department(1).await;
    let supervision = house.db.actor(Role::Supervision, House::root(), 304).await;
    let named = Report { title: Title::new("王伟家漏水"), ..report_of(&house, 1) };
    let id = case::report(&house.s, &worker, named).await.unwrap();
    let week = later(&house, 7 * 24 * 60);
    assert_eq!(sweep(&week).await.unwrap(), 1);

    let first = bulletin::publish(&week, &supervision, Period::Month).await.unwrap();
    let before = bulletin::one(&week, &department, first).await.unwrap();
    case::step(&week, &community, id, 2, case::Taken::plain(Kind::Accept)).await.unwrap();
    let second = bulletin::publish(&week, &supervision, Period::Week).await.unwrap();
    let foreign = bulletin::publish(&week, &street, Period::Week).await;

    assert_eq!(bulletin::one(&week, &department, first).await.unwrap(), before, "published is published");
    assert_eq!(before.body.lines.iter().map(|line| line.case).collect::<Vec<_>>(), [id]);
    assert_eq!(before.body.in_period[0], 1);
    let next = bulletin::one(&week, &worker, second).await.unwrap();
    assert_eq!((before.number.1, next.number.1), (1, 2));
    assert!(next.body.lines.is_empty(), "its light moved");
    let all = serde_json::to_string(&before.body).unwrap();
    assert!(!all.contains("王伟") && !all.contains("阳光花园"), "{all}");
    assert!(matches!(foreign, Err(ServiceError::Forbidden)), "{foreign:?}");
    let wall = house.wall().await;
    assert!(matches!(bulletin::one(&week, &wall, first).await, Err(ServiceError::NotFound)));
    assert_eq!(house.db.audit_rows("publish_bulletin").await.len(), 2);
}
