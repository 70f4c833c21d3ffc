//! What the audit trail says about spot-checks.

use wording::field::CheckWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] =
    &["draw_spot_check", "close_spot_check", "try_spot_check", "answer_spot_check", "view_spot_check"];

/// What was done; nothing for what is not about spot-checks.
pub(super) fn action(slug: &str) -> Option<CheckWord> {
    Some(match slug {
        "draw_spot_check" => CheckWord::AuditDraw,
        "close_spot_check" => CheckWord::AuditClose,
        "try_spot_check" => CheckWord::AuditTry,
        "answer_spot_check" => CheckWord::AuditAnswer,
        "view_spot_check" => CheckWord::AuditView,
        _ => return None,
    })
}
