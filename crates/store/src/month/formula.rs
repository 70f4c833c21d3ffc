//! The versions of the formula.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::id::AccountId;
use domain::month::{Formula, Measure};
use sqlx::Row;
use sqlx::types::Json;

use crate::{StoreError, Tx};

/// All versions that a city made, the newest first.
pub async fn versions(tx: &mut Tx, county: County) -> Result<Vec<Formula>, StoreError> {
    let rows = sqlx::query(
        "select version, from_on, weights, note
        from month_formula
        where county = $1
        order by version desc",
    )
    .bind(county.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Formula {
                version: row.try_get("version")?,
                from_on: row.try_get("from_on")?,
                weights: row.try_get::<Json<Vec<(Measure, u16)>>, _>("weights")?.0,
                note: row.try_get("note")?,
            })
        })
        .collect()
}

/// Makes another version. False when somebody took its number meanwhile.
pub async fn add_version(
    tx: &mut Tx,
    county: County,
    new: &Formula,
    by: AccountId,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into month_formula (county, version, from_on, weights, note, made_at, made_by)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict do nothing",
    )
    .bind(county.code())
    .bind(new.version)
    .bind(new.from_on)
    .bind(Json(&new.weights))
    .bind(&new.note)
    .bind(at)
    .bind(by.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
