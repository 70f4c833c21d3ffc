//! Trails: what may be recorded where, who is on duty, and their fixes until they are sealed into the line of the day.
//!
//! The sealed line is [`crate::patrol`]'s. Fixes, batches and the duty itself are seen by their worker alone and are gone when the
//! duty ends.

mod point;

pub use point::{Point, area_of_points, point_workers, points, points_by_worker};
pub(crate) use point::{bounds, points_sql};

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaRange};
use domain::clock::start_of_civil_day;
use domain::geo::LonLat;
use domain::id::{AccountId, TrackId};
use domain::operation::OperationId;
use domain::patrol::Fix;
use domain::trail::{RawFix, TrackMode};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, patrol, row};

/// Steps of position in one degree, as raw fixes are kept: 11 mm.
const DEGREE: f64 = 10_000_000.0;

/// Somebody on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnDuty {
    /// The worker.
    pub account: AccountId,
    /// The area of their post.
    pub area: Area,
    /// Since when.
    pub began_at: DateTime<Utc>,
}

/// What is recorded in an area: what the nearest area above says.
pub async fn mode(tx: &mut Tx, area: Area) -> Result<TrackMode, StoreError> {
    let above: Vec<i64> = area.path().iter().map(|area| area.code()).collect();
    let found: Option<String> =
        sqlx::query_scalar("select mode from trail_mode where area = any($1) order by area desc limit 1")
            .bind(&above)
            .fetch_optional(tx.db())
            .await?;
    found.map_or(Ok(TrackMode::default()), |slug| row::parse(&*slug, TrackMode::from_slug, "trail_mode.mode"))
}

/// Everything that was said in a range, by area.
pub async fn modes(tx: &mut Tx, range: AreaRange) -> Result<Vec<(Area, TrackMode)>, StoreError> {
    let rows = sqlx::query("select area, mode from trail_mode where area >= $1 and area < $2 order by area")
        .bind(range.lo)
        .bind(range.hi)
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let mode: &str = row.try_get("mode")?;
            Ok((row::area(row, "area")?, row::parse(mode, TrackMode::from_slug, "trail_mode.mode")?))
        })
        .collect()
}

