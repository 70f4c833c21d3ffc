//! Files of exports: `GET /exports/{export}/file`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::id::ExportId;
use service::ServiceError;
use service::export::{File, fetch};
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

/// The file, or the way back to its page, which says why there is none.
pub async fn file(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(export): Path<String>,
) -> Result<Response, Refusal> {
    let export: ExportId = export.parse().map_err(|_no_id| AppError::NotFound)?;
    let back = |why: &str| Redirect::to(&format!("/exports/{export}{why}")).into_response();
    match fetch(&state.service, &actor, export).await {
        Ok(file) => Ok(download(file)),
        Err(ServiceError::Conflict) => Ok(back("")),
        Err(ServiceError::Invalid { field: "rows", .. }) => Ok(back("?failed=grown")),
        Err(ServiceError::Busy) => Ok(back("?failed=busy")),
        Err(error) => Err(error.into()),
    }
}

fn download(file: File) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.format.media_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let mut response = (fixed, file.bytes).into_response();
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file.name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
