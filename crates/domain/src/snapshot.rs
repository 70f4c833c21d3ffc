//! What a worker's phone may keep for a day, to look a household up where there is no signal: one grid, as its cards show it.
//!
//! What is not in these types can't be in a phone: there is no room for identity numbers and medical notes, and names and telephones
//! are masked. Not here: who may have it (`service::snapshot`), how the phone keeps it (`public/field-store.js`).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::id::{BuildingId, DwellingId, ResidentId};

/// The version of this shape; a phone throws away what has another one.
pub const VERSION: u16 = 1;
/// For how many hours a phone may keep it.
pub const KEPT_HOURS: i64 = 24;

/// A grid, for a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// [`VERSION`].
    pub version: u16,
    /// Whom it is for: wiped when the phone serves another post.
    pub scope: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When the phone throws it away.
    pub expires_at: DateTime<Utc>,
    /// The grid's name.
    pub grid: String,
    /// The labels that doors have: code, Chinese and English name.
    pub labels: Vec<(u8, String, String)>,
    /// The buildings in walking order.
    pub buildings: Vec<Building>,
}

/// A building of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Building {
    /// Which.
    pub id: BuildingId,
    /// Its number in the estate.
    pub number: i32,
    /// The estate.
    pub estate: Option<String>,
    /// Street and house number.
    pub street: Option<String>,
    /// Notes at the building and its stairwells.
    pub notes: Vec<Note>,
    /// Its doors, by unit, floor and door.
    pub doors: Vec<Door>,
}

/// A note at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The stairwell that it is at, when it is at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<i16>,
    /// What it is about: the word of [`crate::note::NoteKind`].
    pub kind: String,
    /// The note.
    pub text: String,
}

/// A door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Door {
    /// Which.
    pub id: DwellingId,
    /// Such as 3-2-401.
    pub short: String,
    /// Unit.
    pub unit: u16,
    /// Floor.
    pub floor: u16,
    /// How it is used: the number of [`crate::household::Occupancy`].
    pub usage: i16,
    /// Codes of its labels.
    pub labels: Vec<u8>,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
    /// The last day the file was verified.
    pub verified_on: Option<NaiveDate>,
    /// The last day all of it is fresh.
    pub fresh_until: Option<NaiveDate>,
    /// Notes at the door itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Who lives there, the head first.
    pub people: Vec<Person>,
}

/// A person behind a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Whose file.
    pub id: ResidentId,
    /// Such as 张*.
    pub name: String,
    /// The code of [`crate::person::Sex`].
    pub sex: i16,
    /// Age in full years.
    pub age: Option<u32>,
    /// The word of [`crate::person::Relation`].
    pub relation: String,
    /// Such as 138****1234.
    pub phone: Option<String>,
    /// The token of the telephone, for changing it without having seen a newer one.
    pub base: String,
}
