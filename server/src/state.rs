//! What every route can reach. Cloning is cheap and shares everything.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use domain::webhook::Reach;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use service::Service;

use crate::asset::Assets;
use crate::form::Gate;
use crate::http::certificate::Press;
use crate::http::oidc::{Oidc, OidcSettings};
use crate::http::tile::{Layer, Tiles};
use crate::layer::request_id::RequestIds;
use crate::layer::same_origin::PublicHost;
use crate::layer::tail::TailTries;

/// What can be set about the web side.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the site lives, as browsers see it; by default wherever the `Host` header says.
    pub public_host: PublicHost,
    /// Background layers of the 2D map.
    pub tile_layers: Vec<Layer>,
    /// Longest time until an answer begins.
    pub time_limit: Duration,
    /// Largest form or server function call, in bytes.
    pub body_limit_bytes: usize,
    /// Time between two signs of life on the live stream.
    pub beat: Duration,
    /// The font of printed pages; the first known one of the system by default.
    pub font: Option<PathBuf>,
    /// The city's identity provider; nobody logs in with one by default.
    pub oidc: Option<OidcSettings>,
    /// Whom webhooks may reach.
    pub webhook_reach: Reach,
    /// Proxies of ours in front that add to `X-Forwarded-For`.
    pub trusted_proxies: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_host: PublicHost::default(),
            tile_layers: Vec::new(),
            time_limit: Duration::from_secs(30),
            body_limit_bytes: 64 << 10,
            beat: Duration::from_secs(5),
            font: None,
            oidc: None,
            webhook_reach: Reach::default(),
            trusted_proxies: 0,
        }
    }
}

/// Ends when the process is asked to stop; streams that would never end by themselves wait for it.
#[derive(Clone)]
pub struct Stop(Shared<BoxFuture<'static, ()>>);

impl Stop {
    /// Stops when `asked` ends.
    pub fn when(asked: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(asked.boxed().shared())
    }

    /// Ends when it is time to stop.
    pub async fn asked(self) {
        self.0.await;
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stop")
    }
}

/// What every route can reach.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub service: Service,
    /// The served files.
    pub assets: Arc<Assets>,
    /// What can be set.
    pub settings: Arc<Settings>,
    /// The tile proxy.
    pub tiles: Tiles,
    /// Names of requests.
    pub request_ids: RequestIds,
    /// The font of printed pages.
    pub press: Press,
    /// The city's identity provider.
    pub oidc: Option<Oidc>,
    /// The door for large uploads.
    pub(crate) gate: Gate,
    /// The door for those of residents.
    pub(crate) open_gate: Gate,
    /// Tries at the digits that open a wish.
    pub(crate) tail_tries: TailTries,
    /// When to end streams.
    pub stop: Stop,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(service: Service, assets: Assets, settings: Settings, stop: Stop) -> Self {
        Self {
            service,
            assets: Arc::new(assets),
            tiles: Tiles::new(settings.tile_layers.clone()),
            oidc: settings.oidc.clone().map(Oidc::new),
            press: Press::new(settings.font.clone()),
            settings: Arc::new(settings),
            request_ids: RequestIds::new(),
            gate: Gate::default(),
            open_gate: Gate::of_nobody(),
            tail_tries: TailTries::default(),
            stop,
        }
    }
}

impl FromRef<AppState> for Tiles {
    fn from_ref(state: &AppState) -> Self {
        state.tiles.clone()
    }
}
