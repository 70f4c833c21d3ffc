//! What pages know of a file and of a household: masked, ready to be shown.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Group, Method, Values};
use crate::freshness::FileState;
use crate::household::HouseholdCard;
use crate::id::ResidentId;
use crate::note::Note;
use crate::person::MaskedPerson;
use crate::photo::PhotoLine;
use crate::stay::Stay;

/// A word that files choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionaryWord {
    /// Which list.
    pub kind: String,
    /// The stored code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Whether it can still be chosen.
    pub is_offered: bool,
}

/// How a field group stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupState {
    /// Which.
    pub group: Group,
    /// Required fields that are filled.
    pub filled: u16,
    /// Required fields.
    pub required: u16,
    /// The last day on which it was verified, by itself or with the whole file.
    pub verified_on: Option<NaiveDate>,
    /// By whom and how, when by itself.
    pub by: Option<(String, Method)>,
    /// The last day on which that holds.
    pub fresh_until: Option<NaiveDate>,
}

/// A key group that a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyGroup {
    /// The label's code.
    pub code: u8,
    /// Grade.
    pub level: Option<String>,
    /// Since when.
    pub since_on: Option<NaiveDate>,
    /// What helpers have to know.
    pub note: Option<String>,
}

/// A stay with the names of both ends: 点人知房、点房知人.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayLine {
    /// The stay.
    pub stay: Stay,
    /// Who, masked; none when the person's file is now kept elsewhere.
    pub name: Option<String>,
    /// Where: estate and short address.
    pub place: String,
}

/// Somebody who looked at or changed a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// The account's post in Chinese and English.
    pub by: (String, String),
    /// What was done: the word of the audit trail.
    pub action: String,
}

/// A file that may be the same person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namesake {
    /// Who.
    pub resident: ResidentId,
    /// Name, masked.
    pub name: String,
    /// Where the person lives.
    pub place: Option<String>,
    /// The file's revision.
    pub revision: i64,
}

/// A merge that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeLine {
    /// Its serial number.
    pub id: i64,
    /// The duplicate.
    pub merged: ResidentId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A person's e-file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFile {
    /// The person behind masks.
    pub person: MaskedPerson,
    /// The fields in clear; masked ones are left out.
    pub values: Values,
    /// The field groups.
    pub groups: Vec<GroupState>,
    /// Key groups.
    pub key_groups: Vec<KeyGroup>,
    /// Codes of skills.
    pub skills: Vec<String>,
    /// Where the person lives, lived, is registered or owns: the latest first.
    pub stays: Vec<StayLine>,
    /// The last looks and changes, as far as the viewer's area reaches.
    pub looks: Vec<Look>,
    /// Photos, the latest first.
    pub photos: Vec<PhotoLine>,
    /// Merges that hold.
    pub merges: Vec<MergeLine>,
    /// The file that this duplicate was merged into.
    pub merged_into: Option<ResidentId>,
    /// Files that may be the same person's.
    pub namesakes: Vec<Namesake>,
    /// Day of death.
    pub died_on: Option<NaiveDate>,
    /// Rises with every change; a change names the revision that it saw.
    pub revision: i64,
    /// The words that fields choose from.
    pub words: Vec<DictionaryWord>,
    /// Today in the city.
    pub today: NaiveDate,
    /// Whether the viewer may change it.
    pub may_edit: bool,
    /// Whether the viewer may see it without masks, for a reason.
    pub may_unmask: bool,
    /// Whether the viewer may tell the person who looked.
    pub may_tell_looks: bool,
}

/// A household as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdFile {
    /// The card.
    pub card: HouseholdCard,
    /// Open stays of people who do not live there: registered only, landlords, owners.
    pub others: Vec<StayLine>,
    /// Stays that ended, the latest first.
    pub past: Vec<StayLine>,
    /// Notes at the dwelling, its stairwell, building and estate.
    pub notes: Vec<Note>,
    /// Photos, the latest first.
    pub photos: Vec<PhotoLine>,
    /// Completeness and freshness.
    pub state: FileState,
    /// The words that a new person's fields choose from.
    pub words: Vec<DictionaryWord>,
    /// Today in the city.
    pub today: NaiveDate,
}
