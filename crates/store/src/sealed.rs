//! The sealed columns: what is sealed where, how it is read, and how many rows are sealed at once.
//!
//! Not here: the ciphers and the keys (`vault`), who may see what is opened (`service`).

use std::str::FromStr;

use domain::id::ResidentId;
use domain::medical_note::MedicalNote;
use domain::person::IdNumber;
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Keyring, Nonces, Place};

use crate::seed::ResidentColumns;
use crate::{StoreError, Tx, row};

/// What identity numbers' tokens are made for.
pub(crate) const ID_NUMBER: &str = "id_number";
/// What telephones' tokens are made for.
pub(crate) const PHONE: &str = "phone";

pub(crate) fn id_number_place(row: i64) -> Place {
    Place { table: "resident", column: "id_number_sealed", row }
}

pub(crate) fn phone_place(row: i64) -> Place {
    Place { table: "resident", column: "phone_sealed", row }
}

pub(crate) fn medical_note_place(row: i64) -> Place {
    Place { table: "resident", column: "medical_note_sealed", row }
}

/// Opens a column that may be empty and reads what is in it.
pub(crate) fn open<T: FromStr>(keyring: &Keyring, row: &PgRow, place: Place) -> Result<Option<T>, StoreError> {
    let sealed: Option<&[u8]> = row.try_get(place.column)?;
    let Some(sealed) = sealed else { return Ok(None) };
    let text = keyring.open_text(place, sealed)?;
    text.parse().map(Some).map_err(|_unreadable| StoreError::Unreadable { column: place.column })
}

/// The private fields of many residents, sealed, as columns.
#[derive(Debug, Default)]
pub(crate) struct SealedColumns {
    pub(crate) id_number: Vec<Option<Vec<u8>>>,
    pub(crate) id_number_token: Vec<Option<i64>>,
    pub(crate) phone: Vec<Option<Vec<u8>>>,
    pub(crate) phone_token: Vec<Option<i64>>,
    pub(crate) medical_note: Vec<Option<Vec<u8>>>,
}

impl SealedColumns {
    /// Seals the private fields of residents.
    pub(crate) fn of(keyring: &Keyring, nonces: &mut Nonces, rows: &ResidentColumns) -> Result<Self, StoreError> {
        let mut sealed = Self::default();
        for (at, id) in rows.id.iter().enumerate() {
            let fields = (rows.id_number[at].as_ref(), rows.phone[at].as_ref(), rows.medical_note[at].as_ref());
            sealed.push(keyring, nonces, *id, fields)?;
        }
        Ok(sealed)
    }

    /// Seals the fields of one more resident.
    fn push(
        &mut self,
        keyring: &Keyring,
        nonces: &mut Nonces,
        row: i64,
        (id_number, phone, medical_note): (Option<&IdNumber>, Option<&Phone>, Option<&MedicalNote>),
    ) -> Result<(), StoreError> {
        let mut seal = |place: Place, text: Option<&str>| {
            text.map(|text| keyring.seal(place, nonces.draw(), text.as_bytes())).transpose()
        };
        let token = |purpose, text: Option<&str>| text.map(|text| keyring.token(purpose, text)).transpose();
        let (id_number, phone) = (id_number.map(IdNumber::reveal), phone.map(Phone::reveal));
        self.id_number.push(seal(id_number_place(row), id_number)?);
        self.id_number_token.push(token(ID_NUMBER, id_number)?);
        self.phone.push(seal(phone_place(row), phone)?);
        self.phone_token.push(token(PHONE, phone)?);
        self.medical_note.push(seal(medical_note_place(row), medical_note.map(MedicalNote::reveal))?);
        Ok(())
    }
}

/// Seals a person's identity number.
pub async fn set_id_number(
    tx: &mut Tx,
    nonces: &mut Nonces,
    resident: ResidentId,
    id_number: &IdNumber,
) -> Result<(), StoreError> {
    let sealed = tx.keyring().seal(id_number_place(resident.number()), nonces.draw(), id_number.reveal().as_bytes())?;
    let token = tx.keyring().token(ID_NUMBER, id_number.reveal())?;
    sqlx::query("update resident set id_number_sealed = $2, id_number_token = $3 where id = $1")
        .bind(resident.number())
        .bind(sealed)
        .bind(token)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Seals a person's telephone; without one the old one goes.
pub async fn set_phone(
    tx: &mut Tx,
    nonces: &mut Nonces,
    resident: ResidentId,
    phone: Option<&Phone>,
) -> Result<(), StoreError> {
    let (place, text) = (phone_place(resident.number()), phone.map(Phone::reveal));
    let sealed = text.map(|text| tx.keyring().seal(place, nonces.draw(), text.as_bytes())).transpose()?;
    let token = text.map(|text| tx.keyring().token(PHONE, text)).transpose()?;
    sqlx::query("update resident set phone_sealed = $2, phone_token = $3, revision = revision + 1 where id = $1")
        .bind(resident.number())
        .bind(sealed)
        .bind(token)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Seals a note on a person's health; without one the old one goes.
pub async fn set_medical_note(
    tx: &mut Tx,
    nonces: &mut Nonces,
    resident: ResidentId,
    note: Option<&MedicalNote>,
) -> Result<(), StoreError> {
    let place = medical_note_place(resident.number());
    let sealed = note.map(|note| tx.keyring().seal(place, nonces.draw(), note.reveal().as_bytes())).transpose()?;
    sqlx::query("update resident set medical_note_sealed = $2, revision = revision + 1 where id = $1")
        .bind(resident.number())
        .bind(sealed)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Files with the same identity number, merged ones left out. Looks under every key, because a rotation may be under way.
pub async fn same_number(tx: &mut Tx, id_number: &IdNumber) -> Result<Vec<ResidentId>, StoreError> {
    let tokens = tx.keyring().tokens(ID_NUMBER, id_number.reveal())?;
    let found: Vec<i64> = sqlx::query_scalar(
        "select id from resident where id_number_token = any($1) and merged_into is null order by id limit 5",
    )
    .bind(tokens)
    .fetch_all(tx.db())
    .await?;
    found.into_iter().map(|id| row::parse(id, ResidentId::new_checked, "resident.id")).collect()
}
