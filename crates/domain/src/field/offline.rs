//! The fields of what phones send late: operations, and values that somebody else changed meanwhile.

use super::Mask::{Everything, Nothing, Phone};
use super::Retention::{Days, Record};
use super::Sensitivity::{Personal, Technical, Work};
use super::{Field, field};

/// As long as an operation is known again.
const OPERATION: super::Retention = Days(crate::sync::KEPT_DAYS);

/// Their part of the register.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("field_operation", "account_id", Technical, Nothing, OPERATION, "whose phone sent it"),
    field("field_operation", "operation", Technical, Nothing, OPERATION, "that what is sent twice is done once"),
    field("field_operation", "kind", Work, Nothing, OPERATION, "what it did"),
    field("field_operation", "made_at", Work, Nothing, OPERATION, "when it was made, corrected"),
    field("field_operation", "said_at", Work, Nothing, OPERATION, "when the phone's clock says it was made"),
    field("field_operation", "received_at", Work, Nothing, OPERATION, "when it came in"),
    field("field_operation", "outcome", Technical, Nothing, OPERATION, "what a repetition is answered with: nothing about a person"),
    field("gate_entry", "operation", Technical, Everything, Days(crate::gate::KEPT_DAYS), "takes a ticket once"),
    field("gate_entry", "form", Technical, Everything, Days(crate::gate::KEPT_DAYS), "which form"),
    field("gate_entry", "at", Technical, Everything, Days(crate::gate::KEPT_DAYS), "what is counted within an hour and a day"),
    field("gate_entry", "address_token", Technical, Everything, Days(1), "how much came from one address: a digest, gone after an hour"),
    field("gate_entry", "phone_token", Technical, Everything, Days(1), "how much came with one number: a digest, gone after a day"),
    field("gate_entry", "trace", Technical, Everything, Days(crate::gate::KEPT_DAYS), "how many texts are nearly the same: a simhash"),
    field("gate_entry", "is_plain", Technical, Everything, Days(crate::gate::KEPT_DAYS), "how much came without script"),
    field("gate_entry", "is_held", Technical, Everything, Days(crate::gate::KEPT_DAYS), "how much a program may have sent"),
    field("merge_conflict", "id", Technical, Nothing, Record, "which conflict"),
    field("merge_conflict", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("merge_conflict", "resident_id", Personal, Nothing, Record, "whose file it is about"),
    field("merge_conflict", "field", Technical, Nothing, Record, "which field"),
    field("merge_conflict", "operation", Technical, Nothing, Record, "which write came late"),
    field("merge_conflict", "account_id", Work, Nothing, Record, "whose write came late"),
    field("merge_conflict", "post_id", Work, Nothing, Record, "in which capacity"),
    field("merge_conflict", "made_at", Work, Nothing, Record, "when it was made"),
    field("merge_conflict", "received_at", Work, Nothing, Record, "when it came in"),
    field("merge_conflict", "mine_sealed", Personal, Phone, Record, "what was to be written, a telephone masked to others; the row goes 90 days after it was decided"),
    field("merge_conflict", "theirs_sealed", Personal, Phone, Record, "what it said then, a telephone masked; the row goes 90 days after it was decided"),
    field("merge_conflict", "settled_at", Work, Nothing, Record, "when it was decided"),
    field("merge_conflict", "settled_by", Work, Everything, Record, "who answers for it"),
    field("merge_conflict", "kept", Work, Nothing, Record, "which side was kept"),
];
