//! Visits: saved once, taken back, listed; what is behind a grid's doors for a plan. Not here: what is due (`domain::visit`).

mod ground;
mod rule;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::id::{AccountId, BuildingId, DwellingId};
use domain::operation::OperationId;
use domain::visit::{NewVisit, VisitId, VisitOutcome};
use sqlx::Row;
use sqlx::postgres::PgRow;

pub use self::ground::{GroundRow, open_cases_of, past, places};
pub use self::rule::{remove_rule, rules, save_rule, write_defaults};
use crate::{StoreError, Tx, row};

/// A visit as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    /// The visit.
    pub visit: VisitId,
    /// The grid that it was made in.
    pub area: Area,
    /// The household.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// Its address, such as 海兰小区 3-2-401.
    pub place: String,
    /// Who made it.
    pub account: AccountId,
    /// What they are called.
    pub by: String,
    /// When, by the phone's clock.
    pub made_at: DateTime<Utc>,
    /// When the server received it; nothing for those before that was kept.
    pub received_at: Option<DateTime<Utc>>,
    /// What it came to.
    pub outcome: VisitOutcome,
    /// What else was said.
    pub note: String,
    /// Whether a position is attached to it.
    pub has_position: bool,
}

/// What all lists of visits select; `$filter` follows the `where`.
macro_rules! visits_sql {
    ($filter:literal) => {
        concat!(
            "select
                v.id, v.area, v.dwelling_id, d.building_id, v.account_id, v.visited_at, v.received_at, v.outcome, v.note,
                v.lon is not null as has_position, coalesce(nullif(a.name, ''), a.login, '') as by,
                concat_ws(' ', coalesce(e.name, nullif(concat_ws(' ', b.street, b.house_number), '')),
                    concat_ws('-', b.number, d.unit, d.shown)) as place
            from visit v
            join dwelling d on d.id = v.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join account a on a.id = v.account_id
            where ",
            $filter
        )
    };
}

/// The visit that an account saved under this number before.
pub async fn saved_before(
    tx: &mut Tx,
    account: AccountId,
    operation: OperationId,
) -> Result<Option<VisitId>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar("select id from visit where account_id = $1 and operation = $2")
        .bind(account.number())
        .bind(&operation.bytes()[..])
        .fetch_optional(tx.db())
        .await?;
    found.map(|id| row::parse(id, VisitId::new_checked, "visit.id")).transpose()
}

/// Saves a visit; nothing when the account saved one under its number already. What stood in the household's verification is kept with
/// it when the visit is going to change that.
pub async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    area: Area,
    new: &NewVisit,
    received_at: DateTime<Utc>,
) -> Result<Option<VisitId>, StoreError> {
    let position = new.position.as_ref();
    let id: Option<i64> = sqlx::query_scalar(
        "insert into visit (
            area, dwelling_id, account_id, visited_at, outcome, received_at, lon, lat, accuracy_m, note, operation, before
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (
            select jsonb_build_object('verified_on', h.verified_on, 'at', v.verified_at, 'by', v.account_id, 'how', v.method)
            from household h
            left join verification v on v.subject_id = h.id and v.field_group = 'dwelling'
            where h.id = $2 and $5 = 'unchanged'
        ))
        on conflict (account_id, operation) do nothing
        returning id",
    )
    .bind(area.code())
    .bind(new.dwelling.number())
    .bind(actor.account.number())
    .bind(new.made_at)
    .bind(new.outcome.slug())
    .bind(received_at)
    .bind(position.map(|position| position.lon_lat.lon))
    .bind(position.map(|position| position.lon_lat.lat))
    .bind(position.map(|position| position.accuracy_m as i16))
    .bind(new.note.as_deref().unwrap_or_default())
    .bind(&new.operation.bytes()[..])
    .fetch_optional(tx.db())
    .await?;
    id.map(|id| row::parse(id, VisitId::new_checked, "visit.id")).transpose()
}

