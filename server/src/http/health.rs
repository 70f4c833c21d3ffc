//! For those who watch the process: is it there, can it work, which version is it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::state::AppState;

/// `GET /healthz`: the process answers. Says nothing about the database.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers with the right schema, and a city can be shown.
pub async fn ready(State(state): State<AppState>) -> Response {
    // The schema was checked when the store was opened; a later migration keeps running versions working.
    let database = state.service.store.ping().await.is_ok();
    let scene = database && service::map::scene_pack(&state.service, None).await.is_ok();
    let status = if database && scene { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database": database, "scene": scene }))).into_response()
}

/// `GET /version`.
pub async fn version() -> Response {
    Json(json!({ "name": "gezhi", "version": env!("CARGO_PKG_VERSION") })).into_response()
}
