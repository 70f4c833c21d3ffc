//! Buildings: the head of a cell board and the plain list of a grid.

use domain::area::{Area, AreaRange};
use domain::id::{BuildingId, EstateId};
use sqlx::Row;

use crate::household::{estate, named_areas, source};
use crate::{StoreError, Tx, row};

/// A building as the head of its cell board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingRow {
    /// The grid.
    pub area: Area,
    /// Names from the city down to the grid.
    pub areas: Vec<(Area, String)>,
    /// The estate.
    pub estate: Option<(EstateId, String)>,
    /// Its number in the estate; 0 when it has none.
    pub number: i32,
    /// Street and house number in the source.
    pub source: Option<String>,
    /// Floors above ground.
    pub floors: u16,
    /// Whether the source did not say how many.
    pub floors_assumed: bool,
    /// Units.
    pub units: u16,
    /// Doors on one landing.
    pub doors_per_unit: u16,
    /// The lowest floor with dwellings.
    pub first_floor: u16,
}

/// A building in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingLine {
    /// The building.
    pub building: BuildingId,
    /// Its number in the estate; 0 when it has none.
    pub number: i32,
    /// The estate.
    pub estate: Option<(EstateId, String)>,
    /// Street and house number in the source.
    pub source: Option<String>,
    /// Floors above ground.
    pub floors: u16,
    /// Dwellings in it.
    pub dwellings: i32,
}

/// One building of a jurisdiction; surroundings are not found.
pub async fn building(tx: &mut Tx, building: BuildingId) -> Result<Option<BuildingRow>, StoreError> {
    let found = sqlx::query(
        "select
            b.area,
            b.estate_id,
            e.name as estate,
            b.number,
            b.street,
            b.house_number,
            b.floors,
            b.floors_assumed,
            b.units,
            b.doors_per_unit,
            b.first_floor,
            p.areas,
            p.area_names
        from building b
        left join estate e on e.id = b.estate_id
        left join lateral (
            select
                array_agg(a.area order by a.level) as areas,
                array_agg(a.name order by a.level) as area_names
            from area a
            where a.area in (b.area, b.area - b.area % 1000, b.area - b.area % 1000000, b.area - b.area % 1000000000)
        ) p on true
        where b.id = $1
            and b.area is not null",
    )
    .bind(building.number())
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            Ok(BuildingRow {
                area: row::area(&row, "area")?,
                areas: named_areas(&row)?,
                estate: estate(&row)?,
                number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
                source: source(&row)?,
                floors: row::count(&row, "floors")?,
                floors_assumed: row.try_get("floors_assumed")?,
                units: row::count(&row, "units")?,
                doors_per_unit: row::count(&row, "doors_per_unit")?,
                first_floor: row::count(&row, "first_floor")?,
            })
        })
        .transpose()
}

/// The buildings of an area, by estate and number.
pub async fn list(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<BuildingLine>, StoreError> {
    let rows = sqlx::query(
        "select
            b.id,
            b.number,
            b.estate_id,
            e.name as estate,
            b.street,
            b.house_number,
            b.floors,
            (case when b.floors_added + b.doors_added > 0 then (
                select count(*) from dwelling c
                where c.building_id = b.id and c.closed_on is null and c.cell is not null
            ) else greatest(b.floors - b.first_floor + 1, 0) * b.units * b.doors_per_unit - (
                select count(*) from dwelling c
                where c.building_id = b.id and c.closed_on is not null and c.cell is not null
            ) end)::int4 as dwellings
        from building b
        left join estate e on e.id = b.estate_id
        where b.area >= $1
            and b.area < $2
        order by b.estate_id, b.number, b.id
        limit $3",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(BuildingLine {
                building: row::parse(row.try_get("id")?, BuildingId::new_checked, "building.id")?,
                number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
                estate: estate(row)?,
                source: source(row)?,
                floors: row::count(row, "floors")?,
                dwellings: row.try_get("dwellings")?,
            })
        })
        .collect()
}
