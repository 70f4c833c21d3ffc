//! The wish machine: from one standing to the next, or why not.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::state::{State, Verdict};
use crate::id::{CaseId, WishId};

/// Days within which the resident may say how it was; then it is archived without a verdict.
pub const JUDGED_WITHIN_DAYS: i64 = 14;

/// How somebody stands towards a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The community's desk.
    Keeper,
    /// Who proposed it, by its link or from the phone.
    Proposer,
    /// Who holds a place in it.
    Claimer,
    /// Nobody: time passed.
    Clock,
}

/// What is done with a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 发布 as the order says.
    Publish,
    /// What stands in public is changed.
    Amend,
    /// 不采纳, with a reason.
    Decline,
    /// 合并 into another that stands for the same.
    Merge(WishId),
    /// 转诉求: it is a problem, and becomes a case.
    Convert(CaseId),
    /// 撤回.
    Withdraw,
    /// A claimer or the community says that it is done.
    Finish,
    /// 确认 by the community, with this many pictures of the result.
    Confirm {
        /// Pictures of the result, all in all.
        picture_count: usize,
    },
    /// The community saw that it is not done: it is looked for helpers again.
    Reopen,
    /// 评单 by who wished for it.
    Judge(Verdict),
    /// Nobody said anything for [`JUDGED_WITHIN_DAYS`].
    Archive,
    /// Its time passed without helpers.
    Lapse,
}

impl Step {
    /// The word on the timeline and the audit trail.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Amend => "amend",
            Self::Decline => "decline",
            Self::Merge(_) => "merge",
            Self::Convert(_) => "convert",
            Self::Withdraw => "withdraw",
            Self::Finish => "finish",
            Self::Confirm { .. } => "confirm",
            Self::Reopen => "reopen",
            Self::Judge(_) => "judge",
            Self::Archive => "archive",
            Self::Lapse => "lapse",
        }
    }
}

/// How a wish stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where.
    pub state: State,
    /// What it is about.
    pub kind: Kind,
    /// Whether somebody holds a place.
    pub is_claimed: bool,
    /// How often it was not met although it was confirmed.
    pub rework_count: u8,
}

/// Why a step can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It does not begin there.
    #[error("the wish is elsewhere by now")]
    Elsewhere,
    /// It is somebody else's step.
    #[error("this is somebody else's step")]
    NotYours,
    /// It needs a picture of the result first.
    #[error("upload a picture of the result first")]
    Picture,
    /// A wish can't go into itself.
    #[error("choose another wish")]
    Itself,
}

/// How a wish stands after a step.
///
/// *Errors*: why it can't be taken.
pub fn turn(hand: Hand, standing: &Standing, step: Step, own: WishId) -> Result<Standing, Refusal> {
    let is_theirs = match step {
        Step::Withdraw => matches!(hand, Hand::Keeper | Hand::Proposer),
        Step::Finish => matches!(hand, Hand::Keeper | Hand::Claimer),
        Step::Judge(_) => hand == Hand::Proposer,
        Step::Archive | Step::Lapse => hand == Hand::Clock,
        _ => hand == Hand::Keeper,
    };
    let state = next(standing, step, own)?;
    if !is_theirs {
        return Err(Refusal::NotYours);
    }
    let unmet = u8::from(step == Step::Judge(Verdict::Unmet));
    Ok(Standing { state, rework_count: standing.rework_count.saturating_add(unmet), ..*standing })
}

