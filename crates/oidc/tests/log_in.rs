//! Which tokens are believed and which are not, where browsers are sent, and what a provider may say of itself.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::{Attempt, Client, Expected, Keys, Provider, ProviderError, Rejection, discovery_address, verify};
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// A key of RSA made for this test and thrown away, and a token that it signed.
const RSA_KEYS: &str = r#"{"keys": [{"kty": "RSA", "kid": "r1", "use": "sig", "alg": "RS256", "n": "4EBKnUJzlBbaUuDnm_ksVvYEw6CHgQzF6m5YnQf405KSFHNA426I0XNVHqaR3RUHxOiaIT2ckn1TZ_ygHf2vCf3SWEPGaaM30jVeMhiHZ0sugxFyfOOSrB9o8_yVIxavtOZuna1veiqZn09BODRlcdqHrYCbFX_MY0WnyeH__xCjqN7axRuatTg5uCIEYabO6yz8lz4lomQiuNHeKH_SlJ5TsgNnhoqluFOLJh6dworbF0iVVFYU8bPWrDF7m4VAwU2EkPm7vrmDQZ4h9H2TkfCjY-9C3V4osZXQvWKB7L1xQuUCPZw78R151OlMlBe9TZsFHmXIy5p56ofQJnfu3Q", "e": "AQAB"}]}"#;
const RSA_TOKEN: &str = "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogInIxIn0.eyJpc3MiOiAiaHR0cHM6Ly9pZC5leGFtcGxlIiwgInN1YiI6ICJwZXJzb24tNyIsICJhdWQiOiAiZ2V6aGkiLCAibm9uY2UiOiAibjEiLCAiaWF0IjogMTAwMDAwMDAwMCwgImV4cCI6IDEwMDAwMDAzMDB9.hD4P7K2vkx0ZFMQ0lRQFrw23dutl61M956baDSJ8UCzijCgih-BuJGGGGOmnxk38WgoVuMN8c8NlfylIriSB8SJSRtCboL-1yoJa4iX0yPwAITjHDN99oYaHUv6fnn_7OYIcPgdAatu_QcqcvfSKjT6cYqsPNbDLQ0VD-neYngmSI0w3lYe1YdSiDLxMhNKxPviyhLmEZdhiObOXmri7nKBI5_qioRkrw6O2A_uD0ClobpCVLYzjFMEH6C3aNHn5J8YWZi82SizL42evOZLCcZY7TZ2_SWBEmxrFLI5eWsDsqsshy8w3rbdFcNd-Mn8OiNZjmtCDxZqExs8ftpbSng";
const NOW_S: i64 = 1_000_000_000;
const EXPECTED: Expected<'static> =
    Expected { issuer: "https://id.example", client: "gezhi", nonce: "n1", now_s: NOW_S };

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A provider's key for signing.
struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let (kind, chance) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let key = EcdsaKeyPair::generate_pkcs8(kind, &chance).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(kind, key.as_ref(), &chance).unwrap())
    }

    fn keys(&self, id: &str) -> Keys {
        let point = self.0.public_key().as_ref();
        let key = json!({ "kty": "EC", "crv": "P-256", "kid": id, "use": "sig", "x": text(&point[1..33]), "y": text(&point[33..]) });
        Keys::read(json!({ "keys": [{ "kty": "oct", "k": "AAAA" }, key] }).to_string().as_bytes())
    }

    fn token(&self, head: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", text(head.to_string().as_bytes()), text(claims.to_string().as_bytes()));
        let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", text(signature.as_ref()))
    }
}

fn head() -> Value {
    json!({ "alg": "ES256", "kid": "e1" })
}

fn claims() -> Value {
    json!({ "iss": "https://id.example", "sub": "person-7", "aud": ["gezhi"], "nonce": "n1", "iat": NOW_S, "exp": NOW_S + 300 })
}

#[test]
fn a_token_of_the_provider_for_this_try_says_who_it_is() {
    let signer = Signer::new();

    let by_curve = verify(&signer.token(&head(), &claims()), &signer.keys("e1"), &EXPECTED).unwrap();
    let by_rsa = verify(RSA_TOKEN, &Keys::read(RSA_KEYS.as_bytes()), &EXPECTED).unwrap();

    assert_eq!((by_curve.0.as_str(), by_rsa.0.as_str()), ("person-7", "person-7"));
}

#[test]
fn each_claim_that_is_not_as_expected_is_refused_for_its_reason() {
    let signer = Signer::new();
    for (claim, value, why) in [
        ("iss", json!("https://other.example"), Rejection::Issuer),
        ("iss", json!("https://id.example/"), Rejection::Issuer),
        ("aud", json!("other"), Rejection::Audience),
        ("aud", json!(["gezhi", "other"]), Rejection::Audience),
        ("azp", json!("other"), Rejection::Audience),
        ("nonce", json!("n2"), Rejection::Nonce),
        ("nonce", Value::Null, Rejection::Nonce),
        ("exp", json!(NOW_S - 61), Rejection::Time),
        ("iat", json!(NOW_S - 601), Rejection::Time),
        ("iat", json!(NOW_S + 61), Rejection::Time),
        ("nbf", json!(NOW_S + 61), Rejection::Time),
        ("exp", json!("4102444800"), Rejection::Unreadable),
        ("sub", json!(""), Rejection::Unreadable),
    ] {
        let mut claims = claims();
        claims[claim] = value.clone();

        let refused = verify(&signer.token(&head(), &claims), &signer.keys("e1"), &EXPECTED);

        assert_eq!(refused, Err(why), "{claim} {value}");
    }
}

