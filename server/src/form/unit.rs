//! Forms of the organisation tree. All name the page they stand on in `back`.
//!
//! - `POST /admin/unit`: `kind`, `name_zh`, `name_en`, `area`, `parent` (empty for the top).
//! - `POST /admin/unit/areas`: takes the city's areas over.
//! - `POST /admin/unit/rename`: `unit`, `kind`, `name_zh`, `name_en`.
//! - `POST /admin/unit/move`: `unit`, `parent`.
//! - `POST /admin/unit/close`: `unit`, `closed_on` (empty opens it again).
//! - `POST /admin/unit/grid`: `unit`, `name`, and a ticked `area-…` for each grid; none takes it away.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::area::Area;
use domain::id::UnitId;
use domain::unit::Kind;
use service::unit::{self, NewUnit};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Adds a unit.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (kind, name_zh, name_en) = saying(&fields)?;
        let new = NewUnit { kind, name_zh, name_en, parent: parent(&fields)?, area: fields.read("area")? };
        unit::add(&state.service, &actor, &new).await.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "unit", fields, done).await
}

/// Makes units of the city's areas.
pub async fn take_over_areas(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = unit::take_over_areas(&state.service, &actor).await;
    let done = done.map(drop).map_err(|error| Refusal::from(error).0);
    answer_in_office(&state, visit, "unit-areas", fields, done).await
}

/// Says kind and names anew.
pub async fn rename(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (id, saying) = (fields.read("unit")?, saying(&fields)?);
        unit::rename(&state.service, &actor, id, saying).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "unit-rename", fields, done).await
}

/// Moves a unit.
pub async fn put_below(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (id, parent) = (fields.read("unit")?, parent(&fields)?);
        unit::put_below(&state.service, &actor, id, parent).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "unit-move", fields, done).await
}

/// Closes a unit, or opens it again.
pub async fn close(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("unit")?;
        let on = fields.read_some("closed_on")?;
        unit::close(&state.service, &actor, id, on).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "unit-close", fields, done).await
}

/// Says which grids make up one of a unit's own.
pub async fn own_grid(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("unit")?;
        let ticked = fields.values().keys().filter_map(|name| name.strip_prefix("area-"));
        let areas: Result<Vec<Area>, _> = ticked.map(str::parse).collect();
        let areas = areas.map_err(|_no_area| AppError::Invalid { field: "areas".to_owned() })?;
        let name = fields.get("name").unwrap_or_default();
        unit::set_own_grid(&state.service, &actor, id, name, &areas).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "unit-grid", fields, done).await
}

fn saying(fields: &Fields) -> Result<(Kind, &str, &str), AppError> {
    let kind = fields.word("kind", Kind::from_slug)?;
    Ok((kind, fields.get("name_zh").unwrap_or_default(), fields.get("name_en").unwrap_or_default()))
}

fn parent(fields: &Fields) -> Result<Option<UnitId>, AppError> {
    fields.read_some("parent")
}
