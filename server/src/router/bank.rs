//! The love bank.

use axum::Router;
use axum::routing::{get, post};

use super::own_link;
use crate::form;
use crate::http::bank;
use crate::state::AppState;

/// All of it.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/bank/{bank}/statement.pdf", own_link(get(bank::pdf)))
        .route("/bank/{bank}/statement.xlsx", own_link(get(bank::xlsx)))
        .route("/form/bank-donate", post(form::bank::donate))
        .route("/form/bank-redeem", post(form::bank::redeem))
        .route("/form/bank-reverse", post(form::bank::reverse))
        .route("/form/bank-rule", post(form::bank::rule))
        .route("/form/bank-item", post(form::bank::item))
}
