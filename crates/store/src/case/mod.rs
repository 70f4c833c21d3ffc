//! Cases: how they stand, lists and counts of them, their timelines, beacons for the map, and the writing of steps.

mod beacon;
mod before;
mod bulk;
mod chain;
mod choice;
mod idle;
mod judge;
mod kept;
mod line;
mod point;
pub(crate) mod queue;
mod sheet;
mod tally;
mod watch;
mod write;
mod writer;

pub use beacon::{beacons, live_beacons};
pub use before::{CaseRow, Times, lock, read};
pub use bulk::{grounds, titles};
pub use chain::{ChainRow, chain, linked_cases, note_step};
pub use choice::{are_units, areas_below, building, categories, category, door, is_party, near};
pub use idle::{idle, light_since};
pub use judge::{joins_of_nobody, set_verdict, verdict_word};
pub use kept::{keep, kept, remove_kept, rename_kept};
pub use line::{line, of_dwelling, open};
pub use point::{CasePoint, points};
pub use queue::{Asking, Awaits, category_counts, counts, page, queue_line, reported_by};
pub use sheet::{EntryRow, Extra, desk_names, entries, extra, last_entry, names_of_parties, offices, units};
pub use tally::fold as fold_tallies;
pub use watch::{watch_tallies, watched};
pub use write::{NewCase, WrittenStep, hold_operation, insert, next_id, reported_before, write};
pub use writer::{Writer, note};
