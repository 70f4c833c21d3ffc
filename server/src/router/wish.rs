//! Routes of residents' wishes beside their pages: forms, codes to scan, calendar files, pictures and points. No session counts.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::form;
use crate::http::wish;
use crate::layer::address::{self, TryLimit};
use crate::page;
use crate::state::AppState;

/// Wishes: few a minute from one address, and links that nobody guesses.
pub(super) fn routes(state: &AppState) -> Router<AppState> {
    let limit =
        |a_minute| from_fn_with_state(TryLimit::of(a_minute, state.settings.trusted_proxies), address::limit_tries);
    let codes = Router::new()
        .route("/wish/done/{code}", get(page::public))
        .route("/wish/done/{code}/link.svg", get(wish::link_code))
        .route("/t/{code}/thanks", post(form::wish::thanks))
        .route("/t/{code}/withdraw", post(form::wish::withdraw))
        .layer(from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries));
    // A page has several pictures: they are counted apart from links.
    let pictures = Router::new()
        .route("/t/{code}/picture/{media}", get(wish::picture))
        .layer(from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries));
    let sent = Router::new()
        .route("/wish", post(form::wish::send).layer(DefaultBodyLimit::max(form::report::MOST_BYTES)))
        .layer(limit(address::REPORTS_A_MINUTE));
    let supported = Router::new()
        .route("/wishes/{wish}/support", post(form::wish::support))
        .layer(limit(address::REPORTS_A_MINUTE));
    let found = Router::new().route("/t", post(form::wish::find)).layer(limit(address::TAILS_A_MINUTE));
    Router::new()
        .route("/wishes/places.json", get(wish::places))
        .route("/wishes/{wish}/calendar.ics", get(wish::calendar))
        .route("/wishes/{wish}/link.svg", get(wish::share_code))
        .merge(codes)
        .merge(pictures)
        .merge(sent)
        .merge(supported)
        .merge(found)
}
