//! Visits: saved once, within scope, taken back with all that they left; the plan and the rules that it follows.

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Light;
use domain::cell::LabelCode;
use domain::id::DwellingId;
use domain::operation::OperationId;
use domain::visit::rule::{Rhythm, Whom, Window};
use domain::visit::{NewVisit, ProofDemand, VisitOutcome, VisitPosition};
use service::{Service, ServiceError, visit};
use store::testing::{grid_of, now};

use crate::house::{House, service_at};

fn made(dwelling: DwellingId, outcome: VisitOutcome, number: u8) -> NewVisit {
    NewVisit {
        operation: OperationId::new([number; 16]),
        dwelling,
        outcome,
        made_at: now(),
        position: VisitPosition::new_checked(71.4, 51.1, Some(8.0)),
        note: None,
    }
}

async fn record(s: &Service, actor: &Actor, new: NewVisit) -> visit::Recorded {
    visit::record(s, actor, new).await.unwrap()
}

fn later(house: &House, minutes: i64) -> Service {
    service_at(house.db.store.clone(), now() + TimeDelta::minutes(minutes))
}

#[tokio::test]
async fn one_tap_saves_a_visit_once_and_verifies_what_was_found_unchanged() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(0).dwelling);
    let today = house.s.today().to_string();

    let first = record(&house.s, &worker, made(home, VisitOutcome::Unchanged, 1)).await;
    let again = record(&house.s, &worker, made(home, VisitOutcome::Unchanged, 1)).await;

    assert_eq!((first.is_again, again.is_again, first.visit == again.visit), (false, true, true));
    assert_eq!(house.db.count("visit").await, 1);
    let by = Some(worker.account.number());
    assert_eq!(house.db.visit_standing(home).await, (Some(today.clone()), Some(today), by));
    assert_eq!(house.db.audit_rows("record_visit").await.len(), 1);
    let told: Vec<String> = house.db.audit_rows("record_visit").await;
    assert!(told.iter().all(|detail| !detail.contains("71.4")), "a coordinate is kept nowhere else: {told:?}");
    assert!(house.db.count("outbox").await >= 1, "the map hears of it");
}

#[tokio::test]
async fn nobody_in_verifies_nothing_and_leaves_the_day_of_the_call() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(0).dwelling);
    let (_, verified, by) = house.db.visit_standing(home).await;

    record(&house.s, &worker, made(home, VisitOutcome::NobodyIn, 1)).await;

    assert_eq!(house.db.visit_standing(home).await, (Some(house.s.today().to_string()), verified, by));
}

#[tokio::test]
async fn only_who_works_at_the_door_saves_a_visit_there() {
    let house = House::new().await;
    let home = house.seat(0).dwelling;
    let try_as = async |actor: &Actor| visit::record(&house.s, actor, made(home, VisitOutcome::Changed, 9)).await;

    assert!(matches!(try_as(&house.stranger().await).await, Err(ServiceError::NotFound)));
    assert!(matches!(try_as(&house.street().await).await, Err(ServiceError::Forbidden)));
    assert!(matches!(try_as(&house.wall().await).await, Err(ServiceError::NotFound)));
    assert!(try_as(&house.community().await).await.is_ok());
    let long = NewVisit { note: Some("长".repeat(201)), ..made(home, VisitOutcome::Changed, 2) };
    let refused = visit::record(&house.s, &house.worker().await, long).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "note", .. })));
}

#[tokio::test]
async fn a_clock_that_is_a_day_ahead_does_not_make_a_visit_of_tomorrow() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(0).dwelling);
    let ahead = NewVisit { made_at: now() + TimeDelta::days(1), ..made(home, VisitOutcome::Unchanged, 1) };

    record(&house.s, &worker, ahead).await;

    let lines = visit::of_dwelling(&house.s, &worker, home).await.unwrap();
    assert_eq!(lines.iter().map(|visit| visit.line.made_at).collect::<Vec<DateTime<Utc>>>(), [now()]);
}

