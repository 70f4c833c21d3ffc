//! What a case is about: categories 事部件分类 as data, in groups, and what closing one needs.
//!
//! Codes and classes differ between cities and editions of GB/T 30428, so that they are rows and not an enum.

use serde::{Deserialize, Serialize};

use crate::deadline::Urgency;

mod list;
mod suggest;

pub use list::{default_categories, default_groups};
pub use suggest::suggest;

/// Farthest that two reports of one thing may lie apart, in metres.
pub const LARGEST_RADIUS_M: u16 = 500;

/// The code of a category: two digits of its group and two of its own, such as `0203`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CategoryCode(String);

/// Text that is no category's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a category's code has four digits")]
pub struct InvalidCategory;

impl CategoryCode {
    /// Parses a code of four digits.
    pub fn new(text: &str) -> Option<Self> {
        (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(text.to_owned()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of its group: the first two digits.
    pub fn group(&self) -> &str {
        &self.0[..2]
    }
}

impl TryFrom<String> for CategoryCode {
    type Error = InvalidCategory;
    fn try_from(text: String) -> Result<Self, InvalidCategory> {
        Self::new(&text).ok_or(InvalidCategory)
    }
}

impl From<CategoryCode> for String {
    fn from(code: CategoryCode) -> Self {
        code.0
    }
}

impl std::str::FromStr for CategoryCode {
    type Err = InvalidCategory;
    fn from_str(text: &str) -> Result<Self, InvalidCategory> {
        Self::new(text).ok_or(InvalidCategory)
    }
}

/// What closing a case needs, set per category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// 当场办结: who finds it ends it; samples are drawn later.
    OnTheSpot,
    /// A picture of the result, a check on site by somebody else (拍拍图), and the street's evaluation.
    Checked,
    /// 代办 and 上门: a note, or the resident's signature.
    Signed,
}

impl Closing {
    /// Every way with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::OnTheSpot, "on_the_spot"), (Self::Checked, "checked"), (Self::Signed, "signed")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(closing, _)| *closing == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(closing, _)| *closing)
    }
}

/// What a case is about: a thing that somebody owns, or something that happens. Decides who is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 部件: a lamp, a manhole, a lift.
    Component,
    /// 事件: rubbish, noise, a dispute.
    Event,
}

impl Kind {
    /// Both kinds with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Component, "component"), (Self::Event, "event")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }
}

/// A group of categories 大类.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Two digits.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// The same in English.
    pub name_en: String,
    /// What its categories are about.
    pub kind: Kind,
}

/// A category 小类 of cases, with the rules that follow from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its code.
    pub code: CategoryCode,
    /// Its name in Chinese.
    pub name_zh: String,
    /// The same in English.
    pub name_en: String,
    /// Its group's kind.
    pub kind: Kind,
    /// What closing needs.
    pub closing: Closing,
    /// How urgent it is unless a report says otherwise.
    pub urgency: Urgency,
    /// Metres within which two reports may be about the same thing, 1 to [`LARGEST_RADIUS_M`].
    pub duplicate_radius_m: u16,
    /// Whether the public sees a place nearby instead of the place.
    pub is_sensitive: bool,
    /// Whether a case carries a timetable with stages 时间表、任务书、路线图.
    pub needs_milestones: bool,
    /// Whether it is no longer offered; cases that have it keep it.
    pub is_retired: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_four_digits_and_nothing_else() {
        assert_eq!(CategoryCode::new("0203").unwrap().group(), "02");
        for wrong in ["", "203", "02034", "02a3", "０２０３"] {
            assert_eq!(CategoryCode::new(wrong), None, "{wrong}");
        }
    }
}
