//! The love bank: accounts, transfers with their movements, what is redeemed, rules, and what is unusual.
//!
//! Movements are only ever added, two with each transfer; the database keeps balances equal to their sums. Not here: who may what, and
//! what an operation moves (`domain::bank`).

mod account;
mod hint;
mod item;
mod rule;
mod transfer;
mod verify;

pub use account::{
    AccountRow, Which, communities, find, home, list, lock, of_owner, offices, open_office, open_own, totals,
};
pub use hint::hints;
pub use item::{Item, NewItem, change, find as find_item, items, put, take};
pub use rule::{add_version, versions};
pub use transfer::{Line, NewTransfer, Past, done_before, entries, past, record, sum_before};
pub use verify::{Difference, Recount, recount};
