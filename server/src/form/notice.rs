//! Forms of notices, and the one tap that rings a household.
//!
//! - `POST /form/notice`: `area`, `building` (or empty), `title`, `text`, `until_on`, `label-<code>` for each chosen label.
//! - `POST /form/notice-call`: `notice`, `dwelling`, `was`, `state`, `note`.
//! - `GET /households/{dwelling}/nearby/{resident}/call`: the same for somebody with a skill who can help near a household.
//! - `GET /notices/{notice}/call/{dwelling}`: leads to `tel:` with the number, and writes down who asked. A link and no form,
//!   because the content security policy lets no form lead to another scheme; only from our own page, like a form.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::cell::LabelCode;
use domain::id::{DwellingId, NoticeId, ResidentId};
use domain::notice::{CallState, Choice, Draft};
use service::{nearby, notice};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Makes a notice and leads to its sheet.
pub async fn create(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let made = async {
        let (draft, choice) = draft(&fields, state.service.today())?;
        notice::create(&state.service, &actor, &draft, choice).await.map_err(|error| Refusal::from(error).0)
    };
    match made.await {
        Ok(notice) => Redirect::to(&format!("/notices/{notice}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "notice", fields, error).await,
    }
}

fn draft(fields: &Fields, today: NaiveDate) -> Result<(Draft, Choice), AppError> {
    let text = |name: &str| fields.get(name).unwrap_or_default();
    let until_on = fields.read("until_on")?;
    let draft = Draft::new_checked(text("title"), text("text"), until_on, today)
        .map_err(|error| AppError::Invalid { field: error.field().to_owned() })?;
    let building = fields.read_some("building")?;
    let labels = fields.values().keys().filter_map(|name| name.strip_prefix("label-")?.parse().ok().map(LabelCode));
    let choice = Choice { area: fields.read("area")?, building, labels: labels.collect() };
    Ok((draft, choice))
}

/// Writes down what a call came to.
pub async fn mark(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let marked = async {
        let call: (NoticeId, DwellingId) = (fields.read("notice")?, fields.read("dwelling")?);
        let read = |name: &str| {
            let found = fields.get(name).and_then(CallState::from_slug);
            found.ok_or_else(|| AppError::Invalid { field: name.to_owned() })
        };
        let states = (read("was")?, read("state")?);
        let note = fields.get("note").unwrap_or_default();
        notice::mark(&state.service, &actor, call, states, note).await.map_err(|error| Refusal::from(error).0)
    };
    let done = marked.await;
    answer_in_office(&state, visit, "notice-call", fields, done).await
}

/// Rings a household.
pub async fn dial(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((notice, dwelling)): Path<(NoticeId, DwellingId)>,
) -> Response {
    match notice::dial(&state.service, &actor, notice, dwelling).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Rings somebody who can help near a household.
pub async fn dial_helper(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((_at, resident)): Path<(DwellingId, ResidentId)>,
) -> Response {
    match nearby::dial(&state.service, &actor, resident).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Leads to the telephone. Digits and one hyphen only, which is what a number consists of.
pub(super) fn ring(number: &str) -> Response {
    let Ok(target) = HeaderValue::from_str(&format!("tel:{number}")) else {
        return Refusal(AppError::NotFound).into_response();
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}
