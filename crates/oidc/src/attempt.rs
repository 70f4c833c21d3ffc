//! One try to log in: its secrets, where the browser is sent, and what is sent for the code that it comes back with.

use std::fmt;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};

use crate::Provider;

/// How this installation is known to the provider. `Debug` hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// Its name there.
    pub id: String,
    /// Its secret; empty for a public client, which PKCE alone protects.
    pub secret: String,
    /// What it asks for, separated by spaces; `openid` is always among it.
    pub scopes: String,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("id", &self.id).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// The secrets of one try, each 43 signs of 256 random bits. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Comes back in the address, so that nobody can feed a browser somebody else's code.
    pub state: String,
    /// Comes back in the ID token, so that no older one is taken.
    pub nonce: String,
    /// Proves that whoever redeems the code began the try.
    pub verifier: String,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attempt(***)")
    }
}

impl Attempt {
    /// A try from bytes that nobody can guess.
    pub fn new([state, nonce, verifier]: [[u8; 32]; 3]) -> Self {
        let text = |bytes: [u8; 32]| URL_SAFE_NO_PAD.encode(bytes);
        Self { state: text(state), nonce: text(nonce), verifier: text(verifier) }
    }

    /// Where the browser is sent.
    pub fn address(&self, provider: &Provider, client: &Client, redirect: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()));
        let scopes = if client.scopes.split(' ').any(|scope| scope == "openid") {
            client.scopes.clone()
        } else {
            format!("openid {}", client.scopes).trim_end().to_owned()
        };
        let fields = [
            ("response_type", "code"),
            ("client_id", &client.id),
            ("redirect_uri", redirect),
            ("scope", &scopes),
            ("state", &self.state),
            ("nonce", &self.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let joint = if provider.authorization.contains('?') { '&' } else { '?' };
        format!("{}{joint}{}", provider.authorization, form(&fields))
    }

    /// The body that redeems a code, and the header that goes with it, if the provider takes the secret there.
    pub fn redeem(&self, provider: &Provider, client: &Client, redirect: &str, code: &str) -> (String, Option<String>) {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", &self.verifier),
        ];
        if client.secret.is_empty() || provider.takes_secret_in_body {
            fields.push(("client_id", &client.id));
        }
        if client.secret.is_empty() {
            return (form(&fields), None);
        }
        if provider.takes_secret_in_body {
            fields.push(("client_secret", &client.secret));
            return (form(&fields), None);
        }
        // RFC 6749, section 2.3.1: both parts are written as in a form before they are joined.
        let pair = format!("{}:{}", escape(&client.id), escape(&client.secret));
        (form(&fields), Some(format!("Basic {}", STANDARD.encode(pair))))
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    pairs.join("&")
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a string takes any text");
        }
        escaped
    })
}
