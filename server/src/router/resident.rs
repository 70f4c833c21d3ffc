//! Routes of residents' reports beside their pages. No session counts.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::post;

use crate::form;
use crate::layer::address::{self, TryLimit};
use crate::state::AppState;

/// Residents' reports: few a minute from one address, and with room for their photos.
pub(super) fn routes(state: &AppState) -> Router<AppState> {
    let limit =
        |a_minute| from_fn_with_state(TryLimit::of(a_minute, state.settings.trusted_proxies), address::limit_tries);
    let photos = Router::new()
        .route("/report/photo", post(form::report::photo).layer(DefaultBodyLimit::max(form::report::MOST_OF_PHOTO)))
        .layer(limit(address::PHOTOS_A_MINUTE));
    Router::new()
        .route("/report", post(form::report::send).layer(DefaultBodyLimit::max(form::report::MOST_BYTES)))
        .route("/report/join", post(form::report::join))
        .layer(limit(address::REPORTS_A_MINUTE))
        .merge(photos)
}
