//! 拍拍板: the resident's word on how a case ended, given by a link and no account.
//!
//! Source: field.md 2.2 (the resident decides; 未解决 leads to 退回再办) and 4.5 (silence never counts as satisfied). Not here: whose
//! link it is (`service`), and the staff's own ways of sending a case back ([`super::machine`]).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::light::{Light, Verdict};
use super::standing::{Phase, Standing};
use super::turn::{HolderClock, Refusal, Turn};
use crate::deadline::Clock;

/// Days after its end on which a case can still be judged, and opened again by 未解决.
pub const JUDGE_DAYS: i64 = 7;

/// Until when a case can be judged: as long as it waits for its check or evaluation, and some days after its end. Nothing when
/// there is nothing to judge.
pub fn judged_until(
    standing: &Standing,
    closed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let days = TimeDelta::days(JUDGE_DAYS);
    match standing.phase {
        Phase::Done { .. } => Some(now + days),
        Phase::Closed => closed_at.map(|at| at + days).filter(|until| now <= *until),
        _ => None,
    }
}

/// What the resident's word leads to: 未解决 gives the case back to who said that it is done, every other word changes nothing but
/// what is known of it.
///
/// *Errors*: [`Refusal::NotNow`] for a case that is not said to be done, or ended too long ago.
pub fn judge(
    standing: &Standing,
    closed_at: Option<DateTime<Utc>>,
    verdict: Verdict,
    now: DateTime<Utc>,
) -> Result<Turn, Refusal> {
    judged_until(standing, closed_at, now).ok_or(Refusal::NotNow(Kind::Reopen))?;
    let mut after = standing.clone();
    if verdict != Verdict::Unresolved {
        return Ok(Turn { after, clock: HolderClock::Keep });
    }
    after.rework_count = after.rework_count.saturating_add(1);
    after.phase = Phase::WORKING;
    Ok(Turn { after, clock: HolderClock::Restart(Clock::Handle) })
}

/// A case as whoever holds its link sees it: how it stands and who has it, no words of staff but those meant for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Its number.
    pub case: crate::id::CaseId,
    /// What it is about, in Chinese and English; nothing when nobody said so.
    pub category: Option<(String, String)>,
    /// The smallest area above the grid, by name.
    pub area: String,
    /// Where it is on its way.
    pub phase: Phase,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// Who has it, in Chinese and English.
    pub holder: (String, String),
    /// Since when they do.
    pub holder_since: DateTime<Utc>,
    /// Until when it should be done, while it is open.
    pub due_at: Option<DateTime<Utc>>,
    /// What the resident said so far.
    pub verdict: Option<Verdict>,
    /// Until when they can.
    pub judged_until: Option<DateTime<Utc>>,
    /// Its way, oldest first.
    pub hops: Vec<Hop>,
}

/// One hop on the way, as the link shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// What was done; nothing for the report and for the resident's own word.
    pub kind: Option<Kind>,
    /// What the resident said.
    pub verdict: Option<Verdict>,
    /// The light after it.
    pub light: Light,
    /// When.
    pub at: DateTime<Utc>,
    /// The post, in Chinese and English; empty for the resident.
    pub by: (String, String),
    /// Where it went.
    pub to: Option<(String, String)>,
    /// What the resident was answered.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::{Area, County};
    use crate::case::Desk;
    use crate::category::Closing;

    fn ended(phase: Phase) -> Standing {
        let area = Area::city(County::new_checked(990_001).unwrap());
        Standing { phase, ..Standing::reported(area, Desk::area(area), None, Closing::Checked) }
    }

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + hours * 3_600, 0).unwrap()
    }

    #[test]
    fn unresolved_gives_a_green_case_back_within_seven_days_and_not_later() {
        let green = ended(Phase::Closed);

        let turn = judge(&green, Some(at(0)), Verdict::Unresolved, at(7 * 24)).unwrap();
        assert_eq!((turn.after.light(), turn.after.rework_count), (Light::Yellow, 1));
        assert_eq!(turn.after.holder, green.holder);
        assert!(judge(&green, Some(at(0)), Verdict::Unresolved, at(7 * 24 + 1)).is_err());
    }

    #[test]
    fn other_words_change_nothing_and_blue_can_be_judged_as_well() {
        let blue = ended(Phase::Done { is_checked: false, by: None });

        for verdict in [Verdict::Satisfied, Verdict::Mostly, Verdict::Dissatisfied] {
            assert_eq!(judge(&blue, None, verdict, at(0)).unwrap().after, blue);
        }
        assert_eq!(judge(&blue, None, Verdict::Unresolved, at(0)).unwrap().after.light(), Light::Yellow);
    }

    #[test]
    fn what_is_not_said_to_be_done_is_not_judged() {
        let merged = Phase::Merged { into: crate::id::CaseId::new(County::new_checked(990_001).unwrap(), 1) };
        for phase in [Phase::Waiting { in_pool: false }, Phase::WORKING, Phase::Refused, Phase::Withdrawn, merged] {
            assert!(judge(&ended(phase), Some(at(0)), Verdict::Satisfied, at(0)).is_err(), "{phase:?}");
        }
    }
}
