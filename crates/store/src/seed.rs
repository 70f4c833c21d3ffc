//! Bulk rows of made-up people, cases and tracks: arrays in, one statement a table.
//!
//! Runs in a system transaction only. Not for anything that a person enters.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaRange;
use sqlx::Row;

use crate::{StoreError, Tx};

mod check_point;
pub mod file;
mod month;
mod party;
mod patrol_team;
mod people;
mod register;
mod roster;
mod volunteer;
mod watch_list;
mod wish;

pub use check_point::{CheckPointColumns, write_check_points};
pub use month::{finish_months, train};
pub use party::write_party;
pub use patrol_team::{BETWEEN_MEMBERS, TeamColumns, write_teams};
pub use people::{DETAILS, HouseholdColumns, ResidentColumns, write_households, write_residents};
pub use register::write_register;
pub use roster::write_roster;
pub use volunteer::{VolunteerColumns, describe_volunteer, write_volunteers};
pub use watch_list::{WatchColumns, labelled, list_numbers, write_watch_lists};
pub use wish::{SpotRow, cases_of_communities, wish_serials, wish_spots, write_wishes};

/// A dwelling that the seed may fill, and where its building stands.
#[derive(Clone, Copy, Debug)]
pub struct SeatRow {
    /// The dwelling's id.
    pub dwelling: i64,
    /// Its grid.
    pub area: i64,
    /// A point in the building, decimetres east of the origin.
    pub x_dm: i32,
    /// Decimetres north of the origin.
    pub y_dm: i32,
}

/// All dwellings of a city's current scene by grid and id.
pub async fn seats(tx: &mut Tx, city: AreaRange) -> Result<Vec<SeatRow>, StoreError> {
    let rows = sqlx::query(
        "select d.id, d.area, b.x_dm, b.y_dm
        from dwelling d
        join building b on b.id = d.building_id
        where d.cell is not null and d.closed_on is null and d.area >= $1 and d.area < $2
        order by d.area, d.id",
    )
    .bind(city.lo)
    .bind(city.hi)
    .fetch_all(tx.db())
    .await?;
    Ok(rows
        .iter()
        .map(|row| SeatRow { dwelling: row.get(0), area: row.get(1), x_dm: row.get(2), y_dm: row.get(3) })
        .collect())
}

/// A grid to be walked, with its name for the worker's title.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// The grid's area code.
    pub area: i64,
    /// Names of community and grid, such as 和平社区第3网格.
    pub name: String,
}

/// A city's grids by code.
pub async fn grids(tx: &mut Tx, city: AreaRange) -> Result<Vec<GridRow>, StoreError> {
    let rows = sqlx::query(
        "select g.area, coalesce(c.name, '') || g.name
        from area g
        left join area c on c.area = g.area - g.area % 1000
        where g.level = 4 and g.to_on is null and g.area >= $1 and g.area < $2
        order by g.area",
    )
    .bind(city.lo)
    .bind(city.hi)
    .fetch_all(tx.db())
    .await?;
    Ok(rows.iter().map(|row| GridRow { area: row.get(0), name: row.get(1) }).collect())
}

/// Names of a city's areas above the grids, by code.
pub async fn upper_areas(tx: &mut Tx, city: AreaRange) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query("select area, name from area where level < 4 and area >= $1 and area < $2 order by area")
        .bind(city.lo)
        .bind(city.hi)
        .fetch_all(tx.db())
        .await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// How many residents are real: the seed never touches a city that has any.
pub async fn real_residents(tx: &mut Tx) -> Result<i64, StoreError> {
    let row = sqlx::query("select count(*) from resident where not is_synthetic").fetch_one(tx.db()).await?;
    Ok(row.get(0))
}

/// How many made-up residents there are.
pub async fn synthetic_residents(tx: &mut Tx) -> Result<i64, StoreError> {
    let row = sqlx::query("select count(*) from resident where is_synthetic").fetch_one(tx.db()).await?;
    Ok(row.get(0))
}

