//! Forms of base data, and the one tap that rings a contact.
//!
//! - `POST /form/register`: `kind`, `name`, `building` (or empty), `lon`, `lat`, `contact`, `phone`, `unit_in_charge`, `from_on`;
//!   a new entry with `area`, a change with `entry` and `revision`.
//! - `POST /form/register-close`: `entry`, `revision`, `day`.
//! - `GET /register/{entry}/call`: leads to `tel:` with the number, as a notice's sheet does.

use axum::Extension;
use axum::extract::{Path, State};

use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::geo::LonLat;
use domain::id::EntryId;
use domain::register::Draft;
use service::{Service, register};
use ui::error::AppError;

use super::notice::ring;
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Adds an entry or changes one, and leads to it.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match write_as_typed(&state.service, &actor, &fields).await {
        Ok(entry) => Redirect::to(&format!("/register/{entry}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "register", fields, error).await,
    }
}

async fn write_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<EntryId, AppError> {
    let draft = draft(fields)?;
    let refused = |error| Refusal::from(error).0;
    if fields.get("entry").is_none() {
        return register::add(s, actor, fields.read("area")?, draft).await.map_err(refused);
    }
    let (entry, revision) = (fields.read("entry")?, fields.read("revision")?);
    register::change(s, actor, entry, revision, draft).await.map_err(refused)?;
    Ok(entry)
}

fn draft(fields: &Fields) -> Result<Draft, AppError> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let position = if fields.get("lon").or(fields.get("lat")).is_some() {
        let found = LonLat::new_checked(fields.read("lon")?, fields.read("lat")?);
        Some(found.ok_or_else(|| AppError::Invalid { field: "lon".to_owned() })?)
    } else {
        None
    };
    Ok(Draft {
        kind: text("kind"),
        name: text("name"),
        building: fields.read_some("building")?,
        position,
        contact: text("contact"),
        phone: fields.read_some("phone")?,
        unit_in_charge: text("unit_in_charge"),
        from_on: fields.day("from_on")?,
        parent: fields.read_some("parent")?,
    })
}

/// Closes an entry.
pub async fn close(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let closed = async {
        let (entry, revision) = (fields.read("entry")?, fields.read("revision")?);
        let closed = register::close(&state.service, &actor, entry, revision, fields.must_day("day")?).await;
        closed.map_err(|error| Refusal::from(error).0)
    };
    let done = closed.await;
    answer_in_office(&state, visit, "register-close", fields, done).await
}

/// Rings an entry's contact.
pub async fn dial(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(entry): Path<EntryId>,
) -> Response {
    match register::dial(&state.service, &actor, entry).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}
