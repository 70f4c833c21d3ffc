//! The telephone at the door and the inbox of conflicts: how `/m/contact` and `/m/conflicts` write.
//!
//! - `POST /m/contact`: `person`, `phone` (empty with `phone_gone` takes the number away), `base` (the token that the page carried),
//!   `after` (the device's last operation on the same number, if any), and the fields of [`super::sync`].
//! - `POST /m/conflict`: `conflict`, `side` (mine, theirs), `base`, and the same.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::actor::Actor;
use domain::conflict::Side;
use domain::file::{EntryProblem, Method, Problem};
use domain::sync::Kind;
use service::contact::{self, Change};
use service::{Service, conflict};
use ui::error::AppError;

use super::Fields;
use super::sync::{self, Became};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Writes a telephone number down.
pub async fn change(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let became = change_as_typed(&state.service, &actor, &fields).await;
    sync::answer(&state, visit, &headers, "contact", fields, became).await
}

async fn change_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<Became, AppError> {
    let sent = sync::sent(fields, Kind::Contact, s.now())?;
    let typed = fields.get("phone").map(str::to_owned);
    if typed.is_none() && !fields.is_on("phone_gone") {
        return Err(AppError::Entry { problems: vec![EntryProblem::new("phone", Problem::Missing)] });
    }
    let change = Change {
        resident: fields.read("person")?,
        typed: typed.filter(|_| !fields.is_on("phone_gone")),
        base: fields.read("base")?,
        after: fields.read_some("after")?,
        method: fields.get("method").and_then(Method::from_slug).unwrap_or(Method::Door),
    };
    let outcome = contact::change(s, actor, &sent, &change).await;
    outcome.map(Became::from).map_err(|error| Refusal::from(error).0)
}

/// Decides a conflict.
pub async fn settle(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let became = settle_as_chosen(&state.service, &actor, &fields).await;
    sync::answer(&state, visit, &headers, "conflict", fields, became).await
}

async fn settle_as_chosen(s: &Service, actor: &Actor, fields: &Fields) -> Result<Became, AppError> {
    let sent = sync::sent(fields, Kind::Settle, s.now())?;
    let chosen = (fields.read("conflict")?, fields.word("side", Side::from_slug)?);
    let base: String = fields.read("base")?;
    let outcome = conflict::settle(s, actor, &sent, chosen, &base).await;
    outcome.map(Became::from).map_err(|error| Refusal::from(error).0)
}
