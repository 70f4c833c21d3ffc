//! The love bank 爱心银行: what an hour of help is worth, what volunteers do with it, and what an account may hold.
//!
//! Every operation moves points from one account to another, so that all balances together are always nothing. Not here: who may
//! do what ([`crate::actor`]), and where accounts are kept. Points are about volunteers: nobody who is employed in a grid has an account.

mod hint;
mod ledger;
mod points;
mod rule;

pub use hint::{Hint, HintKind};
pub use ledger::{AccountKind, Movement, Operation, Refusal, Standing, TransferKind, settle};
pub use points::{InvalidPoints, Points};
pub use rule::{Rule, Served};

/// How long a reason or note may be, in signs.
pub const LONGEST_REASON: usize = 200;
