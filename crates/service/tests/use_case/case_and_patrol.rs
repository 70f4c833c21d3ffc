//! Steps of cases, and tracks for replay.

use crate::house::House;
use chrono::Duration;
use domain::case::{Light, Step};
use domain::clock::civil_date;
use domain::geo::{Frame, LonLat, Metre};
use domain::patrol::Fix;
use service::{ServiceError, case, household, patrol};
use store::testing::now;

#[tokio::test]
async fn a_step_leaves_event_audit_and_outbox_row_together() {
    let house = House::new().await;
    let worker = house.worker().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let line = case::step(&house.s, &worker, id, 1, Step::Accept).await.unwrap();

    assert_eq!((line.light, line.version, line.history.len()), (Light::Yellow, 2, 2));
    assert_eq!(line.history[1].by, "岗位101");
    assert!(line.place.starts_with("阳光花园 1-"), "{}", line.place);
    assert_eq!(house.db.audited().await, ["step_case"]);
    assert_eq!(house.db.count("outbox").await, 1);
    let card = household::card(&house.s, &worker, house.seat(0).dwelling).await.unwrap();
    assert_eq!(card.cases, [line]);
}

#[tokio::test]
async fn a_step_that_saw_an_older_version_or_is_not_possible_changes_nothing() {
    let house = House::new().await;
    let worker = house.worker().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let stale = case::step(&house.s, &worker, id, 3, Step::Accept).await;
    let impossible = case::step(&house.s, &worker, id, 1, Step::Evaluate).await;

    assert!(matches!(stale, Err(ServiceError::Conflict)), "{stale:?}");
    assert!(matches!(impossible, Err(ServiceError::Invalid { field: "step", .. })), "{impossible:?}");
    assert_eq!((house.db.count("case_event").await, house.db.count("outbox").await), (1, 0));
}

#[tokio::test]
async fn a_case_of_another_grid_is_not_found() {
    let house = House::new().await;
    let stranger = house.stranger().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let step = case::step(&house.s, &stranger, id, 1, Step::Accept).await;

    assert!(matches!(step, Err(ServiceError::NotFound)), "{step:?}");
}

#[tokio::test]
async fn the_worst_open_case_gives_a_household_its_light() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    house.db.add_case(&seat, 1, Light::Blue).await;
    let red = house.db.add_case(&seat, 2, Light::Red).await;
    let lines = case::open(&house.s, &worker, worker.area, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.light).collect::<Vec<_>>(), [Light::Red, Light::Blue]);

    case::step(&house.s, &worker, red, 1, Step::Accept).await.unwrap();

    let board =
        service::building::board(&house.s, &worker, seat.building, domain::cell::Lens::Visit, None).await.unwrap();
    let cell = board.cells.iter().find(|cell| cell.dwelling == seat.dwelling).unwrap();
    assert_eq!(cell.byte.light(), Some(Light::Yellow));
}

#[tokio::test]
async fn a_track_comes_back_with_its_stops_and_the_visit_made_there() {
    let house = House::new().await;
    let (worker, centre, stranger) = (house.worker().await, house.centre().await, house.stranger().await);
    let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };
    let fix = |x: f64, seconds| Fix {
        position: frame.to_lon_lat(Metre { x, y: 0.0 }),
        at: now() + Duration::seconds(seconds),
    };
    let fixes = [fix(0.0, 0), fix(3.0, 200), fix(80.0, 260), fix(160.0, 320)];
    house.db.add_track(&house.seat(0), worker.account, &fixes).await;

    let workers = patrol::workers(&house.s, &centre, House::root()).await.unwrap();
    let track = patrol::track(&house.s, &centre, worker.account, civil_date(now())).await.unwrap();
    let hidden = patrol::track(&house.s, &stranger, worker.account, civil_date(now())).await;

    assert_eq!(
        (workers.len(), workers[0].account, workers[0].days.as_slice()),
        (1, worker.account, &[civil_date(now())][..])
    );
    assert_eq!((track.fixes.len(), track.stops.len()), (4, 1));
    assert_eq!(track.stops[0].dwelling, Some(house.seat(0).dwelling));
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
    assert_eq!(house.db.audited().await, ["view_track"]);
}
