//! Periods that figures are counted over: civil days, the first and the last included.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::clock::start_of_civil_day;

/// Some civil days in a row, at most a leap year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    /// The most days.
    pub const LONGEST: i64 = 366;

    /// From the first day to the last; nothing when it is the wrong way round or too long.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let days = (to - from).num_days() + 1;
        (1..=Self::LONGEST).contains(&days).then_some(Self { from, to })
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// When it begins, and when the day after it does.
    pub fn instants(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let after = self.to.checked_add_days(Days::new(1)).unwrap_or(self.to);
        (start_of_civil_day(self.from), start_of_civil_day(after))
    }
}

/// Periods that are asked for every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// This week, from Monday.
    Week,
    /// This month.
    Month,
    /// The month before.
    LastMonth,
    /// This quarter of the year.
    Quarter,
}

impl Span {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::LastMonth, Self::Quarter];

    /// The period around a day, or before it; what is not over yet is still the whole of it.
    pub fn around(self, today: NaiveDate) -> Period {
        let (from, to) = match self {
            Self::Week => {
                let monday = today.week(chrono::Weekday::Mon);
                (monday.first_day(), monday.last_day())
            }
            Self::Month => (month(today, 0), before(month(today, 1))),
            Self::LastMonth => (month(today, -1), before(month(today, 0))),
            Self::Quarter => {
                let into = today.month0().cast_signed() % 3;
                (month(today, -into), before(month(today, 3 - into)))
            }
        };
        Period { from, to }
    }
}

/// The first day of a month so many months from a day's.
fn month(day: NaiveDate, away: i32) -> NaiveDate {
    let months = day.year() * 12 + day.month0().cast_signed() + away;
    let number = months.rem_euclid(12).cast_unsigned() + 1;
    NaiveDate::from_ymd_opt(months.div_euclid(12), number, 1).unwrap_or(day)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn spans_are_whole_weeks_months_and_quarters() {
        let table = [
            (Span::Week, "2026-11-22", "2026-11-16", "2026-11-22"),
            (Span::Month, "2026-02-10", "2026-02-01", "2026-02-28"),
            (Span::LastMonth, "2026-01-31", "2025-12-01", "2025-12-31"),
            (Span::Quarter, "2026-11-22", "2026-10-01", "2026-12-31"),
            (Span::Quarter, "2028-01-01", "2028-01-01", "2028-03-31"),
        ];
        for (span, today, from, to) in table {
            assert_eq!(Some(span.around(day(today))), Period::new(day(from), day(to)), "{span:?} {today}");
        }
    }

    #[test]
    fn a_period_runs_forward_and_not_for_years() {
        assert_eq!(Period::new(day("2026-11-02"), day("2026-11-01")), None);
        assert!(Period::new(day("2028-01-01"), day("2028-12-31")).is_some());
        assert_eq!(Period::new(day("2028-01-01"), day("2029-01-01")), None);
    }

    #[test]
    fn a_period_begins_and_ends_at_midnight_in_china() {
        let (from, until) = Period::new(day("2026-11-01"), day("2026-11-30")).unwrap().instants();
        assert_eq!(from.to_rfc3339(), "2026-10-31T16:00:00+00:00");
        assert_eq!(until.to_rfc3339(), "2026-11-30T16:00:00+00:00");
    }
}
