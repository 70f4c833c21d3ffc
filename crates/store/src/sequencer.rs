//! Numbering the outbox: one leader at a time gives numbers to rows that are committed.
//!
//! Readers may not go by `outbox.id`: ids are drawn before commit, so a slow transaction would commit behind a reader's back.
//! Numbers are given afterwards, under the lock of the one sequencer row, so they become visible in order and without gaps.

use std::time::Duration;

use sqlx::Row;

use crate::{StoreError, Tx};

/// Takes or renews the lease for a holder; false while somebody else has it.
pub async fn lease(tx: &mut Tx, holder: &str, term: Duration) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update sequencer
        set holder = $1, held_until = clock_timestamp() + make_interval(secs => $2)
        where name = 'outbox'
            and (holder is null or holder = $1 or held_until < clock_timestamp())",
    )
    .bind(holder)
    .bind(term.as_secs_f64())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the lease back, so that the next leader need not wait for its end.
pub async fn release(tx: &mut Tx, holder: &str) -> Result<(), StoreError> {
    sqlx::query("update sequencer set holder = null, held_until = null where name = 'outbox' and holder = $1")
        .bind(holder)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Whether committed rows wait for a number, and the last number given. A cheap look before the work.
pub async fn glance(tx: &mut Tx) -> Result<(bool, i64), StoreError> {
    let row = sqlx::query(
        "select
            exists (select 1 from outbox where seq is null) as waiting,
            (select last_seq from sequencer where name = 'outbox') as last_seq",
    )
    .fetch_one(tx.db())
    .await?;
    Ok((row.try_get("waiting")?, row.try_get("last_seq")?))
}

/// The last number given, if the holder has the lease; nobody else numbers or seals until the transaction ends.
pub(crate) async fn held(tx: &mut Tx, holder: &str) -> Result<Option<i64>, StoreError> {
    let last_seq = sqlx::query_scalar(
        "select last_seq
        from sequencer
        where name = 'outbox'
            and holder = $1
            and held_until > clock_timestamp()
        for update",
    )
    .bind(holder)
    .fetch_optional(tx.db())
    .await?;
    Ok(last_seq)
}

/// Numbers up to `limit` committed rows, if the holder still has the lease. Returns how many.
pub async fn number(tx: &mut Tx, holder: &str, limit: i64) -> Result<u64, StoreError> {
    let Some(last_seq) = held(tx, holder).await? else { return Ok(0) };
    let done = sqlx::query(
        "with waiting as (
            select id
            from outbox
            where seq is null
            order by id
            limit $2
            for update skip locked
        ),
        numbered as (
            select id, $1 + row_number() over (order by id) as seq
            from waiting
        )
        update outbox o
        set seq = n.seq
        from numbered n
        where o.id = n.id",
    )
    .bind(last_seq)
    .bind(limit)
    .execute(tx.db())
    .await?
    .rows_affected();
    if done > 0 {
        sqlx::query("update sequencer set last_seq = $1 where name = 'outbox'")
            .bind(last_seq + done as i64)
            .execute(tx.db())
            .await?;
    }
    Ok(done)
}

/// Deletes numbered rows except the last `keep`; whoever wants to resume before them has to load everything again.
pub async fn prune(tx: &mut Tx, keep: i64) -> Result<u64, StoreError> {
    let row = sqlx::query("select last_seq from sequencer where name = 'outbox' for update").fetch_one(tx.db()).await?;
    let up_to = row.try_get::<i64, _>("last_seq")? - keep;
    if up_to <= 0 {
        return Ok(0);
    }
    let done = sqlx::query("delete from outbox where seq <= $1").bind(up_to).execute(tx.db()).await?.rows_affected();
    sqlx::query("update sequencer set pruned_seq = greatest(coalesce(pruned_seq, 0), $1) where name = 'outbox'")
        .bind(up_to)
        .execute(tx.db())
        .await?;
    Ok(done)
}
