//! Visit points: where work was recorded on a day, joined in the order of time.
//!
//! Nothing is copied: a point is a visit's or a report's own row and the place of its building, and is gone with it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::area::{Area, AreaRange};
use domain::clock::start_of_civil_day;
use domain::id::{AccountId, CaseId, DwellingId};
use domain::patrol::Worker;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// The one definition of what counts as a point: `$1` and `$2` are the range of areas, `$3` and `$4` the time.
macro_rules! points_sql {
    ($select:literal, $where:literal) => {
        concat!(
            "with point as (
                select v.visited_at as at, b.x_dm, b.y_dm, v.dwelling_id, null::int8 as case_id, v.account_id, v.area
                from visit v
                join dwelling d on d.id = v.dwelling_id
                join building b on b.id = d.building_id
                where v.visited_at >= $3
                    and v.visited_at < $4
                    and v.area >= $1
                    and v.area < $2
                union all
                select f.reported_at, coalesce(f.x_dm, b.x_dm), coalesce(f.y_dm, b.y_dm), f.dwelling_id, f.id, e.account_id, f.area
                from case_file f
                join case_event e on e.case_id = f.id and e.version = 1
                left join dwelling d on d.id = f.dwelling_id
                left join building b on b.id = d.building_id
                where f.reported_at >= $3
                    and f.reported_at < $4
                    and f.area >= $1
                    and f.area < $2
                    and e.account_id is not null
                    and coalesce(f.x_dm, b.x_dm) is not null
            ) ",
            $select,
            " from point p ",
            $where
        )
    };
}
pub(crate) use points_sql;

/// Nobody asks farther ahead than this after the first day.
const LONGEST_DAYS: i64 = 400;

/// Where and when work was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub at: DateTime<Utc>,
    /// Decimetres east of the origin.
    pub x_dm: i32,
    /// Decimetres north of the origin.
    pub y_dm: i32,
    /// The household, when it was at one.
    pub dwelling: Option<DwellingId>,
    /// The case that was reported; nothing for a visit.
    pub case: Option<CaseId>,
}

/// A worker's points of a civil day in a range, in the order of time.
pub async fn points(
    tx: &mut Tx,
    account: AccountId,
    range: AreaRange,
    day: NaiveDate,
) -> Result<Vec<Point>, StoreError> {
    let (from, until) = bounds(day);
    let rows = sqlx::query(points_sql!(
        "select p.at, p.x_dm, p.y_dm, p.dwelling_id, p.case_id",
        "where p.account_id = $5 order by p.at, p.case_id nulls first, p.dwelling_id"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .bind(account.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(point).collect()
}

/// Everybody's points of a civil day in a range, each worker's in the order of time.
pub async fn points_by_worker(
    tx: &mut Tx,
    range: AreaRange,
    day: NaiveDate,
) -> Result<HashMap<AccountId, Vec<Point>>, StoreError> {
    let (from, until) = bounds(day);
    let rows = sqlx::query(points_sql!(
        "select p.account_id, p.at, p.x_dm, p.y_dm, p.dwelling_id, p.case_id",
        "order by p.at, p.case_id nulls first, p.dwelling_id"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .fetch_all(tx.db())
    .await?;
    let mut found: HashMap<AccountId, Vec<Point>> = HashMap::new();
    for row in &rows {
        let account = row::parse(row.try_get("account_id")?, AccountId::new_checked, "visit.account_id")?;
        found.entry(account).or_default().push(point(row)?);
    }
    Ok(found)
}

/// The area of a worker's first point of a civil day in a range; nothing when there is none.
pub async fn area_of_points(
    tx: &mut Tx,
    account: AccountId,
    range: AreaRange,
    day: NaiveDate,
) -> Result<Option<Area>, StoreError> {
    let (from, until) = bounds(day);
    let found = sqlx::query(points_sql!("select p.area", "where p.account_id = $5 order by p.at limit 1"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(from)
        .bind(until)
        .bind(account.number())
        .fetch_optional(tx.db())
        .await?;
    found.map(|row| row::area(&row, "area")).transpose()
}

/// Who has points in a range since a civil day, by area, with these days, newest first.
pub async fn point_workers(tx: &mut Tx, range: AreaRange, since: NaiveDate) -> Result<Vec<Worker>, StoreError> {
    let rows = sqlx::query(points_sql!(
        "select p.account_id, max(p.area) as area,
            array_agg(distinct (p.at at time zone 'Asia/Shanghai')::date) as days,
            (select q.title_zh from post q where q.account_id = p.account_id order by q.id limit 1) as title",
        "group by p.account_id order by 2, 1"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(start_of_civil_day(since))
    .bind(start_of_civil_day(since) + TimeDelta::days(LONGEST_DAYS))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let mut days: Vec<NaiveDate> = row.try_get("days")?;
            days.sort_unstable_by(|a, b| b.cmp(a));
            Ok(Worker {
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "visit.account_id")?,
                title: row.try_get::<Option<String>, _>("title")?.unwrap_or_default(),
                area: row::area(row, "area")?,
                days,
            })
        })
        .collect()
}

/// The first instant of a civil day and of the next.
pub(crate) fn bounds(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    (start_of_civil_day(day), start_of_civil_day(day.checked_add_days(Days::new(1)).unwrap_or(day)))
}

fn point(row: &PgRow) -> Result<Point, StoreError> {
    let dwelling: Option<i64> = row.try_get("dwelling_id")?;
    let case: Option<i64> = row.try_get("case_id")?;
    Ok(Point {
        at: row::instant(row, "at")?,
        x_dm: row.try_get("x_dm")?,
        y_dm: row.try_get("y_dm")?,
        dwelling: dwelling.map(|id| row::parse(id, DwellingId::new_checked, "visit.dwelling_id")).transpose()?,
        case: case.map(|id| row::parse(id, CaseId::new_checked, "case_file.id")).transpose()?,
    })
}
