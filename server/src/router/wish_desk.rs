//! Routes of the community's desk for wishes. Not their pages.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;

use crate::form;
use crate::state::AppState;

/// The community's desk for wishes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/form/wish-new", post(form::wish_desk::propose))
        .route("/form/wish-publish", post(form::wish_desk::publish))
        .route("/form/wish-end", post(form::wish_desk::end))
        .route("/form/wish-merge", post(form::wish_desk::merge))
        .route("/form/wish-convert", post(form::wish_desk::convert))
        .route(
            "/form/wish-confirm",
            post(form::wish_desk::confirm).layer(DefaultBodyLimit::max(form::case::MOST_BYTES)),
        )
        .route("/form/wish-no-show", post(form::wish_desk::no_show))
        .route("/form/wish-thanks", post(form::wish_desk::thanks))
}
