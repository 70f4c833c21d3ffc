//! How much time is left, in words. Not here: when clocks run out (`domain::deadline` and its rules in the store).

use chrono::{DateTime, TimeDelta, Utc};
use domain::case::{Phase, QueueLine};
use wording::{Lang, Phrase, Word};

/// From so many hours on days are counted.
const DAYS_FROM_H: i64 = 48;

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remaining {
    /// 缓办: it stands still.
    Paused,
    /// There is no clock.
    None,
    /// So much is left.
    Left(TimeDelta),
    /// It ran out so long ago.
    Late(TimeDelta),
}

impl Remaining {
    /// The holder's clock of a case in a list.
    pub fn of(line: &QueueLine, now: DateTime<Utc>) -> Self {
        if matches!(line.phase, Phase::Working { is_paused: true, .. }) {
            return Self::Paused;
        }
        Self::until(line.holder_due_at, now)
    }

    /// A clock that runs until a moment.
    pub fn until(due_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        match due_at {
            None => Self::None,
            Some(due_at) if due_at < now => Self::Late(now - due_at),
            Some(due_at) => Self::Left(due_at - now),
        }
    }

    /// Whether it ran out.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Late(_))
    }

    /// In words: whole minutes, from an hour on whole hours, from two days on whole days.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Paused => Word::PhasePaused.text(lang).to_owned(),
            Self::None => Word::CaseNothingDue.text(lang).to_owned(),
            Self::Left(time) => match (time.num_hours(), time.num_minutes()) {
                (0, count) => Phrase::CaseLeftMinutes { count },
                (count, _) if count < DAYS_FROM_H => Phrase::CaseLeftHours { count },
                (hours, _) => Phrase::CaseLeftDays { count: hours / 24 },
            }
            .text(lang),
            Self::Late(time) => match (time.num_hours(), time.num_minutes()) {
                (0, count) => Phrase::CaseLateMinutes { count },
                (count, _) if count < DAYS_FROM_H => Phrase::CaseLateHours { count },
                (hours, _) => Phrase::CaseLateDays { count: hours / 24 },
            }
            .text(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(minutes: i64) -> String {
        let now = DateTime::from_timestamp(1_763_692_920, 0).unwrap();
        Remaining::until(Some(now + TimeDelta::minutes(minutes)), now).text(Lang::Zh)
    }

    #[test]
    fn time_is_said_in_the_unit_that_fits() {
        assert_eq!(said(0), "还剩 0 分钟");
        assert_eq!(said(59), "还剩 59 分钟");
        assert_eq!(said(3 * 60 + 59), "还剩 3 小时");
        assert_eq!(said(47 * 60 + 59), "还剩 47 小时");
        assert_eq!(said(48 * 60), "还剩 2 天");
        assert_eq!(said(-1), "超时 1 分钟");
        assert_eq!(said(-26 * 60), "超时 26 小时");
        assert_eq!(said(-3 * 24 * 60), "超时 3 天");
    }

    #[test]
    fn a_clock_is_late_only_after_its_moment() {
        let now = DateTime::from_timestamp(1_763_692_920, 0).unwrap();

        assert!(!Remaining::until(Some(now), now).is_late());
        assert!(Remaining::until(Some(now - TimeDelta::seconds(1)), now).is_late());
        assert!(!Remaining::until(None, now).is_late());
    }
}
