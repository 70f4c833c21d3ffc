//! Check-points 巡查点, and by whom they were passed on a day.
//!
//! Visits and reports near a check-point are found where they are on record; only fixes and taps leave a row of their own, which has no
//! position.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaRange};
use domain::id::{AccountId, CheckPointId};
use domain::trail::{Passing, Way};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::trail::{bounds, points_sql};
use crate::{StoreError, Tx, row};

/// A check-point as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckPointRow {
    /// Which.
    pub id: CheckPointId,
    /// The grid.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Decimetres east and north of the origin.
    pub at_dm: (i32, i32),
    /// How near one has to come, in metres.
    pub radius_m: i32,
}

/// One that somebody came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassRow {
    /// Which.
    pub check_point: CheckPointId,
    /// Who.
    pub account: AccountId,
    /// How and when.
    pub passing: Passing,
}

/// The check-points of a range that count, by grid and name.
pub async fn list(tx: &mut Tx, range: AreaRange) -> Result<Vec<CheckPointRow>, StoreError> {
    let rows = sqlx::query(
        "select id, area, name, x_dm, y_dm, radius_m
        from check_point
        where area >= $1
            and area < $2
            and removed_at is null
        order by area, name, id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(check_point).collect()
}

/// One that counts and that the session sees.
pub async fn one(tx: &mut Tx, id: CheckPointId) -> Result<Option<CheckPointRow>, StoreError> {
    let found = sqlx::query(
        "select id, area, name, x_dm, y_dm, radius_m from check_point where id = $1 and removed_at is null",
    )
    .bind(id.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(check_point).transpose()
}

/// A check-point to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewCheckPoint<'a> {
    /// The grid.
    pub area: Area,
    /// What it is called.
    pub name: &'a str,
    /// Decimetres east and north of the origin.
    pub at_dm: (i32, i32),
    /// How near one has to come, in metres.
    pub radius_m: i32,
}

/// Makes one.
pub async fn add(
    tx: &mut Tx,
    new: NewCheckPoint<'_>,
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<CheckPointId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('check_point_serial')").fetch_one(tx.db()).await?;
    let id = CheckPointId::new(new.area.county(), serial as u64);
    sqlx::query(
        "insert into check_point (id, area, name, x_dm, y_dm, radius_m, account_id, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.number())
    .bind(new.area.code())
    .bind(new.name)
    .bind(new.at_dm.0)
    .bind(new.at_dm.1)
    .bind(new.radius_m)
    .bind(by.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// Takes one off. False when somebody already did.
pub async fn remove(tx: &mut Tx, id: CheckPointId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query("update check_point set removed_at = $2 where id = $1 and removed_at is null")
        .bind(id.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes that somebody came by check-points of their areas on a day; the first time counts.
pub async fn pass(
    tx: &mut Tx,
    points: &[(CheckPointId, Area)],
    account: AccountId,
    day: NaiveDate,
    passing: Passing,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into check_point_pass (check_point_id, area, day, account_id, passed_at, way)
        select t.id, t.area, $3, $4, $5, $6
        from unnest($1::int8[], $2::int8[]) as t (id, area)
        on conflict on constraint check_point_pass_pkey do nothing",
    )
    .bind(points.iter().map(|(id, _)| id.number()).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, area)| area.code()).collect::<Vec<_>>())
    .bind(day)
    .bind(account.number())
    .bind(passing.at)
    .bind(passing.way.slug())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes back that somebody came by.
pub async fn unpass(tx: &mut Tx, id: CheckPointId, account: AccountId, day: NaiveDate) -> Result<(), StoreError> {
    sqlx::query("delete from check_point_pass where check_point_id = $1 and account_id = $2 and day = $3")
        .bind(id.number())
        .bind(account.number())
        .bind(day)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Who came by which check-points of a range on a civil day, the first time first.
pub async fn passes(tx: &mut Tx, range: AreaRange, day: NaiveDate) -> Result<Vec<PassRow>, StoreError> {
    let (from, until) = bounds(day);
    let rows = sqlx::query(points_sql!(
        "select c.id, p.account_id, p.at, case when p.case_id is null then 'visit' else 'report' end as way",
        "join check_point c
            on c.area >= $1
            and c.area < $2
            and c.removed_at is null
            and p.x_dm between c.x_dm - c.radius_m * 10 and c.x_dm + c.radius_m * 10
            and p.y_dm between c.y_dm - c.radius_m * 10 and c.y_dm + c.radius_m * 10
            and (p.x_dm - c.x_dm)::float8 ^ 2 + (p.y_dm - c.y_dm)::float8 ^ 2 <= (c.radius_m * 10)::float8 ^ 2
        union all
        select s.check_point_id, s.account_id, s.passed_at, s.way
        from check_point_pass s
        where s.area >= $1
            and s.area < $2
            and s.day = $5
        order by 3, 1, 2"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .bind(day)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let way: &str = row.try_get("way")?;
            Ok(PassRow {
                check_point: row::parse(row.try_get("id")?, CheckPointId::new_checked, "check_point.id")?,
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "check_point_pass.account_id")?,
                passing: Passing {
                    way: row::parse(way, Way::from_slug, "check_point_pass.way")?,
                    at: row::instant(row, "at")?,
                },
            })
        })
        .collect()
}

fn check_point(row: &PgRow) -> Result<CheckPointRow, StoreError> {
    Ok(CheckPointRow {
        id: row::parse(row.try_get("id")?, CheckPointId::new_checked, "check_point.id")?,
        area: row::area(row, "area")?,
        name: row.try_get("name")?,
        at_dm: (row.try_get("x_dm")?, row.try_get("y_dm")?),
        radius_m: row.try_get("radius_m")?,
    })
}
