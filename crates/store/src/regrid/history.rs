//! What moved when, and by whom.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::clock::civil_date;
use domain::regrid::Kind;
use sqlx::Row;

use super::Change;
use crate::{StoreError, Tx, row};

/// A change that was made.
pub(super) struct Moved<'a> {
    pub(super) change: &'a Change<'a>,
    pub(super) into: Area,
    pub(super) buildings: &'a [i64],
    pub(super) dwellings: i64,
}

/// Writes a change down.
pub(super) async fn write(tx: &mut Tx, moved: &Moved<'_>, actor: &Actor, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into area_change (
            kind, from_area, to_area, effective_on, buildings, dwellings, at, account_id, post_id
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(moved.change.kind.slug())
    .bind(moved.change.from.code())
    .bind(moved.into.code())
    .bind(civil_date(now))
    .bind(moved.buildings)
    .bind(moved.dwellings as i32)
    .bind(now)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A change as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// What it was.
    pub kind: Kind,
    /// The grid that gave, and its name.
    pub from: (Area, String),
    /// The grid that took, and its name.
    pub into: (Area, String),
    /// From which day it holds.
    pub effective_on: NaiveDate,
    /// How many buildings went.
    pub buildings: i64,
    /// How many dwellings went.
    pub dwellings: i64,
    /// The post it was done under, in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
}

/// The changes of the grids below an area (or of a grid itself), the newest first.
pub async fn changes(tx: &mut Tx, area: Area, limit: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select
            c.kind, c.from_area, f.name as from_name, c.to_area, t.name as to_name, c.effective_on,
            cardinality(c.buildings)::int8 as buildings, c.dwellings::int8 as dwellings,
            p.title_zh, p.title_en
        from area_change c
        join area f on f.area = c.from_area
        join area t on t.area = c.to_area
        join post p on p.id = c.post_id
        where (c.from_area >= $1 and c.from_area < $2)
            or (c.to_area >= $1 and c.to_area < $2)
        order by c.id desc
        limit $3",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            Ok(ChangeRow {
                kind: row::parse(kind.as_str(), Kind::from_slug, "area_change.kind")?,
                from: (row::area(row, "from_area")?, row.try_get("from_name")?),
                into: (row::area(row, "to_area")?, row.try_get("to_name")?),
                effective_on: row.try_get("effective_on")?,
                buildings: row.try_get("buildings")?,
                dwellings: row.try_get("dwellings")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
            })
        })
        .collect()
}
