//! Who is asking: the session cookie, turned into the acting account once per request.
//!
//! Until log-in exists, a browser that opens a page without a session gets one under a demo post. Everything that a page
//! asks for afterwards only uses that session: a request for data alone never makes one.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use service::ServiceError;
use ui::error::AppError;

use crate::http::refusal::Refusal;
use crate::state::AppState;

/// The cookie's name. With this prefix browsers take it only from this host, for all of it, over a safe connection.
const COOKIE: &str = "__Host-session";
/// How long a browser keeps the cookie, in seconds; the session row itself may end sooner.
const KEPT_S: u32 = 7 * 24 * 3600;
/// Longest token read from a browser, in characters.
const LONGEST_TOKEN: usize = 128;

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
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, token) = pairs.into_iter().find(|(name, _)| *name == COOKIE)?;
        is_token(token).then(|| Self(token.to_owned()))
    }

    /// The header that gives the token to a browser.
    fn set_cookie(&self) -> Option<HeaderValue> {
        let cookie = format!("{COOKIE}={}; Path=/; Max-Age={KEPT_S}; HttpOnly; Secure; SameSite=Lax", self.0);
        HeaderValue::from_str(&cookie).ok()
    }
}

fn is_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=.".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST_TOKEN && text.bytes().all(plain)
}

/// Puts the actor into the request; a browser without a session gets one.
pub async fn begin(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let token = SessionToken::from_headers(request.headers());
    let known = token.as_ref().map(SessionToken::reveal);
    let (actor, new) = match service::session::demo_actor(&state.service, known, None).await {
        Ok((actor, new)) => (Some(actor), new),
        // A city without demo posts, or no city yet: the page itself says that nobody acts.
        Err(ServiceError::NotFound) => (None, None),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let new = new.filter(|token| is_token(token)).map(SessionToken);
    if let (Some(actor), Some(token)) = (actor, new.clone().or(token)) {
        request.extensions_mut().insert(actor);
        request.extensions_mut().insert(token);
    }
    let mut response = next.run(request).await;
    if let Some(cookie) = new.and_then(|token| token.set_cookie()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Puts the actor into the request; without a session there is no answer.
///
/// Server functions are told in the form that they tell their own errors in.
pub async fn require(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let on_wire = request.uri().path().starts_with("/api/");
    let refuse = |refusal: Refusal| if on_wire { refusal.on_wire() } else { refusal.into_response() };
    let actor: Result<Option<(SessionToken, Actor)>, _> = match SessionToken::from_headers(request.headers()) {
        None => Ok(None),
        Some(token) => {
            let actor = service::session::actor(&state.service, token.reveal()).await;
            actor.map(|actor| actor.map(|actor| (token, actor)))
        }
    };
    match actor {
        Ok(Some((token, actor))) => {
            request.extensions_mut().insert(token);
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(None) => refuse(AppError::NoSession.into()),
        Err(error) => refuse(error.into()),
    }
}

#[cfg(test)]
mod tests {
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
        let cookie = SessionToken("abc".to_owned()).set_cookie().unwrap();
        let cookie = cookie.to_str().unwrap();

        for part in ["__Host-session=abc;", "Path=/;", "HttpOnly", "Secure", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }
}
