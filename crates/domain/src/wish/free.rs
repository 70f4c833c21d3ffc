//! When a volunteer is free: parts of days, by weekday.

use chrono::{DateTime, Datelike, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::clock::zone;

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 上午, before twelve.
    Morning,
    /// 下午, before eighteen.
    Afternoon,
    /// 晚上.
    Evening,
}

impl Part {
    /// Every part, in the order of the day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];
}

/// The days of a week, in the order of a calendar here.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// When somebody is free: a bit for each part of each weekday, Monday's morning first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FreeTimes(u32);

impl FreeTimes {
    const ALL: u32 = (1 << 21) - 1;

    /// Reads the stored number; nothing for one with bits that no week has.
    pub fn new_checked(bits: i32) -> Option<Self> {
        u32::try_from(bits).ok().filter(|bits| bits & !Self::ALL == 0).map(Self)
    }

    /// The stored number.
    pub fn bits(self) -> i32 {
        // Twenty-one bits.
        i32::try_from(self.0).unwrap_or_default()
    }

    /// With one more part of a day.
    #[must_use]
    pub fn with(self, day: Weekday, part: Part) -> Self {
        Self(self.0 | Self::bit(day, part))
    }

    /// Whether somebody is free then.
    pub fn has(self, day: Weekday, part: Part) -> bool {
        self.0 & Self::bit(day, part) != 0
    }

    /// Whether somebody is free at an instant, as clocks here show it.
    pub fn at(self, at: DateTime<Utc>) -> bool {
        let local = at.with_timezone(&zone());
        let part = match local.hour() {
            0..12 => Part::Morning,
            12..18 => Part::Afternoon,
            _ => Part::Evening,
        };
        self.has(local.weekday(), part)
    }

    fn bit(day: Weekday, part: Part) -> u32 {
        1 << (day.num_days_from_monday() * 3 + part as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_day_is_its_own_bit_and_comes_back_from_the_stored_number() {
        let mut seen = std::collections::BTreeSet::new();
        for day in WEEK {
            for part in Part::ALL {
                let one = FreeTimes::default().with(day, part);
                assert!(seen.insert(one.bits()) && one.has(day, part));
                assert_eq!(FreeTimes::new_checked(one.bits()), Some(one));
            }
        }
        assert_eq!(seen.len(), 21);
        assert_eq!((FreeTimes::new_checked(1 << 21), FreeTimes::new_checked(-1)), (None, None));
    }

    #[test]
    fn an_instant_counts_by_the_clock_of_here() {
        // 23:30 UTC on Friday is Saturday's morning here.
        let at: DateTime<Utc> = "2026-11-20T23:30:00Z".parse().unwrap();
        assert!(FreeTimes::default().with(Weekday::Sat, Part::Morning).at(at));
        assert!(!FreeTimes::default().with(Weekday::Fri, Part::Evening).at(at));
    }
}
