//! Lines of other devices.

use chrono::{SecondsFormat, TimeDelta};
use domain::clock::civil_date;
use domain::gcj;
use domain::trail::{TrackMode, Why};
use service::trail::Source;
use service::{ServiceError, trail};
use store::testing::now;

use super::{place, set, walk};
use crate::house::{House, service_at};

#[tokio::test]
async fn a_dirty_file_becomes_a_line_of_its_days_and_comes_in_twice_as_once() {
    let house = House::new().await;
    let worker = house.worker().await;
    let ground = place(&house, 0).await;
    let mut fixes = walk(ground, 5);
    let mut leap = fixes[2];
    leap.position = ground.0.to_lon_lat(domain::geo::Metre { x: ground.1.x + 3_000.0, y: ground.1.y });
    leap.at += TimeDelta::seconds(20);
    fixes.extend([fixes[1], leap]);
    let point = |fix: &domain::trail::RawFix| {
        let (lon, lat) = (fix.position.lon, fix.position.lat);
        let at = fix.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("<trkpt lat=\"{lat:.7}\" lon=\"{lon:.7}\"><time>{at}</time></trkpt>")
    };
    let points: String = fixes.iter().map(point).collect();
    let file = format!("<gpx><trk><trkseg>{points}</trkseg></trk></gpx>");
    let later = service_at(house.db.store.clone(), now() + TimeDelta::hours(1));

    let early = trail::import(&later, &worker, file.as_bytes(), Source::Wgs84).await;
    set(&house, TrackMode::DutyTrack).await;
    let taken = trail::import(&later, &worker, file.as_bytes(), Source::Wgs84).await.unwrap();
    trail::import(&later, &worker, file.as_bytes(), Source::Wgs84).await.unwrap();
    let day = trail::own_day(&later, &worker, civil_date(now())).await.unwrap();

    assert!(matches!(early, Err(ServiceError::Forbidden)), "{early:?}");
    assert_eq!((taken.kept, taken.days), (5, vec![civil_date(now())]));
    assert_eq!((taken.dropped.get(&Why::Duplicate), taken.dropped.get(&Why::Jump)), (Some(&1), Some(&1)));
    assert_eq!((day.fixes.len(), day.is_recorded), (5, true));
    assert!((day.length_m - 120.0).abs() < 1.0, "{}", day.length_m);
}

#[tokio::test]
async fn what_is_no_gpx_or_from_elsewhere_is_refused() {
    let house = House::new().await;
    let worker = house.worker().await;
    set(&house, TrackMode::DutyTrack).await;
    let there = gcj::from_wgs84(domain::geo::LonLat { lon: 116.4, lat: 39.9 });
    let at = now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let far = format!("<gpx><trkpt lat=\"{}\" lon=\"{}\"><time>{at}</time></trkpt></gpx>", there.lat, there.lon);

    for file in ["name,phone", &far] {
        let refused = trail::import(&house.s, &worker, file.as_bytes(), Source::Gcj02).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "file", .. })), "{file}: {refused:?}");
    }
    assert_eq!(house.db.count("patrol_track").await, 0);
}
