//! Forms of answer templates.
//!
//! - `POST /form/answer`: `name`, `body`, `category` (empty for all), `back`; of one that is changed also `answer` and `revision`.
//! - `POST /form/answer-remove`: `answer`, `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use service::answer;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Writes a template.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let changed = match fields.read_some("answer")? {
            Some(id) => Some((id, fields.read("revision")?)),
            None => None,
        };
        let text = |name| fields.get(name).unwrap_or_default();
        let (words, category) = ((text("name"), text("body")), fields.read_some("category")?);
        let done = answer::write(&state.service, &actor, changed, words, category).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer_in_office(&state, visit, "answer", fields, done).await
}

/// Removes a template.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = answer::remove(&state.service, &actor, fields.read("answer")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer_in_office(&state, visit, "answer-remove", fields, done).await
}