#[test]
fn neither_no_signature_nor_another_key_nor_another_kind_is_taken() {
    let (signer, stranger) = (Signer::new(), Signer::new());
    let keys = signer.keys("e1");
    let signed = signer.token(&head(), &claims());
    let unsigned = format!("{}.{}.", text(br#"{"alg":"none"}"#), signed.split('.').nth(1).unwrap());
    let critical = signer.token(&json!({ "alg": "ES256", "kid": "e1", "crit": ["b64"] }), &claims());

    for (token, why) in [
        (unsigned, Rejection::Signature),
        (stranger.token(&head(), &claims()), Rejection::Signature),
        (signer.token(&json!({ "alg": "HS256", "kid": "e1" }), &claims()), Rejection::Signature),
        (signer.token(&json!({ "alg": "RS256", "kid": "e1" }), &claims()), Rejection::Signature),
        (signer.token(&json!({ "alg": "ES256", "kid": "e2" }), &claims()), Rejection::Signature),
        (critical, Rejection::Signature),
        (String::new(), Rejection::Unreadable),
        ("a.b.c".to_owned(), Rejection::Unreadable),
        (format!("{signed}.more"), Rejection::Unreadable),
    ] {
        assert_eq!(verify(&token, &keys, &EXPECTED), Err(why), "{token}");
    }
    assert!(verify(&signed, &Keys::read(b"no keys"), &EXPECTED).is_err());
}

fn provider() -> Value {
    json!({
        "issuer": "https://id.example",
        "authorization_endpoint": "https://id.example/authorize?tenant=1",
        "token_endpoint": "https://id.example/token",
        "jwks_uri": "https://id.example/keys",
    })
}

fn read(description: &Value) -> Result<Provider, ProviderError> {
    Provider::read("https://id.example", description.to_string().as_bytes())
}

#[test]
fn a_provider_of_another_name_or_without_tls_is_not_believed() {
    assert!(read(&provider()).is_ok());
    for (field, value) in [
        ("issuer", "https://id.example/"),
        ("token_endpoint", "http://id.example/token"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("jwks_uri", "http://localhost.evil.example/keys"),
        ("jwks_uri", "http://127.0.0.1@evil.example/keys"),
    ] {
        let mut description = provider();
        description[field] = json!(value);

        assert!(read(&description).is_err(), "{field} {value}");
    }
    assert!(discovery_address("http://id.example").is_err());
    assert_eq!(
        discovery_address("http://127.0.0.1:8080/realm/").unwrap(),
        "http://127.0.0.1:8080/realm/.well-known/openid-configuration"
    );
}

#[test]
fn a_browser_is_sent_with_the_challenge_and_never_with_the_verifier_or_the_secret() {
    let attempt = Attempt::new([[1; 32], [2; 32], [3; 32]]);
    let client = Client { id: "ge zhi".to_owned(), secret: "s&cret".to_owned(), scopes: "profile".to_owned() };
    let provider = read(&provider()).unwrap();

    let address = attempt.address(&provider, &client, "https://city.example/login/oidc/callback");
    let (body, header) = attempt.redeem(&provider, &client, "https://city.example/login/oidc/callback", "c/1");

    assert!(
        address.starts_with("https://id.example/authorize?tenant=1&response_type=code&client_id=ge%20zhi&"),
        "{address}"
    );
    assert!(address.contains("scope=openid%20profile&") && address.contains("code_challenge_method=S256"), "{address}");
    assert!(!address.contains(&attempt.verifier) && !address.contains("cret"), "{address}");
    assert!(body.contains("code=c%2F1") && body.contains(&attempt.verifier) && !body.contains("cret"), "{body}");
    assert_eq!(header.as_deref(), Some("Basic Z2UlMjB6aGk6cyUyNmNyZXQ="));
    assert!(!format!("{client:?} {attempt:?}").contains("cret"));
}

#[test]
fn the_secret_goes_where_the_provider_takes_it() {
    let attempt = Attempt::new([[1; 32], [2; 32], [3; 32]]);
    let mut description = provider();
    description["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let provider = read(&description).unwrap();
    let mut client = Client { id: "gezhi".to_owned(), secret: "s".to_owned(), scopes: String::new() };

    let (body, header) = attempt.redeem(&provider, &client, "https://c/", "1");
    assert!(body.ends_with("&client_id=gezhi&client_secret=s") && header.is_none(), "{body}");

    client.secret = String::new();
    let (body, header) = attempt.redeem(&provider, &client, "https://c/", "1");
    assert!(body.ends_with("&client_id=gezhi") && header.is_none(), "{body}");
}

proptest! {
    #[test]
    fn no_token_and_no_description_makes_it_panic(token in "[ -~]{0,200}", json: Vec<u8>) {
        let keys = Keys::read(&json);
        let _ = verify(&token, &keys, &EXPECTED);
        let _ = Provider::read("https://id.example", &json);
    }
}
