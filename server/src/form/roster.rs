//! Rosters of areas.
//!
//! - `POST /form/roster`: `area`, `kind`, `name`, `place`, `phone`, `login`, `from_on` (the last four may be empty), `back`.
//! - `POST /form/roster-end`: `entry`, `to_on` (empty for today), `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use service::roster::{self, Wish};
use ui::error::AppError;

use super::{Fields, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Puts somebody on a roster.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let text = |name| fields.get(name).unwrap_or_default();
        let wish = Wish {
            area: fields.read("area")?,
            kind: text("kind"),
            name: text("name"),
            place: text("place"),
            phone: text("phone"),
            login: text("login"),
            from_on: fields.get("from_on").map(|_| fields.read("from_on")).transpose()?,
        };
        roster::add(&state.service, &actor, &wish).await.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(&state, Surface::Office, visit, "roster", fields, error).await,
    }
}

/// Ends an entry.
pub async fn end(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let entry = fields.read("entry")?;
        let to_on = fields.get("to_on").map(|_| fields.read("to_on")).transpose()?;
        roster::end(&state.service, &actor, entry, to_on).await.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(&state, Surface::Office, visit, "roster-end", fields, error).await,
    }
}
