//! The last resort: a request that panics or takes too long still gets an answer that names it.
//!
//! The page is plain text in HTML, made without the page renderer, which may be what failed.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures::FutureExt;

use crate::layer::request_id::RequestId;

/// Answers 500 with the request's id when a handler panics.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        // The panic's own text went to the log through the panic hook; it may quote data, so it stays there.
        Err(_panic) => {
            tracing::error!("a handler panicked");
            sorry(StatusCode::INTERNAL_SERVER_ERROR, id.as_ref())
        }
    }
}

/// How many times as long an upload may take: a photo from a stairwell with one bar of reception, a list from an old line.
const UPLOAD: u32 = 6;

/// The time for a request: its body is read within it.
fn time_for<B>(request: &axum::http::Request<B>, limit: Duration) -> Duration {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") { limit * UPLOAD } else { limit }
}

/// Answers 503 when an answer has not begun after `limit`; uploads have longer.
pub async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    match tokio::time::timeout(time_for(&request, limit), next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => {
            let mut response = sorry(StatusCode::SERVICE_UNAVAILABLE, id.as_ref());
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
    }
}

/// A page for somebody to whom nothing better can be said, in both languages.
pub fn sorry(status: StatusCode, id: Option<&RequestId>) -> Response {
    let id = id.map_or("-", RequestId::as_str);
    let (zh, en) = if status == StatusCode::SERVICE_UNAVAILABLE {
        ("系统繁忙，请稍后再试。", "The system is busy. Please try again in a moment.")
    } else {
        ("系统出错，请把编号告诉管理员。", "Something went wrong here. Please tell the administrator this number.")
    };
    let page = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{code}</title></head>\
         <body><main><h1>{code}</h1><p>{zh}</p><p lang=\"en\">{en}</p><p><code>{id}</code></p>\
         <p><a href=\"/\">格治 Gezhi</a></p></main></body></html>",
        code = status.as_u16(),
    );
    (status, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::{from_fn, from_fn_with_state};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::layer::request_id::{self, RequestIds};

    fn guarded() -> Router {
        Router::new()
            .route("/panic", get(|| async { panic!("with a secret in it") as () }))
            .route("/slow", get(|| tokio::time::sleep(Duration::from_mins(1))))
            .layer(from_fn_with_state(Duration::from_millis(20), limit_time))
            .layer(from_fn(catch_panic))
            .layer(from_fn_with_state(RequestIds::new(), request_id::identify))
    }

    async fn ask(path: &str) -> (StatusCode, String, String) {
        let request = Request::get(path).header("x-request-id", "complaint-7").body(Body::empty()).unwrap();
        let response = guarded().oneshot(request).await.unwrap();
        let (status, id) = (response.status(), response.headers()[&request_id::HEADER].to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, id, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_becomes_a_page_with_the_requests_number_and_without_its_text() {
        let (status, id, page) = ask("/panic").await;

        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(id, "complaint-7");
        assert!(page.contains("complaint-7") && !page.contains("secret"));
    }

    #[test]
    fn an_upload_has_longer_than_another_request() {
        let of = |kind| {
            time_for(
                &axum::http::Request::post("/").header("content-type", kind).body(()).unwrap(),
                Duration::from_secs(1),
            )
        };

        assert_eq!(of("application/x-www-form-urlencoded"), Duration::from_secs(1));
        assert!(of("multipart/form-data; boundary=x") > Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_handler_that_does_not_come_back_is_given_up() {
        let (status, _, page) = ask("/slow").await;

        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("complaint-7"));
    }
}
