//! What the audit trail says about wishes.

use wording::public::WishTrailWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] = &[
    "wish_propose",
    "wish_publish",
    "wish_amend",
    "wish_decline",
    "wish_merge",
    "wish_convert",
    "wish_withdraw",
    "wish_finish",
    "wish_confirm",
    "wish_reopen",
    "wish_judge",
    "wish_archive",
    "wish_lapse",
    "wish_claim",
    "wish_wait",
    "wish_leave",
    "wish_no_show",
    "wish_contact",
    "wish_thanks",
    "wish_consent",
];

/// What was done; nothing for what is not about wishes.
pub(super) fn action(slug: &str) -> Option<WishTrailWord> {
    Some(match slug {
        "wish_propose" => WishTrailWord::Propose,
        "wish_publish" => WishTrailWord::Publish,
        "wish_amend" => WishTrailWord::Amend,
        "wish_decline" => WishTrailWord::Decline,
        "wish_merge" => WishTrailWord::Merge,
        "wish_convert" => WishTrailWord::Convert,
        "wish_withdraw" => WishTrailWord::Withdraw,
        "wish_finish" => WishTrailWord::Finish,
        "wish_confirm" => WishTrailWord::Confirm,
        "wish_reopen" => WishTrailWord::Reopen,
        "wish_judge" => WishTrailWord::Judge,
        "wish_archive" => WishTrailWord::Archive,
        "wish_lapse" => WishTrailWord::Lapse,
        "wish_claim" => WishTrailWord::Claim,
        "wish_wait" => WishTrailWord::Wait,
        "wish_leave" => WishTrailWord::Leave,
        "wish_no_show" => WishTrailWord::NoShow,
        "wish_contact" => WishTrailWord::Contact,
        "wish_thanks" => WishTrailWord::Thanks,
        "wish_consent" => WishTrailWord::Consent,
        _ => return None,
    })
}
