//! What kinds, states, claims and steps of wishes are called on the staff's pages.

use domain::wish::{ClaimState, Kind, Origin, Repeat, State, Verdict};
use service::wish::Desk;
use wording::WishDesk;

/// A kind.
pub fn kind(kind: Kind) -> WishDesk {
    match kind {
        Kind::Errand => WishDesk::KindErrand,
        Kind::Repair => WishDesk::KindRepair,
        Kind::Company => WishDesk::KindCompany,
        Kind::Goods => WishDesk::KindGoods,
        Kind::Study => WishDesk::KindStudy,
        Kind::Care => WishDesk::KindCare,
        Kind::Activity => WishDesk::KindActivity,
        Kind::Tidy => WishDesk::KindTidy,
        Kind::Mediate => WishDesk::KindMediate,
        Kind::Other => WishDesk::KindOther,
    }
}

/// Where a wish stands.
pub fn state(state: State) -> WishDesk {
    match state {
        State::Proposed => WishDesk::StateProposed,
        State::Published => WishDesk::StatePublished,
        State::Done => WishDesk::StateDone,
        State::Confirmed => WishDesk::StateConfirmed,
        State::Archived(_) => WishDesk::StateArchived,
        State::Declined => WishDesk::StateDeclined,
        State::Withdrawn => WishDesk::StateWithdrawn,
        State::Lapsed => WishDesk::StateLapsed,
        State::Merged(_) => WishDesk::StateMerged,
        State::Converted(_) => WishDesk::StateConverted,
    }
}

/// What was said in the end.
pub fn verdict(verdict: Option<Verdict>) -> WishDesk {
    match verdict {
        Some(Verdict::Satisfied) => WishDesk::VerdictSatisfied,
        Some(Verdict::Fair) => WishDesk::VerdictFair,
        Some(Verdict::Unmet) => WishDesk::Unmet,
        None => WishDesk::VerdictSilent,
    }
}

/// From whom it came.
pub fn origin(origin: Origin) -> WishDesk {
    match origin {
        Origin::Resident => WishDesk::OfResident,
        Origin::Worker => WishDesk::OfWorker,
        Origin::Community => WishDesk::OfCommunity,
    }
}

/// How a claim stands.
pub fn claim(state: ClaimState) -> WishDesk {
    match state {
        ClaimState::Held => WishDesk::ClaimHeld,
        ClaimState::Waiting => WishDesk::ClaimWaiting,
        ClaimState::Left => WishDesk::ClaimLeft,
        ClaimState::NoShow => WishDesk::ClaimNoShow,
        ClaimState::Served { .. } => WishDesk::ClaimServed,
    }
}

/// How often it comes again.
pub fn repeat(repeat: Option<Repeat>) -> WishDesk {
    match repeat {
        None => WishDesk::RepeatNever,
        Some(Repeat::Weekly) => WishDesk::RepeatWeekly,
        Some(Repeat::Fortnightly) => WishDesk::RepeatFortnightly,
        Some(Repeat::Monthly) => WishDesk::RepeatMonthly,
    }
}

/// A list of the desk.
pub fn list(list: Desk) -> WishDesk {
    match list {
        Desk::Proposed => WishDesk::ListProposed,
        Desk::Held => WishDesk::ListHeld,
        Desk::Published => WishDesk::ListPublished,
        Desk::Done => WishDesk::ListDone,
        Desk::Confirmed => WishDesk::ListConfirmed,
        Desk::Over => WishDesk::ListOver,
    }
}

/// A step of the timeline.
pub fn step(slug: &str) -> WishDesk {
    match slug {
        "publish" => WishDesk::StepPublish,
        "amend" => WishDesk::StepAmend,
        "decline" => WishDesk::StepDecline,
        "merge" => WishDesk::StepMerge,
        "convert" => WishDesk::StepConvert,
        "withdraw" => WishDesk::StepWithdraw,
        "finish" => WishDesk::StepFinish,
        "confirm" => WishDesk::StepConfirm,
        "reopen" => WishDesk::StepReopen,
        "judge" => WishDesk::StepJudge,
        "archive" => WishDesk::StepArchive,
        "lapse" => WishDesk::StepLapse,
        "claim" => WishDesk::StepClaim,
        "wait" => WishDesk::StepWait,
        "leave" => WishDesk::StepLeave,
        "no_show" => WishDesk::StepNoShow,
        "thanks" => WishDesk::StepThanks,
        "consent" => WishDesk::StepConsent,
        _ => WishDesk::StepPropose,
    }
}
