//! `GET /live?after=`: everything that changes in the actor's area, as server-sent events.
//!
//! Events: `hello` when the connection stands, `frame` with a [`LiveFrame`] (its number is the event's id), `beat` with
//! the server's time every few seconds, `reset` when too much was missed to be replayed. A browser that comes back
//! resumes after the number in `after`, or after the `Last-Event-ID` that it sends by itself.
//!
//! [`LiveFrame`]: domain::live::LiveFrame

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::OnceLock;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use futures::{Stream, StreamExt, stream};
use serde_json::json;
use service::Service;
use service::live::LiveEvent;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::refusal::Refusal;
use crate::state::AppState;

/// Streams until the browser leaves, the session ends or takes another post, or the process stops.
pub async fn live(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let news = service::live::subscribe(&state.service, &actor, resume_after(&query, &headers)).await?;
    let feed = Feed { service: state.service.clone(), news: news.boxed(), ticks: beats(state.settings.beat) };
    let events = stream::unfold(feed, Feed::next).take_until(state.stop.clone().asked());
    let mut response = Sse::new(events.map(Ok::<_, Infallible>)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    // A buffering proxy would keep events back.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// The later of what the page and what the browser itself remembers; anything unreadable counts as nothing.
fn resume_after(query: &BTreeMap<String, String>, headers: &HeaderMap) -> Option<i64> {
    let asked = query.get("after").and_then(|seq| seq.parse().ok());
    let remembered = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    [asked, remembered].into_iter().flatten().filter(|seq: &i64| *seq >= 0).max()
}

/// Instants in each span between two beats that beats of any stream fall on: waking up for every stream by itself costs more than
/// what it is sent.
const SLOTS: u32 = 50;

/// When a stream gives signs of life: the first after a whole span, at the next common instant.
fn beats(span: Duration) -> Interval {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let now = Instant::now();
    let slot_ns = (span / SLOTS).as_nanos().max(1);
    let into_ns = now.duration_since(*BEGAN.get_or_init(|| now)).as_nanos() % slot_ns;
    let mut ticks = interval_at(now + span + Duration::from_nanos((slot_ns - into_ns) as u64), span);
    // The others' instants again, however late it was once.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    ticks
}

/// One browser's stream.
struct Feed<N> {
    service: Service,
    news: N,
    ticks: Interval,
}

impl<N: Stream<Item = LiveEvent> + Unpin> Feed<N> {
    async fn next(mut self) -> Option<(Event, Self)> {
        let event = tokio::select! {
            news = self.news.next() => self.tell(&news?),
            _ = self.ticks.tick() => event("beat", &json!({ "server_time": self.service.now() })),
        };
        Some((event, self))
    }

    fn tell(&self, news: &LiveEvent) -> Event {
        match news {
            LiveEvent::Hello { seq } => event("hello", &json!({ "seq": seq, "server_time": self.service.now() })),
            LiveEvent::Frame(frame) => event("frame", frame).id(frame.seq.to_string()),
            LiveEvent::Reset { seq } => event("reset", &json!({ "seq": seq })).id(seq.to_string()),
        }
    }
}

fn event(name: &'static str, data: &impl serde::Serialize) -> Event {
    let data = serde_json::to_string(data).unwrap_or_else(|_cannot| "{}".to_owned());
    Event::default().event(name).data(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(query: Option<&str>, header: Option<&'static str>) -> Option<i64> {
        let query = query.map(|seq| ("after".to_owned(), seq.to_owned())).into_iter().collect();
        let headers = header.map(|id| (HeaderName::from_static("last-event-id"), HeaderValue::from_static(id)));
        resume_after(&query, &headers.into_iter().collect())
    }

    #[test]
    fn the_later_memory_wins_and_nonsense_is_no_memory() {
        assert_eq!(after(Some("7"), Some("9")), Some(9));
        assert_eq!(after(Some("7"), None), Some(7));
        assert_eq!(after(Some("-7"), Some("x")), None);
        assert_eq!(after(None, None), None);
    }
}
