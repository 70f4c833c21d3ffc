//! What the audit trail says about trails as files, check-points and volunteer teams.

use wording::field::TrailWord;

/// Everything that it says of them.
pub(super) const ACTIONS: &[&str] = &[
    "take_out_track",
    "make_check_point",
    "remove_check_point",
    "make_patrol_team",
    "end_patrol_team",
    "write_team_patrol",
];

/// What was done; nothing for what is not about patrols.
pub(super) fn action(slug: &str) -> Option<TrailWord> {
    Some(match slug {
        "take_out_track" => TrailWord::AuditTakeOut,
        "make_check_point" => TrailWord::AuditMakePoint,
        "remove_check_point" => TrailWord::AuditRemovePoint,
        "make_patrol_team" => TrailWord::AuditMakeTeam,
        "end_patrol_team" => TrailWord::AuditEndTeam,
        "write_team_patrol" => TrailWord::AuditTeamPatrol,
        _ => return None,
    })
}