fn next(standing: &Standing, step: Step, own: WishId) -> Result<State, Refusal> {
    Ok(match (standing.state, step) {
        (State::Proposed, Step::Publish) | (State::Published, Step::Amend) | (State::Done, Step::Reopen) => {
            State::Published
        }
        (State::Proposed, Step::Decline) => State::Declined,
        (State::Proposed | State::Published, Step::Merge(into)) if into == own => return Err(Refusal::Itself),
        (State::Proposed, Step::Merge(into)) => State::Merged(into),
        // Somebody who serves is not sent away by moving the wish from under them.
        (State::Published, Step::Merge(into)) if !standing.is_claimed => State::Merged(into),
        (State::Proposed, Step::Convert(case)) => State::Converted(case),
        (State::Published, Step::Convert(case)) if !standing.is_claimed => State::Converted(case),
        (State::Proposed | State::Published, Step::Withdraw) => State::Withdrawn,
        (State::Published, Step::Finish) if standing.is_claimed => State::Done,
        (State::Done, Step::Confirm { picture_count: 0 }) if standing.kind.needs_picture() => {
            return Err(Refusal::Picture);
        }
        (State::Done, Step::Confirm { .. }) => State::Confirmed,
        // What was not met goes back to who confirmed it: they ring, see to it, or look for helpers again.
        (State::Confirmed, Step::Judge(Verdict::Unmet)) => State::Done,
        (State::Confirmed, Step::Judge(verdict)) => State::Archived(Some(verdict)),
        (State::Confirmed, Step::Archive) => State::Archived(None),
        (State::Published, Step::Lapse) if !standing.is_claimed => State::Lapsed,
        _ => return Err(Refusal::Elsewhere),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    fn wish(serial: u64) -> WishId {
        WishId::new(County::new_checked(990_001).unwrap(), serial)
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Publish),
            Just(Step::Amend),
            Just(Step::Decline),
            (1_u64..4).prop_map(|serial| Step::Merge(wish(serial))),
            Just(Step::Convert(CaseId::new(County::new_checked(990_001).unwrap(), 1))),
            Just(Step::Withdraw),
            Just(Step::Finish),
            (0_usize..3).prop_map(|picture_count| Step::Confirm { picture_count }),
            Just(Step::Reopen),
            prop::sample::select(Verdict::ALL.map(|(verdict, _)| Step::Judge(verdict)).to_vec()),
            Just(Step::Archive),
            Just(Step::Lapse),
        ]
    }

    fn any_hand() -> impl Strategy<Value = Hand> {
        prop::sample::select(vec![Hand::Keeper, Hand::Proposer, Hand::Claimer, Hand::Clock])
    }

    proptest! {
        #[test]
        fn nothing_is_confirmed_without_helpers_and_a_picture_where_one_is_needed(
            steps in prop::collection::vec((any_hand(), any_step(), any::<bool>()), 1..60),
            kind in prop::sample::select(Kind::ALL.map(|(kind, _)| kind).to_vec()),
        ) {
            let mut standing = Standing { state: State::Proposed, kind, is_claimed: false, rework_count: 0 };
            let (mut was_claimed, mut was_published) = (false, false);
            for (hand, step, is_claimed) in steps {
                standing.is_claimed = is_claimed;
                let Ok(after) = turn(hand, &standing, step, wish(1)) else { continue };
                prop_assert!(!standing.state.is_over(), "nothing leaves {:?}", standing.state);
                was_published |= after.state == State::Published;
                was_claimed |= step == Step::Finish && is_claimed;
                if let Step::Confirm { picture_count } = step {
                    prop_assert!(was_claimed && (picture_count > 0 || !kind.needs_picture()));
                    prop_assert_eq!(hand, Hand::Keeper);
                }
                if let State::Archived(verdict) = after.state {
                    prop_assert!(verdict != Some(Verdict::Unmet) && was_published && was_claimed);
                    prop_assert_eq!(verdict.is_none(), hand == Hand::Clock, "silence is never a verdict");
                }
                standing = after;
            }
        }
    }

    #[test]
    fn what_was_not_met_goes_back_to_who_confirmed_it() {
        let confirmed = Standing { state: State::Confirmed, kind: Kind::Repair, is_claimed: true, rework_count: 0 };

        let after = turn(Hand::Proposer, &confirmed, Step::Judge(Verdict::Unmet), wish(1)).unwrap();

        assert_eq!((after.state, after.rework_count), (State::Done, 1));
        assert_eq!(turn(Hand::Keeper, &after, Step::Reopen, wish(1)).unwrap().state, State::Published);
        assert_eq!(turn(Hand::Keeper, &confirmed, Step::Judge(Verdict::Fair), wish(1)), Err(Refusal::NotYours));
    }
}
