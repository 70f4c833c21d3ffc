//! `GET /photo/{photo}`: a photo of a person, a document or a dwelling; `?small=1` asks for the small one.
//!
//! Asked for anew each time: nothing of it may stay in a cache after the right to see it is gone.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::id::PhotoId;
use service::photo::{self, Size};
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

/// Sends the picture.
pub async fn picture(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(asked): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let photo: PhotoId = asked.parse().map_err(|_no_id| AppError::NotFound)?;
    let size = if query.as_deref() == Some("small=1") { Size::Small } else { Size::Whole };
    let bytes = photo::picture(&state.service, &actor, photo, size).await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"photo.jpg\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((fixed, bytes.to_vec()).into_response())
}
