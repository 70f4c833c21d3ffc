//! Every sentence shown to people, in Chinese and in English, behind typed keys.
//!
//! A key without one of its translations does not compile. Used by pages, and by papers and messages later.
//! Not for names of places or labels (those are data) and not for logs (those are English).
#![warn(missing_docs)]

pub mod bank;
pub mod field;
mod phrase;
pub mod public;
mod table;
mod telling;
mod wish_desk;
mod word;

pub use phrase::Phrase;
pub use telling::Telling;
pub use wish_desk::WishDesk;
pub use word::Word;

/// A text without parameters, of whichever table.
///
/// Tables of their own keep the words of one surface out of the bundles of the others: a bundle carries every word of a table
/// that it uses one of.
pub trait Text: Copy + Send + Sync + 'static {
    /// The text in a language.
    fn text(self, lang: Lang) -> &'static str;
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, simplified: the source of truth.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// All languages, the default first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The word in URLs and cookies.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The value of the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }

    /// Reads the word in URLs and cookies.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.slug() == slug)
    }

    /// The first language of an `Accept-Language` header that is spoken here.
    pub fn from_accept(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default();
            Self::from_slug(&primary.to_ascii_lowercase())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_spoken_language_of_the_browser_wins() {
        assert_eq!(Lang::from_accept("fr-FR,en-GB;q=0.8,zh;q=0.5"), Some(Lang::En));
        assert_eq!(Lang::from_accept("zh-CN,zh;q=0.9"), Some(Lang::Zh));
        assert_eq!(Lang::from_accept("fr"), None);
    }

    #[test]
    fn no_word_is_empty_and_english_has_no_chinese_in_it() {
        fn check(table: &[impl Text + std::fmt::Debug]) {
            for word in table {
                assert!(!word.text(Lang::Zh).is_empty() && !word.text(Lang::En).is_empty(), "{word:?}");
                let chinese = word.text(Lang::En).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(!chinese, "{word:?} is not translated");
            }
        }
        check(Word::ALL);
        check(field::VisitWord::ALL);
        check(field::VisitWay::ALL);
        check(field::PhoneWord::ALL);
        check(field::PhoneWay::ALL);
        check(field::OutboxWord::ALL);
        check(field::TrailWord::ALL);
        check(field::CheckWord::ALL);
        check(field::CheckWay::ALL);
        check(field::MonthWord::ALL);
        check(field::MonthWay::ALL);
        check(public::GateWord::ALL);
        check(public::GateSetting::ALL);
        check(public::PublicWord::ALL);
        check(public::WishWord::ALL);
        check(public::WishKindWord::ALL);
        check(public::WishTrailWord::ALL);
        check(field::VolWord::ALL);
    }

    #[test]
    fn a_phrase_puts_its_values_where_each_language_wants_them() {
        assert_eq!(Phrase::Households { count: "664" }.text(Lang::Zh), "664 户");
        assert_eq!(Phrase::Households { count: "664" }.text(Lang::En), "664 households");
    }
}
