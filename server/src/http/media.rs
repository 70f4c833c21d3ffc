//! Pictures of cases as they are shown: `GET /media/{media}`, `/media/{media}/thumb`, and `/media/{media}/released` for the version
//! that residents may see.
//!
//! Asked for anew each time: nothing of it may stay in a cache after the right to see it is gone.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::id::MediaId;
use service::media::{self, Size};
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

fn asked(text: &str) -> Result<MediaId, Refusal> {
    text.parse().map_err(|_no_id| Refusal(AppError::NotFound))
}

fn picture(bytes: &[u8]) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"picture.jpg\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (fixed, bytes.to_vec()).into_response()
}

/// Sends the picture as it is kept.
pub async fn full(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(picture(&media::read(&state.service, &actor, asked(&id)?, Size::Full).await?))
}

/// Sends the small one.
pub async fn thumb(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(picture(&media::read(&state.service, &actor, asked(&id)?, Size::Thumb).await?))
}

/// Sends the version that residents may see.
pub async fn released(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(picture(&media::read_released(&state.service, &actor, asked(&id)?, Size::Full).await?))
}
