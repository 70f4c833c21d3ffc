//! Monthly reports: counted from recorded work, shown to their worker first; an open objection blocks publication; every number opens
//! its records.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::figure::Side;
use domain::id::MonthId;
use domain::month::{Formula, Measure, State, tally_of};
use domain::operation::OperationId;
use domain::visit::{NewVisit, VisitOutcome};
use service::month::{self, Answering, Objecting, Sheet};
use service::{Service, ServiceError, visit};
use store::testing::{grid_of, now};

use crate::house::{House, service_at};

/// The tests' November.
fn november() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

/// So many days after the present of the tests, 21 November.
fn days(house: &House, days: i64) -> Service {
    let at: DateTime<Utc> = now() + TimeDelta::days(days);
    service_at(house.db.store.clone(), at)
}

fn community_of(grid: Area) -> Area {
    grid.parent().unwrap()
}

async fn visit_some(house: &House, worker: &Actor, count: u8) {
    for number in 0..count {
        let new = NewVisit {
            operation: OperationId::new([number + 1; 16]),
            dwelling: house.seat(usize::from(number)).dwelling,
            outcome: VisitOutcome::Unchanged,
            made_at: now(),
            position: None,
            note: None,
        };
        visit::record(&house.s, worker, new).await.unwrap();
    }
}

/// November's reports, shown on 3 December until the 8th.
async fn shown(house: &House) -> (Actor, Actor, Actor, Sheet) {
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    visit_some(house, &worker, 3).await;
    let s = days(house, 12);
    month::draft(&s, &community, community.area, november()).await.unwrap();
    assert!(month::own(&s, &worker).await.unwrap().is_empty(), "a draft is the office's alone");
    month::show(&s, &community, community.area, november()).await.unwrap();
    let own = month::own(&s, &worker).await.unwrap().remove(0);
    (worker, community, street, own)
}

fn which(sheet: &Sheet) -> (MonthId, i64) {
    (sheet.row.report.id, sheet.row.report.revision)
}

async fn again(s: &Service, actor: &Actor, sheet: &Sheet) -> Sheet {
    month::sheet(s, actor, sheet.row.report.id).await.unwrap()
}

#[tokio::test]
async fn a_report_counts_what_was_recorded_and_every_number_opens_its_records() {
    let house = House::new().await;
    let (worker, _, _, own) = shown(&house).await;
    let s = days(&house, 12);
    let tally = |measure| tally_of(&own.row.report.tallies, measure).unwrap();

    assert_eq!((tally(Measure::Visits).part, tally(Measure::Verified).part), (3, 3));
    let (_, lines, count) =
        month::behind(&s, &worker, own.row.report.id, (Measure::Visits, Side::Whole)).await.unwrap();
    let mut opened: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let mut visited: Vec<i64> = (0..3).map(|at| house.seat(at).dwelling.number()).collect();
    opened.sort_unstable();
    visited.sort_unstable();
    assert_eq!((opened, count), (visited, 3));
    for tally in &own.row.report.tallies {
        let id = own.row.report.id;
        let (_, _, part) = month::behind(&s, &worker, id, (tally.measure, Side::Part)).await.unwrap();
        let (_, _, whole) = month::behind(&s, &worker, id, (tally.measure, Side::Whole)).await.unwrap();
        assert_eq!((part as i64, whole as i64), (tally.part, tally.whole), "{:?}", tally.measure);
    }
}

#[tokio::test]
async fn a_months_outcome_is_the_same_again_from_its_numbers_and_version() {
    let house = House::new().await;
    let (worker, community, _, own) = shown(&house).await;
    let centre = house.centre().await;
    let s = days(&house, 12);
    let december = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    month::add_formula(&s, &centre, december, &[(Measure::Fresh, 100)], "only what is fresh").await.unwrap();

    let later = again(&s, &worker, &own).await;

    assert_eq!((later.row.report.formula, &later.formula), (1, &Formula::first()));
    assert_eq!(later.row.overall, own.row.overall);
    assert_eq!(later.row.overall, Formula::first().overall(&own.row.report.tallies));
    month::draft(&s, &community, community_of(worker.area), december).await.unwrap();
    let months = month::months(&s, &centre, community_of(worker.area), Some(december)).await.unwrap();
    assert!(months.rows.iter().all(|row| row.report.formula == 2), "the new version holds from its month on");
}

#[tokio::test]
async fn an_open_objection_blocks_publication_until_somebody_answers() {
    let house = House::new().await;
    let (worker, community, street, own) = shown(&house).await;
    let s = days(&house, 12);
    let objecting = Objecting { measure: Some(Measure::Visits), words: "four, not three" };
    month::object(&s, &worker, which(&own), objecting).await.unwrap();
    let after_term = days(&house, 30);
    let objected = again(&after_term, &street, &own).await;
    assert!(matches!(objected.row.report.state, State::Objected { .. }));

    let refused = month::publish(&after_term, &street, which(&objected)).await;

    assert!(matches!(refused, Err(ServiceError::Conflict)), "{refused:?}");
    let months = month::months(&after_term, &street, community.area, Some(november())).await.unwrap();
    let of_area = months.rows.iter().find(|row| row.report.about.worker.is_none()).unwrap();
    let area = month::publish(&after_term, &street, (of_area.report.id, of_area.report.revision)).await;
    assert!(matches!(area, Err(ServiceError::Conflict)), "the area's waits as well: {area:?}");
    let id = objected.objections[0].id;
    month::answer(&after_term, &community, id, Answering { words: "found it", is_upheld: true }).await.unwrap();
    let answered = again(&after_term, &street, &own).await;
    let today = month::publish(&after_term, &street, which(&answered)).await;
    assert!(matches!(today, Err(ServiceError::Conflict)), "its worker has the day to read the answer");
    let next_day = days(&house, 31);
    month::publish(&next_day, &street, which(&answered)).await.unwrap();
    assert!(matches!(again(&next_day, &worker, &own).await.row.report.state, State::Published { .. }));
    let again = month::publish(&next_day, &street, which(&answered)).await;
    assert!(matches!(again, Err(ServiceError::Conflict)), "it never changes again");
    for action in ["draft_month", "show_month", "object_month", "answer_month", "publish_month", "view_month"] {
        assert!(!house.db.audit_rows(action).await.is_empty(), "{action}");
    }
}

