//! Watch lists 关注名单: households that are looked after every day for a while, for a stated reason, such as after a flood.
//!
//! Not here: visits by rule ([`crate::visit`]). A list ends by itself on its last day; nobody stays on one for ever.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest time that a list may run, in days.
pub const LONGEST_DAYS: u64 = 60;
/// Most households of one list.
pub const MOST_HOUSEHOLDS: usize = 500;

/// What a day's check of a household came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WatchOutcome {
    /// 正常: everything is well.
    Well,
    /// 没人应门: nobody opened.
    NobodyIn,
    /// 需要帮助: something has to be done; that is reported as a case.
    NeedsHelp,
}

impl WatchOutcome {
    /// Every outcome with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Well, "well"), (Self::NobodyIn, "nobody_in"), (Self::NeedsHelp, "needs_help")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(outcome, _)| *outcome == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(outcome, _)| outcome)
    }
}

/// The first and the last day of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

impl Term {
    /// A term that ends after it begins, not before today, and within [`LONGEST_DAYS`].
    pub fn new_checked(from_on: NaiveDate, until_on: NaiveDate, today: NaiveDate) -> Option<Self> {
        let latest = from_on.checked_add_days(Days::new(LONGEST_DAYS))?;
        (from_on <= until_on && today <= until_on && until_on < latest).then_some(Self { from_on, until_on })
    }

    /// Whether it runs on a day.
    pub fn covers(self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.until_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_stays_on_a_list_for_ever() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = |from: &str, until: &str| Term::new_checked(day(from), day(until), day("2026-11-23"));

        let found = term("2026-11-23", "2026-12-06").unwrap();
        assert!(found.covers(day("2026-12-06")) && !found.covers(day("2026-12-07")));
        assert_eq!(term("2026-11-23", "2026-11-22"), None, "ends before it begins");
        assert_eq!(term("2026-11-01", "2026-11-22"), None, "is over");
        assert_eq!(term("2026-11-23", "2027-01-22"), None, "too long");
        assert!(term("2026-11-23", "2027-01-21").is_some());
    }
}
