//! The live stream: what changes reaches those who may see it, nobody else, and nothing is missed in between.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode};
use domain::actor::Role;
use domain::cell::LabelCode;
use domain::live::LiveFrame;
use futures::StreamExt;

use crate::house::{Browser, House};

/// Longest wait for an event that has to come.
const DEADLINE: Duration = Duration::from_secs(5);

/// One event as a browser sees it.
#[derive(Debug, Default)]
struct Event {
    name: String,
    id: Option<i64>,
    data: String,
}

/// An open stream.
struct Stream {
    body: BodyDataStream,
    rest: String,
}

impl Stream {
    async fn open(house: &House, browser: &Browser<'_>, path: &str, last_event_id: Option<i64>) -> Self {
        let mut request = browser.request(Method::GET, path).header("accept", "text/event-stream");
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let response = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "private, no-store");
        Self { body: response.into_body().into_data_stream(), rest: String::new() }
    }

    /// The next event; nothing when the stream ended or the deadline passed.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((text, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (parse(text), rest.to_owned());
                self.rest = rest;
                return Some(event);
            }
            let chunk = tokio::time::timeout(DEADLINE, self.body.next()).await.ok()??.unwrap();
            self.rest.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next event that is no sign of life.
    async fn news(&mut self) -> Option<Event> {
        tokio::time::timeout(DEADLINE, async {
            loop {
                let event = self.next().await?;
                if event.name != "beat" && event.name != "hello" {
                    return Some(event);
                }
            }
        })
        .await
        .ok()?
    }
}

fn parse(text: &str) -> Event {
    let mut event = Event::default();
    for line in text.lines() {
        match line.split_once(':').map(|(field, value)| (field, value.trim_start())) {
            Some(("event", name)) => name.clone_into(&mut event.name),
            Some(("id", id)) => event.id = id.parse().ok(),
            Some(("data", data)) => event.data.push_str(data),
            _ => {}
        }
    }
    event
}

/// A house whose changes are numbered, as the running process does.
async fn live_house() -> House {
    let house = House::new().await;
    let service = house.service.clone();
    tokio::spawn(async move { service::live::run_sequencer(service, std::future::pending()).await });
    house
}

async fn change_label(house: &House, role: Role, on: bool) -> (u32, i64) {
    let card = house.household(house.post(Role::GridWorker).area).await;
    let post = house.post(role);
    let card = service::household::set_label(&house.service, post, card.dwelling, LabelCode(1), on, card.revision)
        .await
        .unwrap();
    (card.cell, card.revision)
}

#[tokio::test]
async fn a_stream_says_hello_and_then_shows_that_it_lives() {
    let house = live_house().await;
    let browser = house.browser(Role::City).await;

    let mut stream = Stream::open(&house, &browser, "/live", None).await;

    let hello = stream.next().await.unwrap();
    assert_eq!(hello.name, "hello");
    assert!(hello.data.contains("\"seq\"") && hello.data.contains("\"server_time\""), "{}", hello.data);
    let beat = stream.next().await.unwrap();
    assert_eq!(beat.name, "beat");
    assert!(beat.data.contains("\"server_time\""), "{}", beat.data);
}

#[tokio::test]
async fn a_change_reaches_every_open_map_that_may_see_it() {
    let house = live_house().await;
    let (city, worker) = (house.browser(Role::City).await, house.browser(Role::GridWorker).await);
    let mut at_city = Stream::open(&house, &city, "/live", None).await;
    let mut at_worker = Stream::open(&house, &worker, "/live", None).await;

    let (cell, revision) = change_label(&house, Role::GridWorker, true).await;

    for stream in [&mut at_city, &mut at_worker] {
        let event = stream.news().await.unwrap();
        assert_eq!(event.name, "frame");
        let frame: LiveFrame = serde_json::from_str(&event.data).unwrap();
        assert_eq!(event.id, Some(frame.seq));
        assert_eq!((frame.cells[0].cell, frame.cells[0].revision), (cell, revision));
    }
}

#[tokio::test]
async fn a_wall_screen_hears_of_no_household() {
    let house = live_house().await;
    let wall = house.browser(Role::Wall).await;
    let mut stream = Stream::open(&house, &wall, "/live", None).await;

    change_label(&house, Role::GridWorker, true).await;

    for _ in 0..20 {
        let event = stream.next().await.unwrap();
        assert!(event.name != "frame" || !event.data.contains("\"cell\""), "{event:?}");
    }
}

#[tokio::test]
async fn a_browser_that_comes_back_gets_what_it_missed() {
    let house = live_house().await;
    let browser = house.browser(Role::City).await;
    let mut stream = Stream::open(&house, &browser, "/live", None).await;
    change_label(&house, Role::GridWorker, true).await;
    let seen = stream.news().await.unwrap().id.unwrap();
    drop(stream);

    let (_, revision) = change_label(&house, Role::GridWorker, false).await;

    for (path, header) in [(format!("/live?after={seen}"), None), ("/live".to_owned(), Some(seen))] {
        let mut again = Stream::open(&house, &browser, &path, header).await;
        let event = again.news().await.unwrap();
        let frame: LiveFrame = serde_json::from_str(&event.data).unwrap();
        assert!(frame.seq > seen);
        assert_eq!(frame.cells[0].revision, revision);
    }
}

#[tokio::test]
async fn a_stopping_process_ends_its_streams() {
    let house = live_house().await;
    let browser = house.browser(Role::City).await;
    let mut stream = Stream::open(&house, &browser, "/live", None).await;
    assert_eq!(stream.next().await.unwrap().name, "hello");

    house.stop();

    let ended = tokio::time::timeout(DEADLINE, async { while stream.next().await.is_some() {} }).await;
    assert!(ended.is_ok(), "the stream went on");
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let house = House::new().await;

    assert_eq!(house.stranger().get("/live").await.status, StatusCode::UNAUTHORIZED);
}
