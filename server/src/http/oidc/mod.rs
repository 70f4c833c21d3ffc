//! `GET /login/oidc` and `GET /login/oidc/callback`: log-in with the city's identity provider. Without one there are no such
//! routes. What goes wrong leads back to `/login` with a word for the sentence there.

mod client;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use oidc::{Attempt, Client, Expected, verify};
use serde::Deserialize;
use service::ServiceError;
use service::oidc::{self as use_case, AttemptRow, PATIENCE_S};
use service::session::Entered;

pub use self::client::ClientError;
use self::client::ProviderClient;
use super::certificate::site;
use super::refusal::with_causes;
use crate::form::LocalPath;
use crate::form::login::{device, entered_response};
use crate::layer::cookie;
use crate::state::AppState;

/// Which provider, and how it is asked.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The provider, exactly as it calls itself.
    pub issuer: String,
    /// How this installation is known there.
    pub client: Client,
    /// What stands on the button.
    pub label: String,
}

/// The provider, ready to be asked. Cheap to clone.
#[derive(Clone)]
pub struct Oidc {
    /// Which.
    pub settings: OidcSettings,
    client: ProviderClient,
}

impl Oidc {
    /// A provider that was not asked yet.
    pub fn new(settings: OidcSettings) -> Self {
        Self { settings, client: ProviderClient::new() }
    }

    /// Whether the provider answers and can be believed, for `gezhi doctor`.
    ///
    /// *Errors*: why not.
    pub async fn look(&self) -> Result<(), ClientError> {
        let provider = self.client.describe(&self.settings.issuer).await?;
        self.client.keys(&provider).await.map(drop)
    }
}

/// The try's cookie. It has to survive the way back from the provider, so it is lax and no more.
const COOKIE: &str = "__Host-oidc";

/// Why somebody is back at the log-in, as the address says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// The provider was of no use.
    Unreachable,
    /// The try is not this browser's, is over, or its token is not believed.
    Refused,
    /// No account that may enter is linked.
    Unlinked,
}

impl Failure {
    fn response(self) -> Response {
        let word = match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Unlinked => "unlinked",
        };
        let mut response = Redirect::to(&format!("/login?oidc={word}")).into_response();
        response.headers_mut().append(header::SET_COOKIE, gone());
        response
    }
}

fn gone() -> HeaderValue {
    HeaderValue::from_static("__Host-oidc=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax")
}

fn redirect_address(state: &AppState, headers: &HeaderMap) -> String {
    format!("{}/login/oidc/callback", site(state, headers))
}

/// What an address of ours says.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    next: Option<String>,
    state: Option<String>,
    code: Option<String>,
}

impl Asked {
    fn read(uri: &Uri) -> Self {
        Query::try_from_uri(uri).map(|Query(asked)| asked).unwrap_or_default()
    }
}

/// Sends a browser to the provider.
pub async fn begin(State(state): State<AppState>, headers: HeaderMap, uri: Uri) -> Response {
    let Some(oidc) = &state.oidc else { return StatusCode::NOT_FOUND.into_response() };
    let redirect = redirect_address(&state, &headers);
    match try_begin(&state, oidc, &redirect, Asked::read(&uri).next.as_deref()).await {
        Ok((address, cookie)) => {
            let mut response = Redirect::to(&address).into_response();
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(failure) => failure.response(),
    }
}

async fn try_begin(
    state: &AppState,
    oidc: &Oidc,
    redirect: &str,
    next: Option<&str>,
) -> Result<(String, HeaderValue), Failure> {
    let provider = oidc.client.describe(&oidc.settings.issuer).await.map_err(|error| unreachable(&error))?;
    let attempt = Attempt::new(use_case::secrets(&state.service).map_err(|error| failed(&error))?);
    let next = next.and_then(LocalPath::new_checked).filter(|next| !next.is_log_in()).unwrap_or_default();
    let row = AttemptRow {
        state: attempt.state.clone(),
        nonce: attempt.nonce.clone(),
        verifier: attempt.verifier.clone(),
        next: next.as_str().to_owned(),
    };
    let token = use_case::begin(&state.service, &row).await.map_err(|error| failed(&error))?;
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={PATIENCE_S}; HttpOnly; Secure; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).map_err(|_unwritable| Failure::Refused)?;
    Ok((attempt.address(&provider, &oidc.settings.client, redirect), cookie))
}

/// Takes a browser back that was at the provider.
pub async fn callback(State(state): State<AppState>, headers: HeaderMap, uri: Uri) -> Response {
    let Some(oidc) = &state.oidc else { return StatusCode::NOT_FOUND.into_response() };
    match try_enter(&state, oidc, &headers, Asked::read(&uri)).await {
        Ok((entered, next)) => {
            let mut response = entered_response(entered, &next);
            response.headers_mut().append(header::SET_COOKIE, gone());
            response
        }
        Err(failure) => failure.response(),
    }
}

async fn try_enter(
    state: &AppState,
    oidc: &Oidc,
    headers: &HeaderMap,
    back: Asked,
) -> Result<(Entered, LocalPath), Failure> {
    let token = cookie::find(headers, COOKIE).ok_or(Failure::Refused)?;
    // Taken first of all: whatever comes now, this try is over.
    let taken = use_case::take(&state.service, token, back.state.as_deref().unwrap_or_default()).await;
    let row = taken.map_err(|error| failed(&error))?.ok_or(Failure::Refused)?;
    let code = back.code.filter(|code| !code.is_empty()).ok_or(Failure::Refused)?;

    let settings = &oidc.settings;
    let provider = oidc.client.describe(&settings.issuer).await.map_err(|error| unreachable(&error))?;
    let attempt = Attempt { state: row.state, nonce: row.nonce, verifier: row.verifier };
    let redeem = attempt.redeem(&provider, &settings.client, &redirect_address(state, headers), &code);
    let id_token = oidc.client.redeem(&provider, redeem).await.map_err(refused_or_unreachable)?;
    let keys = oidc.client.keys(&provider).await.map_err(|error| unreachable(&error))?;
    let expected = Expected {
        issuer: &settings.issuer,
        client: &settings.client.id,
        nonce: &attempt.nonce,
        now_s: state.service.now().timestamp(),
    };
    let subject = verify(&id_token, &keys, &expected).map_err(|rejection| {
        tracing::warn!(%rejection, "an ID token was not believed");
        Failure::Refused
    })?;
    let entered = use_case::enter(&state.service, &settings.issuer, &subject.0, &device(headers)).await;
    let entered = entered.map_err(|error| match error {
        ServiceError::WrongLogin => Failure::Unlinked,
        other => failed(&other),
    })?;
    Ok((entered, LocalPath::new_checked(&row.next).unwrap_or_default()))
}

fn unreachable(error: &ClientError) -> Failure {
    tracing::warn!(error = %with_causes(error), "the identity provider is of no use");
    Failure::Unreachable
}

/// A code that the provider does not take is the browser's fault, not the provider's.
fn refused_or_unreachable(error: ClientError) -> Failure {
    match error {
        ClientError::Refused(status) if status.is_client_error() => {
            tracing::warn!(%status, "the identity provider took no code");
            Failure::Refused
        }
        other => unreachable(&other),
    }
}

fn failed(error: &ServiceError) -> Failure {
    tracing::error!(%error, "a log-in with the identity provider failed");
    Failure::Unreachable
}
