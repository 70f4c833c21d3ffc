//! Fetches one picture from a layer's provider, and believes it as little as possible.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use super::cache::Tile;
use crate::http::outgoing::{Connector, connector};

/// Longest time a picture may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// Largest picture taken, in bytes.
const LARGEST: usize = 1 << 20;
const MEDIA_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The provider took too long.
    #[error("the tile provider did not answer in time")]
    Late,
    /// No connection, or one that broke.
    #[error("the tile provider cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It has none there.
    #[error("the tile provider has no picture there")]
    Absent,
    /// It answered with something that is no picture, or refused.
    #[error("the tile provider answered {status} {media_type:?}")]
    NoPicture {
        /// Its status.
        status: StatusCode,
        /// What it called its answer.
        media_type: Option<HeaderValue>,
    },
}

/// A pool of connections to tile providers. Cloning shares it.
#[derive(Clone)]
pub struct TileClient(Client<Connector, Body>);

impl TileClient {
    /// A client without connections.
    pub fn new() -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_idle_timeout(Duration::from_secs(30)).pool_max_idle_per_host(4);
        Self(builder.build(connector()))
    }

    /// Fetches a picture.
    pub async fn fetch(&self, uri: Uri) -> Result<Tile, FetchError> {
        tokio::time::timeout(PATIENCE, self.fetch_patiently(uri)).await.unwrap_or(Err(FetchError::Late))
    }

    async fn fetch_patiently(&self, uri: Uri) -> Result<Tile, FetchError> {
        let request = Request::get(uri)
            .header(header::USER_AGENT, concat!("gezhi/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "image/*")
            .body(Body::empty())
            .map_err(|error| FetchError::Unreachable(error.into()))?;
        let response = self.0.request(request).await.map_err(|error| FetchError::Unreachable(error.into()))?;
        let status = response.status();
        if matches!(status, StatusCode::NOT_FOUND | StatusCode::NO_CONTENT | StatusCode::GONE) {
            return Err(FetchError::Absent);
        }
        let media_type = response.headers().get(header::CONTENT_TYPE).cloned();
        let picture = media_type.filter(|media_type| status == StatusCode::OK && is_picture(media_type));
        let Some(media_type) = picture else {
            let media_type = response.headers().get(header::CONTENT_TYPE).cloned();
            return Err(FetchError::NoPicture { status, media_type });
        };
        let body = Body::new(response.into_body());
        let bytes: Bytes = to_bytes(body, LARGEST).await.map_err(|error| FetchError::Unreachable(error.into()))?;
        Ok(Tile { media_type, bytes })
    }
}

impl Default for TileClient {
    fn default() -> Self {
        Self::new()
    }
}

fn is_picture(media_type: &HeaderValue) -> bool {
    let essence = media_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    MEDIA_TYPES.iter().any(|known| essence.eq_ignore_ascii_case(known))
}
