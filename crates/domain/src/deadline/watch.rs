//! Reading the clocks: when one runs out, what is late, and what has been left alone for too long.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::rule::{Asked, Rules};
use crate::calendar::WorkCalendar;

/// With less than this part of its time left a clock is soon to run out.
const SOON_PART: i32 = 5;
/// Likewise with less than this left, however long it ran; of a short span half.
const SOON: TimeDelta = TimeDelta::hours(2);

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// There is time.
    OnTime,
    /// It runs out soon.
    Soon,
    /// It has run out.
    Late,
    /// It stands still.
    Paused,
}

/// How a clock stands that began at `start`: the one place that says what is late.
///
/// At the due instant itself it is not late yet. It is soon with less than a fifth of its time left, or less than two hours, or,
/// where it has less than four in all, less than half.
pub fn pace(start: DateTime<Utc>, due: DateTime<Utc>, now: DateTime<Utc>, is_paused: bool) -> Pace {
    let (whole, left) = (due - start, due - now);
    if is_paused {
        Pace::Paused
    } else if left < TimeDelta::zero() {
        Pace::Late
    } else if left < (whole / SOON_PART).max(SOON.min(whole / 2)) {
        Pace::Soon
    } else {
        Pace::OnTime
    }
}

/// When a clock that starts at `from` runs out.
pub fn due(rules: &Rules, calendar: &WorkCalendar, asked: &Asked<'_>, from: DateTime<Utc>) -> DateTime<Utc> {
    rules.span(asked).after(from, calendar)
}

/// For how many working days a light may stay red or yellow until somebody speaks up ("接连亮了几天").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleDays {
    /// Until the holder is reminded 催办.
    pub remind: u16,
    /// Until the holder is asked why 询问.
    pub inquire: u16,
    /// Until supervision takes it up 督查, when the holder had no answer.
    pub supervise: u16,
}

/// What a light that nobody moved calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// 催办: the holder is reminded.
    Remind,
    /// 询问: the holder is asked why, and has to answer in words.
    Inquire,
    /// 督查: supervision takes up what got no answer.
    Supervise,
}

impl Alarm {
    /// Every alarm with its stored word, in the order in which they follow one another.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Remind, "remind"), (Self::Inquire, "inquire"), (Self::Supervise, "supervise")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(alarm, _)| *alarm == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(alarm, _)| *alarm)
    }
}

/// The alarm that comes next for a light that nobody moved since `light_since`, where `last` says which came before, and when.
///
/// They come one after the other, each a while after the one before, however long nobody looked: whoever was reminded or
/// asked a moment ago gets the days to answer that the settings give them. Nothing comes after the last.
pub fn next_alarm(
    light_since: DateTime<Utc>,
    last: Option<(Alarm, DateTime<Utc>)>,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
    days: IdleDays,
) -> Option<Alarm> {
    let is_over = |since, days| now >= calendar.add_working_days(since, days);
    let (next, after, pause) = match last {
        None => (Alarm::Remind, days.remind, None),
        Some((Alarm::Remind, at)) => {
            (Alarm::Inquire, days.inquire, Some((at, days.inquire.saturating_sub(days.remind))))
        }
        Some((Alarm::Inquire, at)) => {
            (Alarm::Supervise, days.supervise, Some((at, days.supervise.saturating_sub(days.inquire))))
        }
        Some((Alarm::Supervise, _)) => return None,
    };
    let had_time = pause.is_none_or(|(at, days)| is_over(at, days.max(1)));
    (is_over(light_since, after) && had_time).then_some(next)
}

/// What a red or yellow light calls for that came on at `light_since`.
pub fn idle(light_since: DateTime<Utc>, now: DateTime<Utc>, calendar: &WorkCalendar, days: IdleDays) -> Option<Alarm> {
    let is_over = |days| now >= calendar.add_working_days(light_since, days);
    if is_over(days.supervise.max(days.inquire)) {
        Some(Alarm::Supervise)
    } else if is_over(days.inquire) {
        Some(Alarm::Inquire)
    } else if is_over(days.remind) {
        Some(Alarm::Remind)
    } else {
        None
    }
}

/// Everything that a city's clocks go by, loaded once for a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clockwork {
    /// How long each clock runs.
    pub rules: Rules,
    /// Which days and hours count.
    pub calendar: WorkCalendar,
    /// When an idle light is spoken about.
    pub idle_days: IdleDays,
}

impl Clockwork {
    /// When a clock that starts at `from` runs out.
    pub fn due(&self, asked: &Asked<'_>, from: DateTime<Utc>) -> DateTime<Utc> {
        due(&self.rules, &self.calendar, asked, from)
    }

    /// A due time after its clock stood still from one instant to another.
    pub fn resume(
        &self,
        asked: &Asked<'_>,
        due: DateTime<Utc>,
        (paused_at, resumed_at): (DateTime<Utc>, DateTime<Utc>),
    ) -> DateTime<Utc> {
        self.rules.span(asked).resume(due, (paused_at, resumed_at), &self.calendar)
    }

    /// Whether the clock may be stopped.
    pub fn may_pause(&self, asked: &Asked<'_>) -> bool {
        self.rules.find(asked).may_pause
    }

    /// The alarm that comes next; see [`next_alarm`].
    pub fn next_alarm(
        &self,
        light_since: DateTime<Utc>,
        last: Option<(Alarm, DateTime<Utc>)>,
        now: DateTime<Utc>,
    ) -> Option<Alarm> {
        next_alarm(light_since, last, now, &self.calendar, self.idle_days)
    }

    /// What a red or yellow light calls for that came on at `light_since`.
    pub fn idle(&self, light_since: DateTime<Utc>, now: DateTime<Utc>) -> Option<Alarm> {
        idle(light_since, now, &self.calendar, self.idle_days)
    }
}
