//! Queues that somebody keeps under a name. Row-level security shows one's own and nobody else's.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::case::{Axis, KeptQueue, Light, MOST_KEPT, Queue};
use domain::category::CategoryCode;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// One's own, by name.
pub async fn kept(tx: &mut Tx, actor: &Actor) -> Result<Vec<KeptQueue>, StoreError> {
    let rows = sqlx::query(
        "select id, name, axis, light, late_only, supervised_only, within, category
        from kept_queue
        where account_id = $1
        order by name, id",
    )
    .bind(actor.account.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(kept_row).collect()
}

fn kept_row(row: &PgRow) -> Result<KeptQueue, StoreError> {
    let (axis, light, within): (String, Option<i16>, Option<i64>) =
        (row.try_get("axis")?, row.try_get("light")?, row.try_get("within")?);
    let category: Option<String> = row.try_get("category")?;
    Ok(KeptQueue {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        queue: Queue {
            axis: row::parse(axis.as_str(), Axis::from_slug, "kept_queue.axis")?,
            light: light.map(|light| row::parse(light, Light::from_number, "kept_queue.light")).transpose()?,
            late_only: row.try_get("late_only")?,
            supervised_only: row.try_get("supervised_only")?,
            area: within.map(|area| row::parse(area, Area::new_checked, "kept_queue.within")).transpose()?,
            category: category
                .map(|code| row::parse(code.as_str(), CategoryCode::new, "kept_queue.category"))
                .transpose()?,
            skip: 0,
        },
    })
}

/// Keeps a queue. False when the account has another one of this name, or as many as it may.
pub async fn keep(
    tx: &mut Tx,
    actor: &Actor,
    name: &str,
    queue: &Queue,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into kept_queue (account_id, name, axis, light, late_only, supervised_only, within, category, made_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9
        where (select count(*) from kept_queue where account_id = $1) < $10
        on conflict on constraint kept_queue_name_is_the_owners_only_one do nothing",
    )
    .bind(actor.account.number())
    .bind(name)
    .bind(queue.axis.slug())
    .bind(queue.light.map(Light::number))
    .bind(queue.late_only)
    .bind(queue.supervised_only)
    .bind(queue.area.map(Area::code))
    .bind(queue.category.as_ref().map(CategoryCode::as_str))
    .bind(now)
    .bind(i64::try_from(MOST_KEPT).unwrap_or(i64::MAX))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives one of one's own another name. Nothing when it is none of one's own; false when another one has that name.
pub async fn rename_kept(
    tx: &mut Tx,
    actor: &Actor,
    (id, name): (i64, &str),
    now: DateTime<Utc>,
) -> Result<Option<bool>, StoreError> {
    let found: Option<bool> = sqlx::query_scalar(
        "select exists (select 1 from kept_queue o where o.account_id = $2 and o.name = $3 and o.id <> k.id)
        from kept_queue k
        where k.id = $1 and k.account_id = $2
        for update",
    )
    .bind(id)
    .bind(actor.account.number())
    .bind(name)
    .fetch_optional(tx.db())
    .await?;
    let Some(is_taken) = found else { return Ok(None) };
    if is_taken {
        return Ok(Some(false));
    }
    sqlx::query("update kept_queue set name = $2, made_at = $3 where id = $1")
        .bind(id)
        .bind(name)
        .bind(now)
        .execute(tx.db())
        .await?;
    Ok(Some(true))
}

/// Removes one of one's own. False when it is none of one's own.
pub async fn remove_kept(tx: &mut Tx, actor: &Actor, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from kept_queue where id = $1 and account_id = $2")
        .bind(id)
        .bind(actor.account.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}
