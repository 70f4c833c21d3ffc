//! What the audit trail says about visits and watch lists.

use wording::field::VisitWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] = &[
    "record_visit",
    "withdraw_visit",
    "view_visits",
    "view_visit_plan",
    "change_visit_rule",
    "make_watch_list",
    "view_watch_list",
    "end_watch_list",
    "check_watched",
];

/// What was done; nothing for what is not about visits.
pub(super) fn action(slug: &str) -> Option<VisitWord> {
    Some(match slug {
        "record_visit" => VisitWord::AuditRecord,
        "withdraw_visit" => VisitWord::AuditWithdraw,
        "view_visits" => VisitWord::AuditView,
        "view_visit_plan" => VisitWord::AuditPlan,
        "change_visit_rule" => VisitWord::AuditRule,
        "make_watch_list" => VisitWord::AuditMakeList,
        "view_watch_list" => VisitWord::AuditViewList,
        "end_watch_list" => VisitWord::AuditEndList,
        "check_watched" => VisitWord::AuditCheck,
        _ => return None,
    })
}
