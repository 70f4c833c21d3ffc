//! Those who serve: claiming wishes, leaving them, saying that they are done.

use axum::Router;
use axum::routing::{get, post};

use crate::form;
use crate::http::branches;
use crate::state::AppState;

/// All of them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/form/wish-claim", post(form::wish_claim::claim))
        .route("/form/wish-leave", post(form::wish_claim::leave))
        .route("/form/wish-finish", post(form::wish_claim::finish))
        .route("/form/wish-contact", post(form::wish_claim::contact))
        .route("/form/vol-me", post(form::wish_claim::describe))
        .route("/vol/branches/branches.xlsx", get(branches::xlsx))
}
