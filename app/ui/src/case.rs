//! What the words of cases are called on a page: steps, phases, urgency, ways of closing, and names in both languages.

use domain::case::{Ask, Axis, CoState, Kind, Phase, Verdict, Watch};
use domain::category::Closing;
use domain::deadline::Urgency;
use wording::{Lang, Word};

/// A name that is kept in Chinese and English; the Chinese one where there is no other.
pub fn names((zh, en): &(String, String), lang: Lang) -> &str {
    if lang == Lang::Zh || en.is_empty() { zh } else { en }
}

/// A kind of step, as its button says it.
pub fn step(kind: Kind) -> Word {
    match kind {
        Kind::Accept => Word::StepAccept,
        Kind::Claim => Word::StepClaim,
        Kind::Finish => Word::StepFinish,
        Kind::Check => Word::StepCheck,
        Kind::FailCheck => Word::StepFailCheck,
        Kind::Evaluate => Word::StepEvaluate,
        Kind::SendBack => Word::StepSendBack,
        Kind::PassOn => Word::StepPassOn,
        Kind::PassUp => Word::StepPassUp,
        Kind::PassDown => Word::StepPassDown,
        Kind::Whistle => Word::StepWhistle,
        Kind::Sign => Word::StepSign,
        Kind::FinishPart => Word::StepFinishPart,
        Kind::Pool => Word::StepPool,
        Kind::Return => Word::StepReturn,
        Kind::Answer => Word::StepAnswer,
        Kind::AskDelay => Word::StepAskDelay,
        Kind::AskPause => Word::StepAskPause,
        Kind::Grant => Word::StepGrant,
        Kind::Deny => Word::StepDeny,
        Kind::Resume => Word::StepResume,
        Kind::AskHelp => Word::StepAskHelp,
        Kind::GiveHelp => Word::StepGiveHelp,
        Kind::TakeOver => Word::StepTakeOver,
        Kind::Plan => Word::StepPlan,
        Kind::Tick => Word::StepTick,
        Kind::Amend => Word::StepAmend,
        Kind::Merge => Word::StepMerge,
        Kind::Refuse => Word::StepRefuse,
        Kind::Withdraw => Word::StepWithdraw,
        Kind::Reopen => Word::StepReopen,
        Kind::Urge => Word::StepUrge,
        Kind::Inquire => Word::StepInquire,
        Kind::Reply => Word::StepReply,
        Kind::Supervise => Word::StepSupervise,
        Kind::Release => Word::StepRelease,
        Kind::Remark => Word::StepRemark,
    }
}

/// Where a case is on its way.
pub fn phase(phase: Phase) -> Word {
    match phase {
        Phase::Waiting { in_pool: false } => Word::PhaseWaiting,
        Phase::Waiting { in_pool: true } => Word::PhasePool,
        Phase::Working { is_paused: true, .. } => Word::PhasePaused,
        Phase::Working { asked: Some(Ask::Delay { .. }), .. } => Word::PhaseAskedDelay,
        Phase::Working { asked: Some(Ask::Pause), .. } => Word::PhaseAskedPause,
        Phase::Working { .. } => Word::PhaseWorking,
        Phase::Done { is_checked: false, .. } => Word::PhaseDone,
        Phase::Done { is_checked: true, .. } => Word::PhaseChecked,
        Phase::Closed => Word::PhaseClosed,
        Phase::Refused => Word::PhaseRefused,
        Phase::Withdrawn => Word::PhaseWithdrawn,
        Phase::Merged { .. } => Word::PhaseMerged,
    }
}

/// How urgent a case is.
pub fn urgency(urgency: Urgency) -> Word {
    match urgency {
        Urgency::Ordinary => Word::UrgencyOrdinary,
        Urgency::Urgent => Word::UrgencyUrgent,
        Urgency::Emergency => Word::UrgencyEmergency,
    }
}

/// What the resident said in the end; silence says that nothing was said.
pub fn verdict(verdict: Option<Verdict>) -> Word {
    match verdict {
        Some(Verdict::Satisfied) => Word::VerdictSatisfied,
        Some(Verdict::Mostly) => Word::VerdictMostly,
        Some(Verdict::Dissatisfied) => Word::VerdictDissatisfied,
        Some(Verdict::Unresolved) => Word::VerdictUnresolved,
        None => Word::VerdictNone,
    }
}

/// What closing needs.
pub fn closing(closing: Closing) -> Word {
    match closing {
        Closing::OnTheSpot => Word::CaseClosingOnTheSpot,
        Closing::Checked => Word::CaseClosingChecked,
        Closing::Signed => Word::CaseClosingSigned,
    }
}

/// How far a unit beside the holder is.
pub fn co_state(state: CoState) -> Word {
    match state {
        CoState::Called => Word::CoCalled,
        CoState::Signed => Word::CoSigned,
        CoState::Done => Word::CoDone,
    }
}

/// What a kind of watched cases is called.
pub fn watch(watch: Watch) -> Word {
    match watch {
        Watch::All => Word::SupervisionAll,
        Watch::Reminded => Word::CaseUrged,
        Watch::Inquired => Word::CaseInquired,
        Watch::Supervised => Word::CaseSupervised,
    }
}

/// Whose cases a list shows.
pub fn axis(axis: Axis) -> Word {
    match axis {
        Axis::Mine => Word::AxisMine,
        Axis::Sent => Word::AxisSent,
        Axis::All => Word::AxisAll,
    }
}
