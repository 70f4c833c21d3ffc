//! Other sites can't change anything here, in whatever shape they ask.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::actor::Role;

use crate::house::House;

/// Headers of requests that another site can make a browser send, or that show no sender at all.
const FOREIGN: &[&[(&str, &str)]] = &[
    &[],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "Same-Origin")],
    &[("sec-fetch-site", "same-origin, cross-site")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:3001")],
    &[("origin", "http://127.0.0.1")],
    &[("origin", "http://127.0.0.1:3000.evil.example")],
    &[("origin", "http://evil.example/127.0.0.1:3000")],
    &[("origin", "http://127.0.0.1:3000@evil.example")],
    &[("origin", "http://127.0.0.1:3000/path")],
    &[("origin", "file://127.0.0.1:3000")],
    &[("origin", "chrome-extension://127.0.0.1:3000")],
    &[("origin", "127.0.0.1:3000")],
    &[("origin", "http://127.0.0.1:3000, https://evil.example")],
    &[("origin", "http://127.0.0.1:3000"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-origin"), ("origin", "null")],
    &[("sec-fetch-site", "none"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    &[("referer", "http://127.0.0.1:3000/map")],
    &[("referer", "https://evil.example/")],
    &[("x-forwarded-host", "127.0.0.1:3000")],
    &[("x-forwarded-host", "evil.example"), ("origin", "https://evil.example")],
    &[("x-requested-with", "XMLHttpRequest")],
    &[("content-type", "text/plain")],
    &[("content-type", "multipart/form-data; boundary=x"), ("origin", "https://evil.example")],
];

#[tokio::test]
async fn no_foreign_request_changes_anything() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let grid = house.post(Role::GridWorker).area;
    let before = house.household(grid).await;
    let body = format!("dwelling={}&label=1&on=1&revision={}", before.dwelling, before.revision);

    for headers in FOREIGN {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let mut request = browser.request(method.clone(), "/form/label");
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            if !headers.iter().any(|(name, _)| *name == "content-type") {
                request = request.header("content-type", "application/x-www-form-urlencoded");
            }
            let answer = browser.ask(request.body(Body::from(body.clone())).unwrap()).await;

            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {headers:?}");
        }
    }

    assert_eq!(house.card(before.dwelling).await.revision, before.revision);
}

#[tokio::test]
async fn reading_is_open_to_links_from_elsewhere() {
    let house = House::new().await;
    let browser = house.stranger();

    let request = browser.request(Method::GET, "/").header("sec-fetch-site", "cross-site");
    let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

    assert_eq!(answer.status, StatusCode::OK);
}