/// Takes a city's made-up records away, so that a seed can be sown anew.
pub async fn clear(tx: &mut Tx, city: AreaRange) -> Result<(), StoreError> {
    for statement in [
        "delete from spot_round where area >= $1 and area < $2",
        "delete from stay where is_synthetic and area >= $1 and area < $2",
        "delete from verification where area >= $1 and area < $2",
        "delete from photo where area >= $1 and area < $2",
        "delete from roster_entry where is_synthetic and area >= $1 and area < $2",
        "delete from place_note where area >= $1 and area < $2",
        "delete from resident_merge where area >= $1 and area < $2",
        "delete from certificate where area >= $1 and area < $2 and resident_id in (select id from resident where is_synthetic)",
        "delete from resident where is_synthetic and area >= $1 and area < $2",
        "delete from register_entry where is_synthetic and area >= $1 and area < $2",
        "delete from month_report where is_synthetic and area >= $1 and area < $2",
        "delete from watch_list where is_synthetic and area >= $1 and area < $2",
        "delete from check_point where area >= $1 and area < $2",
        "delete from patrol_team where area >= $1 and area < $2",
        "delete from visit where is_synthetic and area >= $1 and area < $2",
        "delete from patrol_track where is_synthetic and area >= $1 and area < $2",
        "delete from work where is_synthetic and area >= $1 and area < $2",
        "delete from wish
        where area >= $1 and area < $2
            and (
                is_synthetic
                or merged_into in (select id from wish where is_synthetic)
                or series in (select id from wish where is_synthetic)
            )",
        "delete from case_file where is_synthetic and area >= $1 and area < $2",
    ] {
        sqlx::query(statement).bind(city.lo).bind(city.hi).execute(tx.db()).await?;
    }
    crate::search::index::clear(tx, city).await
}

/// Cases and their events, as columns.
#[derive(Debug, Default)]
pub struct CaseColumns {
    /// Case ids.
    pub id: Vec<i64>,
    /// Grids.
    pub area: Vec<i64>,
    /// Dwellings.
    pub dwelling: Vec<i64>,
    /// Titles.
    pub title: Vec<String>,
    /// Categories.
    pub category: Vec<String>,
    /// Lights.
    pub light: Vec<i16>,
    /// Versions.
    pub version: Vec<i32>,
    /// Times of report.
    pub reported_at: Vec<DateTime<Utc>>,
    /// Times of the last step.
    pub changed_at: Vec<DateTime<Utc>>,
    /// Their events.
    pub event: EventColumns,
}

/// Case events, as columns.
#[derive(Debug, Default)]
pub struct EventColumns {
    /// Case ids.
    pub case: Vec<i64>,
    /// Versions after the event.
    pub version: Vec<i32>,
    /// Grids.
    pub area: Vec<i64>,
    /// Steps; the first is `report`.
    pub step: Vec<String>,
    /// Lights after the event.
    pub light: Vec<i16>,
    /// When.
    pub at: Vec<DateTime<Utc>>,
    /// Who.
    pub account: Vec<i64>,
    /// Under which post.
    pub post: Vec<i64>,
}

/// Adds cases with their histories, marked as made up.
pub async fn write_cases(tx: &mut Tx, rows: &CaseColumns) -> Result<(), StoreError> {
    sqlx::query(
        "insert into case_file
            (id, area, dwelling_id, title, light, version, reported_at, changed_at, is_synthetic, phase, holder, place,
            holder_since, holder_due_at, business_due_at, finished_at, closed_at, category)
        select
            t.id, t.area, t.dwelling_id, t.title, t.light, t.version, t.reported_at, t.changed_at, true,
            (array['waiting', 'working', 'done', 'closed'])[t.light], t.area - t.area % 1000,
            concat_ws(' ', e.name, b.number || '-' || d.unit || '-' || d.shown), t.changed_at,
            case when t.light < 4 then t.changed_at + interval '3 days' end, t.reported_at + interval '7 days',
            case when t.light >= 3 then t.changed_at end, case when t.light = 4 then t.changed_at end, t.category
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::text[], $5::int2[], $6::int4[], $7::timestamptz[],
            $8::timestamptz[], $9::text[])
            as t (id, area, dwelling_id, title, light, version, reported_at, changed_at, category)
        left join dwelling d on d.id = t.dwelling_id
        left join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.dwelling)
    .bind(&rows.title)
    .bind(&rows.light)
    .bind(&rows.version)
    .bind(&rows.reported_at)
    .bind(&rows.changed_at)
    .bind(&rows.category)
    .execute(tx.db())
    .await?;
    write_events(tx, &rows.event).await
}

