//! The fields of monthly reports and of training.

use super::Mask::Nothing;
use super::Retention::Record;
use super::Sensitivity::{Technical, Work};
use super::{Field, field};

/// Their part of the register.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("month_objection", "id", Technical, Nothing, Record, "which objection"),
    field("month_objection", "report_id", Technical, Nothing, Record, "which report"),
    field("month_objection", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("month_objection", "account_id", Work, Nothing, Record, "who objects"),
    field("month_objection", "measure", Technical, Nothing, Record, "against which number"),
    field("month_objection", "words", Work, Nothing, Record, "why"),
    field("month_objection", "made_at", Work, Nothing, Record, "when"),
    field("month_objection", "answer", Work, Nothing, Record, "what is said to it"),
    field("month_objection", "is_upheld", Work, Nothing, Record, "whether the worker was right"),
    field("month_objection", "answered_at", Work, Nothing, Record, "when"),
    field("month_objection", "answered_by", Work, Nothing, Record, "who answers for it"),
    field("month_objection", "answered_post", Work, Nothing, Record, "in which capacity"),
    field("month_objection", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("month_report", "id", Technical, Nothing, Record, "which report"),
    field("month_report", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("month_report", "account_id", Work, Nothing, Record, "whom it is about: that person sees it first"),
    field("month_report", "month", Technical, Nothing, Record, "which month"),
    field("month_report", "state", Work, Nothing, Record, "whether its worker saw it and it is published"),
    field("month_report", "until_on", Work, Nothing, Record, "how long its worker may object"),
    field("month_report", "published_at", Work, Nothing, Record, "when it was published"),
    field("month_report", "published_by", Work, Nothing, Record, "who answers for it"),
    field("month_report", "published_post", Work, Nothing, Record, "in which capacity"),
    field("month_report", "formula", Technical, Nothing, Record, "what its outcome is computed with"),
    field("month_report", "tallies", Work, Nothing, Record, "what was counted of work that is recorded anyway"),
    field("month_report", "records", Technical, Nothing, Record, "lets every number open what it counted"),
    field("month_report", "counted_at", Technical, Nothing, Record, "when it was counted"),
    field("month_report", "counted_by", Work, Nothing, Record, "who drew it up"),
    field("month_report", "revision", Technical, Nothing, Record, "notices two hands at once"),
    field("month_report", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("training", "id", Technical, Nothing, Record, "which record"),
    field("training", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("training", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("training", "entry_id", Work, Nothing, Record, "who was trained"),
    field("training", "on_date", Work, Nothing, Record, "when"),
    field("training", "topic", Work, Nothing, Record, "in what"),
    field("training", "minutes", Work, Nothing, Record, "for how long"),
    field("training", "account_id", Work, Nothing, Record, "who wrote it down"),
    field("training", "post_id", Work, Nothing, Record, "in which capacity"),
    field("training", "written_at", Work, Nothing, Record, "when"),
    field("training", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
];
