//! The map's bytes: geometry for everybody, what cells show for one actor only.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use citypack::StatePack;
use domain::actor::Role;
use domain::area::Area;

use crate::house::House;

#[tokio::test]
async fn the_scene_is_public_and_kept_for_ever_in_the_smallest_form_taken() {
    let house = House::new().await;
    let browser = house.stranger();
    let pack = service::map::scene_pack(&house.service, None).await.unwrap();
    let path = format!("/map/scene/{}.bin", pack.version);

    for (accept, encoding, bytes) in
        [("br, gzip", "br", &pack.brotli), ("gzip", "gzip", &pack.gzip), ("", "", &pack.bytes)]
    {
        let request = browser.request(Method::GET, &path).header("accept-encoding", accept);
        let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, encoding));
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.bytes, bytes.to_vec());
        assert!(answer.session().is_none());
    }
}

#[tokio::test]
async fn a_scene_that_does_not_exist_is_not_found_and_not_kept() {
    let house = House::new().await;
    let browser = house.stranger();

    for path in
        ["/map/scene/99.bin", "/map/scene/x.bin", "/map/scene/1", "/map/scene/-1.bin", "/map/scene/99999999999.bin"]
    {
        let answer = browser.get(path).await;

        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (StatusCode::NOT_FOUND, "private, no-store"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_cells_show_is_for_one_actor_and_stored_by_nobody() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;

    let answer = browser.get("/map/state?lens=occupancy").await;

    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "private, no-store"));
    let pack = StatePack::decode(&answer.bytes).unwrap();
    let cells: u32 = pack.runs.iter().map(|run| run.len).sum();
    // Grid 1-1-1 of the small city: a slab with 24 dwellings and a tower with 40.
    assert_eq!(cells, 64);
}

#[tokio::test]
async fn a_wider_or_foreign_scope_is_not_found() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let own = house.post(Role::GridWorker).area;
    let foreign = Area::new_checked(own.code() + 1).unwrap();

    for area in [own.parent().unwrap(), foreign, Area::city(own.county())] {
        let answer = browser.get(&format!("/map/state?lens=visit&area={area}")).await;

        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{area}");
    }
    assert_eq!(browser.get("/map/state?lens=nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get("/map/state?area=12").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_wall_screen_and_a_stranger_see_no_cells() {
    let house = House::new().await;

    assert_eq!(house.browser(Role::Wall).await.get("/map/state").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.stranger().get("/map/state").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.stranger().get("/tiles").await.status, StatusCode::UNAUTHORIZED);
}
