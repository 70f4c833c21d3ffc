//! The deadlines that a city set.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::deadline::{Clock, Condition, Origin, Rule, Span, SpanUnit, Tier, Urgency};
use domain::id::AccountId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::row::parse;
use crate::{StoreError, Tx};

/// What stands in a column of a condition that may be anything.
const ANY: &str = "-";

/// The city's rules.
pub async fn read(tx: &mut Tx, county: County) -> Result<Vec<Rule>, StoreError> {
    let rows = sqlx::query(
        "select concat_ws(':', clock, topic, tier, urgency, several_units) as condition,
            amount, unit, in_service_hours, may_pause, origin
        from deadline_rule
        where county = $1",
    )
    .bind(county.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(rule).collect()
}

fn rule(row: &PgRow) -> Result<Rule, StoreError> {
    let condition: String = row.try_get("condition")?;
    let (unit, origin): (String, String) = (row.try_get("unit")?, row.try_get("origin")?);
    let unit = parse(unit.as_str(), SpanUnit::from_slug, "unit")?;
    let in_service_hours = row.try_get("in_service_hours")?;
    let span = parse(crate::row::count(row, "amount")?, |amount| Span::new(amount, unit, in_service_hours), "amount")?;
    Ok(Rule {
        condition: parse(condition.as_str(), Condition::from_slug, "clock")?,
        span,
        may_pause: row.try_get("may_pause")?,
        origin: parse(origin.as_str(), Origin::from_slug, "origin")?,
    })
}

/// Adds rules, each in place of the one with the same condition.
pub async fn write(
    tx: &mut Tx,
    county: County,
    rules: &[Rule],
    by: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    for rule in rules {
        let condition = &rule.condition;
        sqlx::query(
            "insert into deadline_rule (
                county, clock, topic, tier, urgency, several_units,
                amount, unit, in_service_hours, may_pause, origin, changed_at, changed_by
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (county, clock, topic, tier, urgency, several_units) do update set
                amount = excluded.amount,
                unit = excluded.unit,
                in_service_hours = excluded.in_service_hours,
                may_pause = excluded.may_pause,
                origin = excluded.origin,
                changed_at = excluded.changed_at,
                changed_by = excluded.changed_by",
        )
        .bind(county.code())
        .bind(condition.clock.slug())
        .bind(condition.topic.as_ref().map_or(ANY, |topic| topic.as_str()))
        .bind(condition.tier.map_or(ANY, Tier::slug))
        .bind(condition.urgency.map_or(ANY, Urgency::slug))
        .bind(condition.several_slug())
        .bind(rule.span.amount() as i16)
        .bind(rule.span.unit().slug())
        .bind(rule.span.in_service_hours())
        .bind(rule.may_pause)
        .bind(rule.origin.slug())
        .bind(at)
        .bind(by.number())
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// Removes the rule with this condition. False when the city has none.
pub async fn remove(tx: &mut Tx, county: County, condition: &Condition) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "delete from deadline_rule
        where county = $1
            and concat_ws(':', clock, topic, tier, urgency, several_units) = $2",
    )
    .bind(county.code())
    .bind(condition.slug())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes all rules of some clocks.
pub async fn clear(tx: &mut Tx, county: County, clocks: &[Clock]) -> Result<(), StoreError> {
    let slugs: Vec<&str> = clocks.iter().map(|clock| clock.slug()).collect();
    sqlx::query("delete from deadline_rule where county = $1 and clock = any($2)")
        .bind(county.code())
        .bind(slugs)
        .execute(tx.db())
        .await?;
    Ok(())
}
