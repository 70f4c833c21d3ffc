//! Refuses changes that another site asks for.
//!
//! Cookies are `SameSite=Lax`, which browsers apply to most cross-site posts; this is the second lock. Every request
//! that may change something has to show that our own page sent it: by `Sec-Fetch-Site`, which no script can set, or,
//! on browsers and plain-http names where that is missing, by `Origin`. One header that says otherwise is enough to refuse.

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Where the site lives, as browsers see it; `None` means: wherever the `Host` header says.
#[derive(Clone, Debug, Default)]
pub struct PublicHost(pub Option<Authority>);

/// Lets reading through, and changes only from our own pages.
pub async fn require_same_origin(State(host): State<PublicHost>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless || is_ours(request.headers(), request.uri(), &host) {
        return next.run(request).await;
    }
    tracing::warn!("a change was refused: the request did not come from our own page");
    let text = "403: this change was not sent by our own page; open the page again and repeat it there\n";
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Lets a link through that writes on the trail (who was rung, what was printed), unless another site leads there.
///
/// Browsers that say nothing of where a link stands are let through: the row it writes is then the worst of it.
pub async fn require_own_link(request: Request, next: Next) -> Response {
    let mut places = request.headers().get_all("sec-fetch-site").iter();
    if places.all(|place| place == "same-origin" || place == "none") {
        return next.run(request).await;
    }
    tracing::warn!("a link was refused: it stands on another site");
    let text = "403: this link does not stand on our own page; open the page and follow it there\n";
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Whether a request shows that one of our own pages sent it.
fn is_ours(headers: &HeaderMap, uri: &Uri, host: &PublicHost) -> bool {
    let mut shown = false;
    for value in headers.get_all("sec-fetch-site") {
        // `none` is a person's own doing: a typed address, a bookmark, a repeated form.
        if value != "same-origin" && value != "none" {
            return false;
        }
        shown = true;
    }
    for value in headers.get_all(header::ORIGIN) {
        let own = own_authority(headers, uri, host);
        let sender = value.to_str().ok().and_then(origin_authority);
        if sender.is_none() || sender != own {
            return false;
        }
        shown = true;
    }
    shown
}

/// Host and port of an `Origin` header; `null` has none.
fn origin_authority(origin: &str) -> Option<String> {
    let uri: Uri = origin.parse().ok()?;
    let bare = uri.path_and_query().is_none_or(|rest| rest.as_str() == "/");
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    (web && bare).then(|| uri.authority().map(|authority| authority.as_str().to_ascii_lowercase()))?
}

/// Host and port that the browser believes it talks to.
fn own_authority(headers: &HeaderMap, uri: &Uri, host: &PublicHost) -> Option<String> {
    let configured = host.0.as_ref().map(Authority::as_str);
    let asked = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let own = configured.or(asked).or_else(|| uri.authority().map(Authority::as_str));
    own.map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .fold(HeaderMap::new(), |mut all, (name, value)| {
                all.append(name, value);
                all
            });
        is_ours(&headers, &Uri::from_static("/form/label"), &PublicHost::default())
    }

    #[test]
    fn our_own_pages_may_change_things() {
        for shape in [
            vec![("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")],
            vec![("sec-fetch-site", "none")],
            vec![("origin", "http://127.0.0.1:3000")],
            vec![("origin", "https://127.0.0.1:3000")],
        ] {
            let mut headers = shape.clone();
            headers.push(("host", "127.0.0.1:3000"));

            assert!(ours(&headers), "{shape:?}");
        }
    }

    #[test]
    fn a_configured_host_counts_and_the_host_header_does_not() {
        let host = PublicHost(Some(Authority::from_static("grid.example.cn")));
        let headers = HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static("127.0.0.1:3000")),
            (header::ORIGIN, HeaderValue::from_static("https://grid.example.cn")),
        ]);

        assert!(is_ours(&headers, &Uri::from_static("/form/label"), &host));
    }

    #[test]
    fn a_sender_that_shows_nothing_is_refused() {
        assert!(!ours(&[("host", "127.0.0.1:3000")]));
    }
}
