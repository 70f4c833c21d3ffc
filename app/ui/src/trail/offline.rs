//! What the audit trail says about phones without signal.

use wording::field::OutboxWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] = &["take_offline", "keep_conflict", "view_conflicts", "settle_conflict"];

/// What was done; nothing for what is not about them.
pub(super) fn action(slug: &str) -> Option<OutboxWord> {
    Some(match slug {
        "take_offline" => OutboxWord::AuditTakeOffline,
        "keep_conflict" => OutboxWord::AuditKeepConflict,
        "view_conflicts" => OutboxWord::AuditViewConflicts,
        "settle_conflict" => OutboxWord::AuditSettleConflict,
        _ => return None,
    })
}
