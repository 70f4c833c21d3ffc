//! What wishes are called and drawn as: kinds, states, steps, verdicts.
//!
//! Not here: pages and forms of them (`public`, `office`).

use domain::wish::{Kind, Repeat, State, Verdict};
use leptos::prelude::*;
use wording::public::WishKindWord;

/// What a wish is about.
pub fn kind(kind: Kind) -> WishKindWord {
    match kind {
        Kind::Errand => WishKindWord::Errand,
        Kind::Repair => WishKindWord::Repair,
        Kind::Company => WishKindWord::Company,
        Kind::Goods => WishKindWord::Goods,
        Kind::Study => WishKindWord::Study,
        Kind::Care => WishKindWord::Care,
        Kind::Activity => WishKindWord::Activity,
        Kind::Tidy => WishKindWord::Tidy,
        Kind::Mediate => WishKindWord::Mediate,
        Kind::Other => WishKindWord::Other,
    }
}

/// Where a wish stands.
pub fn state(state: State) -> WishKindWord {
    match state {
        State::Proposed => WishKindWord::StateProposed,
        State::Published => WishKindWord::StatePublished,
        State::Done => WishKindWord::StateDone,
        State::Confirmed => WishKindWord::StateConfirmed,
        State::Archived(_) => WishKindWord::StateArchived,
        State::Declined => WishKindWord::StateDeclined,
        State::Withdrawn => WishKindWord::StateWithdrawn,
        State::Lapsed => WishKindWord::StateLapsed,
        State::Merged(_) => WishKindWord::StateMerged,
        State::Converted(_) => WishKindWord::StateConverted,
    }
}

/// What its sender says in the end.
pub fn verdict(verdict: Verdict) -> WishKindWord {
    match verdict {
        Verdict::Satisfied => WishKindWord::Satisfied,
        Verdict::Fair => WishKindWord::Fair,
        Verdict::Unmet => WishKindWord::Unmet,
    }
}

/// How often it comes again.
pub fn repeat(repeat: Repeat) -> WishKindWord {
    match repeat {
        Repeat::Weekly => WishKindWord::Weekly,
        Repeat::Fortnightly => WishKindWord::Fortnightly,
        Repeat::Monthly => WishKindWord::Monthly,
    }
}

/// What was done, by the stored word of a timeline's entry.
pub fn step(slug: &str) -> WishKindWord {
    match slug {
        "propose" => WishKindWord::DidPropose,
        "publish" => WishKindWord::DidPublish,
        "amend" => WishKindWord::DidAmend,
        "decline" => WishKindWord::DidDecline,
        "merge" => WishKindWord::DidMerge,
        "convert" => WishKindWord::DidConvert,
        "withdraw" => WishKindWord::DidWithdraw,
        "claim" => WishKindWord::DidClaim,
        "wait" => WishKindWord::DidWait,
        "leave" => WishKindWord::DidLeave,
        "finish" => WishKindWord::DidFinish,
        "no_show" => WishKindWord::DidNoShow,
        "confirm" => WishKindWord::DidConfirm,
        "reopen" => WishKindWord::DidReopen,
        "judge" => WishKindWord::DidJudge,
        "archive" => WishKindWord::DidArchive,
        "lapse" => WishKindWord::DidLapse,
        "thanks" => WishKindWord::DidThanks,
        "consent" => WishKindWord::DidConsent,
        _ => WishKindWord::DidOther,
    }
}

/// The outline of a kind, on the grid of all icons.
const fn outline(kind: Kind) -> &'static str {
    match kind {
        Kind::Errand => "M6 8h12l1.5 13h-15zM9 8V6a3 3 0 0 1 6 0v2",
        Kind::Repair => "M14.5 4a5 5 0 0 0-4 7L4 17.5l2.5 2.5 6.5-6.5a5 5 0 0 0 6.5-6l-3 3-3-1-1-3z",
        Kind::Company => "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5",
        Kind::Goods => "M4 9h16v4H4zM5.5 13h13v8h-13zM12 9v12M12 9C8 9 7 3 10 4s2 5 2 5 0-4 2-5 2 5-2 5",
        Kind::Study => "M12 6c-2-2-5-2-9-2v14c4 0 7 0 9 2 2-2 5-2 9-2V4c-4 0-7 0-9 2zM12 6v14",
        Kind::Care => "M12 20C4 14 3 11 3 8.5a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1C21 11 20 14 12 20z",
        Kind::Activity => "M4 10v4h3l9 5V5L7 10zM19 9a4 4 0 0 1 0 6M8 14l1 6h3",
        Kind::Tidy => "M19 3l-8 9M8 11l5 5-4 5-6-6zM6 14l4 4",
        Kind::Mediate => "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
        Kind::Other => "M5 12h.01M12 12h.01M19 12h.01",
    }
}

/// Draws a kind beside its word.
#[component]
pub fn KindGlyph(
    /// Which one.
    kind: Kind,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=outline(kind)></path>
        </svg>
    }
}
