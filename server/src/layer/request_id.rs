//! A name for every request, so that a person's complaint, an answer and a log line can be put together.
//!
//! An id from outside is kept when it looks like one; the answer carries it in `x-request-id`.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument;

/// The header that carries the id in both directions.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id taken from outside, in characters.
const LONGEST: usize = 64;
/// Requests that take longer than this are worth a line in the log.
const SLOW_MS: u128 = 1000;

/// The id of one request; letters, digits, `-`, `_` and `.` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads an id that somebody in front of us chose.
    fn from_header(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(HEADER)?.to_str().ok()?;
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        (plain && !text.is_empty() && text.len() <= LONGEST).then(|| Self(text.into()))
    }
}

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of the request that this task works on; nothing outside of requests.
pub fn current() -> Option<RequestId> {
    CURRENT.try_with(RequestId::clone).ok()
}

/// Makes ids: a number drawn when the process starts, then a running number.
#[derive(Clone, Debug)]
pub struct RequestIds {
    process: u32,
    next: Arc<AtomicU64>,
}

impl RequestIds {
    /// A source whose ids differ from those of other processes.
    pub fn new() -> Self {
        let process = RandomState::new().hash_one("request ids") as u32;
        Self { process, next: Arc::new(AtomicU64::new(1)) }
    }

    fn next(&self) -> RequestId {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        RequestId(format!("{:08x}-{number:06}", self.process).into())
    }
}

impl Default for RequestIds {
    fn default() -> Self {
        Self::new()
    }
}

/// A path as the log may have it: without the token of a wall screen.
fn logged(path: &str) -> &str {
    if path.starts_with("/wall/") { "/wall/…" } else { path }
}

/// Names the request, logs what came of it, and puts the name on the answer.
pub async fn identify(State(ids): State<RequestIds>, mut request: Request, next: Next) -> Response {
    let id = RequestId::from_header(request.headers()).unwrap_or_else(|| ids.next());
    request.extensions_mut().insert(id.clone());
    let header = HeaderValue::from_str(id.as_str()).ok();
    if let Some(header) = header.clone() {
        request.headers_mut().insert(HEADER, header);
    }
    let (method, path) = (request.method().clone(), logged(request.uri().path()).to_owned());
    let span = tracing::info_span!("request", request.id = id.as_str(), %method, path);
    let started = Instant::now();

    let mut response = CURRENT.scope(id, next.run(request)).instrument(span.clone()).await;

    let (status, duration_ms) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| {
        if status >= 500 {
            tracing::error!(status, duration_ms, "request failed");
        } else if duration_ms > SLOW_MS {
            tracing::warn!(status, duration_ms, "request was slow");
        } else {
            tracing::debug!(status, duration_ms, "request answered");
        }
    });
    if let Some(header) = header {
        response.headers_mut().insert(HEADER, header);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_from_outside_is_kept_only_when_it_is_harmless() {
        let taken = |text: &'static str| {
            let headers = HeaderMap::from_iter([(HEADER, HeaderValue::from_static(text))]);
            RequestId::from_header(&headers).map(|id| id.as_str().to_owned())
        };

        assert_eq!(taken("abc-1.2_3").as_deref(), Some("abc-1.2_3"));
        assert_eq!(taken("<script>"), None);
        assert_eq!(taken(""), None);
    }

    #[test]
    fn two_ids_are_never_the_same() {
        let ids = RequestIds::new();

        assert_ne!(ids.next(), ids.next());
    }
}
