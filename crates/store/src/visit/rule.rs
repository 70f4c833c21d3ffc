//! The rules of visits that a city and its communities keep.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, County};
use domain::id::AccountId;
use domain::visit::rule::{KeptRule, Rhythm, VisitRule, Whom, Window, defaults};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// All rules of a city and its areas, the city's first.
pub async fn rules(tx: &mut Tx, county: County) -> Result<Vec<KeptRule>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select id, area, whom, rhythm, hours, since_on
        from visit_rule
        where area >= $1
            and area < $2
        order by area, rhythm is null, whom <> 'all', id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(kept).collect()
}

/// Saves an area's rule in place of the one about the same households.
pub async fn save_rule(
    tx: &mut Tx,
    area: Area,
    rule: &VisitRule,
    by: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into visit_rule (area, whom, rhythm, hours, since_on, changed_at, changed_by)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (area, whom) do update set
            rhythm = excluded.rhythm,
            hours = excluded.hours,
            since_on = excluded.since_on,
            changed_at = excluded.changed_at,
            changed_by = excluded.changed_by",
    )
    .bind(area.code())
    .bind(rule.whom.to_string())
    .bind(rule.rhythm.map(|rhythm| rhythm.to_string()))
    .bind(rule.window.map(|window| window.to_string()))
    .bind(rule.since_on)
    .bind(at)
    .bind(by.map(AccountId::number))
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Removes an area's rule. False when it keeps none with this number.
pub async fn remove_rule(tx: &mut Tx, area: Area, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from visit_rule where id = $1 and area = $2")
        .bind(id)
        .bind(area.code())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a city the rules that cities begin with, unless it has some.
pub async fn write_defaults(
    tx: &mut Tx,
    county: County,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if !rules(tx, county).await?.is_empty() {
        return Ok(());
    }
    for rule in defaults(today) {
        save_rule(tx, Area::city(county), &rule, None, at).await?;
    }
    Ok(())
}

fn kept(row: &PgRow) -> Result<KeptRule, StoreError> {
    let whom: &str = row.try_get("whom")?;
    let (rhythm, hours): (Option<&str>, Option<&str>) = (row.try_get("rhythm")?, row.try_get("hours")?);
    let rhythm = rhythm.map(|text| row::parse(text, |text| text.parse::<Rhythm>().ok(), "visit_rule.rhythm"));
    let window = hours.map(|text| row::parse(text, |text| text.parse::<Window>().ok(), "visit_rule.hours"));
    Ok(KeptRule {
        id: row.try_get("id")?,
        area: row::area(row, "area")?,
        rule: VisitRule {
            whom: row::parse(whom, |text| text.parse::<Whom>().ok(), "visit_rule.whom")?,
            rhythm: rhythm.transpose()?,
            window: window.transpose()?,
            since_on: row.try_get("since_on")?,
        },
    })
}
