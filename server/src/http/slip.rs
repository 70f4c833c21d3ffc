//! `GET /cases/{case}/code.svg`: the code on a dispatch slip. It leads staff to the case; who scans it has to log in.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::id::CaseId;
use service::ServiceError;
use ui::error::AppError;

use super::certificate::site;
use super::refusal::Refusal;
use crate::state::AppState;

/// The code as a drawing.
pub async fn code(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(case): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let case: CaseId = case.parse().map_err(|_no_id| AppError::NotFound)?;
    // Who may not know of the case gets no code of it.
    service::case::slip(&state.service, &actor, case).await?;
    let address = format!("{}/cases?axis=all&case={case}", site(&state, &headers));
    let drawn = paper::svg(&address).map_err(|error| Refusal::from(ServiceError::Internal(Box::new(error))))?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((fixed, drawn).into_response())
}
