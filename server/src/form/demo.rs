//! `POST /demo/post`: the browser acts under another demo post from now on.
//!
//! Fields: `post`, `back`. The page is loaded anew, so that nothing of the old post stays on the screen.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use ui::error::AppError;

use super::{Fields, back_to};
use crate::http::refusal::Refusal;
use crate::layer::session::SessionToken;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Switches the post and leads back.
pub async fn post(
    State(state): State<AppState>,
    Extension(token): Extension<SessionToken>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match switch(&state, &token, &fields).await {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again(&state, visit, "post", fields, error).await,
    }
}

async fn switch(state: &AppState, token: &SessionToken, fields: &Fields) -> Result<(), AppError> {
    let post = fields.read("post")?;
    let switched = service::session::act_as(&state.service, token.reveal(), post).await;
    switched.map(drop).map_err(|error| Refusal::from(error).0)
}
