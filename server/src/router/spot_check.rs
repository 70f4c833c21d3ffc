//! Spot-checks: drawing, asking, and what came of it.

use axum::Router;
use axum::routing::{get, post};

use super::own_link;
use crate::form;
use crate::http::spot_check;
use crate::state::AppState;

/// All of them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/form/spot-check-draw", post(form::spot_check::draw))
        .route("/form/spot-check-close", post(form::spot_check::close))
        .route("/form/spot-check-try", post(form::spot_check::missed))
        .route("/form/spot-check-answer", post(form::spot_check::answer))
        .route("/spot-checks/tasks/{task}/call", own_link(get(form::spot_check::dial)))
        .route("/spot-checks/{round}/round.xlsx", get(spot_check::xlsx))
        .route("/spot-checks/{round}/list.csv", get(spot_check::list))
}
