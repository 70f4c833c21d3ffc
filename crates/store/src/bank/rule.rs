//! The versions of a city's rules.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::bank::{Points, Rule};
use domain::id::AccountId;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// All versions that a city made, the newest first.
pub async fn versions(tx: &mut Tx, county: County) -> Result<Vec<Rule>, StoreError> {
    let rows = sqlx::query(
        "select version, from_on, hourly_cents, activity_minutes, step_minutes, balance_most_cents, redeem_from_cents, note
        from bank_rule
        where county = $1
        order by version desc",
    )
    .bind(county.code())
    .fetch_all(tx.db())
    .await?;
    let minutes = |row: &sqlx::postgres::PgRow, column: &'static str| {
        row::parse(row.try_get::<i32, _>(column)?, |number| u32::try_from(number).ok(), column)
    };
    rows.iter()
        .map(|row| {
            Ok(Rule {
                version: row.try_get("version")?,
                from_on: row.try_get("from_on")?,
                hourly: Points::from_cents(row.try_get("hourly_cents")?),
                activity_minutes: minutes(row, "activity_minutes")?,
                step_minutes: minutes(row, "step_minutes")?,
                balance_most: Points::from_cents(row.try_get("balance_most_cents")?),
                redeem_from: Points::from_cents(row.try_get("redeem_from_cents")?),
                note: row.try_get("note")?,
            })
        })
        .collect()
}

/// Makes another version. False when somebody took its number meanwhile.
pub async fn add_version(
    tx: &mut Tx,
    county: County,
    new: &Rule,
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into bank_rule (
            county, version, from_on, hourly_cents, activity_minutes, step_minutes, balance_most_cents, redeem_from_cents, note,
            made_at, made_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict do nothing",
    )
    .bind(county.code())
    .bind(new.version)
    .bind(new.from_on)
    .bind(new.hourly.cents())
    .bind(i64::from(new.activity_minutes))
    .bind(i64::from(new.step_minutes))
    .bind(new.balance_most.cents())
    .bind(new.redeem_from.cents())
    .bind(&new.note)
    .bind(at)
    .bind(by.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
