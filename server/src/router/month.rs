//! Monthly reports, training, emergencies.

use axum::Router;
use axum::routing::{get, post};

use super::own_link;
use crate::form;
use crate::http::month;
use crate::state::AppState;

/// All of them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/months/{month}/month.pdf", own_link(get(month::pdf)))
        .route("/months/{month}/month.xlsx", own_link(get(month::xlsx)))
        .route("/form/month-draft", post(form::month::draft))
        .route("/form/month-show", post(form::month::show))
        .route("/form/month-publish", post(form::month::publish))
        .route("/form/month-answer", post(form::month::answer))
        .route("/form/month-agree", post(form::month::agree))
        .route("/form/month-object", post(form::month::object))
        .route("/form/month-formula", post(form::month::formula))
        .route("/form/training", post(form::training::add))
        .route("/form/training-remove", post(form::training::remove))
        .route("/form/emergency", post(form::emergency::declare))
        .route("/form/emergency-renew", post(form::emergency::renew))
        .route("/form/emergency-lift", post(form::emergency::lift))
}
