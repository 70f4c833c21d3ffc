//! Rosters 花名册 of areas. Telephones are sealed; whoever may read an entry may ring its person.

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::id::AccountId;
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

/// Somebody on a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The entry.
    pub id: i64,
    /// The area that the person serves.
    pub area: Area,
    /// That area's name.
    pub area_name: String,
    /// What the person does: a code of the dictionary `roster`.
    pub kind: String,
    /// The same in Chinese.
    pub kind_zh: String,
    /// The same in English.
    pub kind_en: String,
    /// Who it is.
    pub name: String,
    /// The part of the area; empty for all of it.
    pub place: String,
    /// The telephone.
    pub phone: Option<Phone>,
    /// The person's account.
    pub account: Option<AccountId>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no more.
    pub to_on: Option<NaiveDate>,
}

/// Somebody to be put on a roster.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    /// The area that the person serves.
    pub area: Area,
    /// What the person does: a code of the dictionary `roster`.
    pub kind: &'a str,
    /// Who it is.
    pub name: &'a str,
    /// The part of the area; empty for all of it.
    pub place: &'a str,
    /// The telephone.
    pub phone: Option<&'a Phone>,
    /// The person's account.
    pub account: Option<AccountId>,
    /// The first day.
    pub from_on: NaiveDate,
}

pub(crate) fn phone_place(row: i64) -> Place {
    Place { table: "roster_entry", column: "phone_sealed", row }
}

/// Who serves an area on a day or later: in it, or above it. By kind, then area, then name.
pub async fn list(tx: &mut Tx, range: AreaRange, today: NaiveDate) -> Result<Vec<RosterRow>, StoreError> {
    let rows = sqlx::query(
        "select
            e.id, e.area, e.kind, r.name as area_name, coalesce(d.name_zh, e.kind) as kind_zh, coalesce(d.name_en, e.kind) as kind_en,
            e.name, e.place, e.phone_sealed, e.account_id, e.from_on, e.to_on
        from roster_entry e
        join area r on r.area = e.area
        left join dictionary d on d.kind = 'roster' and d.code = e.kind
        where e.area_end > $1
            and e.area < $2
            and (e.to_on is null or e.to_on > $3)
        order by d.rank, e.area, e.place, e.name, e.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| roster_row(tx, row)).collect()
}

/// The area of an entry that the session sees.
pub async fn area_of(tx: &mut Tx, id: i64) -> Result<Option<Area>, StoreError> {
    let found = sqlx::query("select area from roster_entry where id = $1").bind(id).fetch_optional(tx.db()).await?;
    found.map(|row| row::area(&row, "area")).transpose()
}

/// Puts somebody on a roster. Returns the entry's number.
pub async fn add(tx: &mut Tx, nonces: &mut Nonces, new: &NewEntry<'_>) -> Result<i64, StoreError> {
    let id: i64 = sqlx::query_scalar("select nextval('roster_entry_serial')").fetch_one(tx.db()).await?;
    let phone = new.phone.map(|phone| tx.keyring().seal(phone_place(id), nonces.draw(), phone.reveal().as_bytes()));
    sqlx::query(
        "insert into roster_entry (id, area, kind, name, place, phone_sealed, account_id, from_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(new.area.code())
    .bind(new.kind)
    .bind(new.name)
    .bind(new.place)
    .bind(phone.transpose()?)
    .bind(new.account.map(AccountId::number))
    .bind(new.from_on)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// Ends an entry that is open. False when it is not, or would end before it began.
pub async fn end(tx: &mut Tx, id: i64, to_on: NaiveDate) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update roster_entry
        set to_on = $2
        where id = $1
            and from_on <= $2
            and (to_on is null or to_on > $2)",
    )
    .bind(id)
    .bind(to_on)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn roster_row(tx: &Tx, row: &PgRow) -> Result<RosterRow, StoreError> {
    let id: i64 = row.try_get("id")?;
    let account: Option<i64> = row.try_get("account_id")?;
    Ok(RosterRow {
        id,
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        kind: row.try_get("kind")?,
        kind_zh: row.try_get("kind_zh")?,
        kind_en: row.try_get("kind_en")?,
        name: row.try_get("name")?,
        place: row.try_get("place")?,
        phone: sealed::open(tx.keyring(), row, phone_place(id))?,
        account: account.map(|id| row::parse(id, AccountId::new_checked, "roster_entry.account_id")).transpose()?,
        from_on: row.try_get("from_on")?,
        to_on: row.try_get("to_on")?,
    })
}
