//! Other sites can't change anything here, in whatever shape they ask.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::actor::Role;

use crate::house::House;
use crate::{permission, route};

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

/// What a browser can be made to send as a body without asking us first, and what it can't.
const BODIES: &[(&str, &str)] = &[
    ("application/x-www-form-urlencoded", "login=x&name=x&role=city&back=/map"),
    ("text/plain", r#"{"login":"x","name":"x"}"#),
    ("text/plain;charset=application/x-www-form-urlencoded", "login=x&name=x"),
    ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"login\"\r\n\r\nx\r\n--x--\r\n"),
    ("application/json", r#"{"login":"x","name":"x"}"#),
    ("", ""),
];

#[tokio::test]
async fn no_form_and_no_server_function_lets_a_foreign_request_in() {
    let house = House::new().await;
    let mut posts = house.posts.to_vec();
    for (serial, role) in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin].into_iter().enumerate() {
        posts.push(house.db.actor(role, posts[0].area, 30 + serial as u64).await);
    }
    let mut browsers = Vec::new();
    for post in &posts {
        browsers.push(house.browser_of(post).await);
    }
    let before = facts(&house).await;

    let paths: Vec<&str> = route::forms().chain(permission::changes()).collect();
    assert!(paths.len() > 40, "the tables name them all");
    for (at, path) in paths.iter().enumerate() {
        for (shape, headers) in FOREIGN.iter().enumerate() {
            // Everybody comes to every path, and every body to every path, in another order each time.
            let browser = &browsers[(at + shape) % browsers.len()];
            let (content_type, body) = BODIES[(at * 5 + shape) % BODIES.len()];
            let mut request = browser.request(Method::POST, path);
            for (name, value) in headers.iter().filter(|(name, _)| *name != "content-type") {
                request = request.header(*name, *value);
            }
            if !content_type.is_empty() {
                request = request.header("content-type", content_type);
            }
            let answer = browser.ask(request.body(Body::from(body)).unwrap()).await;

            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?} {content_type}");
        }
    }

    assert_eq!(facts(&house).await, before, "nothing was written, not even on the trail");
}

#[tokio::test]
async fn nothing_is_changed_by_a_link_however_it_calls_itself() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let before = facts(&house).await;

    let paths: Vec<&str> = route::forms().chain(permission::changes()).collect();
    for path in paths {
        for (name, value) in [
            ("x-http-method-override", "POST"),
            ("x-http-method", "POST"),
            ("x-method-override", "DELETE"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ] {
            for (method, address) in [
                (Method::GET, path.to_owned()),
                (Method::GET, format!("{path}?_method=POST&dwelling=1&label=1&on=1&login=x&name=x")),
                (Method::HEAD, path.to_owned()),
                (Method::OPTIONS, path.to_owned()),
            ] {
                let request = browser.request(method, &address).header(name, value);
                let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

                let is_refused = answer.status.is_client_error() || answer.headers.get("allow").is_some();
                let has_page = route::table().any(|row| (row.0, row.1) == ("GET", path));
                let is_page = has_page && answer.session().is_none();
                assert!(is_refused || is_page, "{address} {name}: {}", answer.status);
            }
        }
    }

    assert_eq!(facts(&house).await, before);
}

#[tokio::test]
async fn no_link_elsewhere_rings_a_household_or_prints_a_certificate() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    let seat = house.seat(store::testing::grid_of(1, 1, 1)).await;
    house.db.add_documents(&seat, house.post(Role::Community)).await;
    let before = facts(&house).await;

    for path in [
        format!("/notices/{}/call/{}", seat.dwelling, seat.dwelling),
        format!("/households/{}/nearby/{}/call", seat.dwelling, seat.dwelling),
        format!("/m/h/{}/call/{}", seat.dwelling, seat.dwelling),
        format!("/certificates/{}/pdf", seat.dwelling),
        "/spot-checks/tasks/1/call".to_owned(),
    ] {
        for from in ["cross-site", "same-site", "Same-Origin", ""] {
            let request = browser.request(Method::GET, &path).header("sec-fetch-site", from);
            let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {from}");
        }
    }
    assert_eq!(facts(&house).await, before);
}

/// Everything that stands in the database.
async fn facts(house: &House) -> String {
    let dump = house.db.dump().await;
    // Newer programs put a random word around the statements.
    dump.lines().filter(|line| !line.contains("restrict ")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn reading_is_open_to_links_from_elsewhere() {
    let house = House::new().await;
    let browser = house.stranger();

    let request = browser.request(Method::GET, "/").header("sec-fetch-site", "cross-site");
    let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

    assert_eq!(answer.status, StatusCode::OK);
}
