//! The working calendar's exceptions.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Exception;
use domain::id::AccountId;

use crate::{StoreError, Tx};

/// All exceptions, by date.
pub async fn read(tx: &mut Tx) -> Result<Vec<Exception>, StoreError> {
    let rows: Vec<(NaiveDate, bool, String)> =
        sqlx::query_as("select on_date, is_work, name from work_calendar order by on_date").fetch_all(tx.db()).await?;
    Ok(rows.into_iter().map(|(on, is_work, name)| Exception { on, is_work, name }).collect())
}

/// Makes exceptions of days, or changes what they are.
pub async fn set(
    tx: &mut Tx,
    days: &[NaiveDate],
    (is_work, name): (bool, &str),
    by: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into work_calendar (on_date, is_work, name, changed_at, changed_by)
        select d.on_date, $2, $3, $4, $5
        from unnest($1::date[]) d (on_date)
        on conflict (on_date) do update set
            is_work = excluded.is_work,
            name = excluded.name,
            changed_at = excluded.changed_at,
            changed_by = excluded.changed_by",
    )
    .bind(days)
    .bind(is_work)
    .bind(name)
    .bind(at)
    .bind(by.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Makes a day again what its weekday says. False when it was nothing else.
pub async fn clear(tx: &mut Tx, on: NaiveDate) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from work_calendar where on_date = $1").bind(on).execute(tx.db()).await?;
    Ok(done.rows_affected() == 1)
}
