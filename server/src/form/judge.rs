//! `POST /t/{code}`: the resident's word 拍拍板 on a case or a wish, by the link that is its key. Fields: `verdict`, `words` (may be empty).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::case::{Note, Verdict};
use ui::error::AppError;

use super::{Fields, LocalPath, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// The most signs of the resident's own words.
const WORDS: usize = 200;

/// Keeps the word and leads back to the case.
pub async fn judge(State(state): State<AppState>, Path(code): Path<String>, visit: Visit, fields: Fields) -> Response {
    let page = LocalPath::new_checked(&format!("/t/{code}")).unwrap_or_default();
    match take(&state, &code, &fields).await {
        Ok(()) => back_to(&page),
        Err(error) => page::again_on(&state, Surface::Public, visit, "judge", fields, error).await,
    }
}

async fn take(state: &AppState, code: &str, fields: &Fields) -> Result<(), AppError> {
    if code.starts_with('w') {
        return super::wish::judge(state, code, fields).await;
    }
    let verdict = fields.word("verdict", Verdict::from_slug)?;
    let wrong = || AppError::Invalid { field: "words".to_owned() };
    let words = match fields.get("words") {
        Some(text) if text.chars().count() > WORDS => return Err(wrong()),
        Some(text) => Some(Note::new(text).ok_or_else(wrong)?),
        None => None,
    };
    service::case::judge(&state.service, code, verdict, words).await.map_err(|error| Refusal::from(error).0)
}
