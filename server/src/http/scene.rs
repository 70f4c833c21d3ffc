//! `GET /map/scene/{version}.bin`: the city's geometry, public and the same for everybody, kept by browsers for ever.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use ui::error::AppError;

use super::encoding::Encoding;
use super::refusal::Refusal;
use crate::state::AppState;

/// Sends the scene of one version, in the smallest form that the browser takes; each was compressed once.
pub async fn scene(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let version = file.strip_suffix(".bin").and_then(|version| version.parse().ok());
    let pack = service::map::scene_pack(&state.service, Some(version.ok_or(AppError::NotFound)?)).await?;
    let encoding = Encoding::accepted(&headers);
    let bytes = match encoding {
        Encoding::Brotli => pack.brotli.clone(),
        Encoding::Gzip => pack.gzip.clone(),
        Encoding::Plain => pack.bytes.clone(),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(token) = encoding.token() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
    }
    Ok(response)
}
