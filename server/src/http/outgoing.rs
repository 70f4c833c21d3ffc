//! How this process asks others: hyper's own client, which is in the tree already because of axum, so that only TLS adds
//! crates (feature `tile-tls`).

use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;

#[cfg(feature = "tile-tls")]
pub(crate) type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "tile-tls"))]
pub(crate) type Connector = HttpConnector;

fn plain_connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(Duration::from_secs(4)));
    connector.enforce_http(cfg!(not(feature = "tile-tls")));
    connector
}

#[cfg(not(feature = "tile-tls"))]
pub(crate) fn connector() -> Connector {
    plain_connector()
}

#[cfg(feature = "tile-tls")]
pub(crate) fn connector() -> Connector {
    hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
        .expect("ring supports the TLS versions that rustls asks for")
        .https_or_http()
        .enable_http1()
        .wrap_connector(plain_connector())
}
