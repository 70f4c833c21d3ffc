//! What the audit trail says about the love bank.

use wording::bank::BankWord;

/// Everything that it says of it.
pub(super) const ACTIONS: &[&str] = &[
    "credit_bank",
    "donate_bank",
    "redeem_bank",
    "reverse_bank",
    "view_bank",
    "export_bank",
    "change_bank_rule",
    "keep_bank_item",
];

/// What was done; nothing for what is not about it.
pub(super) fn action(slug: &str) -> Option<BankWord> {
    Some(match slug {
        "credit_bank" => BankWord::AuditCredit,
        "donate_bank" => BankWord::AuditDonate,
        "redeem_bank" => BankWord::AuditRedeem,
        "reverse_bank" => BankWord::AuditReverse,
        "view_bank" => BankWord::AuditView,
        "export_bank" => BankWord::AuditExport,
        "change_bank_rule" => BankWord::AuditRule,
        "keep_bank_item" => BankWord::AuditItem,
        _ => return None,
    })
}
