//! `GET /tiles` lists the background layers of the 2D map; `GET /tiles/{layer}/{z}/{x}/{y}` fetches a tile for the browser.
//!
//! The browser never talks to a tile provider: the key stays here, and nobody else learns what is being looked at.
//! Only a signed-in browser may ask, so that the city's key is not open to the world.

mod cache;
mod client;
mod layer;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use self::cache::TileCache;
use self::client::{FetchError, TileClient};
use self::layer::TileAddress;
pub use self::layer::{Layer, LayerError, Listing, read};

/// Most tiles fetched from providers at the same time.
const AT_ONCE: usize = 16;

/// The configured layers, and what is needed to fetch from them. Cloning shares it.
#[derive(Clone)]
pub struct Tiles {
    layers: Arc<[Layer]>,
    client: TileClient,
    cache: TileCache,
    slots: Arc<Semaphore>,
}

impl Tiles {
    /// Serves these layers; none is fine.
    pub fn new(layers: Vec<Layer>) -> Self {
        Self {
            layers: layers.into(),
            client: TileClient::new(),
            cache: TileCache::default(),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What browsers are told about the layers.
    pub fn listings(&self) -> Vec<Listing> {
        self.layers.iter().map(|layer| layer.listing().clone()).collect()
    }
}

/// `GET /tiles`.
pub async fn list(State(tiles): State<Tiles>) -> Response {
    let cache = [(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"))];
    (cache, Json(tiles.listings())).into_response()
}

/// `GET /tiles/{layer}/{z}/{x}/{y}`.
pub async fn tile(
    State(tiles): State<Tiles>,
    Path((name, z, x, y)): Path<(String, String, String, String)>,
) -> Response {
    let layer = tiles.layers.iter().position(|layer| layer.listing().name == name);
    let (Some(layer), Some(address)) = (layer, address(&z, &x, &y)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Some(tile) = tiles.cache.get(layer, address) {
        return picture(tile);
    }
    let Some(uri) = tiles.layers[layer].uri(address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(_slot) = tiles.slots.acquire().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match tiles.client.fetch(uri).await {
        Ok(tile) => {
            tiles.cache.put(layer, address, tile.clone());
            picture(tile)
        }
        Err(FetchError::Absent) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(layer = name, %error, "no tile");
            let status = if matches!(error, FetchError::Late) { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
            status.into_response()
        }
    }
}

fn address(z: &str, x: &str, y: &str) -> Option<TileAddress> {
    TileAddress::new_checked(z.parse().ok()?, x.parse().ok()?, y.parse().ok()?)
}

fn picture(tile: cache::Tile) -> Response {
    let max_age = format!("private, max-age={}", cache::FRESH.as_secs());
    let headers = [(header::CONTENT_TYPE, Some(tile.media_type)), (header::CACHE_CONTROL, HeaderValue::from_str(&max_age).ok())];
    let mut response = tile.bytes.into_response();
    for (name, value) in headers {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
