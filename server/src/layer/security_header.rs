//! The headers that tell a browser what a page may do, and the nonce that ties a page's scripts to its header.
//!
//! A page without script forbids script altogether; a page that hydrates allows exactly the scripts that carry its nonce.
//! Answers that say nothing about storing are never stored: the exceptions say so themselves.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// The one-time word that every script and style tag of one answer carries.
#[derive(Clone, Debug)]
pub struct PageNonce(pub Nonce);

/// What a page needs to be allowed; put into the extensions of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A page that runs our scripts and WebAssembly.
    Scripted,
    /// A page that is complete without, and runs single scripts of ours.
    Enhanced,
    /// A page of the phone: the same, and it may let a service worker of ours answer when there is no signal.
    Offline,
    /// That service worker: what it may fetch follows from its own answer's policy.
    Worker,
}

const FIXED: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), payment=(), usb=(), geolocation=(self), fullscreen=(self)",
    ),
];

/// Draws the nonce, and puts the headers on the answer.
pub async fn protect(mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(PageNonce(nonce.clone()));

    let mut response = next.run(request).await;

    let policy = content_security_policy(response.extensions().get::<Policy>().copied(), &nonce);
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    response
}

fn content_security_policy(policy: Option<Policy>, nonce: &str) -> String {
    let script = match policy {
        Some(Policy::Scripted) => {
            format!(
                "script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
            )
        }
        Some(Policy::Enhanced) => format!("script-src 'nonce-{nonce}'; connect-src 'self'; "),
        Some(Policy::Offline) => format!("script-src 'nonce-{nonce}'; worker-src 'self'; connect-src 'self'; "),
        Some(Policy::Worker) => "script-src 'self'; connect-src 'self'; ".to_owned(),
        None => String::new(),
    };
    format!(
        "default-src 'none'; {script}style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_script_can_run_none() {
        let policy = content_security_policy(None, "n");

        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"));
    }

    #[test]
    fn no_policy_allows_inline_code() {
        for policy in
            [None, Some(Policy::Scripted), Some(Policy::Enhanced), Some(Policy::Offline), Some(Policy::Worker)]
        {
            assert!(!content_security_policy(policy, "n").contains("unsafe-inline"));
            assert!(!content_security_policy(policy, "n").contains("'unsafe-eval'"));
        }
    }
}