/// Lets a household show that somebody called on a day.
pub async fn called_at(tx: &mut Tx, dwelling: DwellingId, on: NaiveDate) -> Result<(), StoreError> {
    sqlx::query("update household set visited_on = greatest(visited_on, $2), revision = revision + 1 where id = $1")
        .bind(dwelling.number())
        .bind(on)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// One visit.
pub async fn one(tx: &mut Tx, visit: VisitId) -> Result<Option<VisitLine>, StoreError> {
    let found = sqlx::query(visits_sql!("v.id = $1")).bind(visit.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(line).transpose()
}

/// The last visits of a household, the newest first.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId, limit: i64) -> Result<Vec<VisitLine>, StoreError> {
    let rows = sqlx::query(visits_sql!("v.dwelling_id = $1 order by v.visited_at desc, v.id desc limit $2"))
        .bind(dwelling.number())
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(line).collect()
}

/// An account's visits that the server received after an instant, the newest first.
pub async fn received_since(
    tx: &mut Tx,
    account: AccountId,
    since: DateTime<Utc>,
) -> Result<Vec<VisitLine>, StoreError> {
    let rows = sqlx::query(visits_sql!(
        "v.account_id = $1 and v.received_at > $2 order by v.received_at desc, v.id desc limit 50"
    ))
    .bind(account.number())
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(line).collect()
}

/// The visits of a range in a span of time, the newest first: `limit` of them after the first `offset`.
pub async fn list(
    tx: &mut Tx,
    range: AreaRange,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    offset: i64,
    limit: i64,
) -> Result<Vec<VisitLine>, StoreError> {
    let rows = sqlx::query(visits_sql!(
        "v.area >= $1
            and v.area < $2
            and v.visited_at >= $3
            and v.visited_at < $4
        order by v.visited_at desc, v.id desc
        offset $5
        limit $6"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .bind(offset)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(line).collect()
}

/// How many visits of each outcome there are in a range and a span of time, in the order of [`VisitOutcome::ALL`].
pub async fn totals(
    tx: &mut Tx,
    range: AreaRange,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<[i64; 3], StoreError> {
    let rows = sqlx::query(
        "select outcome, count(*) as visits
        from visit
        where area >= $1
            and area < $2
            and visited_at >= $3
            and visited_at < $4
        group by outcome",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .fetch_all(tx.db())
    .await?;
    let mut totals = [0; 3];
    for row in &rows {
        let slug: &str = row.try_get("outcome")?;
        let known = VisitOutcome::ALL.iter().position(|(_, known)| *known == slug);
        totals[row::parse((), |()| known, "visit.outcome")?] = row.try_get("visits")?;
    }
    Ok(totals)
}

/// Takes a visit back: it is gone with its position, and so is the verification that it was, unless somebody verified later. The
/// household shows the visit before it again.
pub async fn withdraw(tx: &mut Tx, visit: VisitId) -> Result<bool, StoreError> {
    // The verification goes first: that the visit made it is what lets its maker remove it.
    let gone = sqlx::query("select dwelling_id, account_id, visited_at, before from visit where id = $1")
        .bind(visit.number())
        .fetch_optional(tx.db())
        .await?;
    let Some(gone) = gone else { return Ok(false) };
    let dwelling: i64 = gone.try_get("dwelling_id")?;
    let before: Option<serde_json::Value> = gone.try_get("before")?;
    if let Some(before) = before {
        let (account, at): (i64, DateTime<Utc>) = (gone.try_get("account_id")?, row::instant(&gone, "visited_at")?);
        let statement = if before.get("at").is_some_and(serde_json::Value::is_string) {
            "update verification
            set verified_at = ($4->>'at')::timestamptz, account_id = ($4->>'by')::int8, method = $4->>'how'
            where subject_id = $1 and field_group = 'dwelling' and account_id = $2 and verified_at = $3"
        } else {
            "delete from verification
            where subject_id = $1 and field_group = 'dwelling' and account_id = $2 and verified_at = $3 and $4::jsonb is not null"
        };
        let done = sqlx::query(statement).bind(dwelling).bind(account).bind(at).bind(&before).execute(tx.db()).await?;
        if done.rows_affected() == 1 {
            sqlx::query("update household set verified_on = ($2->>'verified_on')::date where id = $1")
                .bind(dwelling)
                .bind(&before)
                .execute(tx.db())
                .await?;
        }
    }
    let removed = sqlx::query("delete from visit where id = $1").bind(visit.number()).execute(tx.db()).await?;
    if removed.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "update household
        set
            visited_on = (
                select max((visited_at at time zone 'Asia/Shanghai')::date) from visit where dwelling_id = $1
            ),
            revision = revision + 1
        where id = $1",
    )
    .bind(dwelling)
    .execute(tx.db())
    .await?;
    Ok(true)
}

fn line(row: &PgRow) -> Result<VisitLine, StoreError> {
    let received_at: Option<DateTime<Utc>> = row.try_get("received_at")?;
    Ok(VisitLine {
        visit: row::parse(row.try_get("id")?, VisitId::new_checked, "visit.id")?,
        area: row::area(row, "area")?,
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "visit.dwelling_id")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        place: row.try_get("place")?,
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "visit.account_id")?,
        by: row.try_get("by")?,
        made_at: row::instant(row, "visited_at")?,
        received_at,
        outcome: row::parse(row.try_get::<&str, _>("outcome")?, VisitOutcome::from_slug, "visit.outcome")?,
        note: row.try_get("note")?,
        has_position: row.try_get("has_position")?,
    })
}
