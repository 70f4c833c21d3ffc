//! What figures are counted by, which cases stand behind a number, and the numbers themselves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Figure, Square};
use crate::case::{Light, Names};
use crate::category::CategoryCode;

/// What figures are told apart by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By nothing: all of the area.
    #[default]
    All,
    /// By the areas right below the chosen one.
    Area,
    /// By the desk that holds the case, or held it last.
    Unit,
    /// By the group of categories.
    Category,
    /// By how the case came in.
    Channel,
    /// By the week, from Monday, in which the case counts.
    Week,
}

impl By {
    /// Every way with its word in addresses.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::All, "all"),
        (Self::Area, "area"),
        (Self::Unit, "unit"),
        (Self::Category, "category"),
        (Self::Channel, "channel"),
        (Self::Week, "week"),
    ];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(by, _)| *by == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(by, _)| *by)
    }
}

/// Which of a figure's cases are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The numerator.
    Part,
    /// The denominator.
    Whole,
    /// What is in the denominator and not in the numerator.
    Rest,
}

impl Side {
    /// Every side with its word in addresses.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Part, "part"), (Self::Whole, "whole"), (Self::Rest, "rest")];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(side, _)| *side == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(side, _)| *side)
    }
}

/// How long a red or yellow light has been lit (接连亮了几天), in spans of 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lit {
    /// Less than a day.
    Day,
    /// One to two days.
    TwoDays,
    /// Two to four days: time for a reminder.
    FourDays,
    /// Four days and more: time for an inquiry.
    Longer,
}

impl Lit {
    /// Every span with its word in addresses.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Day, "0-1"), (Self::TwoDays, "1-2"), (Self::FourDays, "2-4"), (Self::Longer, "4-")];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(lit, _)| *lit == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(lit, _)| *lit)
    }

    /// From how many days on, and below how many.
    pub fn days(self) -> (u8, Option<u8>) {
        match self {
            Self::Day => (0, Some(1)),
            Self::TwoDays => (1, Some(2)),
            Self::FourDays => (2, Some(4)),
            Self::Longer => (4, None),
        }
    }
}

/// Which cases stand behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of a figure.
    Rate {
        /// Which figure.
        figure: Figure,
        /// Which of its cases.
        side: Side,
        /// What it was told apart by.
        by: By,
        /// The key of the row; all rows when nothing is said.
        key: Option<String>,
    },
    /// Those whose light has been lit for so long.
    Lit {
        /// Red or yellow.
        light: Light,
        /// For how long.
        lit: Lit,
    },
    /// Those reported on a square of the heat map.
    Square {
        /// Where.
        square: Square,
        /// Only this category.
        category: Option<CategoryCode>,
    },
}

/// A figure of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The row: an area's or desk's number, a group's or source's word, a Monday; empty for all, or where nobody said.
    pub key: String,
    /// What the row is called in Chinese and English; empty where a page knows it by the key.
    pub name: Names,
    /// Which figure.
    pub figure: Figure,
    /// The numerator.
    pub part: i64,
    /// The denominator, n.
    pub whole: i64,
}

impl Rate {
    /// The share in hundredths of a percent, rounded half up; nothing of nothing.
    pub fn basis_points(&self) -> Option<i64> {
        (self.part * 10_000 + self.whole / 2).checked_div(self.whole)
    }

    /// The share as text: `93.72`; nothing of nothing.
    pub fn percent(&self) -> Option<String> {
        self.basis_points().map(|points| format!("{}.{:02}", points / 100, points % 100))
    }
}

/// How many red or yellow lights have been lit for so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LitCount {
    /// Red or yellow.
    pub light: Light,
    /// For how long.
    pub lit: Lit,
    /// How many.
    pub count: i64,
}

/// What came in and what ended on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// The civil day.
    pub on: NaiveDate,
    /// Reported on it.
    pub opened: i64,
    /// Closed (green) on it.
    pub closed: i64,
}

/// How many cases a group of categories has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCount {
    /// The group's two digits; empty while nobody said what they are about.
    pub group: String,
    /// Its name in Chinese and English.
    pub name: Names,
    /// Reported in the period.
    pub reported: i64,
    /// Reported in the period and still open.
    pub open: i64,
}

/// Since when a version of a figure's formula holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Which figure.
    pub figure: Figure,
    /// The version.
    pub version: i16,
    /// The first day that it was used.
    pub valid_from: NaiveDate,
    /// The formula, or what changed.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(part: i64, whole: i64) -> Rate {
        Rate { key: String::new(), name: Names::default(), figure: Figure::Closing, part, whole }
    }

    #[test]
    fn published_shares_come_out_as_published() {
        for (part, whole, percent) in [(911, 972, "93.72"), (737, 972, "75.82"), (371, 395, "93.92"), (0, 7, "0.00")] {
            assert_eq!(rate(part, whole).percent().as_deref(), Some(percent));
        }
    }

    #[test]
    fn of_nothing_there_is_no_share() {
        assert_eq!(rate(0, 0).percent(), None);
    }

    #[test]
    fn words_in_addresses_are_read_back() {
        for (by, slug) in By::ALL {
            assert_eq!(By::from_slug(slug), Some(by));
        }
        for (lit, slug) in Lit::ALL {
            assert_eq!((Lit::from_slug(slug), lit.slug()), (Some(lit), slug));
        }
        for (side, slug) in Side::ALL {
            assert_eq!((Side::from_slug(slug), side.slug()), (Some(side), slug));
        }
    }
}
