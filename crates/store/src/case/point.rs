//! Cases as points of a map: where, how they stand and since when, and nothing that says what was said or about whom.

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::case::Light;
use domain::category::CategoryCode;
use domain::id::CaseId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::before::category;
use crate::{StoreError, Tx, row};

/// A case on a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePoint {
    /// Which.
    pub case: CaseId,
    /// Decimetres from the city's origin: its own point, or its building's; nothing when only the area is known.
    pub at_dm: Option<(i32, i32)>,
    /// Its grid or larger area.
    pub area: Area,
    /// How it stands.
    pub light: Light,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// When it came in.
    pub reported_at: DateTime<Utc>,
    /// When its light last changed.
    pub changed_at: DateTime<Utc>,
    /// Until when it should be done.
    pub due_at: Option<DateTime<Utc>>,
}

/// The cases of a range that were reported from an instant up to another, the latest first, as far as the session sees them.
pub async fn points(
    tx: &mut Tx,
    range: AreaRange,
    light: Option<Light>,
    (from_at, to_at): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> Result<Vec<CasePoint>, StoreError> {
    let rows = sqlx::query(
        "select c.id, c.area, c.light, c.category, c.reported_at, c.changed_at, c.business_due_at,
            coalesce(c.x_dm, b.x_dm) as x_dm, coalesce(c.y_dm, b.y_dm) as y_dm
        from case_file c
        left join dwelling d on d.id = c.dwelling_id
        left join building b on b.id = d.building_id
        where c.area >= $1
            and c.area < $2
            and ($3::int2 is null or c.light = $3)
            and c.reported_at >= $4
            and c.reported_at < $5
        order by c.reported_at desc, c.id desc
        limit $6",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(light.map(Light::number))
    .bind(from_at)
    .bind(to_at)
    .bind(most)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(point).collect()
}

fn point(row: &PgRow) -> Result<CasePoint, StoreError> {
    let (x, y): (Option<i32>, Option<i32>) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    Ok(CasePoint {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        at_dm: x.zip(y),
        area: row::area(row, "area")?,
        light: row::light(row, "light")?,
        category: category(row)?,
        reported_at: row::instant(row, "reported_at")?,
        changed_at: row::instant(row, "changed_at")?,
        due_at: row.try_get("business_due_at")?,
    })
}
