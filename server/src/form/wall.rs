//! Wall screens.
//!
//! - `POST /admin/wall`: `name`, `area`, `back`. Answers with the address that opens the screen, shown once.
//! - `POST /admin/wall/revoke`: `account`, `back`.
//! - `GET /wall/{token}`: lets a screen in. Typed or bookmarked: a link elsewhere can't turn somebody's session into a screen's.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use office::Told;
use service::wall;

use super::login::device;
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::layer::session::SessionToken;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// What a screen shows first.
const FIRST: &str = "/screen?theme=screen";

/// Makes a screen.
pub async fn make(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let made = async {
        let area = fields.read("area")?;
        let made = wall::make(&state.service, &actor, area, fields.get("name").unwrap_or_default()).await;
        made.map_err(|error| Refusal::from(error).0)
    };
    match made.await {
        Ok(issued) => {
            let told = Told::Wall { address: format!("/wall/{}", issued.token) };
            page::told(&state, visit, &fields.back(), told).await
        }
        Err(error) => page::again_on(&state, Surface::Office, visit, "wall", fields, error).await,
    }
}

/// Revokes a screen's token.
pub async fn revoke(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let account = fields.read("account")?;
        wall::revoke(&state.service, &actor, account).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wall-revoke", fields, done).await
}

/// Lets a screen in.
pub async fn open(State(state): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    // What is no token of ours is not even looked up.
    let Some(token) = SessionToken::from_entered(token) else {
        return Refusal(ui::error::AppError::NotFound).into_response();
    };
    let entered = match wall::open(&state.service, token.reveal(), &device(&headers)).await {
        Ok(entered) => entered,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let mut response = Redirect::to(FIRST).into_response();
    let role = entered.role;
    if let Some(cookie) = SessionToken::from_entered(entered.token).and_then(|token| token.set_cookie(role)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
