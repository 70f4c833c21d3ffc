//! Made-up check-points of a demo city, and who came by them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{StoreError, Tx};

/// Check-points, as columns.
#[derive(Debug, Default)]
pub struct CheckPointColumns {
    /// Their ids.
    pub id: Vec<i64>,
    /// Grids.
    pub area: Vec<i64>,
    /// What they are called.
    pub name: Vec<String>,
    /// Decimetres east of the origin.
    pub x_dm: Vec<i32>,
    /// Decimetres north of the origin.
    pub y_dm: Vec<i32>,
    /// How near one has to come, in metres.
    pub radius_m: Vec<i32>,
    /// Who made them.
    pub account: Vec<i64>,
    /// When somebody came by.
    pub pass: PassColumns,
}

/// Who came by check-points, as columns.
#[derive(Debug, Default)]
pub struct PassColumns {
    /// Check-points.
    pub check_point: Vec<i64>,
    /// Grids.
    pub area: Vec<i64>,
    /// Civil days.
    pub day: Vec<NaiveDate>,
    /// Workers.
    pub account: Vec<i64>,
    /// When first on that day.
    pub passed_at: Vec<DateTime<Utc>>,
    /// Ways ([`domain::trail::Way`]), as stored.
    pub way: Vec<&'static str>,
}

/// Adds check-points that were made at a time, with who came by them.
pub async fn write_check_points(
    tx: &mut Tx,
    rows: &CheckPointColumns,
    made_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into check_point (id, area, name, x_dm, y_dm, radius_m, account_id, made_at)
        select id, area, name, x_dm, y_dm, radius_m, account_id, $8
        from unnest($1::int8[], $2::int8[], $3::text[], $4::int4[], $5::int4[], $6::int4[], $7::int8[])
            as t (id, area, name, x_dm, y_dm, radius_m, account_id)",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.name)
    .bind(&rows.x_dm)
    .bind(&rows.y_dm)
    .bind(&rows.radius_m)
    .bind(&rows.account)
    .bind(made_at)
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into check_point_pass (check_point_id, area, day, account_id, passed_at, way)
        select check_point_id, area, day, account_id, passed_at, way
        from unnest($1::int8[], $2::int8[], $3::date[], $4::int8[], $5::timestamptz[], $6::text[])
            as t (check_point_id, area, day, account_id, passed_at, way)",
    )
    .bind(&rows.pass.check_point)
    .bind(&rows.pass.area)
    .bind(&rows.pass.day)
    .bind(&rows.pass.account)
    .bind(&rows.pass.passed_at)
    .bind(&rows.pass.way)
    .execute(tx.db())
    .await?;
    Ok(())
}
