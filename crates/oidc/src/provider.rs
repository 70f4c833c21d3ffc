//! What a provider says of itself (`OpenID` Connect Discovery 1.0).

use serde::Deserialize;

/// A provider, as far as logging in needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its name, which stands in every ID token.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization: String,
    /// Where codes are redeemed.
    pub token: String,
    /// Where its keys are.
    pub keys: String,
    /// Whether it wants the client's secret in the body, because it takes it nowhere else.
    pub takes_secret_in_body: bool,
}

/// Why a provider's description is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// No JSON, or something is missing in it.
    #[error("the provider's description is not what OpenID Connect asks for")]
    Unreadable,
    /// It calls itself something else than it is configured.
    #[error("the provider calls itself {0:?}: set GEZHI_OIDC_ISSUER to exactly that, if it is the right one")]
    OtherIssuer(String),
    /// An address that anybody on the way could read.
    #[error("{0:?} is neither https nor on this machine")]
    Unsafe(String),
}

#[derive(Deserialize)]
struct Description {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// Where a provider describes itself.
///
/// *Errors*: [`ProviderError::Unsafe`].
pub fn discovery_address(issuer: &str) -> Result<String, ProviderError> {
    safe(issuer)?;
    Ok(format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')))
}

impl Provider {
    /// Reads a provider's description. `issuer` is the configured one.
    pub fn read(issuer: &str, json: &[u8]) -> Result<Self, ProviderError> {
        let found: Description = serde_json::from_slice(json).map_err(|_unreadable| ProviderError::Unreadable)?;
        if found.issuer != issuer {
            return Err(ProviderError::OtherIssuer(found.issuer));
        }
        for address in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
            safe(address)?;
        }
        // Without the list it is `client_secret_basic`.
        let methods = found.token_endpoint_auth_methods_supported.unwrap_or_default();
        let takes = |method: &str| methods.iter().any(|known| known == method);
        Ok(Self {
            issuer: found.issuer,
            authorization: found.authorization_endpoint,
            token: found.token_endpoint,
            keys: found.jwks_uri,
            takes_secret_in_body: takes("client_secret_post") && !takes("client_secret_basic"),
        })
    }
}

/// Secrets travel over TLS, or not at all beyond this machine.
fn safe(address: &str) -> Result<(), ProviderError> {
    let is_here = |host: &str| {
        let end = host
            .strip_prefix("localhost")
            .or_else(|| host.strip_prefix("127.0.0.1"))
            .or_else(|| host.strip_prefix("[::1]"));
        end.is_some_and(|end| end.is_empty() || end.starts_with([':', '/']))
    };
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#' && byte != b'@');
    let is_safe = address.starts_with("https://") || address.strip_prefix("http://").is_some_and(is_here);
    if is_plain && is_safe { Ok(()) } else { Err(ProviderError::Unsafe(address.to_owned())) }
}
