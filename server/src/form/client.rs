//! Clients of Open311.
//!
//! - `POST /admin/client`: `name`, `area`, `back`. Answers with the key, shown once.
//! - `POST /admin/client/revoke`: `account`, `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use office::Told;
use service::api_client;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Makes a client.
pub async fn make(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let made = async {
        let area = fields.read("area")?;
        let made = api_client::make(&state.service, &actor, area, fields.get("name").unwrap_or_default()).await;
        made.map_err(|error| Refusal::from(error).0)
    };
    match made.await {
        Ok(issued) => page::told(&state, visit, &fields.back(), Told::Key { key: issued.key }).await,
        Err(error) => page::again_on(&state, Surface::Office, visit, "client", fields, error).await,
    }
}

/// Revokes a client's key.
pub async fn revoke(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let account = fields.read("account")?;
        api_client::revoke(&state.service, &actor, account).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "client-revoke", fields, done).await
}
