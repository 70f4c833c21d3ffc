//! The gate before forms that need no account: what tells a person from a program, without ever putting a riddle to anybody.
//!
//! A form is drawn with a [`Ticket`] that only this installation can sign. It is good for that form and operation, not before a
//! person could have read the page and not after [`LONGEST_S`]. A browser with script pays with a little arithmetic ([`is_worked`]);
//! without it the same form works, only slower and less often. What is odd but may well be a person's is held: the desk sees it at
//! once, marked, and only so many an hour. Nothing here publishes anything.
//!
//! Not here: keys and digests (`service::gate`), what was counted (`store::gate`), tries a minute (the server's, by address).

mod likeness;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::likeness::{NEAR_BITS, Trace};
use crate::operation::OperationId;
use crate::setting::{Number, Settings};

/// The shortest time between page and post of a browser with script, in seconds: nobody reads, types and presses faster.
pub const SHORTEST_S: i64 = 3;
/// The same without script.
pub const SHORTEST_PLAIN_S: i64 = 10;
/// The longest time: an afternoon's interruption, not a stock of forms.
pub const LONGEST_S: i64 = 2 * 3600;
/// How far the clocks of two processes may differ, in seconds.
const AHEAD_S: i64 = 5;
/// Days for which what came in is kept to compare with.
pub const KEPT_DAYS: u16 = 3;
/// Entries beyond its share that are held for one address before it is refused.
const HELD_OF_ADDRESS: u32 = 2;
/// Texts of few signs are alike by nature: 停电了 is what everybody writes.
const SHORT_ALLOWANCE: u32 = 4;
/// Without script all addresses together have so many times the share of one that has it.
const PLAIN_SHARES: u32 = 2;

/// A form behind the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// 居民上报.
    Report,
    /// 微心愿.
    Wish,
}

impl Form {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Report, Self::Wish];

    /// Its word in tickets and rows.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Wish => "wish",
        }
    }
}

/// What a city may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Leading zero bits that a browser's proof has to have.
    pub work_bits: u8,
    /// Entries of one address within an hour.
    pub address_hourly: u32,
    /// Entries with one telephone number within a day.
    pub phone_daily: u32,
    /// Texts nearly the same within [`KEPT_DAYS`].
    pub copies: u32,
    /// Held entries that reach the desks within an hour, all together.
    pub held_hourly: u32,
}

impl Limits {
    /// What a city's settings say.
    pub fn of(settings: &Settings) -> Self {
        let number = |number| u32::try_from(settings.number(number)).unwrap_or_default();
        Self {
            work_bits: u8::try_from(settings.number(Number::GateWorkBits)).unwrap_or(u8::MAX),
            address_hourly: number(Number::GateAddressHourly),
            phone_daily: number(Number::GatePhoneDaily),
            copies: number(Number::GateCopies),
            held_hourly: number(Number::GateHeldHourly),
        }
    }
}

/// What a drawn form carries: when it was drawn and what work it asks for. Its text is signed together with form and operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Seconds since 1970.
    pub drawn_at_s: i64,
    /// Leading zero bits of the proof.
    pub work_bits: u8,
}

/// Text that is no ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ticket")]
pub struct InvalidTicket;

impl Ticket {
    /// A ticket for a form that is drawn now.
    pub fn new(now: DateTime<Utc>, limits: Limits) -> Self {
        Self { drawn_at_s: now.timestamp(), work_bits: limits.work_bits }
    }

    /// A ticket in place of one that is too old: whoever held that has waited long enough.
    pub fn anew(now: DateTime<Utc>, limits: Limits) -> Self {
        Self::new(now - TimeDelta::seconds(SHORTEST_PLAIN_S), limits)
    }

    /// What is signed.
    pub fn claim(self, form: Form, operation: OperationId) -> String {
        format!("{} {operation} {self}", form.slug())
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.drawn_at_s, self.work_bits)
    }
}

impl FromStr for Ticket {
    type Err = InvalidTicket;

    fn from_str(text: &str) -> Result<Self, InvalidTicket> {
        let (drawn_at_s, work_bits) = text.split_once('.').ok_or(InvalidTicket)?;
        let (drawn_at_s, work_bits) = (drawn_at_s.parse().ok(), work_bits.parse().ok());
        let ticket = drawn_at_s.zip(work_bits).map(|(drawn_at_s, work_bits)| Self { drawn_at_s, work_bits });
        ticket.filter(|ticket| ticket.to_string() == text).ok_or(InvalidTicket)
    }
}

