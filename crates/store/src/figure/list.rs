//! The cases behind a number.

use domain::case::{Names, QueueLine};
use domain::figure::Which;
use sqlx::Row;

use super::condition::{behind, text};
use super::count::bound;
use super::{Asking, FACTS};
use crate::case::queue::{COLUMNS, NAMES, line_row};
use crate::{StoreError, Tx};

/// Some of the cases behind a number, and how many there are.
#[derive(Clone, Debug)]
pub struct Listed {
    /// One page of them: open ones first, the worst light first, then the latest.
    pub lines: Vec<QueueLine>,
    /// How many there are.
    pub total: i64,
}

/// The cases behind a number, by the same conditions that counted it.
pub async fn cases(
    tx: &mut Tx,
    asking: &Asking,
    which: &Which,
    (skip, limit): (i64, i64),
) -> Result<Listed, StoreError> {
    let behind = behind(which, asking.scope);
    let counting = format!("with f as ({FACTS}) select count(*) as total from f where {behind}");
    let total = bound(counting, asking).bind(text(which)).fetch_one(tx.db()).await?.try_get("total")?;
    let listing = format!(
        "with f as ({FACTS}), chosen as (
            select f.id
            from f
            where {behind}
            order by f.light, f.reported_at desc, f.id
            limit $7 offset $8
        )
        select {COLUMNS}
        from case_file c {NAMES}
        where c.id in (select id from chosen)
        order by c.light, c.reported_at desc, c.id"
    );
    let rows = bound(listing, asking).bind(text(which)).bind(limit).bind(skip).fetch_all(tx.db()).await?;
    Ok(Listed { lines: rows.iter().map(line_row).collect::<Result<_, _>>()?, total })
}

/// What the row of a number is called, where its key is an area, a desk or a group.
pub async fn row_name(tx: &mut Tx, key: &str) -> Result<Option<Names>, StoreError> {
    let found = sqlx::query(
        "select name as name_zh, name as name_en from area where area::text = $1
        union all
        select name_zh, coalesce(nullif(name_en, ''), name_zh) from unit where id::text = $1
        union all
        select name_zh, name_en from case_group where code = $1",
    )
    .bind(key)
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| Ok((row.try_get("name_zh")?, row.try_get("name_en")?))).transpose()
}
