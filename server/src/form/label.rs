//! `POST /form/label`: puts a label on a household or takes it off.
//!
//! Fields: `dwelling`, `label` (its code), `on` (`1` or `0`), `revision` (the one that the page showed), `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::cell::LabelCode;
use ui::error::AppError;

use super::{Fields, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Changes the label and leads back.
pub async fn label(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match change(&state, &actor, &fields).await {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again(&state, visit, "label", fields, error).await,
    }
}

async fn change(state: &AppState, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let on = match fields.get("on") {
        Some("1" | "on" | "true") => true,
        Some("0" | "off" | "false") | None => false,
        Some(_) => return Err(AppError::Invalid { field: "on".to_owned() }),
    };
    let dwelling = fields.read("dwelling")?;
    let label = LabelCode(fields.read("label")?);
    let revision = fields.read("revision")?;
    let changed = service::household::set_label(&state.service, actor, dwelling, label, on, revision).await;
    changed.map(drop).map_err(|error| Refusal::from(error).0)
}
