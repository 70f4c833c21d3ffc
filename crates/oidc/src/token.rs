//! Which ID tokens are believed (`OpenID` Connect Core 1.0, section 3.1.3.7).

use serde::Deserialize;

use crate::signature::{Keys, decoded};

/// How far the clocks of provider and server may be apart, in seconds.
const LEEWAY_S: i64 = 60;
/// How old an ID token may be, in seconds: it was made for this try a moment ago.
const OLDEST_S: i64 = 600;
/// The longest token that is read, in bytes.
const LONGEST: usize = 16 << 10;
/// The longest subject (section 2 of the core specification).
const LONGEST_SUBJECT: usize = 255;

/// What an ID token has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Who made it.
    pub issuer: &'a str,
    /// For whom: our client id.
    pub client: &'a str,
    /// For which try.
    pub nonce: &'a str,
    /// Now, in seconds since 1970.
    pub now_s: i64,
}

/// Who logged in at the provider: its word for a person, which never changes and is never given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(pub String);

/// Why an ID token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It is no signed token at all.
    #[error("the ID token cannot be read")]
    Unreadable,
    /// No key of the provider signed it.
    #[error("no key of the provider signed the ID token")]
    Signature,
    /// Somebody else made it.
    #[error("another provider made the ID token")]
    Issuer,
    /// It was made for somebody else.
    #[error("the ID token is meant for another client")]
    Audience,
    /// It was made for another try.
    #[error("the ID token belongs to another try")]
    Nonce,
    /// It is over, too old or from the future.
    #[error("the ID token is not of now")]
    Time,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    /// Extensions that have to be understood; none is.
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn holds(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Many(many) => many.iter().any(|one| one == client),
        }
    }

    fn is_only(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Many(many) => many.iter().all(|one| one == client),
        }
    }
}

/// Who logged in, if the token is the provider's, for us, for this try, and of now.
pub fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Subject, Rejection> {
    let claims = signed_claims(token, keys)?;
    if claims.iss != expected.issuer {
        return Err(Rejection::Issuer);
    }
    let is_party =
        claims.azp.as_deref().map_or_else(|| claims.aud.is_only(expected.client), |azp| azp == expected.client);
    if !claims.aud.holds(expected.client) || !is_party {
        return Err(Rejection::Audience);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) || expected.nonce.is_empty() {
        return Err(Rejection::Nonce);
    }
    let now = expected.now_s;
    let is_over = claims.exp.saturating_add(LEEWAY_S) <= now;
    let is_old = claims.iat < now - OLDEST_S;
    let is_early = claims.iat > now + LEEWAY_S || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY_S);
    if is_over || is_old || is_early {
        return Err(Rejection::Time);
    }
    let is_subject = (1..=LONGEST_SUBJECT).contains(&claims.sub.len());
    is_subject.then_some(Subject(claims.sub)).ok_or(Rejection::Unreadable)
}

fn signed_claims(token: &str, keys: &Keys) -> Result<Claims, Rejection> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head_text, body, signature] = parts.as_slice() else { return Err(Rejection::Unreadable) };
    if token.len() > LONGEST {
        return Err(Rejection::Unreadable);
    }
    let bytes = |text: &str| decoded(text).ok_or(Rejection::Unreadable);
    let head: Head = serde_json::from_slice(&bytes(head_text)?).map_err(|_unreadable| Rejection::Unreadable)?;
    let message = &token[..head_text.len() + 1 + body.len()];
    let is_signed = keys.signed(&head.alg, head.kid.as_deref(), message.as_bytes(), &bytes(signature)?);
    if head.crit.is_some() || !is_signed {
        return Err(Rejection::Signature);
    }
    serde_json::from_slice(&bytes(body)?).map_err(|_unreadable| Rejection::Unreadable)
}
