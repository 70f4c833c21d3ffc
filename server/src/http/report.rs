//! Codes to scan about residents' reports: the link of a case (`GET /report/done/{code}/link.svg`) for whoever just reported it, and
//! the page of a building (`GET /report/code/{building}`) for the sticker at its door.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::id::BuildingId;
use service::ServiceError;
use ui::error::AppError;

use super::certificate::site;
use super::refusal::Refusal;
use crate::state::AppState;

/// Draws the code; nothing for a link that is none.
pub async fn link_code(
    State(state): State<AppState>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    service::case::follow(&state.service, &code).await?.ok_or(Refusal(AppError::NotFound))?;
    let address = format!("{}/t/{code}", site(&state, &headers));
    drawn(&address)
}

/// Draws the code of a building's page. It says nothing that the building's number does not.
pub async fn building_code(
    State(state): State<AppState>,
    Path(building): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let building: BuildingId = building.parse().map_err(|_no_id| Refusal(AppError::NotFound))?;
    drawn(&format!("{}/report?b={building}", site(&state, &headers)))
}

/// A code to scan that leads to an address.
pub(super) fn drawn(address: &str) -> Result<Response, Refusal> {
    let drawn = paper::svg(address).map_err(|error| Refusal::from(ServiceError::Internal(Box::new(error))))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(([kind], drawn).into_response())
}
