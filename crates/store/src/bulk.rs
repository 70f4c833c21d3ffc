//! Labels on many households at once: the change, what is needed to undo it, and its trail.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::cell::LabelCode;
use domain::id::DwellingId;
use sqlx::Row;

use crate::{StoreError, Tx, label, row};

/// One change of many households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    /// Its serial number.
    pub id: i64,
    /// Which label.
    pub label: LabelCode,
    /// Whether it was put on.
    pub on: bool,
    /// The households that changed.
    pub dwellings: Vec<i64>,
    /// Whether the account that asks did it.
    pub is_own: bool,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// Locks households in the order of their ids, and gives those that there are and may be known, with their grids.
pub async fn lock(tx: &mut Tx, dwellings: &[i64]) -> Result<Vec<(i64, Area)>, StoreError> {
    let rows = sqlx::query("select id, area from household where id = any($1) order by id for update")
        .bind(dwellings)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row::area(row, "area")?))).collect()
}

/// Puts a label on locked households or takes it off. Gives those that changed by it, with their grids.
pub async fn set(
    tx: &mut Tx,
    dwellings: &[i64],
    code: LabelCode,
    on: bool,
) -> Result<Vec<(DwellingId, Area)>, StoreError> {
    let rows = sqlx::query(concat!(
        "update household set
            label_bits = case when $3 then label_bits | $2 else label_bits & ~$2 end, ",
        label::marks_of_labels!(
            "case when $3 then label_bits | $2 else label_bits & ~$2 end",
            "(id / 1000000000000)::int4"
        ),
        ", revision = revision + 1
        where id = any($1) and (label_bits & $2 <> 0) <> $3
        returning id, area"
    ))
    .bind(dwellings)
    .bind(label::bit(code))
    .bind(on)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let dwelling = row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?;
            Ok((dwelling, row::area(row, "area")?))
        })
        .collect()
}

/// Keeps what was done. Gives its number.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    range: AreaRange,
    (code, on): (LabelCode, bool),
    changed: &[(DwellingId, Area)],
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "insert into bulk_label (area, area_end, label, is_on, dwellings, account_id, post_id, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(i16::from(code.0))
    .bind(on)
    .bind(changed.iter().map(|(dwelling, _)| dwelling.number()).collect::<Vec<_>>())
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(now)
    .fetch_one(tx.db())
    .await?;
    Ok(row.try_get("id")?)
}

/// What was done, locked; nothing when there is none or its area is not in reach.
pub async fn one(tx: &mut Tx, actor: &Actor, id: i64) -> Result<Option<BulkRow>, StoreError> {
    let found = sqlx::query(
        "select id, label, is_on, dwellings, account_id = $2 as is_own, made_at, undone_at
        from bulk_label
        where id = $1
            and area >= $3
            and area_end <= $4
        for update",
    )
    .bind(id)
    .bind(actor.account.number())
    .bind(actor.area.range().lo)
    .bind(actor.area.range().hi)
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            Ok(BulkRow {
                id: row.try_get("id")?,
                label: LabelCode(row::count(&row, "label")? as u8),
                on: row.try_get("is_on")?,
                dwellings: row.try_get("dwellings")?,
                is_own: row.try_get("is_own")?,
                made_at: row::instant(&row, "made_at")?,
                undone_at: row.try_get("undone_at")?,
            })
        })
        .transpose()
}

/// Notes that it was undone.
pub async fn set_undone(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update bulk_label set undone_at = $2 where id = $1").bind(id).bind(now).execute(tx.db()).await?;
    Ok(())
}