async fn write_events(tx: &mut Tx, rows: &EventColumns) -> Result<(), StoreError> {
    sqlx::query(
        "insert into case_event (case_id, version, area, step, light, at, account_id, post_id)
        select case_id, version, area, step, light, at, account_id, post_id
        from unnest($1::int8[], $2::int4[], $3::int8[], $4::text[], $5::int2[], $6::timestamptz[], $7::int8[], $8::int8[])
            as t (case_id, version, area, step, light, at, account_id, post_id)",
    )
    .bind(&rows.case)
    .bind(&rows.version)
    .bind(&rows.area)
    .bind(&rows.step)
    .bind(&rows.light)
    .bind(&rows.at)
    .bind(&rows.account)
    .bind(&rows.post)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Tracks, as columns.
#[derive(Debug, Default)]
pub struct TrackColumns {
    /// Track ids.
    pub id: Vec<i64>,
    /// Grids.
    pub area: Vec<i64>,
    /// Workers.
    pub account: Vec<i64>,
    /// Days.
    pub day: Vec<NaiveDate>,
    /// Packed fixes ([`crate::patrol::pack`]).
    pub fixes: Vec<Vec<u8>>,
    /// Numbers of fixes.
    pub fix_count: Vec<i32>,
    /// Times of the first fixes.
    pub started_at: Vec<DateTime<Utc>>,
    /// Times of the last fixes.
    pub ended_at: Vec<DateTime<Utc>>,
    /// Lengths in metres.
    pub length_m: Vec<f64>,
}

/// Adds tracks, marked as made up.
pub async fn write_tracks(tx: &mut Tx, rows: &TrackColumns) -> Result<(), StoreError> {
    sqlx::query(
        "insert into patrol_track
            (id, area, account_id, day, fixes, fix_count, started_at, ended_at, length_m, is_synthetic)
        select id, area, account_id, day, fixes, fix_count, started_at, ended_at, length_m, true
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::date[], $5::bytea[], $6::int4[], $7::timestamptz[],
            $8::timestamptz[], $9::float8[])
            as t (id, area, account_id, day, fixes, fix_count, started_at, ended_at, length_m)",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.account)
    .bind(&rows.day)
    .bind(&rows.fixes)
    .bind(&rows.fix_count)
    .bind(&rows.started_at)
    .bind(&rows.ended_at)
    .bind(&rows.length_m)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Visits, as columns.
#[derive(Debug, Default)]
pub struct VisitColumns {
    /// Grids.
    pub area: Vec<i64>,
    /// Dwellings.
    pub dwelling: Vec<i64>,
    /// Workers.
    pub account: Vec<i64>,
    /// When.
    pub visited_at: Vec<DateTime<Utc>>,
    /// The outcome's stored word.
    pub outcome: Vec<String>,
}

/// Adds visits, marked as made up.
pub async fn write_visits(tx: &mut Tx, rows: &VisitColumns) -> Result<(), StoreError> {
    sqlx::query(
        "insert into visit (area, dwelling_id, account_id, visited_at, outcome, is_synthetic)
        select area, dwelling_id, account_id, visited_at, outcome, true
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::timestamptz[], $5::text[])
            as t (area, dwelling_id, account_id, visited_at, outcome)",
    )
    .bind(&rows.area)
    .bind(&rows.dwelling)
    .bind(&rows.account)
    .bind(&rows.visited_at)
    .bind(&rows.outcome)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Brings what households carry of their cases and visits up to date.
pub async fn settle(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in [
        "update household h set open_light = c.light
        from (select dwelling_id, min(light) as light from case_file where light < 4 group by dwelling_id) c
        where h.id = c.dwelling_id",
        "update household h set visited_on = v.visited_on
        from (
            select dwelling_id, max((visited_at at time zone 'Asia/Shanghai')::date) as visited_on
            from visit
            group by dwelling_id
        ) v
        where h.id = v.dwelling_id",
        "select setval('resident_serial', greatest((select coalesce(max(id % 1000000000000), 0) from resident), 1))",
        "select setval('case_serial', greatest((select coalesce(max(id % 1000000000000), 0) from case_file), 1))",
        "select setval('check_point_serial', greatest((select coalesce(max(id % 1000000000000), 0) from check_point), 1))",
        "select setval('patrol_team_serial', greatest((select coalesce(max(id % 1000000000000), 0) from patrol_team), 1))",
        // Served at once: the planner must not wait for PostgreSQL's own count.
        "select weigh_city()",
    ] {
        sqlx::query(statement).execute(tx.db()).await?;
    }
    Ok(())
}
