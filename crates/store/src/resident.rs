//! Residents of a household, and how often an account looked behind masks.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::id::{DwellingId, ResidentId};
use domain::person::{IdNumber, PersonFacts, Relation, Sex};
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::Keyring;

use crate::{StoreError, Tx, row, sealed};

/// Columns of a person; `$relation` is the SQL text of the relation to show.
macro_rules! person_sql {
    ($relation:literal, $rest:literal) => {
        concat!(
            "select r.area, r.id, r.name, r.sex, r.born_on, ",
            $relation,
            " as relation, r.id_number_sealed, r.phone_sealed, r.medical_note_sealed, r.status = 'checked' as is_checked ",
            $rest
        )
    };
}

/// Who lives behind a door: `$1` the dwelling, `$2` the day. `$first` comes before the question.
macro_rules! behind_door_sql {
    ($first:literal) => {
        concat!(
            $first,
            person_sql!(
                "s.relation",
                "from (
                    select distinct on (coalesce(m.merged_into, m.id)) coalesce(m.merged_into, m.id) as id, s.relation
                    from stay s
                    join resident m on m.id = s.resident_id
                    where s.dwelling_id = $1
                        and s.kind in ('both', 'actual')
                        and (s.from_on is null or s.from_on <= $2)
                        and (s.to_on is null or s.to_on > $2)
                    order by coalesce(m.merged_into, m.id), s.id
                ) s
                join resident r on r.id = s.id
                order by s.relation <> 'head', r.born_on, r.id"
            )
        )
    };
}

/// The people who live in a dwelling on a day, the head first. A duplicate's stays count as those of the file that it was
/// merged into.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId, day: NaiveDate) -> Result<Vec<PersonFacts>, StoreError> {
    let rows = sqlx::query(behind_door_sql!("")).bind(dwelling.number()).bind(day).fetch_all(tx.db()).await?;
    rows.iter().map(|row| person(tx.keyring(), row)).collect()
}

/// The same, and that the account looked: the statement that shows people is the one that writes it down. A card is opened so
/// often that the trip it saves is a sixth of what it costs.
pub async fn look_behind(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    (dwelling, area): (DwellingId, Area),
    day: NaiveDate,
) -> Result<Vec<PersonFacts>, StoreError> {
    let rows = sqlx::query(behind_door_sql!(
        "with entry as (
            insert into audit (at, account_id, post_id, area, action, record_kind, record_id)
            values ($3, $4, $5, $6, 'view_card', 'household', $1)
            returning id
        ),
        pending as (
            insert into audit_pending (audit_id)
            select id from entry
        ) "
    ))
    .bind(dwelling.number())
    .bind(day)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(area.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| person(tx.keyring(), row)).collect()
}

/// One person with the grid; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, resident: ResidentId) -> Result<Option<(Area, PersonFacts)>, StoreError> {
    let found = sqlx::query(person_sql!(
        "coalesce((
            select s.relation
            from stay s
            where s.resident_id = r.id and s.kind in ('both', 'actual') and s.to_on is null
            limit 1
        ), 'other')",
        "from resident r where r.id = $1"
    ))
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
            and action in ('unmask_resident', 'unmask_photo')",
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
        relation: Relation::from_slug(&relation).ok_or(StoreError::Unreadable { column: "stay.relation" })?,
        id_number: sealed::open(keyring, row, sealed::id_number_place(id))?,
        phone: sealed::open(keyring, row, sealed::phone_place(id))?,
        medical_note: sealed::open(keyring, row, sealed::medical_note_place(id))?,
        is_checked: row.try_get("is_checked")?,
    })
}
