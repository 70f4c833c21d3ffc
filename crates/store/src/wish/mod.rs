//! Wishes: rows, timeline, who serves, and how their senders are reached.
//!
//! Not here: who may see or do what (`service::wish`), and which step leads where (`domain::wish`).

mod board;
mod claim;
mod contact;
mod desk;
mod event;
mod profile;
mod read;
mod serve;
mod support;
mod write;

pub use board::{Board, PublicRow, Totals, board, fulfilled, markers, near, public_one, totals};
pub use claim::{ClaimRow, NewClaim, add_claim, mine, of_wish as claims, roll, serve, set_claim, unit_of};
pub use contact::{
    Contact, by_tail, erase_before, of_wish as contact, propose_thanks, reseal, sent_since, thanks_proposed, words,
    write as write_contact,
};
pub use desk::{Counts, Desk, DeskRow, alliance, counts, desk, like};
pub use event::{EventRow, WrittenEvent, add as add_event, events};
pub use profile::{BranchRow, Candidate, VolunteerProfile, branches, candidates, profile, save_profile};
pub(crate) use read::state;
pub use read::{WishRow, by_operation, due_to_archive, due_to_lapse, due_to_repeat, lock, read};
pub use serve::{Hours, Looking, Tie, hours, looked_for, named_unit, ties};
pub use support::{Supported, add_supporters, support};
pub use write::{NewWish, insert, next_id, update};
