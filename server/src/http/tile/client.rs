//! Fetches one picture from a layer's provider, and believes it as little as possible.
//!
//! hyper's own client: it is in the tree already because of axum, so that only TLS adds crates (feature `tile-tls`).

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::cache::Tile;

/// Longest time a picture may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// Largest picture taken, in bytes.
const LARGEST: usize = 1 << 20;
const MEDIA_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

#[cfg(feature = "tile-tls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "tile-tls"))]
type Connector = HttpConnector;

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

fn plain_connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(Duration::from_secs(4)));
    connector.enforce_http(cfg!(not(feature = "tile-tls")));
    connector
}

#[cfg(not(feature = "tile-tls"))]
fn connector() -> Connector {
    plain_connector()
}

#[cfg(feature = "tile-tls")]
fn connector() -> Connector {
    hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
        .expect("ring supports the TLS versions that rustls asks for")
        .https_or_http()
        .enable_http1()
        .wrap_connector(plain_connector())
}
