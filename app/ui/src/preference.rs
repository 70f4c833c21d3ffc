//! What a person chose about how pages look: language and theme, from the address, else the cookie, else the browser.
//!
//! Pure: the server reads headers and sets cookies; pages get the result as a context.

use wording::Lang;

use crate::theme::Theme;

/// Name of the cookie with the language.
pub const LANG_COOKIE: &str = "lang";
/// Name of the cookie with the theme.
pub const THEME_COOKIE: &str = "theme";

/// The choices for one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "(String, String)", into = "(String, String)")]
pub struct Preferences {
    /// The language.
    pub lang: Lang,
    /// The look.
    pub theme: Theme,
}

impl Preferences {
    /// Reads query string, `Cookie` and `Accept-Language`; in this order the first that says something wins.
    pub fn read(query: &str, cookie: &str, accept_language: &str) -> Self {
        let lang = pick(query, '&', "lang").or_else(|| pick(cookie, ';', LANG_COOKIE)).and_then(Lang::from_slug);
        let theme = pick(query, '&', "theme").or_else(|| pick(cookie, ';', THEME_COOKIE)).and_then(Theme::from_slug);
        Self {
            lang: lang.or_else(|| Lang::from_accept(accept_language)).unwrap_or_default(),
            theme: theme.unwrap_or_default(),
        }
    }
}

pub(crate) fn pick<'a>(text: &'a str, separator: char, name: &str) -> Option<&'a str> {
    let pairs = text.split(separator).filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key.trim(), value.trim())).find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl From<Preferences> for (String, String) {
    fn from(preferences: Preferences) -> Self {
        (preferences.lang.slug().to_owned(), preferences.theme.slug().to_owned())
    }
}

impl TryFrom<(String, String)> for Preferences {
    type Error = &'static str;

    fn try_from((lang, theme): (String, String)) -> Result<Self, Self::Error> {
        let lang = Lang::from_slug(&lang).ok_or("an unknown language")?;
        Ok(Self { lang, theme: Theme::from_slug(&theme).ok_or("an unknown theme")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let read = |query, cookie| Preferences::read(query, cookie, "zh-CN");

        assert_eq!(read("area=1&theme=screen", "theme=light; lang=en").theme, Theme::Screen);
        assert_eq!(read("", "theme=light; lang=en").lang, Lang::En);
        assert_eq!(read("", "").lang, Lang::Zh);
    }
}