/// Says what is recorded in an area; nothing leaves it to the area above. In a transaction of the system.
pub async fn set_mode(
    tx: &mut Tx,
    area: Area,
    mode: Option<TrackMode>,
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<(), StoreError> {
    let Some(mode) = mode else {
        sqlx::query("delete from trail_mode where area = $1").bind(area.code()).execute(tx.db()).await?;
        return Ok(());
    };
    sqlx::query(
        "insert into trail_mode (area, mode, set_by, set_at)
        values ($1, $2, $3, $4)
        on conflict (area) do update set mode = excluded.mode, set_by = excluded.set_by, set_at = excluded.set_at",
    )
    .bind(area.code())
    .bind(mode.slug())
    .bind(by.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whether somebody is on duty; a session sees its own account's only.
pub async fn duty(tx: &mut Tx, account: AccountId) -> Result<Option<OnDuty>, StoreError> {
    let found = sqlx::query("select account_id, area, began_at from patrol_duty where account_id = $1")
        .bind(account.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(on_duty).transpose()
}

/// Who is on duty since before a moment. In a transaction of the system.
pub async fn duties_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<OnDuty>, StoreError> {
    let rows =
        sqlx::query("select account_id, area, began_at from patrol_duty where began_at < $1 order by account_id")
            .bind(before)
            .fetch_all(tx.db())
            .await?;
    rows.iter().map(on_duty).collect()
}

/// Puts somebody on duty, unless they are.
pub async fn begin_duty(tx: &mut Tx, new: OnDuty) -> Result<(), StoreError> {
    sqlx::query("insert into patrol_duty (account_id, area, began_at) values ($1, $2, $3) on conflict do nothing")
        .bind(new.account.number())
        .bind(new.area.code())
        .bind(new.began_at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Forgets a duty with its batches and fixes: when it began and what it sent is nobody's business any more.
pub async fn forget_duty(tx: &mut Tx, account: AccountId) -> Result<(), StoreError> {
    for statement in [
        "delete from trail_fix where account_id = $1",
        "delete from trail_batch where account_id = $1",
        "delete from patrol_duty where account_id = $1",
    ] {
        sqlx::query(statement).bind(account.number()).execute(tx.db()).await?;
    }
    Ok(())
}

/// Takes a batch's number. False when it was taken before.
pub async fn take_batch(
    tx: &mut Tx,
    operation: OperationId,
    account: AccountId,
    kept: usize,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into trail_batch (operation, account_id, kept)
        values (encode($1, 'hex')::uuid, $2, $3)
        on conflict do nothing",
    )
    .bind(&operation.bytes()[..])
    .bind(account.number())
    .bind(kept as i32)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps fixes of a batch until the duty ends: one statement, whatever their number. As a list of what is selected the arrays run side
/// by side without being laid down first, as they would be as a table to select from.
pub async fn put(tx: &mut Tx, account: AccountId, fixes: &[RawFix]) -> Result<(), StoreError> {
    let at: Vec<_> = fixes.iter().map(|fix| fix.at).collect();
    let lon: Vec<_> = fixes.iter().map(|fix| (fix.position.lon * DEGREE).round() as i32).collect();
    let lat: Vec<_> = fixes.iter().map(|fix| (fix.position.lat * DEGREE).round() as i32).collect();
    let accuracy: Vec<_> = fixes.iter().map(|fix| (fix.accuracy_m * 10.0).round() as i16).collect();
    sqlx::query(
        "insert into trail_fix (account_id, at, lon_e7, lat_e7, accuracy_dm)
        select $1, unnest($2::timestamptz[]), unnest($3::int4[]), unnest($4::int4[]), unnest($5::int2[])",
    )
    .bind(account.number())
    .bind(&at)
    .bind(&lon)
    .bind(&lat)
    .bind(&accuracy)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The fixes of somebody that are not sealed yet, in order of time.
pub async fn unsealed(tx: &mut Tx, account: AccountId) -> Result<Vec<RawFix>, StoreError> {
    let rows = sqlx::query("select at, lon_e7, lat_e7, accuracy_dm from trail_fix where account_id = $1 order by at")
        .bind(account.number())
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(raw_fix).collect()
}

/// The sealed line of a day with its area; nothing when there is none or it may not be known.
pub async fn sealed(tx: &mut Tx, account: AccountId, day: NaiveDate) -> Result<Option<(Area, Vec<Fix>)>, StoreError> {
    let found = sqlx::query("select area, fixes from patrol_track where account_id = $1 and day = $2")
        .bind(account.number())
        .bind(day)
        .fetch_optional(tx.db())
        .await?;
    found.map(|row| Ok((row::area(&row, "area")?, patrol::unpack(row.try_get("fixes")?)?))).transpose()
}

/// A line to be kept as the day's.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The worker.
    pub account: AccountId,
    /// Where they worked.
    pub area: Area,
    /// The civil day.
    pub day: NaiveDate,
    /// In order of time; never empty.
    pub fixes: &'a [Fix],
    /// Its length in metres.
    pub length_m: f64,
}

/// Seals the line of a day, in place of the one that was.
pub async fn seal(tx: &mut Tx, line: Line<'_>) -> Result<(), StoreError> {
    let Some((first, last)) = line.fixes.first().zip(line.fixes.last()) else { return Ok(()) };
    let serial: i64 = sqlx::query_scalar("select nextval('patrol_track_serial')").fetch_one(tx.db()).await?;
    sqlx::query(
        "insert into patrol_track (id, area, account_id, day, fixes, fix_count, started_at, ended_at, length_m)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict on constraint patrol_track_day_unique do update set
            area = excluded.area,
            fixes = excluded.fixes,
            fix_count = excluded.fix_count,
            started_at = excluded.started_at,
            ended_at = excluded.ended_at,
            length_m = excluded.length_m",
    )
    .bind(TrackId::new(line.area.county(), serial as u64).number())
    .bind(line.area.code())
    .bind(line.account.number())
    .bind(line.day)
    .bind(patrol::pack(line.fixes))
    .bind(line.fixes.len() as i32)
    .bind(first.at)
    .bind(last.at)
    .bind(line.length_m)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Makes the partitions of raw fixes for civil days. In a transaction of the system.
pub async fn open_days(tx: &mut Tx, days: impl IntoIterator<Item = NaiveDate>) -> Result<(), StoreError> {
    for day in days {
        let next = day.succ_opt().ok_or(StoreError::Unreadable { column: "trail_fix.at" })?;
        sqlx::query("select open_trail_day($1, $2, $3)")
            .bind(day)
            .bind(start_of_civil_day(day))
            .bind(start_of_civil_day(next))
            .execute(tx.db())
            .await?;
    }
    Ok(())
}

/// Drops what is older than a civil day: partitions of raw fixes, sealed lines, notes and passed check-points. In a transaction of
/// the system.
pub async fn drop_before(tx: &mut Tx, day: NaiveDate) -> Result<(), StoreError> {
    sqlx::query("select drop_trail_days($1)").bind(day).execute(tx.db()).await?;
    for statement in ["delete from patrol_track where day < $1", "delete from check_point_pass where day < $1"] {
        sqlx::query(statement).bind(day).execute(tx.db()).await?;
    }
    sqlx::query("delete from trail_note where at < $1").bind(start_of_civil_day(day)).execute(tx.db()).await?;
    Ok(())
}

/// What a worker said about stops of their own trail in a time, by the stop's beginning.
pub async fn notes(
    tx: &mut Tx,
    account: AccountId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<(DateTime<Utc>, String)>, StoreError> {
    Ok(sqlx::query_as("select at, note from trail_note where account_id = $1 and at >= $2 and at < $3 order by at")
        .bind(account.number())
        .bind(from)
        .bind(until)
        .fetch_all(tx.db())
        .await?)
}

/// Writes a note at a stop, or takes it away when it is empty.
pub async fn annotate(
    tx: &mut Tx,
    (account, area): (AccountId, Area),
    at: DateTime<Utc>,
    note: &str,
) -> Result<(), StoreError> {
    if note.is_empty() {
        sqlx::query("delete from trail_note where account_id = $1 and at = $2")
            .bind(account.number())
            .bind(at)
            .execute(tx.db())
            .await?;
        return Ok(());
    }
    sqlx::query(
        "insert into trail_note (account_id, at, area, note)
        values ($1, $2, $3, $4)
        on conflict on constraint trail_note_pkey do update set note = excluded.note",
    )
    .bind(account.number())
    .bind(at)
    .bind(area.code())
    .bind(note)
    .execute(tx.db())
    .await?;
    Ok(())
}

fn on_duty(row: &PgRow) -> Result<OnDuty, StoreError> {
    Ok(OnDuty {
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "patrol_duty.account_id")?,
        area: row::area(row, "area")?,
        began_at: row::instant(row, "began_at")?,
    })
}

fn raw_fix(row: &PgRow) -> Result<RawFix, StoreError> {
    let (lon, lat): (i32, i32) = (row.try_get("lon_e7")?, row.try_get("lat_e7")?);
    let position = LonLat::new_checked(f64::from(lon) / DEGREE, f64::from(lat) / DEGREE);
    Ok(RawFix {
        position: row::parse(position, |position| position, "trail_fix.lon_e7")?,
        at: row::instant(row, "at")?,
        accuracy_m: f64::from(row.try_get::<i16, _>("accuracy_dm")?) / 10.0,
    })
}
