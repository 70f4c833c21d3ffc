//! The form of bulletins: `POST /form/bulletin`: `period` (`week`, `month`), `back`. Publishes what is watched now.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::bulletin::Period;
use service::bulletin::publish;

use super::Fields;
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Publishes a bulletin, and leads to it.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let period = fields.word("period", Period::from_slug)?;
        publish(&state.service, &actor, period).await.map_err(|error| Refusal::from(error).0)
    };
    match done.await {
        Ok(id) => Redirect::to(&format!("/supervision/bulletins/{id}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "bulletin", fields, error).await,
    }
}
