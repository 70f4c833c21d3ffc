//! Wishes that come again, such as a lecture every month.

use chrono::{DateTime, Days, Months, Utc};
use serde::{Deserialize, Serialize};

/// How often a wish comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Every week, on the same weekday.
    Weekly,
    /// Every other week.
    Fortnightly,
    /// Every month, on the same day, or the month's last.
    Monthly,
}

impl Repeat {
    /// Every way with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Weekly, "weekly"), (Self::Fortnightly, "fortnightly"), (Self::Monthly, "monthly")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(repeat, _)| *repeat == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(repeat, _)| *repeat)
    }

    /// The first time after `now` at which what began at `first` comes again. Counted from the first time, so that a month's last day
    /// does not wander.
    pub fn next(self, first: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let nth = |n: u32| match self {
            Self::Weekly => first.checked_add_days(Days::new(u64::from(n) * 7)),
            Self::Fortnightly => first.checked_add_days(Days::new(u64::from(n) * 14)),
            Self::Monthly => first.checked_add_months(Months::new(n)),
        };
        // Twenty years of weeks: nothing lives longer without being looked at.
        (1..1_100).filter_map(nth).find(|at| *at > now).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_month_does_not_wander() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let first = at("2026-01-31T06:00:00Z");

        assert_eq!(Repeat::Monthly.next(first, at("2026-02-01T00:00:00Z")), at("2026-02-28T06:00:00Z"));
        assert_eq!(Repeat::Monthly.next(first, at("2026-03-01T00:00:00Z")), at("2026-03-31T06:00:00Z"));
        assert_eq!(Repeat::Weekly.next(first, first), at("2026-02-07T06:00:00Z"));
    }
}
