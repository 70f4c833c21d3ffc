//! Where a door or a building is: its grid, its building and a point in it.

use domain::area::AreaRange;
use domain::id::{BuildingId, DwellingId};
use domain::spot::Spot;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A building's; nothing for surroundings.
pub async fn of_building(tx: &mut Tx, building: BuildingId) -> Result<Option<Spot>, StoreError> {
    let found =
        sqlx::query("select area, id as building_id, x_dm, y_dm from building where id = $1 and area is not null")
            .bind(building.number())
            .fetch_optional(tx.db())
            .await?;
    found.as_ref().map(spot).transpose()
}

/// A door's.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<Spot>, StoreError> {
    let found = sqlx::query(
        "select d.area, d.building_id, b.x_dm, b.y_dm
        from dwelling d
        join building b on b.id = d.building_id
        where d.id = $1",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(spot).transpose()
}

/// The building of a range that is nearest to a point in decimetres, and what it is called; nothing where there is none.
pub async fn nearest(
    tx: &mut Tx,
    range: AreaRange,
    (x_dm, y_dm): (f64, f64),
) -> Result<Option<(BuildingId, String)>, StoreError> {
    let found = sqlx::query(
        "select b.id, coalesce(e.name || ' ' || b.number, b.street || ' ' || b.house_number, b.street, '') as name
        from building b
        left join estate e on e.id = b.estate_id
        where b.area >= $1
            and b.area < $2
        order by (b.x_dm - $3::float8) ^ 2 + (b.y_dm - $4::float8) ^ 2, b.id
        limit 1",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(x_dm)
    .bind(y_dm)
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| Ok((row::parse(row.try_get("id")?, BuildingId::new_checked, "building.id")?, row.try_get("name")?)))
        .transpose()
}

/// A row of `area, building_id, x_dm, y_dm`; all but the area may be null.
pub(crate) fn spot(row: &PgRow) -> Result<Spot, StoreError> {
    let building: Option<i64> = row.try_get("building_id")?;
    let (x, y): (Option<i32>, Option<i32>) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    Ok(Spot {
        area: row::area(row, "area")?,
        building: building.map(|id| row::parse(id, BuildingId::new_checked, "building.id")).transpose()?,
        at_dm: x.zip(y),
    })
}
