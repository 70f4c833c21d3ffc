//! Forms that search without script. What is typed may be somebody's name, and addresses stay in histories, logs and referrers:
//! the server keeps the text for the session and leads to an address with its number, which can be reloaded and gone back to.
//!
//! - `POST /form/search`: `q`, and `back`, the page that shows what is found.
//! - `POST /form/search-trail`: `login`, `action`, `record`: what the audit administrator looks for.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use service::question;
use ui::error::AppError;

use super::{Fields, LocalPath};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Leads to what is found by a text.
pub async fn search(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let back = without_question(&fields.back());
    lead(&state, &actor, visit, fields, "q", back).await
}

/// Leads to entries of the trail.
pub async fn trail(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    // An action is one word of a list, a record one number; whatever else was typed there has no place in an address either.
    let action =
        fields.get("action").filter(|action| action.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_'));
    let record = fields.get("record").and_then(|record| record.parse::<i64>().ok());
    let pairs = [action.map(|action| format!("action={action}")), record.map(|record| format!("record={record}"))];
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    let back = if pairs.is_empty() { "/admin/audit".to_owned() } else { format!("/admin/audit?{}", pairs.join("&")) };
    lead(&state, &actor, visit, fields, "login", back).await
}

/// Leads to a page with the number of what was typed; without one when nothing was.
async fn lead(
    state: &AppState,
    actor: &Actor,
    visit: Visit,
    fields: Fields,
    field: &'static str,
    back: String,
) -> Response {
    let Some(text) = fields.get(field) else { return Redirect::to(&back).into_response() };
    match question::keep(&state.service, actor, text).await {
        Ok(id) => {
            let sign = if back.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{back}{sign}asked={id}")).into_response()
        }
        Err(error) => {
            let error: AppError = Refusal::from(error).0;
            page::again_on(state, Surface::Office, visit, "search", fields, error).await
        }
    }
}

/// The page without what was searched for before.
fn without_question(back: &LocalPath) -> String {
    let Some((path, query)) = back.as_str().split_once('?') else { return back.as_str().to_owned() };
    let others: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("asked=")).collect();
    if others.is_empty() { path.to_owned() } else { format!("{path}?{}", others.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_question_replaces_the_first() {
        for (back, expected) in
            [("/map", "/map"), ("/map?asked=1", "/map"), ("/map?area=2&asked=1&lens=visit", "/map?area=2&lens=visit")]
        {
            assert_eq!(without_question(&LocalPath::new_checked(back).unwrap()), expected);
        }
    }
}
