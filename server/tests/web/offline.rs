//! The phone without signal: writes that arrive late and twice, conflicts with plain forms, and what the phone may keep.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::Role;
use domain::id::ResidentId;
use serde_json::Value;
use store::testing::grid_of;

use crate::house::{Answer, Browser, House, escape};

/// A number as a phone draws one.
pub const OPERATION: &str = "01234567-89ab-4cde-8f01-23456789abcd";

/// Sends a form as the phone's script does.
pub async fn send(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&");
    let request = browser
        .request(Method::POST, path)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = browser.ask(request.body(Body::from(body)).unwrap()).await;
    (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())
}

/// What a hidden field of a page holds.
pub fn hidden(page: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.text.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Somebody of the first grid.
pub async fn person(house: &House) -> String {
    let seat = house.seat(grid_of(1, 1, 1)).await;
    ResidentId::new_checked(seat.dwelling.number()).unwrap().to_string()
}

#[tokio::test]
async fn a_write_that_arrives_twice_is_done_once_and_each_answer_names_it() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let person = person(&house).await;
    let page = worker.get(&format!("/m/contact/{person}")).await;
    assert!(page.is_complete() && page.status == StatusCode::OK, "{}", page.text);
    let base = hidden(&page, "base");
    let fields = [
        ("operation", OPERATION),
        ("person", person.as_str()),
        ("phone", "139 0000 0001"),
        ("base", base.as_str()),
        ("made_at", "1000"),
        ("sent_at", "61000"),
        ("next", "/m/outbox"),
    ];

    let (status, first) = send(&worker, "/m/contact", &fields).await;
    assert_eq!((status, first["outcome"].as_str()), (StatusCode::OK, Some("done")), "{first}");
    assert_eq!((first["operation"].as_str(), first["next"].as_str()), (Some(OPERATION), Some("/m/outbox")));
    let (status, second) = send(&worker, "/m/contact", &fields).await;
    assert_eq!((status, second["outcome"].as_str()), (StatusCode::OK, Some("again")));
    assert_eq!(second["operation"].as_str(), Some(OPERATION));
    let plain = worker.post("/m/contact", &fields).await;
    assert_eq!((plain.status, plain.header("location")), (StatusCode::SEE_OTHER, "/m/outbox"));
    assert_eq!(house.db.count("field_operation").await, 1);
}

