//! Trails: what is recorded where, and what is left of it.

mod check_point;
mod gpx;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::clock::civil_date;
use domain::geo::{Frame, LonLat, Metre};
use domain::operation::OperationId;
use domain::trail::{Dropped, RawFix, TrackMode, Why};
use domain::visit::{NewVisit, VisitId, VisitOutcome};
use service::{Service, ServiceError, patrol, trail, visit};
use store::testing::now;

use crate::house::{House, service_at};

/// The tables that hold something of a duty.
const TABLES: [&str; 5] = ["patrol_duty", "trail_batch", "trail_fix", "patrol_track", "trail_note"];

/// Has the security administrator say what is recorded in the whole city.
pub async fn set(house: &House, mode: TrackMode) {
    let admin = house.db.actor(Role::SecurityAdmin, House::root(), 150).await;
    trail::set_mode(&house.s, &admin, House::root(), Some(mode)).await.unwrap();
    let mut tx = house.s.store.begin_system().await.unwrap();
    trail::tend(&house.s, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Where a seat's building stands, and the city's frame.
pub async fn place(house: &House, at: usize) -> (Frame, Metre) {
    let mut tx = house.s.store.begin_system().await.unwrap();
    let spot = store::spot::of_dwelling(&mut tx, house.seat(at).dwelling).await.unwrap().unwrap();
    let city = store::city::city(&mut tx, spot.area.county()).await.unwrap().unwrap();
    let (x, y) = spot.at_dm.unwrap();
    (city.frame(), Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 })
}

/// A walk eastwards from there: a fix a minute, thirty metres apart, from five minutes ago on.
pub fn walk((frame, start): (Frame, Metre), count: i64) -> Vec<RawFix> {
    let fix = |n: i64| RawFix {
        position: frame.to_lon_lat(Metre { x: start.x + 30.0 * n as f64, y: start.y }),
        at: now() + TimeDelta::minutes(n),
        accuracy_m: 5.0,
    };
    (0..count).map(fix).collect()
}

pub async fn visited(s: &Service, actor: &Actor, house: &House, (seat, at): (usize, DateTime<Utc>)) -> VisitId {
    let new = NewVisit {
        operation: OperationId::new([seat as u8 + 1; 16]),
        dwelling: house.seat(seat).dwelling,
        outcome: VisitOutcome::Unchanged,
        made_at: at,
        position: None,
        note: None,
    };
    visit::record(s, actor, new).await.unwrap().visit
}

fn operation(number: u8) -> OperationId {
    OperationId::new([number; 16])
}

#[tokio::test]
async fn as_a_city_comes_visits_are_joined_and_nothing_of_them_is_kept_apart() {
    let house = House::new().await;
    let worker = house.worker().await;
    let first = visited(&house.s, &worker, &house, (0, now())).await;
    visited(&house.s, &worker, &house, (20, now())).await;
    let today = civil_date(now());

    let day = trail::own_day(&house.s, &worker, today).await.unwrap();
    let replay = patrol::track(&house.s, &house.centre().await, worker.account, today).await.unwrap();
    visit::withdraw(&house.s, &worker, first).await.unwrap();
    let after = trail::own_day(&house.s, &worker, today).await.unwrap();

    assert_eq!((day.mode, day.is_recorded, day.fixes.len()), (TrackMode::VisitPoints, false, 2));
    assert_eq!((replay.fixes.len(), replay.stops[0].dwelling), (2, day.stops[0].dwelling));
    assert_eq!(after.fixes.len(), 1, "the point is gone with its visit");
    for table in TABLES {
        assert_eq!(house.db.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn as_a_city_comes_nobody_goes_on_duty_and_no_position_is_taken() {
    let house = House::new().await;
    let worker = house.worker().await;
    let fixes = walk(place(&house, 0).await, 3);

    let begun = trail::begin_duty(&house.s, &worker).await;
    let sent = trail::ingest(&house.s, &worker, operation(1), fixes).await;

    assert!(matches!(begun, Err(ServiceError::Forbidden)), "{begun:?}");
    assert!(matches!(sent, Err(ServiceError::Forbidden)), "{sent:?}");
}

#[tokio::test]
async fn where_nothing_is_recorded_visits_are_not_even_joined() {
    let house = House::new().await;
    let worker = house.worker().await;
    visited(&house.s, &worker, &house, (0, now())).await;
    set(&house, TrackMode::Off).await;
    let (centre, today) = (house.centre().await, civil_date(now()));

    let day = trail::own_day(&house.s, &worker, today).await.unwrap();
    let replay = patrol::track(&house.s, &centre, worker.account, today).await;

    assert_eq!(day.fixes, []);
    assert!(matches!(replay, Err(ServiceError::NotFound)), "{replay:?}");
    assert_eq!(patrol::workers(&house.s, &centre, House::root()).await.unwrap(), []);
}

#[tokio::test]
async fn a_batch_counts_once_and_a_duty_leaves_its_line_and_nothing_else() {
    let house = House::new().await;
    let worker = house.worker().await;
    set(&house, TrackMode::DutyTrack).await;
    trail::begin_duty(&house.s, &worker).await.unwrap();
    let later = service_at(house.db.store.clone(), now() + TimeDelta::minutes(10));
    let fixes = walk(place(&house, 0).await, 4);

    let taken = trail::ingest(&later, &worker, operation(1), fixes.clone()).await.unwrap();
    let again = trail::ingest(&later, &worker, operation(1), fixes).await.unwrap();
    let before = trail::own_day(&later, &worker, civil_date(now())).await.unwrap();
    trail::end_duty(&later, &worker).await.unwrap();

    assert_eq!((taken.kept, taken.dropped, again.kept), (4, Dropped::new(), 0));
    assert_eq!((before.fixes.len(), before.is_on_duty), (4, true), "the worker sees it first");
    for table in TABLES {
        assert_eq!(house.db.count(table).await, i64::from(table == "patrol_track"), "{table}");
    }
    let centre = house.centre().await;
    let replay = patrol::track(&later, &centre, worker.account, civil_date(now())).await.unwrap();
    assert_eq!(replay.fixes.len(), 4);
    assert!((replay.length_m - 90.0).abs() < 1.0, "{}", replay.length_m);
    assert!(!house.db.audited().await.iter().any(|action| action.contains("duty")), "no duty stands on a trail");
}

#[tokio::test]
async fn only_the_own_ground_and_the_time_of_the_duty_are_taken() {
    let house = House::new().await;
    let worker = house.worker().await;
    set(&house, TrackMode::DutyTrack).await;
    trail::begin_duty(&house.s, &worker).await.unwrap();
    let later = service_at(house.db.store.clone(), now() + TimeDelta::minutes(10));
    let mut fixes = walk(place(&house, 0).await, 2);
    fixes.push(RawFix { at: now() - TimeDelta::hours(1), ..fixes[0] });
    fixes.push(RawFix { at: now() + TimeDelta::hours(1), ..fixes[0] });
    fixes.push(RawFix { position: LonLat { lon: 0.0, lat: 0.0 }, at: now() + TimeDelta::minutes(9), accuracy_m: 5.0 });

    let taken = trail::ingest(&later, &worker, operation(2), fixes).await.unwrap();
    let stranger = trail::ingest(&later, &house.stranger().await, operation(3), Vec::new()).await;

    assert_eq!(taken.kept, 2);
    assert_eq!(taken.dropped.get(&Why::Time), Some(&2));
    assert!(matches!(stranger, Err(ServiceError::Conflict)), "who is not on duty sends nothing: {stranger:?}");
}

#[tokio::test]
async fn a_duty_that_nobody_ends_ends_by_itself_and_old_lines_go() {
    let house = House::new().await;
    let worker = house.worker().await;
    set(&house, TrackMode::DutyTrack).await;
    trail::begin_duty(&house.s, &worker).await.unwrap();
    let soon = service_at(house.db.store.clone(), now() + TimeDelta::minutes(10));
    trail::ingest(&soon, &worker, operation(1), walk(place(&house, 0).await, 3)).await.unwrap();
    let tend = async |after: TimeDelta| {
        let s = service_at(house.db.store.clone(), now() + after);
        let mut tx = s.store.begin_system().await.unwrap();
        trail::tend(&s, &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        (house.db.count("patrol_duty").await, house.db.count("patrol_track").await)
    };

    assert_eq!(tend(TimeDelta::hours(11)).await, (1, 0));
    assert_eq!(tend(TimeDelta::hours(13)).await, (0, 1));
    assert_eq!(tend(TimeDelta::days(90)).await, (0, 1));
    assert_eq!(tend(TimeDelta::days(91)).await, (0, 0), "ninety days are over");
}

#[tokio::test]
async fn a_worker_annotates_the_stops_of_their_own_trail_and_no_other_moment() {
    let house = House::new().await;
    let worker = house.worker().await;
    visited(&house.s, &worker, &house, (0, now())).await;

    trail::annotate(&house.s, &worker, now(), "楼道堆物").await.unwrap();
    let elsewhere = trail::annotate(&house.s, &worker, now() - TimeDelta::hours(1), "x").await;
    let day = trail::own_day(&house.s, &worker, civil_date(now())).await.unwrap();
    trail::annotate(&house.s, &worker, now(), "").await.unwrap();

    assert_eq!(day.stops[0].note, "楼道堆物");
    assert!(matches!(elsewhere, Err(ServiceError::Invalid { field: "at", .. })), "{elsewhere:?}");
    assert_eq!(house.db.count("trail_note").await, 0);
}
