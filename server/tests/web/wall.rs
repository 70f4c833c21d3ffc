//! Wall screens: a link lets one screen in, which sees totals and nobody.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode};
use domain::actor::Role;
use domain::area::Area;
use store::testing::{county, grid_of};

use crate::house::{Browser, House};

/// A system administrator's browser.
async fn administrator(house: &House) -> Browser<'_> {
    house.browser_of(&house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await).await
}

/// Makes a link for an area and returns its path.
async fn link(admin: &Browser<'_>, area: Area) -> String {
    let area = area.to_string();
    let made = admin.post("/admin/wall", &[("name", "大厅"), ("area", &area), ("back", "/admin/walls")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let rest = made.text.split_once("issued__password\">").unwrap().1;
    rest.split_once('<').unwrap().0.to_owned()
}

async fn screen<'a>(house: &'a House, path: &str) -> Browser<'a> {
    let mut screen = house.stranger();
    let opened = screen.get(path).await;
    assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/screen?theme=screen"));
    assert!(opened.header("set-cookie").contains("Max-Age=7776000"), "{}", opened.header("set-cookie"));
    screen.forge(&opened.session().unwrap());
    screen
}

#[tokio::test]
async fn a_link_opens_a_screen_of_its_area_without_anybodys_data() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let community = grid_of(1, 1, 1).path()[2];
    let path = link(&admin, community).await;
    let token = path.strip_prefix("/wall/").unwrap();

    let screen = screen(&house, &path).await;

    let shown = screen.get("/screen?theme=screen").await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.is_complete() && shown.text.contains(&community.to_string()), "its own area: {}", shown.text);
    assert_eq!(screen.get("/map?theme=screen").await.status, StatusCode::OK);
    assert_eq!(screen.get(&format!("/areas/{community}")).await.status, StatusCode::OK);
    assert_eq!(screen.get(&format!("/areas/{}", grid_of(2, 1, 1))).await.status, StatusCode::NOT_FOUND);
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling;
    for page in [format!("/households/{dwelling}"), format!("/api/household/card?dwelling={dwelling}")] {
        assert_eq!(screen.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let list = admin.get("/admin/walls").await;
    assert!(list.text.contains("大厅") && !list.text.contains(token), "the link is shown once");
    assert!(!house.db.dump().await.contains(token), "only its hash is stored");
}

#[tokio::test]
async fn one_screen_for_each_link_and_none_after_it_was_revoked() {
    let house = House::new().await;
    let sequencer = service::live::run_sequencer(house.service.clone(), std::future::pending());
    let sequencer = tokio::spawn(sequencer);
    let admin = administrator(&house).await;
    let path = link(&admin, Area::city(county())).await;
    let first = screen(&house, &path).await;

    let second = screen(&house, &path).await;

    assert_eq!(first.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED, "its place was taken");
    let stream = house.send(second.request(Method::GET, "/live").body(Body::empty()).unwrap()).await;
    assert_eq!(stream.status(), StatusCode::OK);

    let list = admin.get("/admin/walls").await.text;
    let account = list.split_once("name=\"account\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let fields = [("account", &*account), ("back", "/admin/walls")];
    assert_eq!(admin.post("/admin/wall/revoke", &fields).await.status, StatusCode::SEE_OTHER);

    let ended = tokio::time::timeout(Duration::from_secs(5), to_bytes(stream.into_body(), 1 << 20)).await;
    assert!(ended.is_ok(), "the stream goes on");
    assert_eq!(second.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.stranger().get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.post("/admin/wall/revoke", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "done before");
    sequencer.abort();
}

#[tokio::test]
async fn a_link_elsewhere_opens_nothing_and_guessing_is_slowed_down() {
    let house = House::new().await;
    let path = link(&administrator(&house).await, Area::city(county())).await;
    let stranger = house.stranger();

    let request = stranger.request(Method::GET, &path).header("sec-fetch-site", "cross-site");
    let foreign = stranger.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!((foreign.status, foreign.session()), (StatusCode::FORBIDDEN, None));

    let mut seen = Vec::new();
    for guess in 0..100 {
        seen.push(stranger.get(&format!("/wall/{guess:064x}")).await.status);
    }
    assert_eq!(seen[0], StatusCode::NOT_FOUND);
    assert!(seen.contains(&StatusCode::TOO_MANY_REQUESTS));
}

#[tokio::test]
async fn only_the_system_administrator_makes_screens_and_only_of_areas_that_exist() {
    let house = House::new().await;
    let city = Area::city(county());
    let admin = administrator(&house).await;
    for (role, serial) in [(Role::SecurityAdmin, 22), (Role::AuditAdmin, 23), (Role::City, 24)] {
        let browser = house.browser_of(&house.db.actor(role, city, serial).await).await;
        let area = city.to_string();
        let made = browser.post("/admin/wall", &[("name", "x"), ("area", &area), ("back", "/admin/walls")]).await;
        assert_eq!(made.status, StatusCode::UNPROCESSABLE_ENTITY, "{role:?}");
        assert!(!made.text.contains("/wall/"), "{role:?}");
    }

    for (name, area) in
        [("", &*city.to_string()), ("大厅", "990001777000000"), ("大厅", "990002000000000"), ("大厅", "x")]
    {
        let made = admin.post("/admin/wall", &[("name", name), ("area", area), ("back", "/admin/walls")]).await;
        assert_eq!(made.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {area}");
    }
}
