//! The fields of trails, check-points and volunteer teams.

use super::Mask::Nothing;
use super::Retention::{Days, Record};
use super::Sensitivity::{Personal, Sensitive, Technical, Work};
use super::{Field, Retention, field};

/// Gone when the duty ends; a duty that nobody ends, and so everything about it, ends within a day.
const DUTY: Retention = Days(1);
/// As long as the lines ([`crate::setting::Number::TrailDays`] says fewer).
const TRAIL: Retention = Days(180);

/// Their part of the register.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("patrol_duty", "account_id", Work, Nothing, DUTY, "whose positions may be taken"),
    field("patrol_duty", "area", Technical, Nothing, DUTY, "on which ground"),
    field("patrol_duty", "began_at", Work, Nothing, DUTY, "no position from before is taken; shown to nobody"),
    field("trail_batch", "operation", Technical, Nothing, DUTY, "a batch that is sent again counts once"),
    field("trail_batch", "account_id", Technical, Nothing, DUTY, "whose it is"),
    field("trail_batch", "kept", Technical, Nothing, DUTY, "what came of it"),
    field("trail_fix", "account_id", Technical, Nothing, DUTY, "whose it is; nobody else sees it"),
    field("trail_fix", "at", Work, Nothing, DUTY, "order of the line"),
    field("trail_fix", "lon_e7", Sensitive, Nothing, DUTY, "where the round goes; a worker's own data as well"),
    field("trail_fix", "lat_e7", Sensitive, Nothing, DUTY, "likewise"),
    field("trail_fix", "accuracy_dm", Technical, Nothing, DUTY, "whether it is worth keeping"),
    field("trail_note", "account_id", Work, Nothing, TRAIL, "who says it"),
    field("trail_note", "at", Work, Nothing, TRAIL, "about which stop"),
    field("trail_note", "area", Technical, Nothing, TRAIL, "whose scope it is in"),
    field("trail_note", "note", Work, Nothing, TRAIL, "what a worker wants known about a stop"),
    field("check_point", "id", Technical, Nothing, Record, "which check-point"),
    field("check_point", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("check_point", "name", Technical, Nothing, Record, "where to come by"),
    field("check_point", "x_dm", Technical, Nothing, Record, "where it is"),
    field("check_point", "y_dm", Technical, Nothing, Record, "where it is"),
    field("check_point", "radius_m", Technical, Nothing, Record, "how near counts"),
    field("check_point", "account_id", Work, Nothing, Record, "who made it"),
    field("check_point", "made_at", Work, Nothing, Record, "when it was made"),
    field("check_point", "removed_at", Work, Nothing, Record, "since when it counts no more"),
    field("check_point_pass", "check_point_id", Work, Nothing, TRAIL, "which one was passed"),
    field("check_point_pass", "area", Technical, Nothing, TRAIL, "whose scope it is in"),
    field("check_point_pass", "day", Work, Nothing, TRAIL, "on which day"),
    field("check_point_pass", "account_id", Work, Nothing, TRAIL, "who came by"),
    field("check_point_pass", "passed_at", Work, Nothing, TRAIL, "who was first"),
    field("check_point_pass", "way", Work, Nothing, TRAIL, "how it is known"),
    field("patrol_team", "id", Technical, Nothing, Record, "which team"),
    field("patrol_team", "area", Technical, Nothing, Record, "where it patrols"),
    field("patrol_team", "name", Work, Nothing, Record, "what it is called"),
    field("patrol_team", "members", Personal, Nothing, Record, "who volunteers"),
    field("patrol_team", "account_id", Work, Nothing, Record, "who made it"),
    field("patrol_team", "made_at", Work, Nothing, Record, "when it was made"),
    field("patrol_team", "ended_at", Work, Nothing, Record, "when it was ended"),
    field("team_patrol", "team_id", Work, Nothing, Record, "which team patrolled"),
    field("team_patrol", "day", Work, Nothing, Record, "on which day"),
    field("team_patrol", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("team_patrol", "members", Personal, Nothing, Record, "who went"),
    field("team_patrol", "note", Work, Nothing, Record, "what they saw"),
    field("team_patrol", "account_id", Work, Nothing, Record, "who wrote it down"),
    field("team_patrol", "written_at", Work, Nothing, Record, "when it was written down"),
];
