//! Webhooks: told of cases, signed, tried again, given up, and never led inside.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Title;
use domain::case::{Ground, Report, Source};
use domain::clock::FixedClock;
use domain::deadline::Urgency;
use domain::operation::OperationId;
use domain::webhook::{Event, Form, Reach};
use ring::hmac;
use serde_json::Value;
use service::webhook::{self, Outcome, WebhookRow};
use service::{OsEntropy, Service};
use store::testing::{county, grid_of, now};

use crate::house::House;

/// What a receiver on loopback got, and how it answers.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<u16>>,
}

impl Receiver {
    /// Listens, and returns the address.
    async fn listen(&self, status: u16) -> String {
        self.answer(status);
        let routes = Router::new().route("/hook", post(take)).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });
        address
    }

    fn answer(&self, status: u16) {
        *self.answers.lock().unwrap() = status;
    }

    fn got(&self) -> Vec<(HeaderMap, String)> {
        self.got.lock().unwrap().clone()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.got.lock().unwrap().push((headers, String::from_utf8(body.to_vec()).unwrap()));
    StatusCode::from_u16(*receiver.answers.lock().unwrap()).unwrap()
}

async fn administrator(house: &House) -> Actor {
    house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await
}

/// The same house at another time.
fn at(house: &House, time: DateTime<Utc>) -> Service {
    Service::new(house.db.store.clone(), Arc::new(FixedClock(time)), Arc::new(OsEntropy))
}

/// Reports something at a door, and lets the sequencer number it.
async fn report(house: &House, serial: u8) -> String {
    let report = Report {
        operation: OperationId::new([serial; 16]),
        source: Source::Grid,
        ground: Ground::Dwelling(house.seat(grid_of(1, 1, 1)).await.dwelling),
        title: Title::new("王某家暴"),
        detail: "电话 13800000000".to_owned(),
        category: Some("0102".parse().unwrap()),
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    };
    let case = service::case::report(&house.service, house.post(Role::Community), report).await.unwrap();
    number(house).await;
    case.to_string()
}

async fn number(house: &House) {
    let mut tx = house.db.store.begin_system().await.unwrap();
    let term = std::time::Duration::from_mins(1);
    assert!(store::sequencer::lease(&mut tx, "test", term).await.unwrap());
    store::sequencer::number(&mut tx, "test", 1_000).await.unwrap();
    tx.commit().await.unwrap();
}

async fn only(house: &House, admin: &Actor) -> WebhookRow {
    let mut rows = webhook::list(&house.service, admin).await.unwrap();
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn a_case_is_told_signed_and_without_anybodys_data() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(204).await;
    report(&house, 1).await;
    let secret =
        webhook::add(&house.service, &admin, Reach::Inside, (&address, Form::Gezhi, &[Event::Reported])).await.unwrap();
    let case = report(&house, 2).await;

    assert_eq!(server::webhook::round(&house.service, Reach::Inside).await.unwrap(), 1);

    let got = receiver.got();
    assert_eq!(got.len(), 1, "what came before it was made is not told");
    let (headers, body) = &got[0];
    let said: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&said["type"], &said["data"]["case"]), (&Value::from("case.reported"), &Value::from(case)));
    assert_eq!((&said["data"]["light"], &said["data"]["category"]), (&Value::from("red"), &Value::from("0102")));
    assert_eq!(said["data"]["area"], grid_of(1, 1, 1).to_string());
    for private in ["王某", "138", "阳光", &house.seat(grid_of(1, 1, 1)).await.dwelling.to_string()] {
        assert!(!body.contains(private), "{private} in {body}");
    }

    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let signed = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
    let signature = STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    assert!(hmac::verify(&key, signed.as_bytes(), &signature).is_ok());
    assert!(!house.db.dump().await.contains(&secret), "the secret is nowhere");
    let told = &only(&house, &admin).await.deliveries[0];
    assert_eq!((told.tries, told.answer, told.next_at), (1, Some(204), None));
    assert!(told.done_at.is_some());
    assert_eq!(server::webhook::round(&house.service, Reach::Inside).await.unwrap(), 0, "once");
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_later_and_later_and_then_given_up() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(500).await;
    webhook::add(&house.service, &admin, Reach::Inside, (&address, Form::Gezhi, &[Event::Reported])).await.unwrap();
    report(&house, 1).await;

    let (mut time, mut waits) = (now(), Vec::new());
    loop {
        let service = at(&house, time);
        assert_eq!(server::webhook::round(&service, Reach::Inside).await.unwrap(), 1);
        let told = only(&house, &admin).await.deliveries.remove(0);
        assert_eq!((told.answer, told.done_at), (Some(500), None));
        let Some(next) = told.next_at else { break };
        let early = at(&house, next - TimeDelta::seconds(1));
        assert_eq!(server::webhook::round(&early, Reach::Inside).await.unwrap(), 0, "not before its time");
        waits.push(next - time);
        time = next;
    }

    assert!(waits.len() == 9 && waits.is_sorted(), "{waits:?}");
    let ids: Vec<_> = receiver.got().into_iter().map(|(headers, _)| headers["webhook-id"].clone()).collect();
    assert_eq!(ids.len(), 10);
    assert!(ids.iter().all(|id| *id == ids[0]), "the receiver knows repetitions");
    let later = at(&house, time + TimeDelta::days(9));
    assert_eq!(server::webhook::round(&later, Reach::Inside).await.unwrap(), 0, "given up");
}

