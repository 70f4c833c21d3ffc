//! Cases: lines with their history, beacons for the map, and steps.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::case::{Beacon, CaseLine, CaseMoment, Light, Step};
use domain::id::{CaseId, DwellingId};
use domain::live::LiveBeacon;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, household, row};

/// A case as a step finds it, locked until the transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its grid.
    pub area: Area,
    /// The household it is about.
    pub dwelling: Option<DwellingId>,
    /// Its light.
    pub light: Light,
    /// Its version.
    pub version: i32,
}

/// What all lines select; `$filter` follows the `where`.
macro_rules! lines_sql {
    ($filter:literal) => {
        concat!(
            "select
                c.id,
                c.dwelling_id,
                c.title,
                c.light,
                c.version,
                c.reported_at,
                c.changed_at,
                coalesce(
                    concat_ws(' ', e.name, b.number || '-' || d.unit || '-' || d.shown),
                    a.name,
                    ''
                ) as place
            from case_file c
            left join area a on a.area = c.area
            left join dwelling d on d.id = c.dwelling_id
            left join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where ",
            $filter
        )
    };
}

/// Locks a case; nothing when it does not exist or may not be known.
pub async fn lock(tx: &mut Tx, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
    let found = sqlx::query("select area, dwelling_id, light, version from case_file where id = $1 for update")
        .bind(case.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            Ok(CaseRow {
                area: row::area(&row, "area")?,
                dwelling: dwelling(&row)?,
                light: row::light(&row, "light")?,
                version: row.try_get("version")?,
            })
        })
        .transpose()
}

/// Writes a step of a locked case: its new light and version, the event, and the household's open light.
pub async fn write_step(
    tx: &mut Tx,
    actor: &Actor,
    case: CaseId,
    before: &CaseRow,
    step: Step,
    light: Light,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let version = before.version + 1;
    sqlx::query("update case_file set light = $2, version = $3, changed_at = greatest($4, reported_at) where id = $1")
        .bind(case.number())
        .bind(light.number())
        .bind(version)
        .bind(at)
        .execute(tx.db())
        .await?;
    sqlx::query(
        "insert into case_event (case_id, version, area, step, light, at, account_id, post_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(case.number())
    .bind(version)
    .bind(before.area.code())
    .bind(step.slug())
    .bind(light.number())
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .execute(tx.db())
    .await?;
    if let Some(dwelling) = before.dwelling {
        household::refresh_light(tx, dwelling.number()).await?;
    }
    Ok(())
}

/// One case with its history.
pub async fn line(tx: &mut Tx, case: CaseId) -> Result<Option<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!("c.id = $1")).bind(case.number()).fetch_all(tx.db()).await?;
    Ok(with_history(tx, rows).await?.pop())
}

/// All cases about a household, open ones first, then the latest.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Vec<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!("c.dwelling_id = $1 order by c.light = 4, c.changed_at desc, c.id limit 50"))
        .bind(dwelling.number())
        .fetch_all(tx.db())
        .await?;
    with_history(tx, rows).await
}

/// Open cases of a scope, red before yellow before blue, then the longest waiting.
pub async fn open(tx: &mut Tx, scope: AreaRange, limit: i64) -> Result<Vec<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!(
        "c.area >= $1 and c.area < $2 and c.light < 4 order by c.light, c.changed_at, c.id limit $3"
    ))
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    with_history(tx, rows).await
}

async fn with_history(tx: &mut Tx, rows: Vec<PgRow>) -> Result<Vec<CaseLine>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut lines = rows.iter().map(line_row).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<i64> = lines.iter().map(|line| line.case.number()).collect();
    let events = sqlx::query(
        // Case by case: for all at once the planner reads a whole area's events, because it takes the policy's unknown range
        // for a narrow one.
        "select v.case_id, v.light, v.at, coalesce(p.title_zh, '') as title
        from unnest($1::int8[]) as c (id)
        cross join lateral (
            select e.*
            from case_event e
            where e.case_id = c.id
            order by e.version
            limit 1000
        ) v
        left join post p on p.id = v.post_id
        order by v.case_id, v.version",
    )
    .bind(&ids)
    .fetch_all(tx.db())
    .await?;
    for event in &events {
        let case: i64 = event.try_get("case_id")?;
        let moment = CaseMoment {
            light: row::light(event, "light")?,
            at: row::instant(event, "at")?,
            by: event.try_get("title")?,
        };
        if let Some(index) = ids.iter().position(|id| *id == case) {
            lines[index].history.push(moment);
        }
    }
    Ok(lines)
}

fn line_row(row: &PgRow) -> Result<CaseLine, StoreError> {
    Ok(CaseLine {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        dwelling: dwelling(row)?,
        place: row.try_get("place")?,
        title: row.try_get("title")?,
        light: row::light(row, "light")?,
        version: row.try_get("version")?,
        reported_at: row::instant(row, "reported_at")?,
        changed_at: row::instant(row, "changed_at")?,
        history: Vec::new(),
    })
}

/// The beacons of all open cases of a scope.
pub async fn beacons(tx: &mut Tx, scope: AreaRange) -> Result<Vec<Beacon>, StoreError> {
    let rows = sqlx::query(
        "select c.id, c.area, c.light, d.cell
        from case_file c
        left join dwelling d on d.id = c.dwelling_id
        where c.area >= $1
            and c.area < $2
            and c.light < 4
        order by c.id",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(beacon_row).collect()
}

/// How some cases stand now, with their grids. A finished one has no beacon.
pub async fn live_beacons(tx: &mut Tx, cases: &[i64]) -> Result<Vec<(Area, LiveBeacon)>, StoreError> {
    let rows = sqlx::query(
        "select c.id, c.area, c.light, d.cell
        from case_file c
        left join dwelling d on d.id = c.dwelling_id
        where c.id = any($1)
        order by c.id",
    )
    .bind(cases)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let beacon = beacon_row(row)?;
            let (area, case) = (beacon.area, beacon.case);
            Ok((area, LiveBeacon { case, beacon: beacon.light.is_open().then_some(beacon) }))
        })
        .collect()
}

fn beacon_row(row: &PgRow) -> Result<Beacon, StoreError> {
    Ok(Beacon {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        light: row::light(row, "light")?,
        cell: row.try_get::<Option<i32>, _>("cell")?.map(|cell| cell as u32),
        area: row::area(row, "area")?,
    })
}

fn dwelling(row: &PgRow) -> Result<Option<DwellingId>, StoreError> {
    row.try_get::<Option<i64>, _>("dwelling_id")?
        .map(|id| row::parse(id, DwellingId::new_checked, "case_file.dwelling_id"))
        .transpose()
}