#[tokio::test]
async fn taking_a_visit_back_leaves_the_household_as_it_was_and_no_coordinate() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(1).dwelling);
    let earlier = NewVisit { made_at: now() - TimeDelta::days(40), ..made(home, VisitOutcome::NobodyIn, 1) };
    record(&house.s, &worker, NewVisit { position: None, ..earlier }).await;
    house.db.settle_visits(home).await;
    let before = house.db.visit_standing(home).await;
    let saved = record(&house.s, &worker, made(home, VisitOutcome::Unchanged, 2)).await;
    assert_ne!(house.db.visit_standing(home).await, before);
    assert_eq!(house.db.visit_positions().await, 1);

    let colleague = house.db.actor(Role::GridWorker, worker.area, 7).await;
    assert!(matches!(visit::withdraw(&house.s, &colleague, saved.visit).await, Err(ServiceError::Forbidden)));
    let late = visit::withdraw(&later(&house, 10), &worker, saved.visit).await;
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    visit::withdraw(&later(&house, 9), &worker, saved.visit).await.unwrap();

    assert_eq!(house.db.visit_standing(home).await, before);
    assert_eq!(house.db.visit_positions().await, 0);
    let twice = visit::withdraw(&house.s, &worker, saved.visit).await;
    assert!(matches!(twice, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn proof_is_asked_for_only_where_it_is_demanded() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(0).dwelling);
    let bare = NewVisit { position: None, ..made(home, VisitOutcome::Changed, 1) };

    let refused = visit::record_with(&house.s, &worker, bare.clone(), ProofDemand::Position).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "position", .. })));
    assert!(visit::record(&house.s, &worker, bare).await.is_ok());
}

#[tokio::test]
async fn a_plan_has_every_due_household_once_and_a_visit_takes_it_off() {
    let house = House::new().await;
    let worker = house.worker().await;
    let (s, today) = (&house.s, house.s.today());
    let plan = visit::plan(s, &worker, today).await.unwrap();
    let homes = |plan: &domain::visit::plan::DayPlan| -> Vec<DwellingId> {
        plan.stops.iter().flat_map(|stop| &stop.households).map(|home| home.dwelling).collect()
    };
    let due = homes(&plan);
    assert!(!due.is_empty(), "households that were called at 100 days ago are due");
    let mut once = due.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), due.len());
    let mine: Vec<_> = house.seats.iter().filter(|seat| seat.area == worker.area).map(|seat| seat.dwelling).collect();
    assert!(due.iter().all(|home| mine.contains(home)));

    record(s, &worker, made(due[0], VisitOutcome::Unchanged, 1)).await;
    let last = due[due.len() - 1];
    record(s, &worker, made(last, VisitOutcome::NobodyIn, 2)).await;

    let after = homes(&visit::plan(s, &worker, today).await.unwrap());
    assert!(!after.contains(&due[0]) && !after.contains(&last));
    let tomorrow = homes(&visit::plan(s, &worker, today + TimeDelta::days(1)).await.unwrap());
    assert!(tomorrow.contains(&last), "nobody in postpones to tomorrow");
    assert!(!tomorrow.contains(&due[0]));
}

