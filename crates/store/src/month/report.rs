//! The reports: written as the system, read as whoever asks.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, Level};
use domain::id::{AccountId, MonthId};
use domain::month::{About, Measure, Report, State, Tally};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Row};

use super::count::{Counted, Scope};
use crate::{StoreError, Tx, row};

const COLUMNS: &str = "
    m.id, m.area, a.name as area_name, m.account_id, coalesce(nullif(k.name, ''), k.login) as worker, m.month, m.state, m.until_on,
    m.published_at, m.formula, m.tallies, m.counted_at, m.revision";

const JOINED: &str = "
    from month_report m
    left join area a on a.area = m.area
    left join account k on k.id = m.account_id";

/// The records behind a report's numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept(BTreeMap<Measure, (Vec<String>, Vec<String>)>);

impl Kept {
    fn of(counted: &[Counted]) -> Self {
        Self(counted.iter().map(|one| (one.tally.measure, (one.part.clone(), one.rest.clone()))).collect())
    }
}

/// A report to be drafted.
#[derive(Clone, Debug)]
pub struct NewReport<'a> {
    /// Whom it is about.
    pub scope: Scope,
    /// The month, by its first day.
    pub month: NaiveDate,
    /// The version of the formula.
    pub formula: i32,
    /// What was counted.
    pub counted: &'a [Counted],
    /// By whom; the server by itself when nobody is named.
    pub by: Option<AccountId>,
}

/// Writes a draft down, or counts the one that there is anew. Nothing when it is no draft any more.
pub async fn put(tx: &mut Tx, at: DateTime<Utc>, new: &NewReport<'_>) -> Result<Option<MonthId>, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('month_report_serial')").fetch_one(tx.db()).await?;
    let tallies: Vec<Tally> = new.counted.iter().map(|one| one.tally).collect();
    let found: Option<i64> = sqlx::query_scalar(
        "insert into month_report as m (id, area, account_id, month, formula, tallies, records, counted_at, counted_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict on constraint month_report_is_the_only_one do update set
            formula = excluded.formula,
            tallies = excluded.tallies,
            records = excluded.records,
            counted_at = excluded.counted_at,
            counted_by = excluded.counted_by,
            revision = m.revision + 1
        where m.state = 'draft'
        returning m.id",
    )
    .bind(MonthId::new(new.scope.area.county(), serial as u64).number())
    .bind(new.scope.area.code())
    .bind(new.scope.account.map(AccountId::number))
    .bind(new.month)
    .bind(new.formula)
    .bind(Json(&tallies))
    .bind(Json(Kept::of(new.counted)))
    .bind(at)
    .bind(new.by.map(AccountId::number))
    .fetch_optional(tx.db())
    .await?;
    found.map(|id| row::parse(id, MonthId::new_checked, "month_report.id")).transpose()
}

/// Puts other numbers into a report, as the answer to an objection.
pub async fn recount(tx: &mut Tx, id: MonthId, at: DateTime<Utc>, counted: &[Counted]) -> Result<(), StoreError> {
    let tallies: Vec<Tally> = counted.iter().map(|one| one.tally).collect();
    sqlx::query("update month_report set tallies = $2, records = $3, counted_at = $4 where id = $1")
        .bind(id.number())
        .bind(Json(&tallies))
        .bind(Json(Kept::of(counted)))
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Writes down how a report stands now. False when it changed meanwhile.
pub async fn turn(
    tx: &mut Tx,
    (id, revision): (MonthId, i64),
    state: State,
    actor: &Actor,
) -> Result<bool, StoreError> {
    let published = state.published_at();
    let done = sqlx::query(
        "update month_report
        set state = $3, until_on = $4, published_at = $5, published_by = $6, published_post = $7, revision = revision + 1
        where id = $1 and revision = $2",
    )
    .bind(id.number())
    .bind(revision)
    .bind(state.slug())
    .bind(state.until_on())
    .bind(published)
    .bind(published.map(|_| actor.account.number()))
    .bind(published.map(|_| actor.post.number()))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One report, locked until the transaction ends.
pub async fn find(tx: &mut Tx, id: MonthId) -> Result<Option<Report>, StoreError> {
    let statement = format!("select {COLUMNS} {JOINED} where m.id = $1 for update of m");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(id.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(report).transpose()
}

/// One report that the session sees.
pub async fn one(tx: &mut Tx, id: MonthId) -> Result<Option<Report>, StoreError> {
    let statement = format!("select {COLUMNS} {JOINED} where m.id = $1");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(id.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(report).transpose()
}

/// Which reports of an area are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Its own and those of the areas right below it; of a community those of its workers.
    Next,
    /// All in it.
    All,
}

/// Reports of an area and month, the area's own first.
pub async fn list(tx: &mut Tx, area: Area, month: NaiveDate, which: Which) -> Result<Vec<Report>, StoreError> {
    let near = match (which, area.level()) {
        (Which::All, _) | (Which::Next, Level::Community | Level::Grid) => "true",
        (Which::Next, Level::Street) => "m.account_id is null and m.area % 1000 = 0",
        (Which::Next, Level::City) => "m.account_id is null and m.area % 1000000 = 0",
    };
    let statement = format!(
        "select {COLUMNS} {JOINED}
        where m.area >= $1 and m.area < $2 and m.month = $3 and {near}
        order by m.area, m.account_id nulls first"
    );
    let range = area.range();
    let rows =
        sqlx::query(AssertSqlSafe(statement)).bind(range.lo).bind(range.hi).bind(month).fetch_all(tx.db()).await?;
    rows.iter().map(report).collect()
}

/// The last reports of a worker that the session sees, the newest first; of one grid when it is named.
pub async fn of_worker(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Report>, StoreError> {
    let statement = format!(
        "select {COLUMNS} {JOINED}
        where m.account_id = $1
        order by m.month desc, m.area
        limit $2"
    );
    let rows = sqlx::query(AssertSqlSafe(statement)).bind(account.number()).bind(limit).fetch_all(tx.db()).await?;
    rows.iter().map(report).collect()
}

/// What stands behind a number of a report: what counts, and what of n does not.
pub async fn records(
    tx: &mut Tx,
    id: MonthId,
    measure: Measure,
) -> Result<Option<(Vec<String>, Vec<String>)>, StoreError> {
    let found: Option<Json<Kept>> = sqlx::query_scalar("select records from month_report where id = $1")
        .bind(id.number())
        .fetch_optional(tx.db())
        .await?;
    Ok(found.map(|Json(mut kept)| kept.0.remove(&measure).unwrap_or_default()))
}

fn report(row: &PgRow) -> Result<Report, StoreError> {
    let account: Option<i64> = row.try_get("account_id")?;
    let account = account.map(|id| row::parse(id, AccountId::new_checked, "month_report.account_id")).transpose()?;
    let name: Option<String> = row.try_get("worker")?;
    let state: &str = row.try_get("state")?;
    let (until_on, published_at) = (row.try_get("until_on")?, row.try_get("published_at")?);
    Ok(Report {
        id: row::parse(row.try_get("id")?, MonthId::new_checked, "month_report.id")?,
        month: row.try_get("month")?,
        about: About {
            area: row::area(row, "area")?,
            area_name: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
            worker: account.map(|account| (account, name.unwrap_or_default())),
        },
        state: row::parse(state, |state| State::read(state, until_on, published_at), "month_report.state")?,
        tallies: row.try_get::<Json<Vec<Tally>>, _>("tallies")?.0,
        formula: row.try_get("formula")?,
        counted_at: row.try_get("counted_at")?,
        revision: row.try_get("revision")?,
    })
}
