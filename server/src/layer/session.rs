//! Who is asking: the session cookie, turned into the acting account once per request.
//!
//! A page without a session leads to the log-in and back; a request for data is told that there is none. A session that was
//! begun with a one-time password can do nothing but replace it.

use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::{Actor, Role};
use service::ServiceError;
use ui::error::AppError;

use super::cookie::{self, is_token};
use crate::http::refusal::Refusal;
use crate::state::AppState;

/// The cookie's name. With this prefix browsers take it only from this host, for all of it, over a safe connection.
const COOKIE: &str = "__Host-session";
/// How long a browser keeps the cookie, in seconds; the session row itself may end sooner.
const KEPT_S: u32 = 7 * 24 * 3600;
/// The same for a wall screen.
const KEPT_BY_WALL_S: u32 = 90 * 24 * 3600;

/// The browser's secret. Only its hash is stored; it is never logged.
#[derive(Clone)]
pub struct SessionToken(String);

impl SessionToken {
    /// The token for the service, which hashes it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The token that a browser sent.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        cookie::find(headers, COOKIE).map(|token| Self(token.to_owned()))
    }

    /// The token of a log-in that succeeded.
    pub fn from_entered(token: String) -> Option<Self> {
        is_token(&token).then_some(Self(token))
    }

    /// The header that gives the token to a browser.
    pub fn set_cookie(&self, role: Role) -> Option<HeaderValue> {
        let kept_s = if role == Role::Wall { KEPT_BY_WALL_S } else { KEPT_S };
        let cookie = format!("{COOKIE}={}; Path=/; Max-Age={kept_s}; HttpOnly; Secure; SameSite=Lax", self.0);
        HeaderValue::from_str(&cookie).ok()
    }

    /// The header that takes it away.
    pub fn clear_cookie() -> HeaderValue {
        const GONE: &str = "__Host-session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax";
        HeaderValue::from_static(GONE)
    }
}

/// Who a request comes from.
enum Caller {
    /// Nobody who is logged in.
    Stranger,
    /// Somebody who has to prove a second factor first.
    Unproven(Actor),
    /// Somebody who has to set a password first.
    Newcomer(Actor),
    /// Somebody at work.
    Staff(SessionToken, Actor),
}

async fn caller(state: &AppState, headers: &HeaderMap) -> Result<Caller, ServiceError> {
    let Some(token) = SessionToken::from_headers(headers) else { return Ok(Caller::Stranger) };
    Ok(match service::session::acting(&state.service, token.reveal()).await? {
        None => Caller::Stranger,
        Some(acting) if acting.must_prove => Caller::Unproven(acting.actor),
        Some(acting) if acting.must_change_password => Caller::Newcomer(acting.actor),
        Some(acting) => Caller::Staff(token, acting.actor),
    })
}

/// Puts the actor into a request for a page; a browser without a session is led to the log-in, and back afterwards.
pub async fn enter(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let wanted = request.uri().path_and_query().map_or("/map", PathAndQuery::as_str).to_owned();
    match caller(&state, request.headers()).await {
        Ok(Caller::Staff(token, actor)) => match serves(&state, &actor).await {
            Ok(true) => {
                request.extensions_mut().insert(token);
                request.extensions_mut().insert(actor);
                next.run(request).await
            }
            Ok(false) => to_log_in(&wanted),
            Err(error) => Refusal::from(error).into_response(),
        },
        Ok(Caller::Unproven(..)) => Redirect::to(&with_next("/login/code", &wanted)).into_response(),
        Ok(Caller::Newcomer(..)) => Redirect::to("/password?first=1").into_response(),
        Ok(Caller::Stranger) => to_log_in(&wanted),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// A session of another city, such as the demo's after one's own came in, leads nowhere.
async fn serves(state: &AppState, actor: &Actor) -> Result<bool, ServiceError> {
    match state.service.county().await {
        Ok(county) => Ok(actor.area.county() == county),
        Err(ServiceError::NotFound) => Ok(true),
        Err(error) => Err(error),
    }
}

fn to_log_in(wanted: &str) -> Response {
    Redirect::to(&with_next("/login", wanted)).into_response()
}

/// The address of a page that leads on to another one.
pub fn with_next(page: &str, wanted: &str) -> String {
    let next: String = wanted
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{page}?next={next}")
}

/// Puts the actor into a request for the password page or its form, whether the password is new or a one-time one.
pub async fn enter_for_password(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    match caller(&state, request.headers()).await {
        Ok(Caller::Staff(_, actor) | Caller::Newcomer(actor)) => {
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(Caller::Unproven(..)) => Redirect::to(&with_next("/login/code", "/password")).into_response(),
        Ok(Caller::Stranger) => to_log_in("/password"),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Puts the actor into a request about the second factor, whether it was proved or is to be.
pub async fn enter_for_code(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    match caller(&state, request.headers()).await {
        Ok(Caller::Staff(_, actor) | Caller::Unproven(actor)) => {
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(Caller::Newcomer(..)) => Redirect::to("/password?first=1").into_response(),
        Ok(Caller::Stranger) => to_log_in("/account/totp"),
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Puts the actor into the request; without a session there is no answer.
///
/// Server functions are told in the form that they tell their own errors in.
pub async fn require(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let on_wire = request.uri().path().starts_with("/api/");
    let refuse = |refusal: Refusal| if on_wire { refusal.on_wire() } else { refusal.into_response() };
    match caller(&state, request.headers()).await {
        Ok(Caller::Staff(token, actor)) => {
            request.extensions_mut().insert(token);
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(Caller::Stranger | Caller::Newcomer(..) | Caller::Unproven(..)) => refuse(AppError::NoSession.into()),
        Err(error) => refuse(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn token(cookie: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))]);
        SessionToken::from_headers(&headers).map(|token| token.reveal().to_owned())
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        assert_eq!(token("lang=en; __Host-session=abc_-1; theme=light").as_deref(), Some("abc_-1"));
        assert_eq!(token("session=abc; X__Host-session=abc"), None);
    }

    #[test]
    fn a_token_that_we_never_made_is_no_token() {
        assert_eq!(token("__Host-session="), None);
        assert_eq!(token("__Host-session=a b"), None);
        assert_eq!(token("__Host-session=\"x\""), None);
    }

    #[test]
    fn the_cookie_is_locked_to_this_host_and_out_of_reach_for_scripts() {
        let cookie = SessionToken("abc".to_owned()).set_cookie(Role::City).unwrap();
        let cookie = cookie.to_str().unwrap();

        for part in ["__Host-session=abc;", "Path=/;", "HttpOnly", "Secure", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }
}
