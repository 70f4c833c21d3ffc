//! The keys of a provider, and whether one of them signed: RS256 and ES256, the kinds that providers use (RFC 7518).
//!
//! A token's own word for its kind only chooses among keys of that kind: neither `none` nor a shared secret is ever taken.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// The most keys that are looked at.
const MOST_KEYS: usize = 64;

/// The public keys of a provider (RFC 7517); those of other kinds or for other uses are left out.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<Key>);

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    public: Public,
}

#[derive(Clone, Debug)]
enum Public {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// An uncompressed point of the curve P-256.
    Curve(Vec<u8>),
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

impl Keys {
    /// Reads a set of keys; one that is no set has none.
    pub fn read(json: &[u8]) -> Self {
        let Ok(set) = serde_json::from_slice::<Set>(json) else { return Self::default() };
        let read = |value| serde_json::from_value::<Jwk>(value).ok().and_then(Key::read);
        Self(set.keys.into_iter().take(MOST_KEYS).filter_map(read).collect())
    }

    /// Whether the key with this id, or without an id any key of the kind, signed the message.
    pub(crate) fn signed(&self, kind: &str, id: Option<&str>, message: &[u8], signature: &[u8]) -> bool {
        let named = self.0.iter().filter(|key| id.is_none() || key.id.is_none() || key.id.as_deref() == id);
        named.into_iter().any(|key| key.signed(kind, message, signature))
    }
}

impl Key {
    fn read(jwk: Jwk) -> Option<Self> {
        if jwk.used_for.is_some_and(|used_for| used_for != "sig") {
            return None;
        }
        let public = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => Public::Rsa { modulus: decoded(&jwk.n?)?, exponent: decoded(&jwk.e?)? },
            ("EC", Some("P-256")) => {
                let (x, y) = (decoded(&jwk.x?)?, decoded(&jwk.y?)?);
                Public::Curve([&[4][..], &x, &y].concat())
            }
            _ => return None,
        };
        Some(Self { id: jwk.kid, public })
    }

    fn signed(&self, kind: &str, message: &[u8], signature: &[u8]) -> bool {
        match (&self.public, kind) {
            (Public::Rsa { modulus, exponent }, "RS256") => {
                let key = RsaPublicKeyComponents { n: modulus, e: exponent };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            (Public::Curve(point), "ES256") => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
            _ => false,
        }
    }
}
