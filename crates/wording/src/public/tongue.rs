//! Korean, Tibetan and Mongolian for the residents' pages: a subset of their headings, buttons and labels.
//!
//! **待校: nobody whose language it is has read these texts.** They are here so that everything around them is ready (choice, `lang`,
//! fonts, line breaking), and pages that show them say so. What is not here stays Chinese. A native translator changes this file alone,
//! and takes a language out of [`Tongue::is_reviewed`]'s list of those that wait. Mongolian is written in vertical blocks, which only
//! titles are: buttons and labels stay Chinese.

use super::PublicWord;
use crate::{Text, Word};

/// A language that only the residents' pages are prepared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Korean.
    Ko,
    /// Tibetan.
    Bo,
    /// Mongolian in its own script.
    Mn,
}

impl Tongue {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Ko, Self::Bo, Self::Mn];

    /// The word in addresses and cookies.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::Bo => "bo",
            Self::Mn => "mn",
        }
    }

    /// The value of the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::Bo => "bo",
            Self::Mn => "mn-Mong",
        }
    }

    /// The language's name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Ko => "조선어",
            Self::Bo => "བོད་ཡིག",
            Self::Mn => "ᠮᠣᠩᠭᠣᠯ",
        }
    }

    /// Reads the word in addresses and cookies.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.slug() == slug)
    }

    /// Whether somebody whose language it is has read its texts: none so far.
    pub fn is_reviewed(self) -> bool {
        match self {
            Self::Ko | Self::Bo | Self::Mn => false,
        }
    }
}

/// A text that may be there in a [`Tongue`].
pub trait Tongued: Text {
    /// The text in that language; nothing where it stays Chinese.
    fn in_tongue(self, tongue: Tongue) -> Option<&'static str>;
}

impl Tongued for Word {
    fn in_tongue(self, tongue: Tongue) -> Option<&'static str> {
        use Tongue::{Bo, Ko, Mn};
        Some(match (self, tongue) {
            (Self::SkipToContent, Ko) => "본문으로 건너뛰기",
            (Self::MainMenu, Ko) => "주 메뉴",
            (Self::Map, Ko) => "도시 지도",
            (Self::PlainList, Ko) => "명부",
            (Self::ReportTitle, Ko) => "주민 신고",
            (Self::ReportTitle, Bo) => "གནས་ཚུལ་ཡར་ཞུ།",
            (Self::ReportTitle, Mn) => "ᠮᠡᠳᠡᠭᠦᠯᠬᠦ",
            (Self::ReportPickStreet, Ko) => "가도를 선택하세요",
            (Self::ReportPickCommunity, Ko) => "사회구역을 선택하세요",
            (Self::ReportPickBuilding, Ko) => "건물을 선택하세요",
            (Self::ReportOtherPlace, Ko) => "다른 장소",
            (Self::ReportPhoto, Ko) => "사진(최대 3장)",
            (Self::ReportPhoto, Bo) => "འདྲ་པར།",
            (Self::ReportWords, Ko) => "어떤 문제입니까(사진이 있으면 생략 가능)",
            (Self::ReportSend, Ko) => "보내기",
            (Self::ReportSend, Bo) => "གཏོང་།",
            (Self::ReportDone, Ko) => "접수되었습니다",
            (Self::ReportDone, Mn) => "ᠬᠦᠯᠢᠶᠡᠵᠦ ᠠᠪᠤᠯᠠ",
            (Self::ReportNumber, Ko) => "번호",
            (Self::ReportNextTitle, Ko) => "다음 절차",
            (Self::ReportLink, Ko) => "진행 상황 보기",
            (Self::ReportAgain, Ko) => "다른 문제 신고",
            (Self::Telephone, Ko) => "전화",
            (Self::Telephone, Bo) => "ཁ་པར།",
            (Self::WorksPublicTitle, Ko) => "진행 중인 공사",
            (Self::FollowTitle, Ko) => "진행 상황",
            _ => return None,
        })
    }
}

impl Tongued for PublicWord {
    fn in_tongue(self, tongue: Tongue) -> Option<&'static str> {
        use Tongue::{Bo, Ko};
        Some(match (self, tongue) {
            (Self::Language, Ko) => "언어",
            (Self::Language, Bo) => "སྐད་ཡིག",
            (Self::Elder, Ko) => "어르신용 큰 글자",
            (Self::ElderOff, Ko) => "일반 화면",
            (Self::Call, Ko) => "전화 12345",
            (Self::Call, Bo) => "ཁ་པར། 12345",
            (Self::Next, Ko) => "다음",
            (Self::Back, Ko) => "이전",
            (Self::Back, Bo) => "ཕྱིར་ལོག",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a sign belongs to the script that a language is written in; digits and signs belong to every one.
    fn belongs(tongue: Tongue, sign: char) -> bool {
        let own = match tongue {
            Tongue::Ko => ('\u{ac00}'..='\u{d7a3}').contains(&sign),
            Tongue::Bo => ('\u{0f00}'..='\u{0fff}').contains(&sign),
            Tongue::Mn => ('\u{1800}'..='\u{18af}').contains(&sign) || sign == '\u{202f}',
        };
        own || sign.is_ascii_digit() || sign == ' ' || sign.is_ascii_punctuation()
    }

    #[test]
    fn every_text_is_in_its_own_script_and_none_is_empty() {
        for tongue in Tongue::ALL {
            assert_eq!(Tongue::from_slug(tongue.slug()), Some(tongue));
            let words = Word::ALL.iter().filter_map(|word| word.in_tongue(tongue));
            let all: Vec<_> = words.chain(PublicWord::ALL.iter().filter_map(|word| word.in_tongue(tongue))).collect();
            assert!(!all.is_empty(), "{tongue:?}");
            for text in all.into_iter().chain([tongue.own_name()]) {
                assert!(!text.is_empty() && text.chars().all(|sign| belongs(tongue, sign)), "{text}");
            }
            assert!(!tongue.is_reviewed(), "then the pages need not say so any more");
        }
    }
}
