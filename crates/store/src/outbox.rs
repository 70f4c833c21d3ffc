//! The outbox: what changed, told in the transaction that changed it, and read in the sequencer's order.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::id::{CaseId, DwellingId, WishId};
use sqlx::Row;

use crate::{StoreError, Tx};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A household looks different.
    Household(DwellingId),
    /// A case's light changed, and the household's with it when the case is about one.
    Case(CaseId, Option<DwellingId>),
    /// A wish went a step on, or somebody claimed it.
    Wish(WishId),
}

/// Puts a change into the outbox.
pub async fn put(tx: &mut Tx, area: Area, change: Change, at: DateTime<Utc>) -> Result<(), StoreError> {
    let (topic, dwelling, case, wish) = match change {
        Change::Household(dwelling) => ("household", Some(dwelling), None, None),
        Change::Case(case, dwelling) => ("case", dwelling, Some(case), None),
        Change::Wish(wish) => ("wish", None, None, Some(wish)),
    };
    sqlx::query(
        "insert into outbox (area, topic, dwelling_id, case_id, wish_id, created_at)
        values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(area.code())
    .bind(topic)
    .bind(dwelling.map(DwellingId::number))
    .bind(case.map(CaseId::number))
    .bind(wish.map(WishId::number))
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Puts a change of each of these households into the outbox.
pub async fn put_households(
    tx: &mut Tx,
    households: &[(Area, DwellingId)],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into outbox (area, topic, dwelling_id, created_at)
        select area, 'household', dwelling_id, $3
        from unnest($1::int8[], $2::int8[]) as t (area, dwelling_id)",
    )
    .bind(households.iter().map(|(area, _)| area.code()).collect::<Vec<_>>())
    .bind(households.iter().map(|(_, dwelling)| dwelling.number()).collect::<Vec<_>>())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Records that changed between two numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The last number in it; `None` when nothing changed.
    pub last_seq: Option<i64>,
    /// Households that look different, by id.
    pub dwellings: BTreeSet<i64>,
    /// Cases whose light changed, by id.
    pub cases: BTreeSet<i64>,
    /// Wishes that went a step on, by id.
    pub wishes: BTreeSet<i64>,
    /// How many rows were read.
    pub rows: usize,
}

/// The first `limit` changes after a number, as far as this transaction may see them.
pub async fn after(tx: &mut Tx, seq: i64, up_to: i64, limit: i64) -> Result<Changes, StoreError> {
    let rows = sqlx::query(
        "select seq, dwelling_id, case_id, wish_id
        from outbox
        where seq > $1
            and seq <= $2
        order by seq
        limit $3",
    )
    .bind(seq)
    .bind(up_to)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let mut changes = Changes { rows: rows.len(), ..Changes::default() };
    for row in &rows {
        changes.last_seq = Some(row.try_get("seq")?);
        changes.dwellings.extend(row.try_get::<Option<i64>, _>("dwelling_id")?);
        changes.cases.extend(row.try_get::<Option<i64>, _>("case_id")?);
        changes.wishes.extend(row.try_get::<Option<i64>, _>("wish_id")?);
    }
    Ok(changes)
}

/// The numbers that can be resumed after: the oldest kept minus one, and the last given.
pub async fn kept(tx: &mut Tx) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query(
        "select
            s.last_seq,
            coalesce(s.pruned_seq, 0) as pruned_seq
        from sequencer s
        where s.name = 'outbox'",
    )
    .fetch_one(tx.db())
    .await?;
    Ok((row.try_get("pruned_seq")?, row.try_get("last_seq")?))
}
