//! The fields of the love bank.

use super::Mask::Nothing;
use super::Retention::Record;
use super::Sensitivity::{Technical, Work};
use super::{Field, field};

/// Their part of the register.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("bank_account", "id", Technical, Nothing, Record, "which account"),
    field("bank_account", "kind", Technical, Nothing, Record, "whose account it is"),
    field("bank_account", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("bank_account", "owner_id", Work, Nothing, Record, "the volunteer whose time it is: that person sees it"),
    field("bank_account", "balance_cents", Work, Nothing, Record, "what the volunteer may give or redeem"),
    field("bank_account", "opened_at", Technical, Nothing, Record, "when it was opened"),
    field("bank_account", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("bank_movement", "transfer_id", Technical, Nothing, Record, "which transfer"),
    field("bank_movement", "account_id", Technical, Nothing, Record, "which account"),
    field("bank_movement", "cents", Work, Nothing, Record, "what came or went"),
    field("bank_transfer", "id", Technical, Nothing, Record, "which transfer"),
    field("bank_transfer", "operation", Technical, Nothing, Record, "notices what is sent twice"),
    field("bank_transfer", "kind", Technical, Nothing, Record, "what it was"),
    field("bank_transfer", "from_account", Technical, Nothing, Record, "which account lost"),
    field("bank_transfer", "to_account", Technical, Nothing, Record, "which account got"),
    field("bank_transfer", "from_owner", Work, Nothing, Record, "lets the other volunteer know from whom"),
    field("bank_transfer", "to_owner", Work, Nothing, Record, "lets the other volunteer know to whom"),
    field("bank_transfer", "wish_id", Technical, Nothing, Record, "which service was credited"),
    field("bank_transfer", "item_id", Work, Nothing, Record, "what was redeemed"),
    field("bank_transfer", "reverses", Technical, Nothing, Record, "what it takes back"),
    field("bank_transfer", "served_on", Work, Nothing, Record, "whose rule held; many hours on one day are noticed"),
    field("bank_transfer", "minutes", Work, Nothing, Record, "how long was served"),
    field("bank_transfer", "rule_version", Technical, Nothing, Record, "makes the credit explainable"),
    field("bank_transfer", "reason", Work, Nothing, Record, "why, for both sides"),
    field("bank_transfer", "at", Work, Nothing, Record, "when"),
    field("bank_transfer", "by_account", Work, Nothing, Record, "who answers for it"),
    field("bank_transfer", "by_post", Work, Nothing, Record, "in which capacity"),
    field("bank_transfer", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
];
