//! The form of people who moved away: `POST /form/departure` with `departure` and `verdict` (end, keep).

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Ends the stay, or says that it goes on.
pub async fn decide(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let decided = async {
        let ends = match fields.get("verdict") {
            Some("end") => true,
            Some("keep") => false,
            _ => return Err(AppError::Invalid { field: "verdict".to_owned() }),
        };
        let done = service::departure::decide(&state.service, &actor, fields.read("departure")?, ends).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = decided.await;
    answer_in_office(&state, visit, "departure", fields, done).await
}
