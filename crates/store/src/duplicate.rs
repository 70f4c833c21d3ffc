//! The open cases that a report may repeat: of its group, of late, at its building or near its point. How alike they are is
//! said by `domain::duplicate`.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::Light;
use domain::category::CategoryCode;
use domain::duplicate::Report;
use domain::id::{BuildingId, CaseId};
use domain::spot::Spot;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row, spot};

/// Cases that a report is compared with.
const LIMIT: i64 = 200;

/// An open case nearby.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The case.
    pub case: CaseId,
    /// What is compared of it; its text is its title.
    pub report: Report,
    /// How it stands.
    pub light: Light,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What the report is about: its group is looked through.
    pub category: &'a CategoryCode,
    /// The farthest that a case may lie from the place, in metres.
    pub radius_m: u16,
    /// Where.
    pub spot: &'a Spot,
    /// Older cases are left out.
    pub since: DateTime<Utc>,
    /// The area that is looked through.
    pub within: Area,
}

/// The open cases that may be about the same thing, the latest first, as far as the session sees them.
pub async fn open_near(tx: &mut Tx, wanted: &Wanted<'_>) -> Result<Vec<Neighbour>, StoreError> {
    let (range, reach) = (wanted.within.range(), i32::from(wanted.radius_m) * 10);
    let (x, y) = wanted.spot.at_dm.unzip();
    let rows = sqlx::query(
        "select c.id, c.area, c.category, k.duplicate_radius_m, c.title, c.light, c.reported_at, d.building_id,
            coalesce(c.x_dm, b.x_dm) as x_dm, coalesce(c.y_dm, b.y_dm) as y_dm
        from case_file c
        join case_category k on k.code = c.category
        left join dwelling d on d.id = c.dwelling_id
        left join building b on b.id = d.building_id
        where left(c.category, 2) = $1
            and c.light < 4
            and c.area >= $2
            and c.area < $3
            and c.reported_at >= $4
            and (
                d.building_id = $5
                or (
                    coalesce(c.x_dm, b.x_dm) between $6 - $8 and $6 + $8
                    and coalesce(c.y_dm, b.y_dm) between $7 - $8 and $7 + $8
                )
            )
        order by c.reported_at desc, c.id desc
        limit $9",
    )
    .bind(wanted.category.group())
    .bind(range.lo)
    .bind(range.hi)
    .bind(wanted.since)
    .bind(wanted.spot.building.map(BuildingId::number))
    .bind(x)
    .bind(y)
    .bind(reach)
    .bind(LIMIT)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(neighbour).collect()
}

fn neighbour(row: &PgRow) -> Result<Neighbour, StoreError> {
    let report = Report {
        category: row::parse(row.try_get::<&str, _>("category")?, CategoryCode::new, "case_file.category")?,
        radius_m: row::count(row, "duplicate_radius_m")?,
        spot: spot::spot(row)?,
        text: row.try_get("title")?,
        reported_at: row::instant(row, "reported_at")?,
    };
    Ok(Neighbour {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        report,
        light: row::light(row, "light")?,
    })
}
