//! Queues: whose they are, and that their counts are those of their lists.

use domain::actor::Role;
use domain::case::{Axis, Kind, Light, Queue, Step};
use domain::id::UnitId;
use service::case::{self, Taken};

use super::{later, report_of, with_picture, words};
use crate::house::House;

fn queue(axis: Axis) -> Queue {
    Queue { axis, ..Queue::default() }
}

#[tokio::test]
async fn every_desk_finds_its_own_cases_and_those_it_sent() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let department = house.department(1).await;
    let unit = UnitId::new_checked(department.desk.unwrap().number()).unwrap();
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, words(Step::PassOn(unit), "")).await.unwrap();

    let mut seen = Vec::new();
    for who in [&worker, &community, &street, &department] {
        for axis in [Axis::Mine, Axis::Sent, Axis::All] {
            let (lines, counts) = case::queue(&house.s, who, queue(axis)).await.unwrap();
            assert_eq!(counts.of(Light::Red), lines.len() as i64);
            seen.push(lines.len());
        }
    }

    assert_eq!(
        seen,
        [0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1],
        "mine, sent and all of worker, community, street, department"
    );
}

#[tokio::test]
async fn what_waits_for_a_check_or_for_the_street_is_in_their_queues() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
    case::step(&house.s, &community, id, 2, with_picture(&house, &community, Kind::Finish).await).await.unwrap();
    let (to_check, _) = case::queue(&house.s, &worker, queue(Axis::Mine)).await.unwrap();
    let (too_early, _) = case::queue(&house.s, &street, queue(Axis::Mine)).await.unwrap();

    case::step(&house.s, &worker, id, 3, with_picture(&house, &worker, Kind::Check).await).await.unwrap();

    let (to_evaluate, _) = case::queue(&house.s, &street, queue(Axis::Mine)).await.unwrap();
    assert_eq!((to_check.len(), too_early.len(), to_evaluate.len()), (1, 0, 1));
}

#[tokio::test]
async fn late_ones_are_counted_and_found_by_the_same_question() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let late = Queue { late_only: true, ..queue(Axis::Mine) };
    let month = later(&house, 60 * 24 * 30);

    let (none, _) = case::queue(&house.s, &community, late.clone()).await.unwrap();
    let (lines, counts) = case::queue(&month, &community, late).await.unwrap();

    assert_eq!((none.len(), lines.len(), counts.late()), (0, 1, 1));
}

#[tokio::test]
async fn who_has_nothing_to_do_with_cases_learns_of_none() {
    let house = House::new().await;
    house.db.add_case(&house.seat(0), 1, Light::Red).await;
    for (role, serial) in [(Role::SystemAdmin, 301), (Role::AuditAdmin, 302), (Role::Wall, 303)] {
        let who = house.db.actor(role, House::root(), serial).await;
        assert!(case::queue(&house.s, &who, queue(Axis::All)).await.is_err(), "{role:?}");
    }
    let supervision = house.db.actor(Role::Supervision, House::root(), 304).await;
    assert_eq!(case::queue(&house.s, &supervision, queue(Axis::All)).await.unwrap().0.len(), 1);
}
