//! Reports: what comes in, from whom, and about which ground.

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::category::CategoryCode;
use crate::deadline::Urgency;
use crate::geo::LonLat;
use crate::id::{BuildingId, DwellingId, MediaId};
use crate::operation::OperationId;

/// How a case came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 网格上报: a grid worker on the way.
    Grid,
    /// 社区 or 街道 desk.
    Desk,
    /// 热线: somebody rang.
    Hotline,
    /// 居民上报 on the public page.
    Resident,
    /// Open311.
    Open311,
    /// 12345 工单: a sheet of work orders.
    Sheet,
    /// 小区群: a chat group.
    Chat,
}

impl Source {
    /// Every source with its stored word.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Grid, "grid"),
        (Self::Desk, "desk"),
        (Self::Hotline, "hotline"),
        (Self::Resident, "resident"),
        (Self::Open311, "open311"),
        (Self::Sheet, "sheet"),
        (Self::Chat, "chat"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(source, _)| *source == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(source, _)| *source)
    }
}

/// One line that says what is wrong: 1 to 60 signs, trimmed, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Title(String);

impl Title {
    /// The most signs.
    pub const LONGEST: usize = 60;

    /// Trims and parses; nothing when there is nothing in it or too much.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (1..=Self::LONGEST).contains(&text.chars().count()).then_some(Self(text))
    }

    /// A title out of longer words: their beginning, cut with an ellipsis; nothing when no sign stands in them.
    pub fn of_words(words: &str) -> Option<Self> {
        let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= Self::LONGEST {
            return Self::new(&text);
        }
        let begin: String = text.chars().take(Self::LONGEST - 1).collect();
        Self::new(&format!("{}…", begin.trim_end()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Title {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).ok_or("a title has 1 to 60 signs")
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

/// What a case is about on the ground, from the most to the least precise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A door.
    Dwelling(DwellingId),
    /// A building, inside or in front of it.
    Building(BuildingId),
    /// A point in the open.
    Point(LonLat),
    /// Somewhere in an area.
    Area(Area),
}

/// A report as it is taken in. Nothing but the ground is needed: a photo may say the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Makes it come in once, however often it is sent.
    pub operation: OperationId,
    /// How it came in.
    pub source: Source,
    /// Where.
    pub ground: Ground,
    /// What is wrong; the category's name, or 随手拍, when nothing is said.
    pub title: Option<Title>,
    /// More words; at most 2,000 signs.
    pub detail: String,
    /// What it is about, if somebody said so.
    pub category: Option<CategoryCode>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Pictures that were staged before.
    pub pictures: Vec<MediaId>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_words_with_a_sign_have_a_title(words in any::<String>()) {
            let title = Title::of_words(&words);

            prop_assert_eq!(title.is_some(), words.split_whitespace().next().is_some());
            if let Some(title) = title {
                prop_assert_eq!(Title::new(title.as_str()), Some(title.clone()));
            }
        }
    }
}
