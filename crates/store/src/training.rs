//! Training records of those who stand on a roster.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// A training record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingRow {
    /// Its number.
    pub id: i64,
    /// The area that the person serves.
    pub area: Area,
    /// Who.
    pub name: String,
    /// What the person does there, in Chinese and English.
    pub kind: (String, String),
    /// On which day.
    pub on: NaiveDate,
    /// In what.
    pub topic: String,
    /// For how many minutes.
    pub minutes: i32,
}

/// The training of those who serve an area, in it or above it; the newest first.
pub async fn list(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<TrainingRow>, StoreError> {
    let rows = sqlx::query(
        "select
            t.id, t.area, e.name, coalesce(d.name_zh, e.kind) as kind_zh, coalesce(d.name_en, e.kind) as kind_en, t.on_date,
            t.topic, t.minutes
        from training t
        join roster_entry e on e.id = t.entry_id
        left join dictionary d on d.kind = 'roster' and d.code = e.kind
        where t.area_end > $1 and t.area < $2
        order by t.on_date desc, t.id desc
        limit $3",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(TrainingRow {
                id: row.try_get("id")?,
                area: row::area(row, "area")?,
                name: row.try_get("name")?,
                kind: (row.try_get("kind_zh")?, row.try_get("kind_en")?),
                on: row.try_get("on_date")?,
                topic: row.try_get("topic")?,
                minutes: row.try_get("minutes")?,
            })
        })
        .collect()
}

/// Writes down that entries of a roster were trained. Returns how many were not written down so before.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    entries: &[i64],
    (on, topic, minutes): (NaiveDate, &str, i32),
    at: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "insert into training (area, entry_id, on_date, topic, minutes, account_id, post_id, written_at)
        select e.area, e.id, $2, $3, $4, $5, $6, $7
        from roster_entry e
        where e.id = any($1)
        on conflict on constraint training_is_there_once do nothing",
    )
    .bind(entries)
    .bind(on)
    .bind(topic)
    .bind(minutes)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// The area of a record that the session sees.
pub async fn area_of(tx: &mut Tx, id: i64) -> Result<Option<Area>, StoreError> {
    let found = sqlx::query("select area from training where id = $1").bind(id).fetch_optional(tx.db()).await?;
    found.map(|row| row::area(&row, "area")).transpose()
}

/// Takes a record away that was written down by mistake.
pub async fn remove(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from training where id = $1").bind(id).execute(tx.db()).await?;
    Ok(done.rows_affected() == 1)
}
