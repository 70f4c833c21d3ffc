//! Beacons: what the map shows of open cases.

use domain::area::{Area, AreaRange};
use domain::case::Beacon;
use domain::id::CaseId;
use domain::live::LiveBeacon;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

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
