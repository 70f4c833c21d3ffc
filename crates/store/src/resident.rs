//! Residents of a household, and how often an account looked behind masks.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::id::{DwellingId, ResidentId};
use domain::person::{IdNumber, PersonFacts, Relation, Sex};
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::Keyring;

use crate::{StoreError, Tx, row, sealed};

/// The people registered in a dwelling, the head first.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Vec<PersonFacts>, StoreError> {
    let rows = sqlx::query(
        "select id, name, sex, born_on, relation, id_number_sealed, phone_sealed, medical_note_sealed
        from resident
        where dwelling_id = $1
        order by relation <> 'head', born_on, id",
    )
    .bind(dwelling.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| person(tx.keyring(), row)).collect()
}

/// One person with the grid; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, resident: ResidentId) -> Result<Option<(Area, PersonFacts)>, StoreError> {
    let found = sqlx::query(
        "select area, id, name, sex, born_on, relation, id_number_sealed, phone_sealed, medical_note_sealed
        from resident
        where id = $1",
    )
    .bind(resident.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(|row| Ok((row::area(row, "area")?, person(tx.keyring(), row)?))).transpose()
}

/// How many looks behind a mask an account had after an instant. Waits for the account's other looks to end, so that many
/// at once can't pass a limit together.
pub async fn unmasked_since(tx: &mut Tx, actor: &Actor, since: DateTime<Utc>) -> Result<i64, StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(actor.account.number()).execute(tx.db()).await?;
    let row = sqlx::query(
        "select count(*)
        from audit
        where account_id = $1
            and at > $2
            and action = 'unmask_resident'",
    )
    .bind(actor.account.number())
    .bind(since)
    .fetch_one(tx.db())
    .await?;
    Ok(row.try_get(0)?)
}

/// Who has an identity number, as far as this transaction may see: a second file about one person is noticed here, without
/// opening any.
pub async fn with_id_number(tx: &mut Tx, number: &IdNumber) -> Result<Vec<ResidentId>, StoreError> {
    let tokens = tx.keyring().tokens(sealed::ID_NUMBER, number.reveal())?;
    let ids: Vec<i64> = sqlx::query_scalar("select id from resident where id_number_token = any($1) order by id")
        .bind(tokens)
        .fetch_all(tx.db())
        .await?;
    ids.into_iter().map(|id| row::parse(id, ResidentId::new_checked, "resident.id")).collect()
}

/// Who has a telephone number, as far as this transaction may see.
pub async fn with_phone(tx: &mut Tx, phone: &Phone) -> Result<Vec<ResidentId>, StoreError> {
    let tokens = tx.keyring().tokens(sealed::PHONE, phone.reveal())?;
    let ids: Vec<i64> = sqlx::query_scalar("select id from resident where phone_token = any($1) order by id")
        .bind(tokens)
        .fetch_all(tx.db())
        .await?;
    ids.into_iter().map(|id| row::parse(id, ResidentId::new_checked, "resident.id")).collect()
}

fn person(keyring: &Keyring, row: &PgRow) -> Result<PersonFacts, StoreError> {
    let relation: String = row.try_get("relation")?;
    let id: i64 = row.try_get("id")?;
    Ok(PersonFacts {
        resident: row::parse(id, ResidentId::new_checked, "resident.id")?,
        name: row.try_get("name")?,
        sex: Sex::from_number(row.try_get("sex")?),
        born_on: row::date(row, "born_on")?,
        relation: Relation::from_slug(&relation).ok_or(StoreError::Unreadable { column: "resident.relation" })?,
        id_number: sealed::open(keyring, row, sealed::id_number_place(id))?,
        phone: sealed::open(keyring, row, sealed::phone_place(id))?,
        medical_note: sealed::open(keyring, row, sealed::medical_note_place(id))?,
    })
}
