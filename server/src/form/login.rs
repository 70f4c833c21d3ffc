//! Forms of the log-in and of one's own account.
//!
//! - `POST /login`: `login`, `password`, `next`, `back`. A new session, also for somebody who had one.
//! - `POST /logout`.
//! - `POST /password`: `current`, `new`, `again`, `next`, `back`.
//! - `POST /account/post`: `post`, `back`. The session acts under another post of the account.
//! - `POST /account/end-device`: `session`. `POST /account/end-others`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Password;
use domain::actor::{Actor, Role};
use service::ServiceError;
use service::session::{self, Attempt, Entered};
use ui::error::AppError;

use super::{Fields, LocalPath, back_to};
use crate::http::refusal::Refusal;
use crate::layer::session::{SessionToken, with_next};
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Lets somebody in and leads to where they wanted to go.
pub async fn log_in(State(state): State<AppState>, visit: Visit, headers: HeaderMap, fields: Fields) -> Response {
    let attempt = Attempt {
        login: fields.get("login").unwrap_or_default().to_owned(),
        password: Password::typed(fields.raw("password")),
        device: device(&headers),
    };
    let entered = match session::log_in(&state.service, &attempt).await {
        Ok(entered) => entered,
        Err(error) => return refused(&state, visit, "login", fields, error).await,
    };
    entered_response(entered, &fields.place("next"))
}

/// Leads somebody who was let in to where they wanted to go, and gives their browser its session.
pub(crate) fn entered_response(entered: Entered, next: &LocalPath) -> Response {
    let role = entered.role;
    let home = if *next == LocalPath::default() { home(role) } else { next.as_str() };
    let mut response = if entered.must_prove {
        Redirect::to(&with_next("/login/code", home)).into_response()
    } else if entered.must_change_password {
        Redirect::to("/password?first=1").into_response()
    } else {
        Redirect::to(home).into_response()
    };
    // A browser that was logged in as somebody else is so no longer: a fresh token at every log-in.
    if let Some(cookie) = SessionToken::from_entered(entered.token).and_then(|token| token.set_cookie(role)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Ends the session and takes the cookie away.
pub async fn log_out(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Response {
    if let Err(error) = session::log_out(&state.service, &actor).await {
        return Refusal::from(error).into_response();
    }
    let mut response = Redirect::to("/login").into_response();
    response.headers_mut().append(header::SET_COOKIE, SessionToken::clear_cookie());
    response
}

/// Replaces one's own password.
pub async fn password(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let typed = |name| Password::typed(fields.raw(name));
    if typed("new") != typed("again") {
        return page::again_on(&state, Surface::Office, visit, "password", fields.without_secrets(), repeat()).await;
    }
    match session::change_password(&state.service, &actor, &typed("current"), &typed("new")).await {
        Ok(()) => back_to(&fields.place("next")),
        Err(error) => refused(&state, visit, "password", fields, error).await,
    }
}

fn repeat() -> AppError {
    AppError::PasswordRepeat
}

/// Acts under another post from now on.
pub async fn post(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let taken = match fields.read("post") {
        Ok(post) => session::act_as(&state.service, &actor, post).await.map_err(|error| Refusal::from(error).0),
        Err(error) => Err(error),
    };
    match taken {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again(&state, visit, "post", fields, error).await,
    }
}

/// Ends one of one's own other sessions.
pub async fn end_device(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let number = fields.read("session")?;
    session::end_device(&state.service, &actor, number).await?;
    Ok(Redirect::to("/account").into_response())
}

/// Ends all of one's own other sessions.
pub async fn end_others(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
) -> Result<Response, Refusal> {
    session::end_other_devices(&state.service, &actor).await?;
    Ok(Redirect::to("/account").into_response())
}

async fn refused(state: &AppState, visit: Visit, form: &'static str, fields: Fields, error: ServiceError) -> Response {
    let error = Refusal::from(error).0;
    page::again_on(state, Surface::Office, visit, form, fields.without_secrets(), error).await
}

/// Where somebody's work is who did not ask for a certain page.
pub(crate) fn home(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin | Role::SecurityAdmin => "/admin/accounts",
        Role::AuditAdmin => "/admin/audit",
        Role::GridWorker => "/m",
        Role::Volunteer => "/vol",
        _ => "/map",
    }
}

/// Browser and system, in few words: what its owner recognises it by.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let known = |names: &[(&'static str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map_or("?", |(_, name)| name)
    };
    let browser = known(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{browser} · {system}")
}

impl Fields {
    /// A place on this site from a field; the map when it names none, or one that would lead in circles.
    pub(super) fn place(&self, name: &str) -> LocalPath {
        let place = self.get(name).and_then(LocalPath::new_checked).filter(|place| !place.is_log_in());
        place.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_device_is_told_by_browser_and_system_and_nothing_finer() {
        let agent = "Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/120.0 MicroMessenger/8.0.4";
        let headers = HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(agent))]);

        assert_eq!(device(&headers), "WeChat · Android");
        assert_eq!(device(&HeaderMap::new()), "? · ?");
    }
}
