//! The tokens of people: written, taken away and moved in the transaction that changes the person.
//!
//! Tokens are made by `domain::search::token` under the store's key. There is no index by person (it would be as large as the
//! table), so whoever changes a person says what the person was found by until now.

use domain::area::{Area, AreaRange};
use domain::id::ResidentId;
use domain::search::token::{Findable, tokens};

use crate::{StoreError, Tx};

/// Rows of one statement.
const BATCH: usize = 200_000;

/// A person as the index has to know them.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Who.
    pub resident: ResidentId,
    /// Their grid.
    pub area: Area,
    /// What they can be found by.
    pub findable: Findable<'a>,
}

/// Makes a person findable: after an insert.
pub async fn add(tx: &mut Tx, entry: Entry<'_>) -> Result<(), StoreError> {
    let tokens = tokens(entry.findable, &tx.key());
    sqlx::query(
        "insert into search_token (token, area, resident_id)
        select token, $2, $3
        from unnest($1::int8[]) as token
        on conflict do nothing",
    )
    .bind(tokens)
    .bind(entry.area.code())
    .bind(entry.resident.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes a person out: before or after a delete. `entry` is what the person was found by.
pub async fn remove(tx: &mut Tx, entry: Entry<'_>) -> Result<(), StoreError> {
    let tokens = tokens(entry.findable, &tx.key());
    sqlx::query("delete from search_token where token = any($1) and area = $2 and resident_id = $3")
        .bind(tokens)
        .bind(entry.area.code())
        .bind(entry.resident.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Lets a person be found as they are now: after a change of name, number or grid.
pub async fn change(tx: &mut Tx, before: Entry<'_>, after: Entry<'_>) -> Result<(), StoreError> {
    remove(tx, before).await?;
    add(tx, after).await
}

/// A token with the area and the person it belongs to, as the columns stand in the table.
pub type Row = (i64, i64, i64);

/// The rows of a person, for [`write`].
pub fn rows(tx: &Tx, entry: Entry<'_>) -> impl Iterator<Item = Row> + use<> {
    let (area, resident) = (entry.area.code(), entry.resident.number());
    tokens(entry.findable, &tx.key()).into_iter().map(move |token| (token, area, resident))
}

/// Adds the rows of many new people, in the order of the index.
pub async fn write(tx: &mut Tx, rows: &mut [Row]) -> Result<(), StoreError> {
    rows.sort_unstable();
    // COPY is refused under row-level security.
    for batch in rows.chunks(BATCH) {
        sqlx::query(
            "insert into search_token (token, area, resident_id)
            select token, area, resident_id
            from unnest($1::int8[], $2::int8[], $3::int8[]) as t (token, area, resident_id)",
        )
        .bind(batch.iter().map(|row| row.0).collect::<Vec<_>>())
        .bind(batch.iter().map(|row| row.1).collect::<Vec<_>>())
        .bind(batch.iter().map(|row| row.2).collect::<Vec<_>>())
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// Takes the rows of many people out.
pub async fn erase(tx: &mut Tx, rows: &[Row]) -> Result<(), StoreError> {
    for batch in rows.chunks(BATCH) {
        sqlx::query(
            "delete from search_token s
            using unnest($1::int8[], $2::int8[], $3::int8[]) as t (token, area, resident_id)
            where s.token = t.token and s.area = t.area and s.resident_id = t.resident_id",
        )
        .bind(batch.iter().map(|row| row.0).collect::<Vec<_>>())
        .bind(batch.iter().map(|row| row.1).collect::<Vec<_>>())
        .bind(batch.iter().map(|row| row.2).collect::<Vec<_>>())
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// Takes everybody of an area out.
pub async fn clear(tx: &mut Tx, scope: AreaRange) -> Result<(), StoreError> {
    sqlx::query("delete from search_token where area >= $1 and area < $2")
        .bind(scope.lo)
        .bind(scope.hi)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Lets tokens follow their residents into other grids, after many residents moved at once.
pub async fn follow_residents(tx: &mut Tx, scope: AreaRange) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "update search_token t set area = r.area
        from resident r
        where r.id = t.resident_id
            and r.area <> t.area
            and r.area >= $1
            and r.area < $2",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}
