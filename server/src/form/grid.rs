//! The form that splits, merges and hands over.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::area::Area;
use domain::id::BuildingId;
use domain::regrid::{Kind, Regrid};
use service::regrid::change;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Makes the change that was shown.
pub async fn regrid(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let wish = wish(&fields)?;
        let changed = change(&state.service, &actor, &wish).await;
        changed.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "regrid", fields, done).await
}

fn wish(fields: &Fields) -> Result<Regrid, AppError> {
    let invalid = |field: &str| AppError::Invalid { field: field.to_owned() };
    let from: Area = fields.read("from")?;
    let buildings = || -> Result<Vec<BuildingId>, AppError> {
        let named = fields.get("buildings").unwrap_or_default().split(',').filter(|id| !id.is_empty());
        named.map(|id| id.parse().map_err(|_no_id| invalid("buildings"))).collect()
    };
    Ok(match fields.word("kind", Kind::from_slug)? {
        Kind::Split => Regrid::Split { from, buildings: buildings()?, name: fields.get("name").map(str::to_owned) },
        Kind::Merge => Regrid::Merge { from, into: fields.read("into")? },
        Kind::HandOver => Regrid::HandOver { from, into: fields.read("into")?, buildings: buildings()? },
    })
}
