//! 减负: with the settings as they come nothing is kept of a worker but the work itself. After a month of visits, reports and photos, what
//! is deleted takes its coordinate along, and none is left anywhere.

use chrono::TimeDelta;
use domain::geo::LonLat;
use domain::media::Capture;
use domain::operation::OperationId;
use domain::visit::{NewVisit, VisitOutcome, VisitPosition};
use service::{ServiceError, case, media, month, trail, visit};
use store::testing::now;

use crate::figure::{STICKERS, report};
use crate::house::{House, service_at};

/// A place like no other in the city.
const LON: f64 = 71.401_234_5;
const LAT: f64 = 51.101_234_5;

#[tokio::test]
async fn after_a_month_no_coordinate_is_left_when_visits_reports_and_photos_are_deleted() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let before = house.db.coordinates_of_people().await;
    assert!(before.is_empty(), "{before:?}");
    for day in 0..30_u8 {
        let s = service_at(house.db.store.clone(), now() - TimeDelta::days(i64::from(29 - day)));
        let new = NewVisit {
            operation: OperationId::new([day + 1; 16]),
            dwelling: house.seat(usize::from(day)).dwelling,
            outcome: VisitOutcome::Unchanged,
            made_at: s.now(),
            position: VisitPosition::new_checked(LON, LAT, Some(8.0)),
            note: None,
        };
        visit::record(&s, &worker, new).await.unwrap();
        if day % 10 == 0 {
            let capture = Capture { lon_lat: Some(LonLat { lon: LON, lat: LAT }), ..Capture::default() };
            let number = OperationId::new([100 + day; 16]);
            let picture = media::stage(&house.s, &worker, crate::media::PNG.to_vec(), capture, number).await.unwrap();
            let mut report = report(&house, u16::from(day), STICKERS);
            report.pictures.push(picture);
            case::report(&house.s, &worker, report).await.unwrap();
        }
    }
    month::draft(&house.s, &community, community.area, house.s.today()).await.unwrap();
    let with_work = house.db.coordinates_of_people().await;
    assert!(with_work.iter().any(|column| column.starts_with("visit.")), "{with_work:?}");

    let refused = trail::begin_duty(&house.s, &worker).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)), "no way is recorded unless a city says so: {refused:?}");

    house.db.delete_work().await;

    let left = house.db.coordinates_of_people().await;
    assert!(left.is_empty(), "{left:?}");
    let dump = house.db.dump().await;
    assert!(!dump.contains(&LON.to_string()), "not even in what other records say");
}
