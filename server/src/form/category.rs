//! Forms of categories and of who answers for them. All name the page they stand on in `back`.
//!
//! - `POST /admin/category`: `category` (its code), `name_zh`, `name_en`, `closing`, `urgency`, `radius`, and ticked `sensitive`,
//!   `milestones`. Adds a category, or changes the one with this code.
//! - `POST /admin/category/retire`: `category`, `retired` (`1` or `0`).
//! - `POST /admin/owner`: `category` (four digits, a group's two, or `00`), `area`, `unit`, `basis`.
//! - `POST /admin/owner/change`: `owner` (the row), `basis`, `forgets` (`1` or `0`).
//! - `POST /admin/owner/remove`: `owner`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::category::Closing;
use domain::deadline::Urgency;
use domain::route::{Basis, Owned};
use service::category::{self, Saying};
use service::owner;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Adds or changes a category.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let text = |name| fields.get(name).unwrap_or_default();
        let saying = Saying {
            name_zh: text("name_zh"),
            name_en: text("name_en"),
            closing: Closing::from_slug(text("closing")).ok_or_else(|| invalid("closing"))?,
            urgency: Urgency::from_slug(text("urgency")).ok_or_else(|| invalid("urgency"))?,
            duplicate_radius_m: fields.read("radius")?,
            is_sensitive: fields.get("sensitive").is_some(),
            needs_milestones: fields.get("milestones").is_some(),
        };
        let done = category::write(&state.service, &actor, text("category"), saying).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "category", fields, done).await
}

/// Retires a category, or offers it again.
pub async fn retire(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (code, retired) = (fields.read("category")?, fields.yes_or_no("retired")?);
        let done = category::set_retired(&state.service, &actor, &code, retired).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "category-retire", fields, done).await
}

/// Writes down that a unit answers for something.
pub async fn own(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let owned = fields.get("category").and_then(Owned::new).ok_or_else(|| invalid("category"))?;
        let (unit, area) = (fields.read("unit")?, fields.read("area")?);
        let done = owner::add(&state.service, &actor, &owned, (unit, basis(&fields)?), area).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "owner", fields, done).await
}

/// Says on what ground a unit answers, or begins to count anew.
pub async fn change_owner(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (id, forgets) = (fields.read("owner")?, fields.yes_or_no("forgets")?);
        let done = owner::change(&state.service, &actor, id, basis(&fields)?, forgets).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "owner-change", fields, done).await
}

/// Takes a row of the table of owners away.
pub async fn disown(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("owner")?;
        owner::remove(&state.service, &actor, id).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "owner-change", fields, done).await
}

fn basis(fields: &Fields) -> Result<Basis, AppError> {
    fields.get("basis").and_then(Basis::from_slug).ok_or_else(|| invalid("basis"))
}

fn invalid(field: &str) -> AppError {
    AppError::Invalid { field: field.to_owned() }
}
