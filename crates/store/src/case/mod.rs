//! Cases: how they stand, lists and counts of them, their timelines, beacons for the map, and the writing of steps.

mod beacon;
mod before;
mod line;
mod queue;
mod sheet;
mod write;

pub use beacon::{beacons, live_beacons};
pub use before::{CaseRow, Times, lock, read};
pub use line::{line, of_dwelling, open};
pub use queue::{Asking, counts, lines, queue_line};
pub use sheet::{EntryRow, Extra, desk_names, entries, extra, last_entry, names_of_parties, offices, units};
pub use write::{NewCase, WrittenStep, insert, next_id, reported_before, write};
