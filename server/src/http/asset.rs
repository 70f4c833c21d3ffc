//! Sends the served files: those with a hash in their name for ever, the few with fixed names for a short while.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::state::AppState;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const SHORTLY: HeaderValue = HeaderValue::from_static("public, max-age=600");

/// `GET /pkg/{*path}`: a file whose name contains its content's hash.
pub async fn hashed(State(state): State<AppState>, request: Request) -> Response {
    send(&state, request, FOR_EVER).await
}

/// A file under its own name, such as `/favicon.svg`; `None` when the list has no such file.
pub async fn named(state: &AppState, request: Request) -> Result<Response, Request> {
    if state.assets.is_static(request.uri().path()) { Ok(send(state, request, SHORTLY).await) } else { Err(request) }
}

async fn send(state: &AppState, request: Request, keep: HeaderValue) -> Response {
    let Some(root) = state.assets.root() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let folder = ServeDir::new(root).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    match folder.oneshot(request).await {
        Ok(response) => {
            let mut response = response.into_response();
            if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
                response.headers_mut().insert(header::CACHE_CONTROL, keep);
            }
            response
        }
        Err(never) => match never {},
    }
}