#[tokio::test]
async fn what_is_refused_says_why_in_the_form_that_it_was_asked_in() {
    let house = House::new().await;
    let (worker, stranger) = (house.browser(Role::GridWorker).await, house.stranger());
    let person = person(&house).await;
    let back = format!("/m/contact/{person}");
    let base = hidden(&worker.get(&back).await, "base");
    let typed = [("operation", OPERATION), ("person", &person), ("phone", "12"), ("base", &base), ("back", &back)];

    let (status, said) = send(&worker, "/m/contact", &typed).await;
    assert_eq!((status, said["outcome"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("refused")), "{said}");
    assert_eq!(said["operation"].as_str(), Some(OPERATION));
    let page = worker.post("/m/contact", &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("value=\"12\"") && page.text.contains("role=\"alert\""), "{}", page.text);
    assert_eq!(send(&stranger, "/m/contact", &typed).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(send(&worker, "/m/contact", &[("person", person.as_str())]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.db.count("field_operation").await, 0);
}

#[tokio::test]
async fn a_conflict_is_kept_with_both_sides_and_decided_without_script() {
    let house = House::new().await;
    let (worker, community) = (house.browser(Role::GridWorker).await, house.post(Role::Community).clone());
    let person = person(&house).await;
    let empty = worker.get("/m/conflicts").await;
    assert!(empty.is_complete() && empty.text.contains("没有冲突"), "{}", empty.text);
    let base = hidden(&worker.get(&format!("/m/contact/{person}")).await, "base");
    let change = service::contact::Change {
        resident: person.parse().unwrap(),
        typed: Some("13900000001".to_owned()),
        base: base.clone(),
        after: None,
        method: domain::file::Method::Phone,
    };
    let sent = domain::sync::Sent {
        operation: domain::operation::OperationId::new([9; 16]),
        kind: domain::sync::Kind::Contact,
        moment: domain::sync::Moment::now(store::testing::now()),
    };
    service::contact::change(&house.service, &community, &sent, &change).await.unwrap();

    let late = [("operation", OPERATION), ("person", &person), ("phone", "13900000002"), ("base", &base)];
    let (status, said) = send(&worker, "/m/contact", &late).await;
    assert_eq!((status, said["outcome"].as_str()), (StatusCode::CONFLICT, Some("conflict")), "{said}");
    assert_eq!((said["operation"].as_str(), said["next"].as_str()), (Some(OPERATION), Some("/m/conflicts")));
    assert_eq!(worker.post("/m/contact", &late).await.header("location"), "/m/conflicts");

    let inbox = worker.get("/m/conflicts").await;
    assert!(inbox.text.contains("13900000002") && inbox.text.contains("139****0001"), "{}", inbox.text);
    assert!(!inbox.text.contains("13900000001"), "what others wrote is masked");
    let [operation, conflict, seen] = ["operation", "conflict", "base"].map(|name| hidden(&inbox, name));
    let decide = [
        ("operation", operation.as_str()),
        ("conflict", &conflict),
        ("base", &seen),
        ("side", "theirs"),
        ("back", "/m/conflicts"),
    ];
    assert_eq!(worker.post("/m/conflict", &decide).await.status, StatusCode::SEE_OTHER);
    assert!(worker.get("/m/conflicts").await.text.contains("没有冲突"));
    let other = [
        ("operation", OPERATION),
        ("conflict", &conflict),
        ("base", &seen),
        ("side", "mine"),
        ("back", "/m/conflicts"),
    ];
    assert_eq!(
        worker.post("/m/conflict", &other).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another kind of number"
    );
}

#[tokio::test]
async fn a_report_whose_answer_was_lost_is_no_double_of_itself() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling.to_string();
    let fields =
        [("operation", OPERATION), ("dwelling", dwelling.as_str()), ("title", "楼道灯不亮"), ("back", "/m/report")];

    let (first, second) = (send(&worker, "/m/report", &fields).await, send(&worker, "/m/report", &fields).await);

    assert_eq!((first.0, first.1["operation"].as_str()), (StatusCode::OK, Some(OPERATION)), "{}", first.1);
    assert_eq!((second.0, &second.1["next"]), (StatusCode::OK, &first.1["next"]), "{}", second.1);
    assert_eq!(house.db.count("case_file").await, 1);
}

#[tokio::test]
async fn the_phones_own_grid_is_nobody_elses_to_keep() {
    let house = House::new().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let canary = house.db.add_canary(&seat, 1).await;
    let worker = house.browser(Role::GridWorker).await;

    let own = worker.get("/m/snapshot").await;
    assert_eq!((own.status, own.header("cache-control")), (StatusCode::OK, "private, no-store"));
    let grid: Value = serde_json::from_str(&own.text).unwrap();
    assert_eq!(grid["version"], 1);
    assert!(own.text.contains(&seat.dwelling.to_string()));
    for secret in [&canary.id_number, &canary.phone, &canary.medical_note, &canary.name] {
        assert!(!own.text.contains(secret.as_str()), "{secret}");
    }
    let scope: Value = serde_json::from_str(&worker.get("/m/scope").await.text).unwrap();
    assert_eq!(scope["scope"], grid["scope"]);
    let page = worker.get("/m/offline").await;
    assert!(page.text.contains(&format!("data-scope=\"{}\"", scope["scope"].as_str().unwrap())), "{}", page.text);
    assert!(!page.text.contains(&seat.dwelling.to_string()), "the page itself holds nobody");
}

#[tokio::test]
async fn the_service_worker_serves_the_phone_and_may_fetch_from_here_only() {
    let house = House::with_bundle().await;

    let script = house.stranger().get("/m/sw.js").await;
    assert_eq!((script.status, script.text.as_str()), (StatusCode::OK, "work()"));
    assert_eq!((script.header("service-worker-allowed"), script.header("cache-control")), ("/m", "no-cache"));
    assert!(script.header("content-type").contains("javascript"));
    let policy = script.header("content-security-policy");
    assert!(policy.contains("connect-src 'self'") && policy.contains("script-src 'self'"), "{policy}");

    let page = house.browser(Role::GridWorker).await.get("/m/outbox").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("worker-src 'self'") && policy.contains("script-src 'nonce-"), "{policy}");
    let scripts = page.tags("script");
    assert!(scripts.iter().all(|tag| tag.contains(&format!("nonce=\"{}\"", page.nonce()))), "{scripts:?}");
    assert!(page.text.contains("/m/manifest.webmanifest"));
}
