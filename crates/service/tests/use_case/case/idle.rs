//! Lights that nobody moves: reminded, asked, handed to supervision; each once.

use domain::actor::{Actor, Role};
use domain::case::{Kind, Light, Step, Watch};
use domain::id::{CaseId, UnitId};
use service::ServiceError;
use service::case::{self, Taken, sweep};
use service::supervision::watched;

use super::{later, report_of, words};
use crate::house::House;

const DAY: i64 = 24 * 60;

async fn steps(house: &House, who: &Actor, id: CaseId) -> Vec<Kind> {
    let sheet = case::sheet(&house.s, who, id).await.unwrap();
    sheet.entries.into_iter().filter_map(|entry| entry.kind).collect()
}

/// So many days later the job runs; gives how many alarms it raised.
async fn run(house: &House, days: i64) -> usize {
    sweep(&later(house, days * DAY)).await.unwrap()
}

#[tokio::test]
async fn a_light_is_reminded_asked_and_supervised_each_once() {
    let house = House::new().await;
    let worker = house.worker().await;
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();

    let raised = [run(&house, 0).await, run(&house, 7).await, run(&house, 7).await];
    assert_eq!((raised, steps(&house, &worker, id).await), ([0, 1, 0], vec![Kind::Urge]));
    let raised = [run(&house, 14).await, run(&house, 14).await, run(&house, 21).await, run(&house, 60).await];

    assert_eq!(
        (raised, steps(&house, &worker, id).await),
        ([1, 0, 1, 0], vec![Kind::Urge, Kind::Inquire, Kind::Supervise])
    );
    let sheet = case::sheet(&house.s, &worker, id).await.unwrap();
    assert!(sheet.standing.is_supervised && sheet.standing.light() == Light::Red, "lights are moved by people only");
    assert!(sheet.entries[1].by.0.is_empty(), "nobody did it");
    assert_eq!(house.db.audit_rows("raise_alarm").await.len(), 3);
    assert_eq!(house.db.count("outbox").await, 4, "open desks are told");
    let mut tx = house.db.store.begin_system().await.unwrap();
    assert_eq!(case::verify(&mut tx, house.db.store.keyring()).await.unwrap(), []);
}

#[tokio::test]
async fn two_servers_at_once_raise_an_alarm_once() {
    let house = House::new().await;
    let worker = house.worker().await;
    for serial in 1..=8 {
        case::report(&house.s, &worker, report_of(&house, serial)).await.unwrap();
    }
    let (one, other) = (later(&house, 7 * DAY), later(&house, 7 * DAY));

    let (one, other) = tokio::join!(sweep(&one), sweep(&other));

    assert_eq!(one.unwrap() + other.unwrap(), 8);
    assert_eq!(house.db.audit_rows("raise_alarm").await.len(), 8);
}

#[tokio::test]
async fn a_hand_over_begins_a_new_spell() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let department = house.department(1).await;
    let unit = UnitId::new_checked(department.desk.unwrap().number()).unwrap();
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    assert_eq!(run(&house, 7).await, 1);

    let handed = later(&house, 7 * DAY + 60);
    let sheet = case::step(&handed, &community, id, 2, words(Step::PassOn(unit), "")).await.unwrap();

    assert_eq!((sheet.standing.alarm, sheet.line.alarm), (None, None));
    assert_eq!(run(&house, 8).await, 0, "its new holder has just got it");
    assert_eq!(run(&house, 14).await, 1);
    assert_eq!(steps(&house, &worker, id).await, [Kind::Urge, Kind::PassOn, Kind::Urge]);
}

#[tokio::test]
async fn an_inquiry_is_answered_in_words_by_its_holder() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let id = case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    assert_eq!((run(&house, 7).await, run(&house, 14).await), (1, 1));
    let soon = later(&house, 15 * DAY);

    let silent = case::step(&soon, &community, id, 3, Taken::plain(Kind::Reply)).await;
    let foreign = case::step(&soon, &worker, id, 3, words(Step::Plain(Kind::Reply), "不归我管")).await;
    let said =
        case::step(&soon, &community, id, 3, words(Step::Plain(Kind::Reply), "配件在途，周五到货")).await.unwrap();

    assert!(matches!(silent, Err(ServiceError::Invalid { field: "note", .. })), "{silent:?}");
    assert!(matches!(foreign, Err(ServiceError::Forbidden)), "{foreign:?}");
    assert!(!said.standing.is_inquired);
    assert_eq!(run(&house, 40).await, 0, "what was answered is judged by people");
}

#[tokio::test]
async fn supervision_sees_what_is_watched_by_desk_and_others_learn_nothing() {
    let house = House::new().await;
    let (worker, street) = (house.worker().await, house.street().await);
    let supervision = house.db.actor(Role::Supervision, House::root(), 304).await;
    case::report(&house.s, &worker, report_of(&house, 1)).await.unwrap();
    let id = case::report(&house.s, &worker, report_of(&house, 2)).await.unwrap();
    assert_eq!(run(&house, 7).await, 2);
    case::step(&house.s, &supervision, id, 2, words(Step::Plain(Kind::Supervise), "久拖不决")).await.unwrap();

    let all = watched(&house.s, &supervision, None, (Watch::All, None)).await.unwrap();
    let only = watched(&house.s, &street, None, (Watch::Supervised, Some(all.tallies[0].desk))).await.unwrap();
    let hidden = watched(&house.s, &worker, None, (Watch::All, None)).await;

    assert_eq!((all.lines.len(), all.tallies.len()), (2, 1));
    let tally = &all.tallies[0];
    assert_eq!((tally.all, tally.reminded, tally.inquired, tally.supervised), (2, 2, 0, 1));
    assert_eq!(only.lines.iter().map(|line| line.case).collect::<Vec<_>>(), [id]);
    assert!(all.may_supervise && !only.may_supervise);
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
}