/// Whether a proof is the work that a signed ticket asked for: SHA-256 of `<signed ticket>:<proof>` begins with so many zero bits.
pub fn is_worked(signed: &str, proof: &str, bits: u8) -> bool {
    if proof.is_empty() || proof.len() > 20 {
        return false;
    }
    let digest = Sha256::digest(format!("{signed}:{proof}"));
    let zeros: u32 = digest.iter().take_while(|byte| **byte == 0).count() as u32 * 8;
    let next = digest.iter().find(|byte| **byte != 0).map_or(0, |byte| byte.leading_zeros());
    zeros + next >= u32::from(bits)
}

/// How a form came: with the work of a script, or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// With script.
    Quick,
    /// Without.
    Plain,
}

/// Why a post is not taken in; the words to each say what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It carries no ticket of ours.
    NoTicket,
    /// Its ticket is too old.
    Stale,
    /// It comes sooner than a person could.
    Early,
    /// Its ticket was used for something else.
    Spent,
    /// A field was filled in that people do not see.
    Trapped,
    /// There was much from its address.
    Address,
    /// There was much with its number.
    Phone,
    /// Much was nearly the same.
    Copy,
    /// There is much without script just now.
    Plain,
}

impl Reason {
    /// Whether waiting helps and nothing else.
    pub fn is_too_many(self) -> bool {
        matches!(self, Self::Address | Self::Phone | Self::Copy | Self::Plain)
    }
}

/// What becomes of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken in.
    Pass,
    /// It is taken in with a mark that says that a program may have sent it.
    Hold(Reason),
    /// It is not.
    Refuse(Reason),
}

/// What can be said without counting anything: cheap, so that a flood costs nothing. `ticket` is one whose signature was proved.
///
/// *Errors*: the reason to refuse it.
pub fn enter(ticket: Option<Ticket>, is_worked: bool, is_trapped: bool, now: DateTime<Utc>) -> Result<Pace, Reason> {
    if is_trapped {
        return Err(Reason::Trapped);
    }
    let ticket = ticket.ok_or(Reason::NoTicket)?;
    let age_s = now.timestamp() - ticket.drawn_at_s;
    let (pace, shortest_s) = if is_worked { (Pace::Quick, SHORTEST_S) } else { (Pace::Plain, SHORTEST_PLAIN_S) };
    if age_s < -AHEAD_S {
        Err(Reason::NoTicket)
    } else if age_s < shortest_s {
        Err(Reason::Early)
    } else if age_s > LONGEST_S {
        Err(Reason::Stale)
    } else {
        Ok(pace)
    }
}

/// What came in before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// From the same address within an hour.
    pub address_hour: u32,
    /// With the same number within a day; 0 without a number.
    pub phone_day: u32,
    /// Nearly the same texts within [`KEPT_DAYS`].
    pub copies: u32,
    /// Without script within an hour.
    pub plain_hour: u32,
    /// Held ones within an hour.
    pub held_hour: u32,
}

/// What becomes of a post that [`enter`] let through. `is_short` says whether its words are so few that others choose them too.
pub fn judge(limits: Limits, pace: Pace, counts: Counts, is_short: bool) -> Verdict {
    let share = match pace {
        Pace::Quick => limits.address_hourly,
        Pace::Plain => (limits.address_hourly / 2).max(1),
    };
    let copies = if is_short { limits.copies.saturating_mul(SHORT_ALLOWANCE) } else { limits.copies };
    let doubt = if counts.address_hour >= share {
        Reason::Address
    } else if counts.phone_day >= limits.phone_daily {
        Reason::Phone
    } else if counts.copies >= copies {
        Reason::Copy
    } else if pace == Pace::Plain && counts.plain_hour >= limits.address_hourly.saturating_mul(PLAIN_SHARES) {
        Reason::Plain
    } else {
        return Verdict::Pass;
    };
    let beyond = doubt == Reason::Address && counts.address_hour >= share.saturating_add(HELD_OF_ADDRESS);
    if beyond || counts.held_hour >= limits.held_hourly { Verdict::Refuse(doubt) } else { Verdict::Hold(doubt) }
}

#[cfg(test)]
mod tests;
