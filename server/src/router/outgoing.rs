//! Routes of lists taken out. Not what is in them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::own_link;
use crate::form;
use crate::http::export;
use crate::state::AppState;

/// Lists taken out, and the forms that they fill.
pub(super) fn routes() -> Router<AppState> {
    let largest = DefaultBodyLimit::max(form::export::MOST_BYTES);
    Router::new()
        .route("/exports/templates", post(form::export::upload).layer(largest))
        .route("/exports/{export}/file", own_link(get(export::file)))
        .route("/form/export", post(form::export::ask))
        .route("/form/export-decide", post(form::export::decide))
        .route("/form/export-end", post(form::export::end))
        .route("/form/template-columns", post(form::export::columns))
        .route("/form/template-remove", post(form::export::remove))
}
