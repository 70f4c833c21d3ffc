//! How this process asks others: hyper's own client, which is in the tree already because of axum, so that only TLS adds
//! crates (feature `tile-tls`).

use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;

pub(crate) type Connector = Secured<HttpConnector>;

/// A connector with TLS above it, where the feature is on.
#[cfg(feature = "tile-tls")]
pub(crate) type Secured<C> = hyper_rustls::HttpsConnector<C>;
#[cfg(not(feature = "tile-tls"))]
pub(crate) type Secured<C> = C;

fn plain_connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(Duration::from_secs(4)));
    connector.enforce_http(cfg!(not(feature = "tile-tls")));
    connector
}

#[cfg(not(feature = "tile-tls"))]
pub(crate) fn secured<C>(connector: C) -> Secured<C> {
    connector
}

pub(crate) fn connector() -> Connector {
    secured(plain_connector())
}

#[cfg(feature = "tile-tls")]
pub(crate) fn secured<C>(connector: C) -> Secured<C> {
    hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
        .expect("ring supports the TLS versions that rustls asks for")
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector)
}