#[tokio::test]
async fn nothing_is_published_before_its_worker_had_time() {
    let house = House::new().await;
    let (worker, _, street, own) = shown(&house).await;
    let s = days(&house, 12);

    assert!(matches!(month::publish(&s, &street, which(&own)).await, Err(ServiceError::Conflict)));
    month::agree(&s, &worker, which(&own)).await.unwrap();
    let agreed = again(&s, &street, &own).await;
    month::publish(&s, &street, which(&agreed)).await.unwrap();
}

#[tokio::test]
async fn nobody_sees_or_touches_a_colleagues_month() {
    let house = House::new().await;
    let (_, _, _, own) = shown(&house).await;
    let s = days(&house, 12);
    let id = own.row.report.id;
    let beside = house.db.actor(Role::GridWorker, own.row.report.about.area, 150).await;
    let leader = house.db.actor(Role::GridLeader, community_of(own.row.report.about.area), 151).await;
    let far = house.db.actor(Role::Community, community_of(grid_of(2, 1, 1)), 152).await;
    for actor in [beside.clone(), house.stranger().await, leader.clone(), far.clone(), house.wall().await] {
        let seen = month::sheet(&s, &actor, id).await;
        assert!(matches!(seen, Err(ServiceError::NotFound)), "{:?}", actor.role);
        let behind = month::behind(&s, &actor, id, (Measure::Visits, Side::Whole)).await;
        assert!(matches!(behind, Err(ServiceError::NotFound)), "{:?}", actor.role);
    }
    let objecting = Objecting { measure: None, words: "x" };
    assert!(matches!(month::object(&s, &beside, which(&own), objecting).await, Err(ServiceError::NotFound)));
    assert!(matches!(month::agree(&s, &beside, which(&own)).await, Err(ServiceError::NotFound)));
    assert!(matches!(month::draft(&s, &leader, leader.area, november()).await, Err(ServiceError::Forbidden)));
    assert!(matches!(month::publish(&s, &far, which(&own)).await, Err(ServiceError::Forbidden)));
    let elsewhere = house.db.actor(Role::Street, grid_of(2, 1, 1).path()[1], 153).await;
    assert!(matches!(month::publish(&s, &elsewhere, which(&own)).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn what_was_shown_is_counted_anew_only_as_an_answer() {
    let house = House::new().await;
    let (worker, community, _, own) = shown(&house).await;
    let s = days(&house, 12);
    house.db.forget_visits().await;

    month::draft(&s, &community, community.area, november()).await.unwrap();
    let same = again(&s, &worker, &own).await;
    assert_eq!(tally_of(&same.row.report.tallies, Measure::Visits).unwrap().part, 3);

    month::object(&s, &worker, which(&same), Objecting { measure: None, words: "none of them" }).await.unwrap();
    let id = again(&s, &worker, &own).await.objections[0].id;
    month::answer(&s, &community, id, Answering { words: "right", is_upheld: true }).await.unwrap();
    assert_eq!(tally_of(&again(&s, &worker, &own).await.row.report.tallies, Measure::Visits).unwrap().part, 0);
}

#[tokio::test]
async fn the_leader_draws_up_the_last_month_by_itself_and_once() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    assert_eq!(month::sweep(&house.s).await.unwrap(), 0, "late in a month nothing is drawn up");
    let s = days(&house, 12);

    assert!(month::sweep(&s).await.unwrap() > 0);
    assert_eq!(month::sweep(&s).await.unwrap(), 0);

    let months = month::months(&s, &community, community.area, None).await.unwrap();
    assert_eq!(months.month, november());
    let mine = |row: &&month::Row| row.report.about.worker.as_ref().is_some_and(|(id, _)| *id == worker.account);
    assert!(months.rows.iter().any(|row| mine(&row)) && months.rows.iter().all(|row| row.report.state == State::Draft));
}

#[tokio::test]
async fn a_month_that_is_over_keeps_its_formula() {
    let house = House::new().await;
    let (centre, community) = (house.centre().await, house.community().await);
    let weights = [(Measure::Fresh, 10)];

    let past =
        month::add_formula(&house.s, &centre, NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(), &weights, "x").await;
    assert!(matches!(past, Err(ServiceError::Invalid { field: "from_on", .. })), "{past:?}");
    let counts = month::add_formula(&house.s, &centre, november(), &[(Measure::Visits, 10)], "x").await;
    assert!(matches!(counts, Err(ServiceError::Invalid { field: "weight", .. })), "{counts:?}");
    let forbidden = month::add_formula(&house.s, &community, november(), &weights, "x").await;
    assert!(matches!(forbidden, Err(ServiceError::Forbidden)), "{forbidden:?}");
    month::add_formula(&house.s, &centre, november(), &weights, "x").await.unwrap();
    let found = month::formulas(&house.s, &community).await.unwrap();
    assert_eq!((found.current, found.versions.len(), found.may_keep), (2, 2, false));
}
