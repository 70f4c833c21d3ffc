//! How long a clock runs, and counting it along the calendar.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::{WorkCalendar, add_days, add_hours};

/// What a span counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Calendar days.
    Days,
    /// 工作日: worked days of the calendar.
    WorkingDays,
}

impl SpanUnit {
    /// Every unit with its stored word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Minutes, "minutes"), (Self::Hours, "hours"), (Self::Days, "days"), (Self::WorkingDays, "working_days")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(unit, _)| *unit == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(unit, _)| *unit)
    }
}

/// An amount of time as regulations say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    amount: u16,
    unit: SpanUnit,
    in_service_hours: bool,
}

impl Span {
    /// The longest amount.
    pub const MOST: u16 = 999;

    /// Makes a span of 1 to [`Self::MOST`].
    ///
    /// In service hours minutes and hours stand still while no service is given, and calendar days that end then end at the
    /// next opening (as Civil Code art. 203 has it for last days). Working days always count in service hours.
    pub fn new(amount: u16, unit: SpanUnit, in_service_hours: bool) -> Option<Self> {
        (1..=Self::MOST).contains(&amount).then(|| Self::of(amount, unit, in_service_hours))
    }

    /// The same for amounts that are written in the source.
    pub(super) const fn of(amount: u16, unit: SpanUnit, in_service_hours: bool) -> Self {
        Self { amount, unit, in_service_hours: in_service_hours || matches!(unit, SpanUnit::WorkingDays) }
    }

    /// How many.
    pub fn amount(self) -> u16 {
        self.amount
    }

    /// Of what.
    pub fn unit(self) -> SpanUnit {
        self.unit
    }

    /// Whether only service hours count.
    pub fn in_service_hours(self) -> bool {
        self.in_service_hours
    }

    /// The same amount where nights, weekends and holidays count; working days become days.
    #[must_use]
    pub fn around_the_clock(self) -> Self {
        let unit = if self.unit == SpanUnit::WorkingDays { SpanUnit::Days } else { self.unit };
        Self::of(self.amount, unit, false)
    }

    /// When the span that begins at an instant ends.
    pub fn after(self, from: DateTime<Utc>, calendar: &WorkCalendar) -> DateTime<Utc> {
        let amount = i64::from(self.amount);
        match (self.unit, self.in_service_hours) {
            (SpanUnit::Minutes, true) => calendar.add_service(from, TimeDelta::minutes(amount)),
            (SpanUnit::Minutes, false) => from + TimeDelta::minutes(amount),
            (SpanUnit::Hours, true) => calendar.add_service(from, TimeDelta::hours(amount)),
            (SpanUnit::Hours, false) => add_hours(from, self.amount),
            (SpanUnit::Days, true) => calendar.into_service(add_days(from, self.amount)),
            (SpanUnit::Days, false) => add_days(from, self.amount),
            (SpanUnit::WorkingDays, _) => calendar.add_working_days(from, self.amount),
        }
    }

    /// Pushes a due time by the stretch for which its clock stood still, counted as the span counts. What was missed before
    /// the pause stays missed; what was not is due when time counts again at the earliest.
    pub fn resume(
        self,
        due: DateTime<Utc>,
        (paused_at, resumed_at): (DateTime<Utc>, DateTime<Utc>),
        calendar: &WorkCalendar,
    ) -> DateTime<Utc> {
        if paused_at > due || resumed_at <= paused_at {
            return due;
        }
        match (self.unit, self.in_service_hours) {
            (_, false) => due + (resumed_at - paused_at),
            (SpanUnit::Days, true) => calendar.into_service(due + (resumed_at - paused_at)),
            _ => {
                let later = calendar.add_service(due, calendar.elapsed(paused_at, resumed_at));
                // A closing and the next opening are one instant of time that counts: between them nobody is late.
                later.max(calendar.into_service(resumed_at))
            }
        }
    }
}
