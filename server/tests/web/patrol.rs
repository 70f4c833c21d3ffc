//! Trails and check-points from outside: what a phone sends, what its page says, and whom nothing is shown.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use chrono::Duration;
use domain::actor::Role;
use domain::area::Area;
use domain::clock::civil_date;
use domain::geo::LonLat;
use domain::patrol::Fix;
use store::testing::{county, grid_of, now};

use crate::house::{Answer, Browser, House};

async fn send(browser: &Browser<'_>, body: &'static str) -> Answer {
    let request = browser
        .request(Method::POST, "/m/fixes")
        .header("sec-fetch-site", "same-origin")
        .header(header::ORIGIN, "http://127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/json");
    browser.ask(request.body(Body::from(body)).unwrap()).await
}

const BATCH: &str =
    r#"{"operation":"00000000-0000-0000-0000-000000000001","fixes":[[0.0,0.0,1795000000000,5],[0.0,0.0,-1,5]]}"#;

#[tokio::test]
async fn as_a_city_comes_the_page_says_that_no_position_is_recorded_and_none_is() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;

    let page = worker.get("/m/patrol").await;
    let sent = send(&worker, BATCH).await;
    let begun = worker.post("/m/duty", &[("on", "1"), ("back", "/m/patrol")]).await;

    assert!(page.text.contains("本地区不记录位置") && !page.text.contains("data-duty"), "{}", page.text);
    assert_eq!((sent.status, begun.status), (StatusCode::FORBIDDEN, StatusCode::UNPROCESSABLE_ENTITY));
    for table in ["patrol_duty", "trail_batch", "trail_fix", "patrol_track"] {
        assert_eq!(house.db.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn where_it_is_allowed_the_switch_is_seen_and_what_it_recorded_is_gone_with_it() {
    let house = House::new().await;
    let admin = house.db.actor(Role::SecurityAdmin, Area::city(county()), 60).await;
    let admin = house.browser_of(&admin).await;
    let (street, worker) = (grid_of(1, 1, 1).path()[1].to_string(), house.browser(Role::GridWorker).await);
    let fields = [("area", &*street), ("mode", "duty_track"), ("back", "/admin/setting")];
    assert_eq!(admin.post("/admin/trail-mode", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/admin/setting").await.text.contains("值守轨迹"));

    let before = send(&worker, BATCH).await;
    let begun = worker.post("/m/duty", &[("on", "1"), ("back", "/m/patrol")]).await;
    let page = worker.get("/m/patrol").await;
    let sent = send(&worker, BATCH).await;
    let ended = worker.post("/m/duty", &[("on", "0"), ("back", "/m/patrol")]).await;

    assert_eq!(before.status, StatusCode::CONFLICT, "nobody is on duty yet");
    assert_eq!((begun.status, ended.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert!(page.text.contains("正在记录位置") && page.text.contains("data-duty"), "{}", page.text);
    assert_eq!((sent.status, &*sent.text), (StatusCode::OK, r#"{"kept":0,"dropped":[["time",2]],"passed":[]}"#));
    assert_eq!(house.db.count("patrol_duty").await, 0);
    assert_eq!(send(&worker, "{}").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_check_point_is_set_by_the_community_and_passed_by_one_tap() {
    let house = House::new().await;
    let (community, worker) = (house.browser(Role::Community).await, house.browser(Role::GridWorker).await);
    let (grid, building) = (grid_of(1, 1, 1), house.seat(grid_of(1, 1, 1)).await.building.to_string());
    let (area, page) = (grid.to_string(), format!("/areas/{grid}/patrol"));
    let fields = [("area", &*area), ("name_zh", "燃气站"), ("building", &*building), ("back", &*page)];

    assert_eq!(worker.post("/form/check-point", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(community.post("/form/check-point", &fields).await.status, StatusCode::SEE_OTHER);
    let phone = worker.get("/m/patrol").await;
    let id = phone.text.split_once("name=\"check_point\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let tap = [("check_point", &*id), ("back", "/m/patrol")];
    let stranger = house.browser_of(&house.db.actor(Role::GridWorker, grid_of(2, 1, 1), 61).await).await;
    assert_eq!(stranger.post("/m/check-point", &tap).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(community.get(&page).await.text.contains("未到"));
    assert_eq!(worker.post("/m/check-point", &tap).await.status, StatusCode::SEE_OTHER);

    assert!(worker.get("/m/patrol").await.text.contains("本人确认"));
    assert!(community.get(&page).await.text.contains('✓'));
    for foreign in ["/form/check-point-remove", "/form/patrol-team-end", "/form/team-patrol"] {
        let fields = [("check_point", &*id), ("team", &*id), ("day", "2026-11-01"), ("back", "/areas")];
        assert_eq!(stranger.post(foreign, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{foreign}");
    }
    let removed = community.post("/form/check-point-remove", &[("check_point", &id), ("back", &page)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!worker.get("/m/patrol").await.text.contains("燃气站"));
}

#[tokio::test]
async fn ones_own_day_goes_along_as_gpx_and_as_a_sheet() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;

    let gpx = worker.get("/m/patrol/trail.gpx").await;
    let sheet = worker.get("/m/patrol/trail.xlsx").await;

    assert_eq!(gpx.header("content-type"), "application/gpx+xml");
    assert!(gpx.text.contains("<trkseg>"));
    assert!(sheet.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_days_trails_are_taken_out_by_who_may_see_them_and_leave_a_row_each() {
    let house = House::new().await;
    let (centre, stranger) = (house.browser(Role::City).await, house.browser(Role::Street).await);
    let grids = [grid_of(1, 1, 1), grid_of(2, 1, 1)];
    let seats = house.db.seats().await;
    let mut workers = Vec::new();
    for (grid, serial) in grids.into_iter().zip(70..) {
        let worker = house.db.actor(Role::GridWorker, grid, serial).await;
        let seat = seats.iter().find(|seat| seat.area == grid).unwrap();
        let fix = |minutes| Fix { position: LonLat { lon: 71.4, lat: 51.1 }, at: now() + Duration::minutes(minutes) };
        house.db.add_track(seat, worker.account, &[fix(0), fix(5)]).await;
        workers.push(worker.account);
    }
    let query = format!("worker={}&with={}&day={}", workers[1], workers[0], civil_date(now()));

    let gpx = centre.get(&format!("/map/trail.gpx?{query}")).await;
    let sheet = centre.get(&format!("/map/trail.xlsx?{query}")).await;
    let refused = stranger.get(&format!("/map/trail.gpx?{query}")).await;

    assert_eq!(gpx.text.matches("<trkseg>").count(), 2, "{}", gpx.text);
    assert_eq!(gpx.text.matches("<trkpt").count(), 4);
    assert!(sheet.bytes.starts_with(b"PK"));
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "of another street");
    let audited = house.db.audited().await;
    assert_eq!(audited.iter().filter(|action| *action == "take_out_track").count(), 4, "{audited:?}");
}
