//! How a write of the phone is read and answered: every `POST` under `/m`.
//!
//! - Fields of all of them: `operation` (a UUID that the phone or the page drew), `made_at` and `sent_at` (milliseconds since 1970 by the
//!   phone's clock, both missing from a form without script), `next` or `back` (where to go afterwards).
//! - A script says `Accept: application/json` and is answered `{"operation", "outcome", "message", "next"}`: `done` and `again` with 200,
//!   `conflict` with 409 (both sides are kept, and `next` is the inbox), `refused` with 401, 403, 404, 422 and so on. A phone forgets what it
//!   holds only when an answer names the same operation.
//! - A plain form is answered as any other: 303, or 422 with the page again.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::operation::OperationId;
use domain::sync::{Kind, Moment, Sent};
use serde_json::json;
use service::contact::Outcome;
use ui::error::AppError;
use wording::Lang;

use super::{Fields, LocalPath};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Where conflicts wait.
pub const INBOX: &str = "/m/conflicts";

/// What became of a write that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is done.
    Done,
    /// It was done when it came in before.
    Again,
    /// Somebody else wrote something else meanwhile: both sides wait in the inbox.
    Conflict,
}

impl From<Outcome> for Became {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Again => Self::Again,
            Outcome::Conflict => Self::Conflict,
        }
    }
}

impl Became {
    fn slug(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Again => "again",
            Self::Conflict => "conflict",
        }
    }
}

/// Which operation a form is, and when it was made.
///
/// *Errors*: `Invalid` without a number.
pub fn sent(fields: &Fields, kind: Kind, received: DateTime<Utc>) -> Result<Sent, AppError> {
    let operation: OperationId = fields.read("operation")?;
    // A clock is never a reason to refuse what somebody did: what is no number says nothing.
    let clock = |name: &str| fields.get(name).and_then(|text| text.parse::<i64>().ok());
    let moment = Moment::corrected(clock("made_at"), clock("sent_at"), received);
    Ok(Sent { operation, kind, moment })
}

/// Whether a script asks.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let mut accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.any(|types| types.split(',').any(|one| one.trim().starts_with("application/json")))
}

/// Where a form leads when it was done: `next`, else `back`.
fn next(fields: &Fields) -> LocalPath {
    fields.get("next").and_then(LocalPath::new_checked).unwrap_or_else(|| fields.back())
}

/// Answers a write of the phone, whoever asks.
pub async fn answer(
    state: &AppState,
    visit: Visit,
    headers: &HeaderMap,
    form: &'static str,
    fields: Fields,
    became: Result<Became, AppError>,
) -> Response {
    if wants_json(headers) {
        return on_wire(&fields, visit.preferences.lang, became);
    }
    match became {
        Ok(Became::Done | Became::Again) => Redirect::to(next(&fields).as_str()).into_response(),
        Ok(Became::Conflict) => Redirect::to(INBOX).into_response(),
        Err(error) => page::again_on(state, Surface::Field, visit, form, fields, error).await,
    }
}

fn on_wire(fields: &Fields, lang: Lang, became: Result<Became, AppError>) -> Response {
    let operation = fields.read::<OperationId>("operation").ok().map(|operation| operation.to_string());
    match became {
        Ok(became) => {
            let (status, next) = match became {
                Became::Conflict => (StatusCode::CONFLICT, INBOX.to_owned()),
                Became::Done | Became::Again => (StatusCode::OK, next(fields).as_str().to_owned()),
            };
            let message = if became == Became::Conflict { AppError::Conflict.advice(lang) } else { String::new() };
            let body = json!({ "operation": operation, "outcome": became.slug(), "message": message, "next": next });
            (status, Json(body)).into_response()
        }
        Err(error) => {
            // A conflict of a whole record keeps nothing on the server: the phone keeps it, and somebody looks again.
            let status = Refusal::from(error.clone()).status();
            let body = json!({ "operation": operation, "outcome": "refused", "message": error.advice(lang) });
            (status, Json(body)).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_who_says_so_is_answered_as_a_script() {
        let asks = |accept: &'static str| {
            wants_json(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
        };

        assert!(asks("application/json"));
        assert!(asks("text/plain, application/json;q=0.9"));
        assert!(!asks("text/html,application/xhtml+xml,*/*;q=0.8"));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
