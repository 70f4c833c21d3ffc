//! Entering what is kept sealed: telephone and medical note of a person. What is left blank stays as it is, because nobody is
//! shown the old value to type it again; to have it go one says so.

use std::collections::BTreeMap;

use domain::file::{EntryProblem, Problem};
use domain::id::ResidentId;
use domain::medical_note::{MedicalNote, MedicalNoteError};
use domain::phone::Phone;
use store::{Tx, sealed};

use crate::{Service, ServiceError};

/// What becomes of a sealed field.
enum Change<T> {
    /// It stays.
    Keep,
    /// It goes.
    Clear,
    /// It is replaced.
    Set(T),
}

impl<T> Change<T> {
    fn read<E>(
        typed: &BTreeMap<String, String>,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
        problem: impl FnOnce(E) -> Problem,
    ) -> Result<Self, ServiceError> {
        let text = typed.get(field).map(|text| text.trim()).unwrap_or_default();
        if typed.contains_key(&format!("{field}_gone")) {
            return Ok(Self::Clear);
        }
        if text.is_empty() {
            return Ok(Self::Keep);
        }
        parse(text).map(Self::Set).map_err(|error| ServiceError::entry(field, vec![problem(error)]))
    }
}

/// Reads the telephone of an entry form, for a new file.
pub(crate) fn phone(typed: &BTreeMap<String, String>) -> Result<Option<Phone>, EntryProblem> {
    let text = typed.get("phone").map(|text| text.trim()).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_no_phone| EntryProblem::new("phone", Problem::PhoneForm))).transpose()
}

/// Changes the telephone as typed; the search index follows. Says which fields changed.
pub(crate) async fn write_contact(
    s: &Service,
    tx: &mut Tx,
    resident: ResidentId,
    typed: &BTreeMap<String, String>,
) -> Result<Vec<&'static str>, ServiceError> {
    let change = Change::read(typed, "phone", str::parse::<Phone>, |_no_phone| Problem::PhoneForm)?;
    let phone = match &change {
        Change::Keep => return Ok(Vec::new()),
        Change::Clear => None,
        Change::Set(phone) => Some(phone),
    };
    let before = store::file::found_by(tx, resident).await?;
    sealed::set_phone(tx, &mut s.nonces()?, resident, phone).await?;
    store::file::let_find(tx, resident, before).await?;
    Ok(vec!["phone"])
}

/// Changes the medical note as typed. Says which fields changed.
pub(crate) async fn write_medical_note(
    s: &Service,
    tx: &mut Tx,
    resident: ResidentId,
    typed: &BTreeMap<String, String>,
) -> Result<Vec<&'static str>, ServiceError> {
    let problem = |error| match error {
        MedicalNoteError::Empty => Problem::Missing,
        MedicalNoteError::TooLong => Problem::TooLong,
    };
    let note = match &Change::read(typed, "medical_note", str::parse::<MedicalNote>, problem)? {
        Change::Keep => return Ok(Vec::new()),
        Change::Clear => None,
        Change::Set(note) => Some(note.clone()),
    };
    sealed::set_medical_note(tx, &mut s.nonces()?, resident, note.as_ref()).await?;
    Ok(vec!["medical_note"])
}
