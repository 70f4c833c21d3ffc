//! What somebody should look at: unusual, and no proof of anything. Nothing follows from a hint by itself.

use chrono::NaiveDate;

use crate::id::BankAccountId;

/// What is unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// The same keeper confirmed the same volunteer's time again and again in a month.
    Keeper,
    /// The same two volunteers gave points to one another again and again in a month.
    Pair,
    /// Many minutes of one volunteer on one day.
    Day,
    /// Time that was credited long after it was served, by whichever rule held then.
    Late,
}

impl HintKind {
    /// Every kind with its word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Keeper, "keeper"), (Self::Pair, "pair"), (Self::Day, "day"), (Self::Late, "late")];

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }

    /// The word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// How much is still usual: credits a month, donations a month, minutes a day, days.
    pub const fn most(self) -> i32 {
        match self {
            Self::Keeper => 12,
            Self::Pair => 3,
            Self::Day => 8 * 60,
            Self::Late => 31,
        }
    }
}

/// Something unusual about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it is.
    pub kind: HintKind,
    /// The account.
    pub account: BankAccountId,
    /// Whose it is.
    pub name: String,
    /// The keeper or the other volunteer.
    pub other: Option<String>,
    /// The day, where it is about one.
    pub on: Option<NaiveDate>,
    /// How much it was: credits, donations, minutes, or days.
    pub count: i64,
}
