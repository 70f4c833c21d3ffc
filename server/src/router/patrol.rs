//! Routes of trails, check-points and volunteer teams. Not their pages.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::form;
use crate::http::{day_trail, own_trail};
use crate::state::AppState;

/// Trails, check-points and volunteer teams.
pub(super) fn routes() -> Router<AppState> {
    let batch = DefaultBodyLimit::max(own_trail::MOST_BYTES);
    Router::new()
        .route("/m/fixes", post(own_trail::fixes).layer(batch))
        .route("/m/patrol/trail.gpx", get(own_trail::gpx))
        .route("/m/patrol/trail.xlsx", get(own_trail::xlsx))
        .route("/map/trail.gpx", get(day_trail::gpx))
        .route("/map/trail.xlsx", get(day_trail::xlsx))
        .route("/m/duty", post(form::trail::duty))
        .route("/m/trail-note", post(form::trail::note))
        .route("/m/check-point", post(form::trail::check_point))
        .route("/m/gpx", post(form::trail::gpx).layer(DefaultBodyLimit::max(form::trail::MOST_BYTES)))
        .route("/form/check-point", post(form::trail::make_check_point))
        .route("/form/check-point-remove", post(form::trail::remove_check_point))
        .route("/form/patrol-team", post(form::trail::make_team))
        .route("/form/patrol-team-end", post(form::trail::end_team))
        .route("/form/team-patrol", post(form::trail::team_patrol))
        .route("/admin/trail-mode", post(form::trail::mode))
}
