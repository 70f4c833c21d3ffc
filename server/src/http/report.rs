//! `GET /report/done/{code}/link.svg`: the link of a case as a code to scan, for whoever just reported it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
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
    let drawn = paper::svg(&address).map_err(|error| Refusal::from(ServiceError::Internal(Box::new(error))))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(([kind], drawn).into_response())
}
