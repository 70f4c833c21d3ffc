//! The fields of visits and watch lists.

use super::Mask::Nothing;
use super::Retention::Record;
use super::Sensitivity::{Personal, Sensitive, Technical, Work};
use super::{Field, field};

/// Their part of the register.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("visit", "id", Technical, Nothing, Record, "which visit"),
    field("visit", "area", Technical, Nothing, Record, "whose scope it was in"),
    field("visit", "dwelling_id", Personal, Nothing, Record, "who was visited"),
    field("visit", "account_id", Work, Nothing, Record, "who visited"),
    field("visit", "visited_at", Work, Nothing, Record, "when"),
    field("visit", "outcome", Personal, Nothing, Record, "whether somebody was met"),
    field("visit", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("visit", "received_at", Work, Nothing, Record, "how long it may be taken back"),
    field("visit", "lon", Work, Nothing, Record, "where it was saved, when the phone attached it"),
    field("visit", "lat", Work, Nothing, Record, "where it was saved, when the phone attached it"),
    field("visit", "accuracy_m", Technical, Nothing, Record, "how far off that may be"),
    field("visit", "note", Personal, Nothing, Record, "what else is to be said"),
    field("visit", "operation", Technical, Nothing, Record, "lets a repetition come in once"),
    field("visit", "before", Technical, Nothing, Record, "what taking it back restores"),
    field("watch_check", "id", Technical, Nothing, Record, "which check"),
    field("watch_check", "watch_list_id", Technical, Nothing, Record, "which list"),
    field("watch_check", "dwelling_id", Personal, Nothing, Record, "who was looked after"),
    field("watch_check", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("watch_check", "day", Work, Nothing, Record, "for which day"),
    field("watch_check", "account_id", Work, Nothing, Record, "who checked"),
    field("watch_check", "checked_at", Work, Nothing, Record, "when"),
    field("watch_check", "outcome", Personal, Nothing, Record, "whether help is needed"),
    field("watch_check", "note", Personal, Nothing, Record, "what else is to be said"),
    field("watch_check", "lon", Work, Nothing, Record, "proof, where an emergency demands it"),
    field("watch_check", "lat", Work, Nothing, Record, "proof, where an emergency demands it"),
    field("watch_check", "accuracy_m", Technical, Nothing, Record, "how far off that may be"),
    field("watch_check", "operation", Technical, Nothing, Record, "lets a repetition come in once"),
    field("watch_item", "watch_list_id", Technical, Nothing, Record, "which list"),
    field("watch_item", "dwelling_id", Sensitive, Nothing, Record, "who is looked after"),
    field("watch_item", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("watch_list", "id", Technical, Nothing, Record, "which list"),
    field("watch_list", "area", Technical, Nothing, Record, "who made it"),
    field("watch_list", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("watch_list", "name", Work, Nothing, Record, "what it is called"),
    field("watch_list", "reason", Sensitive, Nothing, Record, "why these households are looked after"),
    field("watch_list", "from_on", Work, Nothing, Record, "since when"),
    field("watch_list", "until_on", Work, Nothing, Record, "until when: nobody stays on it for ever"),
    field("watch_list", "account_id", Work, Nothing, Record, "who made it"),
    field("watch_list", "post_id", Work, Nothing, Record, "in which capacity"),
    field("watch_list", "made_at", Work, Nothing, Record, "when"),
    field("watch_list", "ended_at", Work, Nothing, Record, "when it was ended"),
    field("watch_list", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
];
