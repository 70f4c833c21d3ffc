//! The fields of a file, gone through at the door: how `/m/file` writes.
//!
//! - `POST /m/file`: `person`, each field by its word with `base_<word>` (the token that the page carried; a field without one is not on the
//!   form), `after` (the device's last operation about the same person, if any), and the fields of [`super::sync`].

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::actor::Actor;
use domain::doorstep::fields as shown;
use domain::sync::Kind;
use service::Service;
use service::doorstep::{self, Entry, Sheet};
use ui::error::AppError;

use super::Fields;
use super::sync::{self, Became};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Writes what was changed at the door.
pub async fn change(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let became = change_as_typed(&state.service, &actor, &fields).await;
    sync::answer(&state, visit, &headers, "doorstep", fields, became).await
}

async fn change_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<Became, AppError> {
    let sent = sync::sent(fields, Kind::File, s.now())?;
    // An empty text takes a value away; a field that is not there at all was cut off and says nothing.
    let entries = shown().filter_map(|field| {
        let typed = fields.values().get(field.slug)?.clone();
        let base = fields.get(&format!("base_{}", field.slug))?.to_owned();
        Some((field.slug.to_owned(), Entry { typed, base }))
    });
    let sheet =
        Sheet { resident: fields.read("person")?, entries: entries.collect(), after: fields.read_some("after")? };
    if sheet.entries.is_empty() {
        return Err(AppError::Invalid { field: "base".to_owned() });
    }
    let outcome = doorstep::change(s, actor, &sent, &sheet).await;
    outcome.map(Became::from).map_err(|error| Refusal::from(error).0)
}
