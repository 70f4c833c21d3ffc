//! A path on this site, from an untrusted field.

use axum::http::Uri;

/// Where forms lead when they name no page of ours.
const DEFAULT: &str = "/map";
/// Longest path taken, in bytes.
const LONGEST: usize = 2048;

/// A path and query on this site: never another host, however it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// Takes what a browser would understand as a place on this site, and nothing else.
    ///
    /// `//host` and `/\host` lead elsewhere in browsers; control characters are stripped by them, so `/\t/host` does too.
    pub fn new_checked(text: &str) -> Option<Self> {
        let mut signs = text.chars();
        let rooted = signs.next() == Some('/') && !matches!(signs.next(), Some('/' | '\\'));
        let plain = text.len() <= LONGEST && !text.chars().any(|sign| sign.is_control() || sign == '\\');
        let uri: Uri = text.parse().ok().filter(|_| rooted && plain)?;
        let relative = uri.scheme().is_none() && uri.authority().is_none();
        relative.then(|| Self(text.split('#').next().unwrap_or_default().to_owned()))
    }

    /// Whether this is a page that one comes to on one's own, not one that answered a form or leads in circles.
    #[must_use]
    pub fn is_log_in(&self) -> bool {
        let path = self.0.split('?').next().unwrap_or_default();
        matches!(path, "/login" | "/login/oidc" | "/login/oidc/callback" | "/password" | "/logout")
    }

    /// Whether it is a page of the grid worker's phone.
    #[must_use]
    pub fn is_on_phone(&self) -> bool {
        let path = self.0.split('?').next().unwrap_or_default();
        path == "/m" || path.starts_with("/m/")
    }

    /// The path and query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LocalPath {
    fn default() -> Self {
        Self(DEFAULT.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_ours_is_taken_as_it_is() {
        for path in ["/map", "/map?area=990001000000000&h=1", "/buildings/990001000000000007"] {
            assert_eq!(LocalPath::new_checked(path).unwrap().as_str(), path);
        }
    }

    #[test]
    fn nothing_leads_to_another_site() {
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "\\/evil.example",
            "evil",
            "",
            "/%0d%0a\r\nset-cookie: x",
            "javascript:alert(1)",
            "http:/evil.example",
            " //evil.example",
        ] {
            assert!(LocalPath::new_checked(path).is_none(), "{path:?}");
        }
    }
}
