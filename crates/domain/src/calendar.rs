//! The working calendar of a city: which days are worked, during which hours, and counting along it.
//!
//! Weekdays alone don't say it: the State Council's yearly notice makes holidays of weekdays and working days of weekends
//! (调休), so that exceptions come from a table. Not here: which deadline is counted how ([`crate::deadline`]).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use crate::clock::{civil_date, start_of_civil_day};

/// The month of a year from which on the next year's notice may be out: those for 2024 to 2026 came between 25 October and
/// 12 November of the year before.
const NOTICE_MONTH: u32 = 11;

/// When service is given on a working day, in minutes after midnight: from opening up to closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceHours {
    opens_minute: u16,
    closes_minute: u16,
}

/// Text that says no service hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("service hours are two times of one day, such as 08:30-17:30")]
pub struct InvalidHours;

impl ServiceHours {
    /// Hours of one day that end after they begin.
    pub fn new(opens_minute: u16, closes_minute: u16) -> Option<Self> {
        (opens_minute < closes_minute && closes_minute <= 24 * 60).then_some(Self { opens_minute, closes_minute })
    }

    /// Opening and closing, in minutes after midnight.
    pub fn minutes(self) -> (u16, u16) {
        (self.opens_minute, self.closes_minute)
    }

    /// How long a day's service is.
    pub fn length(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.closes_minute - self.opens_minute))
    }

    /// The opening as a time of day: `08:30`.
    pub fn opens(self) -> String {
        time_of_day(self.opens_minute)
    }

    /// The closing as a time of day: `17:30`.
    pub fn closes(self) -> String {
        time_of_day(self.closes_minute)
    }

    fn of(self, on: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let at = |minute: u16| start_of_civil_day(on) + TimeDelta::minutes(i64::from(minute));
        (at(self.opens_minute), at(self.closes_minute))
    }
}

impl Default for ServiceHours {
    /// 08:30 to 17:30.
    fn default() -> Self {
        Self { opens_minute: 8 * 60 + 30, closes_minute: 17 * 60 + 30 }
    }
}

impl fmt::Display for ServiceHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.opens(), self.closes())
    }
}

impl FromStr for ServiceHours {
    type Err = InvalidHours;
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let hours = text.split_once('-').and_then(|(opens, closes)| Self::new(minute_of(opens)?, minute_of(closes)?));
        hours.ok_or(InvalidHours)
    }
}

fn time_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute_of(time: &str) -> Option<u16> {
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

/// A day that is not what its weekday says, or that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is worked.
    pub is_work: bool,
    /// What it is called, such as 国庆节; a worked weekend carries the name of the holiday that it makes up for.
    pub name: String,
}

/// Which days are worked, and when.
///
/// Time that counts is time between opening and closing of a worked day. A working day is a whole day's service: one that
/// begins at ten ends at ten on the next worked day, and what begins outside service hours begins at the next opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    exceptions: BTreeMap<NaiveDate, (bool, String)>,
    hours: ServiceHours,
}

impl WorkCalendar {
    /// A calendar of weekdays and these exceptions.
    pub fn new(exceptions: impl IntoIterator<Item = Exception>, hours: ServiceHours) -> Self {
        let exceptions = exceptions.into_iter().map(|day| (day.on, (day.is_work, day.name))).collect();
        Self { exceptions, hours }
    }

    /// When service is given.
    pub fn hours(&self) -> ServiceHours {
        self.hours
    }

    /// Whether a day is worked.
    pub fn is_work(&self, on: NaiveDate) -> bool {
        let weekday = !matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
        self.exceptions.get(&on).map_or(weekday, |(is_work, _)| *is_work)
    }

    /// What a day is called, if it is an exception.
    pub fn name(&self, on: NaiveDate) -> Option<&str> {
        self.exceptions.get(&on).map(|(_, name)| name.as_str())
    }

    /// The exceptions of a year, by date.
    pub fn exceptions(&self, year: i32) -> impl Iterator<Item = Exception> + '_ {
        let days = self.exceptions.iter().filter(move |(on, _)| on.year() == year);
        days.map(|(on, (is_work, name))| Exception { on: *on, is_work: *is_work, name: name.clone() })
    }

    /// Whether a year's notice was entered: every one makes the first of October a holiday.
    pub fn knows(&self, year: i32) -> bool {
        let national_day = NaiveDate::from_ymd_opt(year, 10, 1);
        national_day.and_then(|on| self.exceptions.get(&on)).is_some_and(|(is_work, _)| !is_work)
    }

    /// The year that should be entered and is not: this one, or from November on the next one.
    pub fn missing_year(&self, today: NaiveDate) -> Option<i32> {
        let until = if today.month() >= NOTICE_MONTH { today.year() + 1 } else { today.year() };
        (today.year()..=until).find(|year| !self.knows(*year))
    }

    /// The instant itself when service is given then, else the next opening.
    pub fn into_service(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.services(at).next().map_or(at, |(opens, _)| at.max(opens))
    }

    /// Adds time that counts. No time leaves the instant as it is.
    pub fn add_service(&self, from: DateTime<Utc>, time: TimeDelta) -> DateTime<Utc> {
        if time <= TimeDelta::zero() {
            return from;
        }
        let mut left = time;
        for (opens, closes) in self.services(from) {
            let begin = from.max(opens);
            if left <= closes - begin {
                return begin + left;
            }
            left -= closes - begin;
        }
        from
    }

    /// Adds working days: the same time of the day that many worked days later.
    pub fn add_working_days(&self, from: DateTime<Utc>, days: u16) -> DateTime<Utc> {
        let mut services = self.services(from);
        let Some((opens, _)) = services.next().filter(|_| days > 0) else { return from };
        let into_day = from.max(opens) - opens;
        services.nth(usize::from(days) - 1).map_or(from, |(opens, _)| opens + into_day)
    }

    /// How much time that counts lies between two instants; none when the second is not the later one.
    pub fn elapsed(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeDelta {
        self.services(from)
            .take_while(|(opens, _)| *opens < until)
            .map(|(opens, closes)| until.min(closes) - from.max(opens))
            .sum()
    }

    /// Opening and closing of the worked days, from the first that closes after an instant.
    fn services(&self, from: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let days = civil_date(from).iter_days().filter(|on| self.is_work(*on));
        days.map(|on| self.hours.of(on)).skip_while(move |(_, closes)| *closes <= from)
    }
}

/// Adds hours around the clock.
pub fn add_hours(from: DateTime<Utc>, hours: u16) -> DateTime<Utc> {
    from + TimeDelta::hours(i64::from(hours))
}

/// Adds calendar days: the same time of the day that many days later. The one zone has no daylight saving.
pub fn add_days(from: DateTime<Utc>, days: u16) -> DateTime<Utc> {
    from.checked_add_days(Days::new(u64::from(days))).unwrap_or(from)
}
