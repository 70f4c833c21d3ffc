//! Areas with the figures that every screen shows about them: one definition each, here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange, Level};
use domain::map::{AreaSummary, Figures};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// Days that a finished case stays in the figures.
const GREEN_DAYS: i32 = 30;

/// An area's names from the city down to itself.
pub async fn path(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let codes: Vec<i64> = area.path().iter().map(|area| area.code()).collect();
    let rows = sqlx::query("select area, name from area where area = any($1) order by level")
        .bind(codes)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

/// An area's own name, then those of the areas right below it, by code.
pub async fn names(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select area, name
        from area
        where area >= $1
            and area < $2
            and level <= (select own.level + 1 from area own where own.area = $1)
        order by level, area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

/// The names of an area and of everything in it but grids, each followed by what lies in it.
pub async fn above_grids(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select area, name
        from area
        where area >= $1
            and area < $2
            and area % 1000 = 0
        order by area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

/// The open grids of an area with their names behind their communities', by code.
pub async fn grids(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select g.area, c.name || ' ' || g.name as name
        from area g
        join area c on c.area = g.area - g.area % 1000
        where g.area >= $1
            and g.area < $2
            and g.area % 1000 <> 0
            and g.to_on is null
        order by g.area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

/// One area with its figures.
pub async fn summary(tx: &mut Tx, area: Area, now: DateTime<Utc>) -> Result<Option<AreaSummary>, StoreError> {
    let range = AreaRange { lo: area.code(), hi: area.code() + 1 };
    Ok(summaries(tx, area.range(), range, area.level(), now).await?.pop())
}

/// The open areas one level below `parent` with their figures, by code.
pub async fn children(tx: &mut Tx, parent: Area, now: DateTime<Utc>) -> Result<Vec<AreaSummary>, StoreError> {
    match parent.level().child() {
        Some(level) => summaries(tx, parent.range(), parent.range(), level, now).await,
        None => Ok(Vec::new()),
    }
}

/// All communities below `root` with their figures, by code.
pub async fn communities(tx: &mut Tx, root: Area, now: DateTime<Utc>) -> Result<Vec<AreaSummary>, StoreError> {
    summaries(tx, root.range(), root.range(), Level::Community, now).await
}

async fn summaries(
    tx: &mut Tx,
    records: AreaRange,
    areas: AreaRange,
    level: Level,
    now: DateTime<Utc>,
) -> Result<Vec<AreaSummary>, StoreError> {
    let mut people = people(tx, records, level, now).await?;
    let mut cases = cases(tx, records, level, now).await?;
    let rows = sqlx::query(
        "select
            a.area,
            a.name,
            a.label_x_dm as x_dm,
            a.label_y_dm as y_dm,
            a.buildings,
            a.dwellings,
            a.size_flag,
            c.origin_lon,
            c.origin_lat,
            c.grid_dwellings_min,
            c.grid_dwellings_max
        from area a
        join city c on c.county = (a.area / 1000000000)::int4
        where a.area >= $1
            and a.area < $2
            and a.level = $3
            and (a.to_on is null or $2 - $1 = 1)
        order by a.area",
    )
    .bind(areas.lo)
    .bind(areas.hi)
    .bind(level.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let code: i64 = row.try_get("area")?;
            let people = people.remove(&code).unwrap_or_default();
            summary_row(
                row,
                Figures {
                    buildings: i64::from(row.try_get::<i32, _>("buildings")?),
                    dwellings: i64::from(row.try_get::<i32, _>("dwellings")?),
                    cases: cases.remove(&code).unwrap_or_default(),
                    ..people
                },
            )
        })
        .collect()
}

fn summary_row(row: &PgRow, figures: Figures) -> Result<AreaSummary, StoreError> {
    let area = row::area(row, "area")?;
    let flag: Option<String> = row.try_get("size_flag")?;
    let size = (row.try_get("grid_dwellings_min")?, row.try_get("grid_dwellings_max")?);
    Ok(AreaSummary {
        area,
        level: area.level(),
        name: row.try_get("name")?,
        label_point: crate::city::point(row)?,
        figures,
        outside_size: flag.map(|_| size),
    })
}

/// Dwellings that are lived in (owner-occupied or rented), their checked residents, and how good their files are.
async fn people(
    tx: &mut Tx,
    range: AreaRange,
    level: Level,
    now: DateTime<Utc>,
) -> Result<HashMap<i64, Figures>, StoreError> {
    let rows = sqlx::query(concat!(
        "select
            h.area - h.area % $3 as of_area,
            count(*) filter (where h.occupancy in (1, 2)) as households,
            sum(h.residents)::int8 as residents,
            sum(h.filled)::int8 as filled,
            sum(h.required)::int8 as required,
            count(*) filter (where ",
        crate::lens::fresh_sql!(),
        ") as fresh
        from household h
        cross join (select $4::date as today) t
        where h.area >= $1
            and h.area < $2
            and h.cell is not null
        group by 1"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(weight(level))
    .bind(domain::clock::civil_date(now))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let figures = Figures {
                households: row.try_get("households")?,
                residents: row.try_get("residents")?,
                filled: row.try_get("filled")?,
                required: row.try_get("required")?,
                fresh: row.try_get("fresh")?,
                ..Figures::default()
            };
            Ok((row.try_get("of_area")?, figures))
        })
        .collect()
}

/// Cases by light; green only those that became so in the last [`GREEN_DAYS`] days.
async fn cases(
    tx: &mut Tx,
    range: AreaRange,
    level: Level,
    now: DateTime<Utc>,
) -> Result<HashMap<i64, [i64; 4]>, StoreError> {
    let rows = sqlx::query(
        "select
            c.area - c.area % $3 as of_area,
            count(*) filter (where c.light = 1) as red,
            count(*) filter (where c.light = 2) as yellow,
            count(*) filter (where c.light = 3) as blue,
            count(*) filter (where c.light = 4 and c.changed_at > $4::timestamptz - make_interval(days => $5)) as green
        from case_file c
        where c.area >= $1
            and c.area < $2
        group by 1",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(weight(level))
    .bind(now)
    .bind(GREEN_DAYS)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let counts = [row.try_get("red")?, row.try_get("yellow")?, row.try_get("blue")?, row.try_get("green")?];
            Ok((row.try_get("of_area")?, counts))
        })
        .collect()
}

/// What the digits below a level weigh: an area code minus its remainder by this is the enclosing area of that level.
fn weight(level: Level) -> i64 {
    match level {
        Level::City => 1_000_000_000,
        Level::Street => 1_000_000,
        Level::Community => 1_000,
        Level::Grid => 1,
    }
}
