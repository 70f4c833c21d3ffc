//! `POST /form/case-step`: moves a case on.
//!
//! Fields: `case`, `version` (the one that the page showed), `step` (its slug), `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::case::Step;
use ui::error::AppError;

use super::{Fields, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Takes the step and leads back.
pub async fn step(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match take(&state, &actor, &fields).await {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again(&state, visit, "case-step", fields, error).await,
    }
}

async fn take(state: &AppState, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let case = fields.read("case")?;
    let version = fields.read("version")?;
    let step = fields.get("step").and_then(Step::from_slug);
    let step = step.ok_or_else(|| AppError::Invalid { field: "step".to_owned() })?;
    let taken = service::case::step(&state.service, actor, case, version, step).await;
    taken.map(drop).map_err(|error| Refusal::from(error).0)
}
