//! Posts one telling, to an address that somebody typed: names are looked up by us and led nowhere inside, no redirect is
//! followed, and of the answer nothing but its status is read.

use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Uri, header};
use domain::webhook::Reach;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use service::webhook::{Outcome, Parcel};

use crate::http::outgoing::{Secured, secured};

/// Longest time that one try may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts tellings.
pub(super) struct Courier {
    client: Client<Secured<HttpConnector<Lookup>>, Body>,
    reach: Reach,
}

/// Looks names up and keeps what may be reached: the address that was looked at is the one that is connected to.
#[derive(Clone)]
struct Lookup(Reach);

impl tower::Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().any(|address| !reach.admits(address.ip())) {
                return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
            }
            Ok(found.into_iter())
        })
    }
}

impl Courier {
    pub(super) fn new(reach: Reach) -> Self {
        let mut connector = HttpConnector::new_with_resolver(Lookup(reach));
        connector.set_connect_timeout(Some(Duration::from_secs(4)));
        connector.enforce_http(false);
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_max_idle_per_host(0);
        Self { client: builder.build(secured(connector)), reach }
    }

    pub(super) async fn post(&self, parcel: &Parcel) -> Outcome {
        // What is a number is not looked up, and what was allowed once may not be any more.
        let Some(uri) = parcel.address.parse::<Uri>().ok().filter(|_| self.reach.takes(&parcel.address)) else {
            return Outcome::Failed("refused_address");
        };
        let request = Request::post(uri)
            .header(header::USER_AGENT, concat!("gezhi/", env!("CARGO_PKG_VERSION")))
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", format!("msg_{}", parcel.id))
            .header("webhook-timestamp", parcel.timestamp)
            .header("webhook-signature", &parcel.signature)
            .body(Body::from(parcel.body.clone()));
        let Ok(request) = request else { return Outcome::Failed("refused_address") };
        match tokio::time::timeout(PATIENCE, self.client.request(request)).await {
            Err(_late) => Outcome::Failed("late"),
            Ok(Ok(response)) => Outcome::Answered(response.status().as_u16()),
            Ok(Err(error)) if is_forbidden(&error) => Outcome::Failed("refused_address"),
            Ok(Err(_broken)) => Outcome::Failed("unreachable"),
        }
    }
}

/// Whether the lookup said no, somewhere below.
fn is_forbidden(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(inner) = cause {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::PermissionDenied) {
            return true;
        }
        cause = inner.source();
    }
    false
}
