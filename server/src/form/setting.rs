//! Forms of the settings and the dictionary. All name the page they stand on in `back`.
//!
//! - `POST /admin/setting`: one field, called like the setting.
//! - `POST /admin/setting/switch`: `switch`, `on` when it is ticked.
//! - `POST /admin/setting/totp`: a ticked `role-…` for each role that has to prove a second factor.
//! - `POST /admin/dictionary`: `kind`, `code`, `name_zh`, `name_en`. Adds a word, or renames the one with this code.
//! - `POST /admin/dictionary/order`: `kind`, `code`, `up` (`1` or `0`).
//! - `POST /admin/dictionary/offer`: `kind`, `code`, `offered` (`1` or `0`); of a label `kind` is `label`.
//! - `POST /admin/label`: `code` (empty for a new one), `kind`, `glyph`, `name_zh`, `name_en`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::{Actor, Role};
use domain::cell::LabelKind;
use domain::setting::{Number, Switch};
use service::dictionary::{self, LabelWords};
use service::setting;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Sets a number.
pub async fn number(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let named = Number::ALL.into_iter().find(|(_, slug, _)| fields.get(slug).is_some());
        let (number, slug, _) = named.ok_or_else(|| invalid("value"))?;
        let value = fields.read(slug)?;
        setting::set_number(&state.service, &actor, number, value).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "setting", fields, done).await
}

/// Puts something on or off.
pub async fn switch(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let switch = fields.word("switch", Switch::from_slug)?;
        let done = setting::set_switch(&state.service, &actor, switch, fields.is_on("on")).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "setting", fields, done).await
}

/// Says which roles have to prove a second factor.
pub async fn totp_roles(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let ticked = fields.values().keys().filter_map(|name| name.strip_prefix("role-"));
    let roles: Vec<Role> = ticked.filter_map(Role::from_slug).collect();
    let done = setting::set_totp_roles(&state.service, &actor, &roles).await;
    let done = done.map_err(|error| Refusal::from(error).0);
    answer_in_office(&state, visit, "setting", fields, done).await
}

/// Adds or renames a word.
pub async fn word(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let text = |name| fields.get(name).unwrap_or_default();
    let names = (text("name_zh"), text("name_en"));
    let done = dictionary::write(&state.service, &actor, (text("kind"), text("code")), names).await;
    let done = done.map_err(|error| Refusal::from(error).0);
    answer_in_office(&state, visit, "dictionary", fields, done).await
}

/// Moves a word in its list.
pub async fn order(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (kind, code) = (fields.get("kind").unwrap_or_default(), fields.get("code").unwrap_or_default());
        let up = fields.yes_or_no("up")?;
        dictionary::shift(&state.service, &actor, kind, code, up).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "dictionary", fields, done).await
}

/// Retires a word, or offers it again.
pub async fn offer(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (kind, code) = (fields.get("kind").unwrap_or_default(), fields.get("code").unwrap_or_default());
        let offered = fields.yes_or_no("offered")?;
        let done = if kind == "label" {
            dictionary::set_label_offered(&state.service, &actor, fields.read("code")?, offered).await
        } else {
            dictionary::set_offered(&state.service, &actor, kind, code, offered).await
        };
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "dictionary", fields, done).await
}

/// Renames a label, or adds one.
pub async fn label(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let code = fields.read_some("code")?;
        let kind = if fields.get("kind") == Some("key_group") { LabelKind::KeyGroup } else { LabelKind::Everyday };
        let text = |name| fields.get(name).unwrap_or_default();
        let words = LabelWords { glyph: text("glyph"), name_zh: text("name_zh"), name_en: text("name_en") };
        let done = dictionary::write_label(&state.service, &actor, code, kind, words).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "dictionary", fields, done).await
}

fn invalid(field: &str) -> AppError {
    AppError::Invalid { field: field.to_owned() }
}
