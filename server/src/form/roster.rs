//! Rosters of areas.
//!
//! - `POST /form/roster`: `area`, `kind`, `name`, `place`, `phone`, `login`, `from_on` (the last four may be empty), `back`.
//! - `POST /form/roster-end`: `entry`, `to_on` (empty for today), `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use service::roster::{self, Wish};

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
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
            from_on: fields.read_some("from_on")?,
        };
        roster::add(&state.service, &actor, &wish).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "roster", fields, done).await
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
        let to_on = fields.read_some("to_on")?;
        roster::end(&state.service, &actor, entry, to_on).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "roster-end", fields, done).await
}
