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
            let status =
                if matches!(error, FetchError::Late) { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
            status.into_response()
        }
    }
}

fn address(z: &str, x: &str, y: &str) -> Option<TileAddress> {
    TileAddress::new_checked(z.parse().ok()?, x.parse().ok()?, y.parse().ok()?)
}

fn picture(tile: cache::Tile) -> Response {
    let max_age = format!("private, max-age={}", cache::FRESH.as_secs());
    let headers =
        [(header::CONTENT_TYPE, Some(tile.media_type)), (header::CACHE_CONTROL, HeaderValue::from_str(&max_age).ok())];
    let mut response = tile.bytes.into_response();
    for (name, value) in headers {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    /// A provider on this machine that counts what it is asked for.
    async fn provider(asked: Arc<AtomicUsize>) -> String {
        let answer = move |Path((z, x, y)): Path<(u8, u32, u32)>, request: Request| {
            asked.fetch_add(1, Ordering::SeqCst);
            let keyed = request.uri().query() == Some("tk=s3cret");
            async move {
                match (keyed, x) {
                    (false, _) => StatusCode::FORBIDDEN.into_response(),
                    (_, 1) => StatusCode::NOT_FOUND.into_response(),
                    (_, 2) => ([(header::CONTENT_TYPE, "text/html")], "<script>alert(1)</script>").into_response(),
                    _ => ([(header::CONTENT_TYPE, "image/png")], format!("{z}/{x}/{y}")).into_response(),
                }
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/{z}/{x}/{y}", get(answer));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        format!("http://{address}")
    }

    async fn proxy(asked: &Arc<AtomicUsize>) -> Router {
        let provider = provider(Arc::clone(asked)).await;
        let setting = format!(
            r#"[{{"name": "own", "title": "Plan", "template": "{provider}/{{z}}/{{x}}/{{y}}?tk={{key}}", "key": "s3cret",
                 "max_zoom": 5, "gcj02": true, "attribution": "© Survey"}}]"#
        );
        let tiles = Tiles::new(read(Some(&setting)).unwrap());
        Router::new().route("/tiles", get(list)).route("/tiles/{layer}/{z}/{x}/{y}", get(tile)).with_state(tiles)
    }

    async fn ask(proxy: &Router, path: &str) -> (StatusCode, String) {
        let response = proxy.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_tile_is_fetched_once_with_the_key_and_then_kept() {
        let asked = Arc::default();
        let proxy = proxy(&asked).await;

        for _ in 0..3 {
            assert_eq!(ask(&proxy, "/tiles/own/5/4/3").await, (StatusCode::OK, "5/4/3".to_owned()));
        }

        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_is_no_picture_never_reaches_the_browser() {
        let asked = Arc::default();
        let proxy = proxy(&asked).await;

        assert_eq!(ask(&proxy, "/tiles/own/5/2/0").await, (StatusCode::BAD_GATEWAY, String::new()));
        assert_eq!(ask(&proxy, "/tiles/own/5/1/0").await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_tile_that_cannot_exist_is_not_asked_for() {
        let asked: Arc<AtomicUsize> = Arc::default();
        let proxy = proxy(&asked).await;

        for path in
            ["/tiles/other/1/0/0", "/tiles/own/6/0/0", "/tiles/own/1/2/0", "/tiles/own/x/0/0", "/tiles/own/1/-1/0"]
        {
            assert_eq!(ask(&proxy, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }

        assert_eq!(asked.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn the_browser_is_told_about_layers_but_not_where_they_come_from() {
        let proxy = proxy(&Arc::default()).await;

        let (_, list) = ask(&proxy, "/tiles").await;

        assert!(list.contains(r#""url":"/tiles/own/{z}/{x}/{y}""#) && list.contains(r#""gcj02":true"#), "{list}");
        assert!(!list.contains("s3cret") && !list.contains("127.0.0.1"), "{list}");
    }

    #[tokio::test]
    async fn a_provider_that_is_not_there_is_a_bad_gateway() {
        let layers =
            read(Some(r#"[{"name": "gone", "title": "", "template": "http://127.0.0.1:9/{z}/{x}/{y}"}]"#)).unwrap();
        let proxy = Router::new().route("/tiles/{layer}/{z}/{x}/{y}", get(tile)).with_state(Tiles::new(layers));

        assert_eq!(ask(&proxy, "/tiles/gone/1/0/0").await.0, StatusCode::BAD_GATEWAY);
    }
}
