//! Forms of the system and the security administrator. All name the page they stand on in `back`.
//!
//! - `POST /admin/account`: `login`, `name`. Answers with the one-time password on the page, never in an address.
//! - `POST /admin/account/lock`: `account`, `locked` (`1` or `0`).
//! - `POST /admin/account/password`: `account`. Answers like the first.
//! - `POST /admin/account/totp`: `account`. Takes its second factor off.
//! - `POST /admin/account/oidc`: `account`, `subject`. Empty takes the link away.
//! - `POST /admin/account/end-sessions`: `account`.
//! - `POST /admin/post`: `account`, `role`, `area`, `unit`, `from_on`, `to_on` (the last three may be empty).
//! - `POST /admin/post/end`: `post`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::clock::start_of_civil_day;
use office::Told;
use service::account::{self, Grant, Issued};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Makes an account.
pub async fn create(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let (login, name) = (fields.get("login").unwrap_or_default(), fields.get("name").unwrap_or_default());
    let made = account::create(&state.service, &actor, login, name).await;
    told(&state, visit, "account", fields, made.map_err(|error| Refusal::from(error).0)).await
}

/// Gives a one-time password.
pub async fn reset_password(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let made = match fields.read("account") {
        Ok(id) => account::reset_password(&state.service, &actor, id).await.map_err(|error| Refusal::from(error).0),
        Err(error) => Err(error),
    };
    told(&state, visit, "password", fields, made).await
}

/// Locks or opens an account.
pub async fn lock(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("account")?;
        let locked = fields.yes_or_no("locked")?;
        account::set_locked(&state.service, &actor, id, locked).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "lock", fields, done).await
}

/// Ends all sessions of an account.
pub async fn end_sessions(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("account")?;
        let ended = account::end_sessions(&state.service, &actor, id).await;
        ended.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "end-sessions", fields, done).await
}

/// Takes an account's second factor off.
pub async fn reset_totp(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("account")?;
        account::reset_totp(&state.service, &actor, id).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "totp", fields, done).await
}

/// Says who an account is at the city's identity provider.
pub async fn link(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let issuer = state.oidc.as_ref().map(|oidc| oidc.settings.issuer.clone()).unwrap_or_default();
    let done = async {
        let id = fields.read("account")?;
        let subject = fields.get("subject").unwrap_or_default();
        let linked = service::oidc::link(&state.service, &actor, id, (&issuer, subject)).await;
        linked.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "oidc", fields, done).await
}

/// Gives a post.
pub async fn give_post(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let grant = grant(&fields)?;
        let given = account::give_post(&state.service, &actor, &grant).await;
        given.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "post", fields, done).await
}

/// Ends a post.
pub async fn end_post(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let post = fields.read("post")?;
        account::end_post(&state.service, &actor, post).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "end-post", fields, done).await
}

fn grant(fields: &Fields) -> Result<Grant, AppError> {
    let invalid = |field: &str| AppError::Invalid { field: field.to_owned() };
    let role = fields.get("role").and_then(Role::from_slug).ok_or_else(|| invalid("role"))?;
    let area: Area = fields.read("area")?;
    let to_at = fields.get("to_on").map(|day| end_of(day).ok_or_else(|| invalid("to_on"))).transpose()?;
    let unit = fields.read_some("unit")?;
    let from_on = fields.read_some("from_on")?;
    Ok(Grant { account: fields.read("account")?, role, area, unit, from_at: from_on.map(start_of_civil_day), to_at })
}

/// The end of a day in the city: the last day of a term counts.
fn end_of(day: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = day.parse().ok()?;
    Some(start_of_civil_day(day.checked_add_signed(TimeDelta::days(1))?))
}

async fn told(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    made: Result<Issued, AppError>,
) -> Response {
    match made {
        Ok(issued) => {
            let told = Told::Password { login: issued.login, password: issued.password.reveal().to_owned() };
            page::told(state, visit, &fields.back(), told).await
        }
        Err(error) => page::again_on(state, Surface::Office, visit, form, fields, error).await,
    }
}
