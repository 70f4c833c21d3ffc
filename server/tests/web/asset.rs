//! Served files: for ever, compressed, and nothing but what the list names.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::house::House;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn a_file_with_its_hash_in_its_name_is_kept_for_ever() {
    let house = House::with_bundle().await;

    let script = house.stranger().get("/pkg/desk.1a.js").await;

    assert_eq!((script.status, script.header("cache-control")), (StatusCode::OK, FOR_EVER));
    assert!(script.header("content-type").contains("javascript"));
    assert_eq!(house.stranger().get("/pkg/desk_bg.2b.wasm").await.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn a_compressed_twin_is_sent_to_those_who_take_it() {
    let house = House::with_bundle().await;
    let browser = house.stranger();

    let request = browser.request(Method::GET, "/pkg/desk.1a.js").header("accept-encoding", "gzip, br");
    let script = browser.ask(request.body(Body::empty()).unwrap()).await;

    assert_eq!((script.header("content-encoding"), script.text.as_str()), ("br", "not really brotli"));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_remembered_as_missing() {
    let house = House::with_bundle().await;

    let missing = house.stranger().get("/pkg/desk.9z.js").await;

    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(!missing.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn nothing_beside_the_list_can_be_asked_for() {
    let house = House::with_bundle().await;
    let browser = house.stranger();

    assert_eq!(browser.get("/robots.txt").await.text, "User-agent: *");
    for path in [
        "/secret.txt",
        "/manifest.json",
        "/pkg/../secret.txt",
        "/pkg/%2e%2e/secret.txt",
        "/pkg/..%2fsecret.txt",
        "//secret.txt",
    ] {
        let answer = browser.get(path).await;

        assert_ne!(answer.text, "never", "{path}");
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn those_who_watch_are_told_whether_it_lives_and_works() {
    let house = House::new().await;
    let browser = house.stranger();

    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/readyz").await.text, r#"{"database":true,"scene":true}"#);
    assert!(browser.get("/version").await.text.contains(r#""name":"gezhi""#));
    house.service.store.close().await;
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}