#[tokio::test]
async fn plans_and_records_are_of_ones_own_area() {
    let house = House::new().await;
    let (worker, home) = (house.worker().await, house.seat(0).dwelling);
    record(&house.s, &worker, made(home, VisitOutcome::Changed, 1)).await;
    let (grid, today) = (worker.area, house.s.today());
    let seen = async |actor: &Actor, area: Area| {
        let found = visit::records(&house.s, actor, area, today, 0).await;
        found.map(|found| (found.visits.len(), found.totals))
    };

    assert_eq!(seen(&worker, grid).await.unwrap(), (1, [0, 0, 1]));
    let street = house.street().await;
    assert_eq!(seen(&street, street.area).await.unwrap(), (1, [0, 0, 1]));
    assert!(matches!(seen(&house.stranger().await, grid).await, Err(ServiceError::NotFound)));
    assert!(matches!(seen(&house.wall().await, House::root()).await, Err(ServiceError::NotFound)));
    assert!(visit::plan_of(&house.s, &street, grid, today, None).await.is_ok());
    let large = visit::plan_of(&house.s, &street, street.area, today, None).await;
    assert!(matches!(large, Err(ServiceError::NotFound)), "a street has no walk");
    let far = visit::plan_of(&house.s, &worker, grid_of(2, 1, 1), today, None).await;
    assert!(matches!(far, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn after_a_visit_one_sees_what_else_there_is_to_do_in_the_building() {
    let house = House::new().await;
    let (worker, seat) = (house.worker().await, house.seat(0));
    house.db.add_case(&seat, 1, Light::Red).await;
    let plan = visit::plan(&house.s, &worker, house.s.today()).await.unwrap();
    let stop = plan.stops.iter().find(|stop| stop.building == seat.building);
    let due: Vec<_> = stop.map(|stop| stop.households.iter().map(|home| home.dwelling).collect()).unwrap_or_default();

    let nearby = visit::same_household_and_building_due(&house.s, &worker, seat.dwelling).await.unwrap();

    assert_eq!(nearby.due.is_some(), due.contains(&seat.dwelling));
    let others: Vec<_> = nearby.building.iter().map(|home| home.dwelling).collect();
    assert!(due.iter().filter(|home| **home != seat.dwelling).all(|home| others.contains(home)));
    assert_eq!(nearby.cases.first().map(|(_, about, ..)| *about), Some(seat.dwelling));
    let stranger = visit::same_household_and_building_due(&house.s, &house.stranger().await, seat.dwelling).await;
    assert!(matches!(stranger, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_community_keeps_rules_of_its_own_and_the_administrator_the_citys() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let admin = house.db.actor(Role::SystemAdmin, House::root(), 120).await;
    let evening = Window::new(18 * 60, 21 * 60);
    let save =
        async |actor: &Actor, whom, rhythm, window| visit::save_rule(&house.s, actor, whom, rhythm, window).await;
    let began = visit::rules(&house.s, &worker).await.unwrap();
    assert_eq!(began.rules.len(), 5, "what a city begins with");
    assert!(!began.may_keep);

    assert!(matches!(save(&worker, Whom::All, Rhythm::days(1), None).await, Err(ServiceError::Forbidden)));
    assert!(matches!(save(&house.wall().await, Whom::All, Rhythm::days(1), None).await, Err(ServiceError::NotFound)));
    let nothing = save(&community, Whom::All, None, None).await;
    assert!(matches!(nothing, Err(ServiceError::Invalid { field: "rhythm", .. })));
    let unknown = save(&community, Whom::Label(LabelCode(31)), Rhythm::days(1), None).await;
    assert!(matches!(unknown, Err(ServiceError::Invalid { field: "whom", .. })));
    save(&community, Whom::All, Rhythm::days(1), evening).await.unwrap();
    save(&admin, Whom::All, Rhythm::days(30), None).await.unwrap();

    let plan = visit::plan(&house.s, &worker, house.s.today()).await.unwrap();
    assert_eq!(plan.households(), 64, "every household, every day");
    assert!(plan.stops.iter().flat_map(|stop| &stop.households).all(|home| home.due.window.is_some()));
    let book = visit::rules(&house.s, &community).await.unwrap();
    let own = book.rules.iter().find(|(kept, _)| kept.area == community.area).unwrap().0.id;
    assert!(matches!(visit::remove_rule(&house.s, &admin, own).await, Err(ServiceError::NotFound)));
    visit::remove_rule(&house.s, &community, own).await.unwrap();
    let plan = visit::plan(&house.s, &worker, house.s.today()).await.unwrap();
    assert!(plan.households() < 64, "the city's rule holds again");
}
