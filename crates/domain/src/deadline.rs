//! Clocks of a case: which there are, how urgent a case may be, when a clock runs out, and what is late.
//!
//! When they run out is said by rules in a table ([`Rules`]), counted along the working calendar ([`crate::calendar`]). Not
//! here: which clock runs in which state (the machine of the case), and who is told.

mod preset;
mod rule;
mod span;
#[cfg(test)]
mod tests;
mod watch;

pub use preset::Preset;
pub use rule::{Asked, Condition, Origin, Rule, Rules, Tier, Topic};
pub use span::{Span, SpanUnit};
pub use watch::{Alarm, Clockwork, IdleDays, Pace, due, idle, next_alarm, pace};

use serde::{Deserialize, Serialize};

/// How urgent a case is. Urgent kinds run around the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 一般.
    #[default]
    Ordinary,
    /// 紧急: water, power, gas, heat.
    Urgent,
    /// 特急: danger to people.
    Emergency,
}

impl Urgency {
    /// Every degree with its stored word, least first.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Ordinary, "ordinary"), (Self::Urgent, "urgent"), (Self::Emergency, "emergency")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(urgency, _)| *urgency == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(urgency, _)| *urgency)
    }

    /// Whether nights, weekends and holidays count: for whatever is not ordinary.
    pub fn runs_around_the_clock(self) -> bool {
        self != Self::Ordinary
    }
}

/// What a due time is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The reporter hears that somebody has it (Ulanqab: 15 minutes of service time).
    Answer,
    /// The holder accepts what was handed over: red turns yellow.
    Accept,
    /// The holder does their part and finishes, or hands on.
    Handle,
    /// A whistled unit signs for the whistle.
    Whistle,
    /// It has got in touch with the street that blew.
    Contact,
    /// It has shown up 报到.
    Arrive,
    /// Somebody checks on site what is said to be done.
    Check,
    /// The street evaluates.
    Evaluate,
    /// The whole case, from its report to blue; never restarts.
    Business,
}

impl Clock {
    /// Every clock with its stored word.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Answer, "answer"),
        (Self::Accept, "accept"),
        (Self::Handle, "handle"),
        (Self::Whistle, "whistle"),
        (Self::Contact, "contact"),
        (Self::Arrive, "arrive"),
        (Self::Check, "check"),
        (Self::Evaluate, "evaluate"),
        (Self::Business, "business"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(clock, _)| *clock == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(clock, _)| *clock)
    }
}
