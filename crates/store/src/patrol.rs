//! Patrol tracks: one row per worker and day, the fixes packed.
//!
//! Format of `fixes`: how many, then for each the step from the one before in whole seconds and in millionths of a degree
//! (0.11 m) as zigzag LEB128. A day of 2,000 fixes takes about 8 KB.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::area::{Area, AreaRange};
use domain::geo::LonLat;
use domain::id::{AccountId, DwellingId, TrackId};
use domain::patrol::{Fix, Worker};
use domain::screen::{ON_THE_WAY_MIN, Patrol, Patrols};
use sqlx::Row;

use crate::varint::{Reader, put, put_signed};
use crate::{StoreError, Tx, row};

/// Steps of position in one degree.
const DEGREE: f64 = 1_000_000.0;

/// A stored track.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackRow {
    /// The track.
    pub track: TrackId,
    /// The worker's grid on that day.
    pub area: Area,
    /// The line, in order of time.
    pub fixes: Vec<Fix>,
    /// Length of the line in metres.
    pub length_m: f64,
    /// The worker's visits on that day: when, and where.
    pub visits: Vec<(DateTime<Utc>, DwellingId)>,
}

/// Packs fixes. Times are cut to seconds, positions rounded to 0.11 m.
pub fn pack(fixes: &[Fix]) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 + fixes.len() * 5);
    put(&mut out, fixes.len() as u64);
    let mut last = [0i64; 3];
    for fix in fixes {
        let values = [
            fix.at.timestamp(),
            (fix.position.lon * DEGREE).round() as i64,
            (fix.position.lat * DEGREE).round() as i64,
        ];
        for (value, last) in values.iter().zip(&mut last) {
            put_signed(&mut out, value - *last);
            *last = *value;
        }
    }
    out
}

/// Unpacks fixes; any bytes give fixes or an error.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Fix>, StoreError> {
    const COLUMN: &str = "patrol_track.fixes";
    let mut reader = Reader { bytes, column: COLUMN };
    let count = reader.take_len()?;
    let mut fixes = Vec::with_capacity(count);
    let mut last = [0i64; 3];
    for _ in 0..count {
        for value in &mut last {
            *value = value.wrapping_add(reader.take_signed()?);
        }
        let at = row::parse(last[0], |seconds| DateTime::from_timestamp(seconds, 0), COLUMN)?;
        let (lon, lat) = (last[1] as f64 / DEGREE, last[2] as f64 / DEGREE);
        let position = LonLat::new_checked(lon, lat).ok_or(StoreError::Unreadable { column: COLUMN })?;
        fixes.push(Fix { position, at });
    }
    Ok(fixes)
}

/// Workers with tracks in a scope, by area.
pub async fn workers(tx: &mut Tx, scope: AreaRange) -> Result<Vec<Worker>, StoreError> {
    let rows = sqlx::query(
        "select
            t.account_id,
            max(t.area) as area,
            array_agg(t.day order by t.day desc) as days,
            (select p.title_zh from post p where p.account_id = t.account_id order by p.id limit 1) as title
        from patrol_track t
        where t.area >= $1
            and t.area < $2
        group by t.account_id
        order by 2, 1",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Worker {
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "patrol_track.account_id")?,
                title: row.try_get::<Option<String>, _>("title")?.unwrap_or_default(),
                area: row::area(row, "area")?,
                days: row.try_get("days")?,
            })
        })
        .collect()
}

/// Who was out on a day in a scope, and the last `most` of them.
pub async fn out(
    tx: &mut Tx,
    scope: AreaRange,
    day: NaiveDate,
    now: DateTime<Utc>,
    most: usize,
) -> Result<Patrols, StoreError> {
    let rows = sqlx::query(
        "select
            t.account_id,
            t.ended_at,
            t.length_m,
            (select p.title_zh from post p where p.account_id = t.account_id order by p.id limit 1) as title,
            count(*) over () as out,
            count(*) filter (where t.ended_at > $4) over () as on_the_way
        from patrol_track t
        where t.area >= $1
            and t.area < $2
            and t.day = $3
        order by t.ended_at desc, t.account_id
        limit greatest($5, 1)",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(day)
    .bind(now - TimeDelta::minutes(ON_THE_WAY_MIN))
    .bind(most as i64)
    .fetch_all(tx.db())
    .await?;
    let mut found = Patrols { day, ..Patrols::default() };
    for row in &rows {
        found.out = row.try_get("out")?;
        found.on_the_way = row.try_get("on_the_way")?;
        found.last.push(Patrol {
            worker: row::parse(row.try_get("account_id")?, AccountId::new_checked, "patrol_track.account_id")?,
            title: row.try_get::<Option<String>, _>("title")?.unwrap_or_default(),
            ended_at: row::instant(row, "ended_at")?,
            length_m: row.try_get("length_m")?,
        });
    }
    found.last.truncate(most);
    Ok(found)
}

/// A worker's day; nothing when there is none or it may not be known.
pub async fn track(tx: &mut Tx, worker: AccountId, day: NaiveDate) -> Result<Option<TrackRow>, StoreError> {
    let found = sqlx::query(
        "select id, area, fixes, length_m, started_at, ended_at
        from patrol_track
        where account_id = $1
            and day = $2",
    )
    .bind(worker.number())
    .bind(day)
    .fetch_optional(tx.db())
    .await?;
    let Some(found) = found else { return Ok(None) };
    let visits = sqlx::query(
        "select visited_at, dwelling_id
        from visit
        where account_id = $1
            and visited_at between $2 and $3
        order by visited_at",
    )
    .bind(worker.number())
    .bind(row::instant(&found, "started_at")?)
    .bind(row::instant(&found, "ended_at")?)
    .fetch_all(tx.db())
    .await?;
    let visits = visits
        .iter()
        .map(|row| {
            let dwelling = row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "visit.dwelling_id")?;
            Ok((row::instant(row, "visited_at")?, dwelling))
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Some(TrackRow {
        track: row::parse(found.try_get("id")?, TrackId::new_checked, "patrol_track.id")?,
        area: row::area(&found, "area")?,
        fixes: unpack(found.try_get("fixes")?)?,
        length_m: found.try_get("length_m")?,
        visits,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fixes_come_back_within_a_second_and_a_hand(
            fixes in prop::collection::vec((-180.0..180.0f64, -90.0..90.0f64, 0i64..4_000_000_000), 0..50),
        ) {
            let fixes: Vec<Fix> = fixes
                .into_iter()
                .map(|(lon, lat, at)| Fix { position: LonLat { lon, lat }, at: DateTime::from_timestamp(at, 0).unwrap() })
                .collect();

            let back = unpack(&pack(&fixes)).unwrap();

            prop_assert_eq!(back.len(), fixes.len());
            for (fix, back) in fixes.iter().zip(back) {
                prop_assert_eq!(fix.at, back.at);
                prop_assert!((fix.position.lon - back.position.lon).abs() < 1e-6);
                prop_assert!((fix.position.lat - back.position.lat).abs() < 1e-6);
            }
        }

        #[test]
        fn any_bytes_give_fixes_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _fixes = unpack(&bytes);
        }
    }
}
