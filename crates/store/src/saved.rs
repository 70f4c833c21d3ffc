//! Filters that somebody keeps under a name. Row-level security says whose one sees: one's own, and those shared over an area
//! that holds one's own.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::filter::Filter;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// A kept filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its serial number.
    pub id: i64,
    /// What its keeper calls it.
    pub name: String,
    /// Where it is asked.
    pub area: Area,
    /// What is asked.
    pub filter: Filter,
    /// Whether the account that asks keeps it.
    pub is_own: bool,
    /// Whether everybody who works inside its area sees it.
    pub is_shared: bool,
    /// The post that made it, in Chinese and English.
    pub by: (String, String),
}

/// One's own by name, then those that others share.
pub async fn list(tx: &mut Tx, actor: &Actor) -> Result<Vec<SavedFilter>, StoreError> {
    let rows = sqlx::query(
        "select f.id, f.name, f.area, f.conditions, f.account_id = $1 as is_own, f.is_shared, p.title_zh, p.title_en
        from saved_filter f
        join post p on p.id = f.post_id
        where f.account_id = $1
            or f.is_shared and f.area <= $2 and f.area_end >= $3
        order by is_own desc, f.name, f.id",
    )
    .bind(actor.account.number())
    .bind(actor.area.range().lo)
    .bind(actor.area.range().hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let conditions: &str = row.try_get("conditions")?;
            Ok(SavedFilter {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                area: row::area(row, "area")?,
                filter: row::parse(conditions, |text| text.parse().ok(), "saved_filter.conditions")?,
                is_own: row.try_get("is_own")?,
                is_shared: row.try_get("is_shared")?,
                by: (row.try_get("title_zh")?, row.try_get("title_en")?),
            })
        })
        .collect()
}

/// Keeps a filter. False when the account has another one of this name.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    (area, filter): (Area, &Filter),
    (name, is_shared): (&str, bool),
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let range = area.range();
    let done = sqlx::query(
        "insert into saved_filter (area, area_end, account_id, post_id, name, conditions, is_shared, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict on constraint saved_filter_name_is_the_owners_only_one do nothing",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(name)
    .bind(filter.to_string())
    .bind(is_shared)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes one's own filter. False when it is none of one's own.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from saved_filter where id = $1 and account_id = $2")
        .bind(id)
        .bind(actor.account.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}
