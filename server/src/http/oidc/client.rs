//! What is fetched from the provider: its description, its keys, and an ID token for a code. It is believed as little as possible.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use oidc::{Keys, Provider, ProviderError, discovery_address};
use serde::Deserialize;

use crate::http::outgoing::{Connector, connector};

/// Longest time that one answer may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// Largest answer taken, in bytes.
const LARGEST: usize = 256 << 10;

/// Why the provider was of no use.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// It took too long.
    #[error("the identity provider did not answer in time")]
    Late,
    /// No connection, or one that broke.
    #[error("the identity provider cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It refused.
    #[error("the identity provider answered {0}")]
    Refused(StatusCode),
    /// What it answered is no ID token.
    #[error("the identity provider answered without an ID token")]
    NoToken,
    /// Its description is not believed.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

/// A pool of connections to the provider. Cloning shares it.
#[derive(Clone)]
pub(super) struct ProviderClient(Client<Connector, Body>);

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl ProviderClient {
    pub(super) fn new() -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_idle_timeout(Duration::from_secs(30)).pool_max_idle_per_host(2);
        Self(builder.build(connector()))
    }

    /// What the provider says of itself.
    pub(super) async fn describe(&self, issuer: &str) -> Result<Provider, ClientError> {
        let json = self.get(&discovery_address(issuer)?).await?;
        Ok(Provider::read(issuer, &json)?)
    }

    /// Its keys, as they are now.
    pub(super) async fn keys(&self, provider: &Provider) -> Result<Keys, ClientError> {
        Ok(Keys::read(&self.get(&provider.keys).await?))
    }

    /// The ID token for a code.
    pub(super) async fn redeem(
        &self,
        provider: &Provider,
        (body, authorization): (String, Option<String>),
    ) -> Result<String, ClientError> {
        let mut request =
            Request::post(&provider.token).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let json = self.ask(request, Body::from(body)).await?;
        let tokens: Tokens = serde_json::from_slice(&json).map_err(|_unreadable| ClientError::NoToken)?;
        Ok(tokens.id_token)
    }

    async fn get(&self, address: &str) -> Result<Bytes, ClientError> {
        self.ask(Request::get(address), Body::empty()).await
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Result<Bytes, ClientError> {
        let request = request
            .header(header::USER_AGENT, concat!("gezhi/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "application/json")
            .body(body)
            .map_err(|error| ClientError::Unreachable(error.into()))?;
        let answer = async {
            let response = self.0.request(request).await.map_err(|error| ClientError::Unreachable(error.into()))?;
            // A redirect is none: secrets go where the provider's description says, and nowhere else.
            if response.status() != StatusCode::OK {
                return Err(ClientError::Refused(response.status()));
            }
            let body = Body::new(response.into_body());
            to_bytes(body, LARGEST).await.map_err(|error| ClientError::Unreachable(error.into()))
        };
        tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err(ClientError::Late))
    }
}