#[tokio::test]
async fn a_receiver_that_comes_back_is_told_what_it_missed() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(503).await;
    webhook::add(&house.service, &admin, Reach::Inside, (&address, Form::Gezhi, &[Event::Reported])).await.unwrap();
    report(&house, 1).await;
    server::webhook::round(&house.service, Reach::Inside).await.unwrap();

    receiver.answer(200);
    server::webhook::round(&at(&house, now() + TimeDelta::seconds(6)), Reach::Inside).await.unwrap();

    let told = &only(&house, &admin).await.deliveries[0];
    assert_eq!((told.tries, told.answer), (2, Some(200)));
    assert!(told.done_at.is_some());
}

#[tokio::test]
async fn nothing_inside_is_asked_unless_the_operator_said_so() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(200).await;
    for refused in [&*address, "https://127.0.0.1/hook", "https://[::1]/", "https://10.0.0.1/", "http://example.org/"] {
        let made =
            webhook::add(&house.service, &admin, Reach::Public, (refused, Form::Gezhi, &[Event::Reported])).await;
        assert!(made.is_err(), "{refused}");
    }
    // Made while that was allowed, or a name that leads inside.
    let named = address.replace("127.0.0.1", "localhost").replace("http:", "https:");
    for made in [&address, &named] {
        webhook::add(&house.service, &admin, Reach::Inside, (made, Form::Gezhi, &[Event::Reported])).await.unwrap();
    }
    report(&house, 1).await;

    assert_eq!(server::webhook::round(&house.service, Reach::Public).await.unwrap(), 2);

    assert!(receiver.got().is_empty());
    for row in webhook::list(&house.service, &admin).await.unwrap() {
        assert_eq!(row.deliveries[0].failure.as_deref(), Some("refused_address"), "{}", row.address);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(307).await;
    webhook::add(&house.service, &admin, Reach::Inside, (&address, Form::Gezhi, &[Event::Reported])).await.unwrap();
    report(&house, 1).await;

    server::webhook::round(&house.service, Reach::Inside).await.unwrap();

    let told = &only(&house, &admin).await.deliveries[0];
    assert_eq!((told.answer, told.done_at, receiver.got().len()), (Some(307), None, 1));
}

#[tokio::test]
async fn what_a_crash_took_away_is_tried_again() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let receiver = Receiver::default();
    let address = receiver.listen(200).await;
    webhook::add(&house.service, &admin, Reach::Inside, (&address, Form::Gezhi, &[Event::Reported])).await.unwrap();
    report(&house, 1).await;
    webhook::fill(&house.service).await.unwrap();

    let taken = webhook::take_due(&house.service).await.unwrap();
    assert_eq!(webhook::take_due(&house.service).await.unwrap(), [], "nobody else takes it meanwhile");
    let later = at(&house, now() + TimeDelta::seconds(61));
    let again = webhook::take_due(&later).await.unwrap();

    assert_eq!((taken.len(), again.len(), taken[0].id), (1, 1, again[0].id));
    webhook::settle(&later, &again[0], Outcome::Answered(200)).await.unwrap();
    assert!(only(&house, &admin).await.deliveries[0].done_at.is_some());
}

#[tokio::test]
async fn the_administrator_makes_tries_pauses_and_removes_them_on_the_page() {
    let house = House::new().await;
    let admin = administrator(&house).await;
    let browser = house.browser_of(&admin).await;
    let back = ("back", "/admin/webhooks");
    let page = browser.get("/admin/webhooks").await;
    assert_eq!(page.status, StatusCode::OK);

    let bad = browser.post("/admin/webhook", &[("address", "http://127.0.0.1/"), ("closed", "1"), back]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("value=\"http://127.0.0.1/\""), "what was typed comes back");
    let made = browser.post("/admin/webhook", &[("address", "https://a.invalid/x"), ("closed", "1"), back]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let secret = made.text.split_once("issued__password\">").unwrap().1.split_once('<').unwrap().0.to_owned();
    assert!(secret.starts_with("whsec_") && !browser.get("/admin/webhooks").await.text.contains(&secret));

    let row = only(&house, &admin).await;
    assert_eq!((&*row.events, row.is_paused), (&[Event::Closed][..], false));
    let id = row.id.to_string();
    let which = ("webhook", &*id);
    assert_eq!(browser.post("/admin/webhook/test", &[which, back]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(only(&house, &admin).await.deliveries[0].event, Event::TEST);
    assert_eq!(
        browser.post("/admin/webhook/pause", &[which, ("paused", "1"), back]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(only(&house, &admin).await.is_paused);
    report(&house, 1).await;
    assert_eq!(
        browser.post("/admin/webhook/pause", &[which, ("paused", "0"), back]).await.status,
        StatusCode::SEE_OTHER
    );
    webhook::fill(&house.service).await.unwrap();
    assert_eq!(only(&house, &admin).await.deliveries.len(), 1, "what happened meanwhile is not told");
    assert_eq!(browser.post("/admin/webhook/remove", &[which, back]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/admin/webhook/remove", &[which, back]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.db.count("webhook_delivery").await, 0);
}
