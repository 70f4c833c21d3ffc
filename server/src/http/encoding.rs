//! Which of the ready-made encodings of an answer a browser takes.

use axum::http::{HeaderMap, header};

/// An encoding that answers are kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// As it is.
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`, when there is one.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// The smallest encoding that the request's `Accept-Encoding` allows.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::ACCEPT_ENCODING);
        let accepts = |token: &str| {
            let offers = lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
            offers.filter_map(offer).any(|(name, wanted)| wanted && name.eq_ignore_ascii_case(token))
        };
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .find(|encoding| encoding.token().is_some_and(accepts))
            .unwrap_or(Self::Plain)
    }
}

/// One entry of the list: its name, and whether it is wanted at all (`q=0` means not).
fn offer(entry: &str) -> Option<(&str, bool)> {
    let mut parts = entry.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let quality = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
    Some((name, quality > 0.0))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_smallest_accepted_encoding_is_taken() {
        for (accept, expected) in [
            ("gzip, deflate, br", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("BR", Encoding::Brotli),
            ("identity", Encoding::Plain),
            ("", Encoding::Plain),
            (";;,,q=", Encoding::Plain),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))]);

            assert_eq!(Encoding::accepted(&headers), expected, "{accept}");
        }
    }
}
