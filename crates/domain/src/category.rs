//! What a case is about: categories 事部件分类 as data, in groups, and what closing one needs.
//!
//! Codes and classes differ between cities and editions of GB/T 30428, so that they are rows and not an enum.

use serde::{Deserialize, Serialize};

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
