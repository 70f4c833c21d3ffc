//! What there is to choose from: the buildings of a grid, and the grids near it.

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::id::{BuildingId, EstateId};
use domain::regrid::Size;
use sqlx::Row;

use crate::household::{estate, source};
use crate::{StoreError, Tx, row};

/// A building of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingFact {
    /// The building.
    pub building: BuildingId,
    /// Its number in the estate; 0 when it has none.
    pub number: i32,
    /// The estate.
    pub estate: Option<(EstateId, String)>,
    /// Street and house number in the source.
    pub source: Option<String>,
    /// Doors, and those behind which somebody lives.
    pub size: Size,
}

/// The buildings of a grid by estate and number, as far as the session sees their households.
pub async fn buildings(tx: &mut Tx, grid: Area) -> Result<Vec<BuildingFact>, StoreError> {
    let rows = sqlx::query(
        "select
            b.id, b.number, b.estate_id, e.name as estate, b.street, b.house_number,
            coalesce(n.dwellings, 0) as dwellings, coalesce(n.households, 0) as households
        from building b
        left join estate e on e.id = b.estate_id
        left join (
            select
                d.building_id,
                count(*) as dwellings,
                count(*) filter (where h.occupancy in (1, 2)) as households
            from dwelling d
            join household h on h.id = d.id
            where h.area = $1
                and h.cell is not null
            group by d.building_id
        ) n on n.building_id = b.id
        where b.area = $1
        order by b.estate_id, b.number, b.id",
    )
    .bind(grid.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(BuildingFact {
                building: row::parse(row.try_get("id")?, BuildingId::new_checked, "building.id")?,
                number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
                estate: estate(row)?,
                source: source(row)?,
                size: Size { dwellings: row.try_get("dwellings")?, households: row.try_get("households")? },
            })
        })
        .collect()
}

/// A grid and how large it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFact {
    /// The grid.
    pub grid: Area,
    /// Its name, after its community's.
    pub name: String,
    /// Doors, and those behind which somebody lives.
    pub size: Size,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// The grids of an area by code, closed ones too, as far as the session sees their households.
pub async fn siblings(tx: &mut Tx, range: AreaRange) -> Result<Vec<GridFact>, StoreError> {
    let rows = sqlx::query(
        "select
            g.area, coalesce(c.name, '') || g.name as name, g.to_on,
            coalesce(n.dwellings, 0) as dwellings, coalesce(n.households, 0) as households
        from area g
        left join area c on c.area = g.area - g.area % 1000
        left join (
            select area, count(*) as dwellings, count(*) filter (where occupancy in (1, 2)) as households
            from household
            where area >= $1
                and area < $2
                and cell is not null
            group by area
        ) n on n.area = g.area
        where g.level = 4
            and g.area >= $1
            and g.area < $2
        order by g.area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(GridFact {
                grid: row::area(row, "area")?,
                name: row.try_get("name")?,
                size: Size { dwellings: row.try_get("dwellings")?, households: row.try_get("households")? },
                closed_on: row::date(row, "to_on")?,
            })
        })
        .collect()
}

/// Whether an area is there and was not closed.
pub async fn is_open(tx: &mut Tx, area: Area) -> Result<bool, StoreError> {
    let row = sqlx::query("select exists (select 1 from area where area = $1 and to_on is null) as is_open")
        .bind(area.code())
        .fetch_one(tx.db())
        .await?;
    Ok(row.try_get("is_open")?)
}
