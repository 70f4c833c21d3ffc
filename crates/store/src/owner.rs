//! Who answers for which kind of cases where. Kept as the system; what came of hand-overs is counted by whoever hands over.

use chrono::NaiveDate;
use domain::area::{Area, County};
use domain::category::CategoryCode;
use domain::id::UnitId;
use domain::route::{Basis, Owned, Owner};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A row of the table, as administrators list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerRow {
    /// Its number.
    pub id: i64,
    /// What it says, with its counts.
    pub owner: Owner,
    /// The area's name.
    pub area_name: String,
    /// The unit's name in Chinese.
    pub unit_zh: String,
    /// The same in English; empty when there is none.
    pub unit_en: String,
    /// Whether the unit still works.
    pub is_open: bool,
}

/// Whom the suggestion may name: what it takes to call them.
pub type UnitNames = (UnitId, String, String);

/// All rows of a city, by code, area and unit.
pub async fn list(tx: &mut Tx, county: County, today: NaiveDate) -> Result<Vec<OwnerRow>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select o.id, o.code, o.area, o.unit_id, o.basis, o.sent, o.returned, coalesce(r.name, '') as area_name,
            u.name_zh, u.name_en, coalesce(u.closed_on > $3, true) as is_open
        from category_owner o
        join unit u on u.id = o.unit_id
        left join area r on r.area = o.area
        where o.area >= $1
            and o.area < $2
        order by o.code, o.area, o.unit_id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(OwnerRow {
                id: row.try_get("id")?,
                owner: owner(row)?,
                area_name: row.try_get("area_name")?,
                unit_zh: row.try_get("name_zh")?,
                unit_en: row.try_get("name_en")?,
                is_open: row.try_get("is_open")?,
            })
        })
        .collect()
}

/// The rows that a case of a category at a place may fall under, with their units' names: of units that work.
pub async fn at(
    tx: &mut Tx,
    code: &CategoryCode,
    place: Area,
    today: NaiveDate,
) -> Result<Vec<(Owner, UnitNames)>, StoreError> {
    let path: Vec<i64> = place.path().iter().map(|area| area.code()).collect();
    let rows = sqlx::query(
        "select o.code, o.area, o.unit_id, o.basis, o.sent, o.returned, u.name_zh, u.name_en
        from category_owner o
        join unit u on u.id = o.unit_id
        where o.area = any($1)
            and o.code in ($2, left($2, 2), '00')
            and coalesce(u.closed_on > $3, true)
        order by o.id",
    )
    .bind(path)
    .bind(code.as_str())
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let owner = owner(row)?;
            let names = (owner.unit, row.try_get("name_zh")?, row.try_get("name_en")?);
            Ok((owner, names))
        })
        .collect()
}

/// Writes a row down. False when it is there already.
pub async fn add(tx: &mut Tx, owned: &Owned, area: Area, unit: UnitId, basis: Basis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into category_owner (code, area, unit_id, basis)
        values ($1, $2, $3, $4)
        on conflict (code, area, unit_id) do nothing",
    )
    .bind(owned.as_str())
    .bind(area.code())
    .bind(unit.number())
    .bind(basis.slug())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Says on what ground, and begins to count anew when asked. The unit that it names, or nothing when there is no such row.
pub async fn change(
    tx: &mut Tx,
    county: County,
    id: i64,
    basis: Basis,
    forgets: bool,
) -> Result<Option<UnitId>, StoreError> {
    let range = Area::city(county).range();
    let found: Option<i64> = sqlx::query_scalar(
        "update category_owner
        set basis = $4,
            sent = case when $5 then 0 else sent end,
            returned = case when $5 then 0 else returned end
        where id = $1
            and area >= $2
            and area < $3
        returning unit_id",
    )
    .bind(id)
    .bind(range.lo)
    .bind(range.hi)
    .bind(basis.slug())
    .bind(forgets)
    .fetch_optional(tx.db())
    .await?;
    found.map(|unit| row::parse(unit, UnitId::new_checked, "category_owner.unit_id")).transpose()
}

/// Takes a row away. The unit that it named, or nothing when there is no such row.
pub async fn remove(tx: &mut Tx, county: County, id: i64) -> Result<Option<UnitId>, StoreError> {
    let range = Area::city(county).range();
    let found: Option<i64> =
        sqlx::query_scalar("delete from category_owner where id = $1 and area >= $2 and area < $3 returning unit_id")
            .bind(id)
            .bind(range.lo)
            .bind(range.hi)
            .fetch_optional(tx.db())
            .await?;
    found.map(|unit| row::parse(unit, UnitId::new_checked, "category_owner.unit_id")).transpose()
}

/// Counts a case that was handed to a unit, or that it returned, in the row that named it: of several the narrowest. False
/// when none did.
pub async fn count(
    tx: &mut Tx,
    code: &CategoryCode,
    place: Area,
    unit: UnitId,
    returned: bool,
) -> Result<bool, StoreError> {
    let path: Vec<i64> = place.path().iter().map(|area| area.code()).collect();
    let done = sqlx::query(
        "update category_owner
        set sent = sent + case when $4 then 0 else 1 end,
            returned = returned + case when $4 then 1 else 0 end
        where id = (
            select o.id
            from category_owner o
            where o.unit_id = $3
                and o.area = any($1)
                and o.code in ($2, left($2, 2), '00')
            order by o.code = $2 desc, o.code <> '00' desc, o.area desc
            limit 1
        )",
    )
    .bind(path)
    .bind(code.as_str())
    .bind(unit.number())
    .bind(returned)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn owner(row: &PgRow) -> Result<Owner, StoreError> {
    Ok(Owner {
        unit: row::parse(row.try_get("unit_id")?, UnitId::new_checked, "category_owner.unit_id")?,
        owned: row::parse(row.try_get::<&str, _>("code")?, Owned::new, "category_owner.code")?,
        area: row::area(row, "area")?,
        basis: row::parse(row.try_get::<&str, _>("basis")?, Basis::from_slug, "category_owner.basis")?,
        sent: row.try_get::<i32, _>("sent")?.unsigned_abs(),
        returned: row.try_get::<i32, _>("returned")?.unsigned_abs(),
    })
}
