//! The second factor of one's own account. All name the page they stand on in `back`.
//!
//! - `POST /login/code`: `code`, `next`. Proves it at the log-in.
//! - `POST /account/totp`: draws a secret.
//! - `POST /account/totp/confirm`: `code`. Answers with the recovery codes, shown once.
//! - `POST /account/totp/remove`: `code`.
//! - `GET /account/totp/code.svg`: the secret that is still to be proved, as a code to scan.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use office::Told;
use service::{ServiceError, totp};
use ui::error::AppError;

use super::{Fields, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Proves the second factor.
pub async fn prove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match totp::prove(&state.service, &actor, fields.get("code").unwrap_or_default()).await {
        Ok(()) => back_to(&fields.place("next")),
        Err(error) => again(&state, visit, fields, error).await,
    }
}

/// Draws a secret.
pub async fn begin(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match totp::begin(&state.service, &actor).await {
        Ok(()) => back_to(&fields.back()),
        Err(error) => again(&state, visit, fields, error).await,
    }
}

/// Proves the secret that was drawn.
pub async fn confirm(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match totp::confirm(&state.service, &actor, fields.get("code").unwrap_or_default()).await {
        Ok(codes) => page::told(&state, visit, &fields.back(), Told::Codes { codes }).await,
        Err(error) => again(&state, visit, fields, error).await,
    }
}

/// Takes the second factor off.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match totp::remove(&state.service, &actor, fields.get("code").unwrap_or_default()).await {
        Ok(()) => back_to(&fields.back()),
        Err(error) => again(&state, visit, fields, error).await,
    }
}

/// The code to scan.
pub async fn code(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Result<Response, Refusal> {
    let address = totp::address(&state.service, &actor).await?;
    let drawn = paper::svg(&address).map_err(|error| Refusal::from(ServiceError::Internal(Box::new(error))))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(([kind], drawn).into_response())
}

async fn again(state: &AppState, visit: Visit, fields: Fields, error: ServiceError) -> Response {
    let error: AppError = Refusal::from(error).0;
    page::again_on(state, Surface::Office, visit, "totp", fields.without_secrets(), error).await
}
