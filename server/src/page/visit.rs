//! What a page takes from its request: who asks, in which language and look, under which number.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use domain::actor::Actor;
use leptos::nonce::Nonce;
use ui::preference::{LANG_COOKIE, Preferences, THEME_COOKIE};
use ui::reading::{ELDER_COOKIE, Elder, Reading};
use ui::theme::Theme;
use wording::Lang;
use wording::public::Tongue;

use crate::layer::request_id::RequestId;
use crate::layer::security_header::PageNonce;

/// How long a browser remembers a choice, in seconds: a year.
const KEPT_S: u32 = 365 * 24 * 3600;

/// One request for a page, or for what a page is made of.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who asks; nobody on public pages.
    pub actor: Option<Actor>,
    /// The request's number.
    pub request_id: Option<RequestId>,
    /// The page's one-time word.
    pub nonce: Nonce,
    /// Language and look.
    pub preferences: Preferences,
    /// How a resident reads.
    pub reading: Reading,
    /// What the address chose, to be remembered.
    chosen: Chosen,
}

/// A choice made in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Chosen {
    lang: Option<&'static str>,
    elder: Option<Elder>,
    theme: Option<Theme>,
}

impl Chosen {
    fn read(query: &str) -> Self {
        let value = |name| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let tongue = || value("lang").and_then(Tongue::from_slug).map(Tongue::slug);
        Self {
            lang: value("lang").and_then(Lang::from_slug).map(Lang::slug).or_else(tongue),
            elder: value(ELDER_COOKIE).and_then(Elder::from_slug),
            theme: value("theme").and_then(Theme::from_slug),
        }
    }

    /// Not `HttpOnly`: the page in the browser changes the same cookies.
    fn cookies(self) -> impl Iterator<Item = HeaderValue> {
        let lang = self.lang.map(|slug| (LANG_COOKIE, slug.to_owned()));
        let theme = self.theme.map(|theme| (THEME_COOKIE, theme.slug().to_owned()));
        let elder = self.elder.map(|elder| (ELDER_COOKIE, elder.slug()));
        let pairs = [lang, theme, elder].into_iter().flatten();
        let text = pairs.map(|(name, slug)| format!("{name}={slug}; Path=/; Max-Age={KEPT_S}; SameSite=Lax"));
        text.filter_map(|cookie| HeaderValue::from_str(&cookie).ok())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
            actor: parts.extensions.get::<Actor>().cloned(),
            request_id: parts.extensions.get::<RequestId>().cloned(),
            nonce: parts.extensions.get::<PageNonce>().map_or_else(Nonce::new, |nonce| nonce.0.clone()),
            preferences: Preferences::read(query, text(header::COOKIE), text(header::ACCEPT_LANGUAGE)),
            reading: Reading::read(query, text(header::COOKIE)),
            chosen: Chosen::read(query),
        })
    }
}

impl Visit {
    /// Has the browser remember what the address chose.
    pub fn remember(&self, response: &mut Response) {
        for cookie in self.chosen.cookies() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_choice_in_the_address_is_remembered() {
        let cookies = |query| Chosen::read(query).cookies().count();

        assert_eq!(cookies("area=1"), 0);
        assert_eq!(cookies("lang=en&theme=screen"), 2);
        assert_eq!(cookies("lang=ko&elder=18"), 2);
        assert_eq!(cookies("lang=%%%&theme=<script>&elder=99&lang"), 0);
    }
}
