//! What the audit trail says about monthly reports, training and emergencies.

use wording::field::MonthWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] = &[
    "declare_emergency",
    "renew_emergency",
    "lift_emergency",
    "use_emergency",
    "draft_month",
    "show_month",
    "agree_month",
    "object_month",
    "answer_month",
    "publish_month",
    "view_month",
    "export_month",
    "change_month_formula",
    "add_training",
    "remove_training",
];

/// What was done; nothing for what is not about them.
pub(super) fn action(slug: &str) -> Option<MonthWord> {
    Some(match slug {
        "declare_emergency" => MonthWord::AuditDeclareEmergency,
        "renew_emergency" => MonthWord::AuditRenewEmergency,
        "lift_emergency" => MonthWord::AuditLiftEmergency,
        "use_emergency" => MonthWord::AuditUseEmergency,
        "draft_month" => MonthWord::AuditDraftMonth,
        "show_month" => MonthWord::AuditShowMonth,
        "agree_month" => MonthWord::AuditAgreeMonth,
        "object_month" => MonthWord::AuditObjectMonth,
        "answer_month" => MonthWord::AuditAnswerMonth,
        "publish_month" => MonthWord::AuditPublishMonth,
        "view_month" => MonthWord::AuditViewMonth,
        "export_month" => MonthWord::AuditExportMonth,
        "change_month_formula" => MonthWord::AuditChangeMonthFormula,
        "add_training" => MonthWord::AuditAddTraining,
        "remove_training" => MonthWord::AuditRemoveTraining,
        _ => return None,
    })
}
