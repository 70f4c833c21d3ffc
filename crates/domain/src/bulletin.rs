//! Bulletins 通报: which units let lights stand still, published week by week or month by month. No personal data: neither
//! titles nor doors of cases, and nobody's name.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::case::{Desk, Light, Names, Watch, WatchTally};
use crate::id::{BulletinId, CaseId};

/// What a bulletin is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 周: from Monday.
    #[default]
    Week,
    /// 月.
    Month,
}

impl Period {
    /// Every period with its stored word.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Week, "week"), (Self::Month, "month")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(period, _)| *period == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(period, _)| *period)
    }

    /// The first day of the week or month that a day is in.
    pub fn begins_on(self, day: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Week => day.weekday().num_days_from_monday(),
            Self::Month => day.day0(),
        };
        day.checked_sub_days(Days::new(back.into())).unwrap_or(day)
    }
}

/// What a bulletin says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Reminders, inquiries and cases newly under supervision within the period.
    pub in_period: [i64; 3],
    /// How many watched cases each desk holds, the most first.
    pub tallies: Vec<WatchTally>,
    /// The watched cases, by desk.
    pub lines: Vec<Line>,
}

/// One watched case, without what would tell whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The case.
    pub case: CaseId,
    /// What it is about, in Chinese and English; empty when nobody said so.
    pub category: Names,
    /// Who holds it.
    pub holder: Desk,
    /// The holder's name in Chinese and English.
    pub holder_name: Names,
    /// Its light.
    pub light: Light,
    /// Since which day its holder has it.
    pub since_on: NaiveDate,
    /// For how many days.
    pub days: i64,
    /// What was done about it.
    pub marks: Vec<Watch>,
}

/// A published bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulletin {
    /// Which.
    pub bulletin: BulletinId,
    /// Its year and its number within it.
    pub number: (i32, i32),
    /// What it is about.
    pub period: Period,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day: that of its publication.
    pub until_on: NaiveDate,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By which post, in Chinese and English.
    pub by: Names,
    /// What it says.
    pub body: Body,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_a_month_on_its_first() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();

        assert_eq!(Period::Week.begins_on(day("2026-11-22")), day("2026-11-16"));
        assert_eq!(Period::Week.begins_on(day("2026-11-16")), day("2026-11-16"));
        assert_eq!(Period::Month.begins_on(day("2026-11-22")), day("2026-11-01"));
    }
}
