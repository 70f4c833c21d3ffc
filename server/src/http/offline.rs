//! What a phone needs to work where there is no signal: `GET /m/snapshot` (the worker's own grid, for a day), `GET /m/scope` (whom the
//! phone serves), `GET /m/sw.js` (the service worker), `GET /m/manifest.webmanifest` (to install it).
//!
//! The service worker has to stand at a fixed address under `/m`; the header lets it serve `/m` itself, which is the home page. Not here:
//! the scripts (`public/`), the pages (`field`).

use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::actor::Actor;
use domain::snapshot::Snapshot;
use serde_json::{Value, json};
use service::{snapshot, sync};

use super::asset;
use super::refusal::Refusal;
use crate::layer::security_header::Policy;
use crate::state::AppState;

/// Where the service worker may serve pages; the same word is in `public/outbox.js`.
const SCOPE: HeaderValue = HeaderValue::from_static("/m");
/// Nobody keeps a script that decides what is kept.
const ANEW: HeaderValue = HeaderValue::from_static("no-cache");

/// The worker's own grid.
pub async fn snapshot(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Snapshot>, Refusal> {
    Ok(Json(snapshot::own(&state.service, &actor).await?))
}

/// Whom the phone serves.
pub async fn scope(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Json<Value> {
    let scope = sync::scope(&state.service, &actor);
    Json(json!({ "scope": scope.scope, "account": scope.account }))
}

/// The service worker.
pub async fn worker(State(state): State<AppState>) -> Response {
    let mut response = named(&state, "/sw.js").await;
    response.headers_mut().insert(HeaderName::from_static("service-worker-allowed"), SCOPE);
    response.extensions_mut().insert(Policy::Worker);
    response
}

/// What a phone installs.
pub async fn manifest(State(state): State<AppState>) -> Response {
    named(&state, "/field.webmanifest").await
}

/// One of the served files under another address.
async fn named(state: &AppState, path: &'static str) -> Response {
    let mut request = Request::new(axum::body::Body::empty());
    *request.uri_mut() = Uri::from(PathAndQuery::from_static(path));
    match asset::named(state, request).await {
        Ok(mut response) => {
            response.headers_mut().insert(header::CACHE_CONTROL, ANEW);
            response
        }
        Err(_not_there) => StatusCode::NOT_FOUND.into_response(),
    }
}
