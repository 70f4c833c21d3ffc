//! Visits 走访: calling at a household, and what is written down of it. A saved visit is the check-in; there is no other.
//!
//! Not here: which households are due ([`rule`], [`due`]), and in which order they are walked to ([`plan`]). Nothing here counts
//! or ranks workers.

pub mod due;
pub mod plan;
pub mod rule;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::geo::LonLat;
use crate::id::DwellingId;
use crate::operation::OperationId;

/// How long its maker may take a visit back, in minutes after the server received it.
pub const WITHDRAW_MINUTES: i64 = 10;
/// Longest note, in signs.
pub const LONGEST_NOTE: usize = 200;
/// An accuracy is not told more coarsely than this, in metres.
pub const COARSEST_M: u16 = 10_000;

/// The number of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VisitId(i64);

/// Text that is no visit's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a visit's number is a positive whole number")]
pub struct InvalidVisit;

impl VisitId {
    /// Takes a stored number; it is positive.
    pub fn new_checked(number: i64) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The stored number.
    pub fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for VisitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for VisitId {
    type Err = InvalidVisit;

    fn from_str(text: &str) -> Result<Self, InvalidVisit> {
        text.parse().ok().and_then(Self::new_checked).ok_or(InvalidVisit)
    }
}

/// What a visit came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// 已访无变化: somebody was met, and everything is as the file says.
    Unchanged,
    /// 没人应门: nobody opened.
    NobodyIn,
    /// 已更新: somebody was met, and the file was changed.
    Changed,
}

impl VisitOutcome {
    /// Every outcome with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Unchanged, "unchanged"), (Self::NobodyIn, "nobody_in"), (Self::Changed, "changed")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(outcome, _)| *outcome == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(outcome, _)| outcome)
    }

    /// Whether somebody was met: only that fulfils a rule.
    pub fn met_somebody(self) -> bool {
        self != Self::NobodyIn
    }
}

/// Where a visit was saved, as the phone told it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisitPosition {
    /// Where.
    pub lon_lat: LonLat,
    /// How far off it may be, in metres.
    pub accuracy_m: u16,
}

impl VisitPosition {
    /// A position on the globe; an accuracy beyond [`COARSEST_M`] is kept as that, and one that was not told likewise.
    pub fn new_checked(lon: f64, lat: f64, accuracy_m: Option<f64>) -> Option<Self> {
        let told = accuracy_m.filter(|metres| metres.is_finite() && *metres >= 0.0);
        let metres = told.map_or(f64::from(COARSEST_M), |metres| metres.ceil().min(f64::from(COARSEST_M)));
        Some(Self { lon_lat: LonLat::new_checked(lon, lat)?, accuracy_m: metres as u16 })
    }
}

/// A visit to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct NewVisit {
    /// The number that makes it come in once.
    pub operation: OperationId,
    /// The household.
    pub dwelling: DwellingId,
    /// What it came to.
    pub outcome: VisitOutcome,
    /// When, by the phone's clock.
    pub made_at: DateTime<Utc>,
    /// Where, if the phone said so: attached to this visit and kept nowhere else.
    pub position: Option<VisitPosition>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// What has to be attached to a visit or a check. By default nothing: only an emergency mode demands proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProofDemand {
    /// Nothing.
    #[default]
    None,
    /// The position.
    Position,
}

impl ProofDemand {
    /// Whether what is attached is enough.
    pub fn is_met(self, position: Option<&VisitPosition>) -> bool {
        match self {
            Self::None => true,
            Self::Position => position.is_some(),
        }
    }
}

/// When something counts as done that a phone says it did at a time: a clock that is ahead is not believed.
pub fn believed(made_at: DateTime<Utc>, received_at: DateTime<Utc>) -> DateTime<Utc> {
    made_at.min(received_at)
}

/// Whether a visit may still be taken back by its maker.
pub fn may_withdraw(received_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - received_at < TimeDelta::minutes(WITHDRAW_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_meeting_somebody_fulfils_a_rule() {
        let met: Vec<_> = VisitOutcome::ALL.map(|(outcome, _)| outcome.met_somebody()).into();

        assert_eq!(met, [true, false, true]);
    }

    #[test]
    fn a_position_off_the_globe_is_none_and_a_coarse_one_stays_coarse() {
        assert_eq!(VisitPosition::new_checked(200.0, 0.0, None), None);
        assert_eq!(VisitPosition::new_checked(f64::NAN, 0.0, Some(5.0)), None);
        let accuracy = |told| VisitPosition::new_checked(71.4, 51.1, told).unwrap().accuracy_m;
        assert_eq!(
            [accuracy(Some(4.2)), accuracy(Some(1e9)), accuracy(None), accuracy(Some(-1.0))],
            [5, COARSEST_M, COARSEST_M, COARSEST_M]
        );
    }

    #[test]
    fn a_clock_that_is_ahead_is_not_believed_and_undo_lasts_ten_minutes() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let day = TimeDelta::days(1);

        assert_eq!((believed(now + day, now), believed(now - day, now)), (now, now - day));
        assert!(may_withdraw(now - TimeDelta::seconds(599), now));
        assert!(!may_withdraw(now - TimeDelta::seconds(600), now));
    }

    #[test]
    fn proof_is_demanded_only_when_switched_on() {
        let here = VisitPosition::new_checked(71.4, 51.1, Some(5.0));

        assert!(ProofDemand::default().is_met(None));
        assert!(!ProofDemand::Position.is_met(None));
        assert!(ProofDemand::Position.is_met(here.as_ref()));
    }
}
