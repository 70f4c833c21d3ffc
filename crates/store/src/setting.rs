//! Settings that a city changed.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::id::AccountId;
use domain::setting::Settings;

use crate::{StoreError, Tx};

/// The city's settings.
pub async fn read(tx: &mut Tx, county: County) -> Result<Settings, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as("select name, value from setting where county = $1")
        .bind(county.code())
        .fetch_all(tx.db())
        .await?;
    Ok(Settings::read(rows))
}

/// Changes a setting.
pub async fn write(
    tx: &mut Tx,
    county: County,
    (name, value): (&str, &str),
    by: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into setting (county, name, value, changed_at, changed_by)
        values ($1, $2, $3, $4, $5)
        on conflict (county, name) do update set
            value = excluded.value,
            changed_at = excluded.changed_at,
            changed_by = excluded.changed_by",
    )
    .bind(county.code())
    .bind(name)
    .bind(value)
    .bind(at)
    .bind(by.number())
    .execute(tx.db())
    .await?;
    Ok(())
}
