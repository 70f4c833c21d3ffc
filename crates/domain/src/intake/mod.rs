//! Lists of people that are taken in from files: what columns there are, what can be wrong with a row, and what is to be
//! done with the rows that are right.
//!
//! One table of columns makes the template, the reader and the explanations; one plan is what a check shows and what is
//! written. Not here: files (`sheet`), and where people are looked up (`store`).

mod column;
mod fault;
mod plan;
mod read;
mod settle;

pub use column::{
    COLUMNS, ColumnSpec, Holds, Mapping, column, heading_row, known_among, known_heading, mapping, missing,
    plain_heading,
};
pub(crate) use column::{field, needed};
pub use fault::{Fault, Found, shape};
pub use plan::{Ground, Known, PersonPlan, Plan, Spot, Who, plan};
pub use read::{DoorKey, Entry, Words, read};
pub(crate) use read::{Reader, day};

use chrono::{DateTime, NaiveDate, Utc};

use crate::area::Area;
use crate::id::IntakeId;

/// Rows of people that one file may have.
pub const MOST_ROWS: usize = 100_000;
/// Columns that one file may have.
pub const MOST_COLUMNS: usize = 100;
/// Bytes that one file may have.
pub const MOST_BYTES: usize = 32 << 20;
/// How long a file waits to be written before it is thrown away, in days.
pub const KEPT_DAYS: i64 = 7;
/// How long a batch can be undone, in days.
pub const UNDO_DAYS: i64 = 30;

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The file is there; somebody has to say what its columns hold.
    Uploaded,
    /// Being checked.
    Checking,
    /// Checked: the counts and faults are those that writing would have.
    Checked,
    /// Being written.
    Writing,
    /// Written.
    Written,
    /// Being undone.
    Undoing,
    /// Undone.
    Undone,
    /// The last step failed; nothing of it was kept.
    Failed,
}

impl State {
    /// All states with their stored words.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Uploaded, "uploaded"),
        (Self::Checking, "checking"),
        (Self::Checked, "checked"),
        (Self::Writing, "writing"),
        (Self::Written, "written"),
        (Self::Undoing, "undoing"),
        (Self::Undone, "undone"),
        (Self::Failed, "failed"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(state, _)| state)
    }

    /// Whether some process has to be at work on it.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Writing | Self::Undoing)
    }
}

/// Why a step of a batch came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Somebody asked it to stop.
    Stopped,
    /// The process or machine that was at work is gone.
    BrokenOff,
    /// The people or doors changed since the check.
    Changed,
    /// Rows are wrong, and nobody said to leave them out.
    Faulty,
    /// Somebody works on one of the households just now.
    Busy,
    /// People of the batch were changed later.
    Touched,
    /// The database or the program.
    Internal,
}

impl Reason {
    /// All reasons with their stored words.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Stopped, "stopped"),
        (Self::BrokenOff, "broken_off"),
        (Self::Changed, "changed"),
        (Self::Faulty, "faulty"),
        (Self::Busy, "busy"),
        (Self::Touched, "touched"),
        (Self::Internal, "internal"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(reason, _)| reason)
    }
}

/// What a file's rows come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows with something in them.
    pub rows: u32,
    /// People without a file so far.
    pub new: u32,
    /// People whose file or stays change.
    pub changed: u32,
    /// People about whom nothing changes.
    pub same: u32,
    /// Rows with faults.
    pub faulty: u32,
}

/// What a file's rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// People with their doors.
    People,
    /// Work orders of the city's hotline 12345 工单 ([`crate::order`]).
    Orders,
}

impl ListKind {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::People, "people"), (Self::Orders, "orders")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
    }
}

/// One file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Which.
    pub batch: IntakeId,
    /// What its rows are.
    pub kind: ListKind,
    /// The area of the post that uploaded it.
    pub area: Area,
    /// The file's name.
    pub file_name: String,
    /// Who uploaded it: the post's title in Chinese and English.
    pub by: (String, String),
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// The day on which the list was true.
    pub as_of_on: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// Why the last step came to nothing.
    pub reason: Option<Reason>,
    /// What its rows come to.
    pub counts: Counts,
    /// How far the running step is, and how far it has to go.
    pub progress: (u32, u32),
    /// Whether faulty rows were left out.
    pub leaves_out: bool,
    /// Whether its file is still there.
    pub has_file: bool,
    /// When it was written.
    pub written_at: Option<DateTime<Utc>>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}
