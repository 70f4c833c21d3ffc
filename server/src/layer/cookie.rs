//! A cookie that a browser sent, by its name.

use axum::http::{HeaderMap, header};

/// Longest value read from a browser, in characters.
const LONGEST: usize = 128;

/// The value of a cookie, when it looks like one of our tokens.
pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    is_token(value).then_some(value)
}

/// Whether a text can be a token of ours.
pub fn is_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=.".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)
}
