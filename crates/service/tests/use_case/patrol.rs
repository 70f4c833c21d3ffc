//! Tracks for replay.

use crate::figure::{LAMP, report};
use crate::house::House;
use chrono::Duration;
use domain::clock::civil_date;
use domain::geo::{Frame, LonLat, Metre};
use domain::patrol::Fix;
use service::{ServiceError, case, patrol};
use store::testing::now;

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

#[tokio::test]
async fn what_was_reported_on_the_way_is_an_event_of_the_day() {
    let house = House::new().await;
    let (worker, centre) = (house.worker().await, house.centre().await);
    let case = case::report(&house.s, &worker, report(&house, 0, LAMP)).await.unwrap();
    let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };
    let fix = |x: f64, minutes| Fix {
        position: frame.to_lon_lat(Metre { x, y: 0.0 }),
        at: now() + Duration::minutes(minutes),
    };
    let fixes = [fix(0.0, -20), fix(3.0, -15), fix(160.0, 5), fix(163.0, 10)];
    house.db.add_track(&house.seat(0), worker.account, &fixes).await;

    let track = patrol::track(&house.s, &centre, worker.account, civil_date(now())).await.unwrap();

    let events: Vec<_> = track.stops.iter().map(|stop| (stop.case, stop.from)).collect();
    assert_eq!(events, [(None, fixes[0].at), (Some(case), now()), (None, fixes[2].at)]);
    assert_eq!(track.stops[1].dwelling, Some(house.seat(0).dwelling));
}
