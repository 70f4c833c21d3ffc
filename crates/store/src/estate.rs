//! Estates 小区: what is counted in them. A count means here what it means on map, board and lists: the classes are those of
//! [`crate::lens`], and a session counts what it sees.

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::cell::{LegendEntry, Lens};
use domain::id::{BuildingId, EstateId};
use sqlx::Row;

use crate::lens::per_lens;
use crate::{StoreError, Tx, row};

/// The oldest age of each band but the last: children, pupils, adults, the old.
pub const AGE_BANDS: [i32; 4] = [6, 17, 59, 79];

/// An estate with its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstateRow {
    /// The estate.
    pub estate: EstateId,
    /// Its name.
    pub name: String,
    /// Its community.
    pub area: Area,
    /// Buildings.
    pub buildings: i64,
    /// Stairwells 单元.
    pub units: i64,
    /// Doors.
    pub dwellings: i64,
    /// Doors behind which somebody lives.
    pub households: i64,
    /// Checked residents who live there.
    pub residents: i64,
}

/// The estates that have buildings in a range, with what of them lies there; only one of them when asked for.
pub async fn list(tx: &mut Tx, scope: AreaRange, only: Option<EstateId>) -> Result<Vec<EstateRow>, StoreError> {
    let rows = sqlx::query(
        "select
            e.id, e.name, e.area,
            count(*) as buildings,
            sum(b.units)::int8 as units,
            coalesce(sum(n.dwellings), 0)::int8 as dwellings,
            coalesce(sum(n.households), 0)::int8 as households,
            coalesce(sum(n.residents), 0)::int8 as residents
        from building b
        join estate e on e.id = b.estate_id
        left join (
            select
                d.building_id,
                count(*) as dwellings,
                count(*) filter (where h.occupancy in (1, 2)) as households,
                sum(h.residents) as residents
            from household h
            join dwelling d on d.id = h.id
            where h.area >= $1
                and h.area < $2
                and h.cell is not null
            group by d.building_id
        ) n on n.building_id = b.id
        where b.area >= $1
            and b.area < $2
            and ($3::int8 is null or e.id = $3)
        group by e.id, e.name, e.area
        order by e.id",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(only.map(EstateId::number))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(EstateRow {
                estate: row::parse(row.try_get("id")?, EstateId::new_checked, "estate.id")?,
                name: row.try_get("name")?,
                area: row::area(row, "area")?,
                buildings: row.try_get("buildings")?,
                units: row.try_get("units")?,
                dwellings: row.try_get("dwellings")?,
                households: row.try_get("households")?,
                residents: row.try_get("residents")?,
            })
        })
        .collect()
}

/// The doors of an estate by class of a lens, without empty classes.
pub async fn legend(
    tx: &mut Tx,
    lens: Lens,
    estate: EstateId,
    scope: AreaRange,
    today: NaiveDate,
) -> Result<Vec<LegendEntry>, StoreError> {
    let statement = per_lens!(
        lens,
        "select ",
        " as class, count(*) as cells
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        cross join (select $1::date as today) t
        where h.area >= $2
            and h.area < $3
            and h.cell is not null
            and b.estate_id = $4
        group by 1
        order by 1"
    );
    let rows = sqlx::query(statement)
        .bind(today)
        .bind(scope.lo)
        .bind(scope.hi)
        .bind(estate.number())
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(LegendEntry { class: row::count(row, "class")? as u8, label: None, cells: row.try_get("cells")? })
        })
        .collect()
}

/// Checked residents who live in an estate by age: one number for each of [`AGE_BANDS`], those above, and those whose day of
/// birth is not known.
pub async fn ages(tx: &mut Tx, estate: EstateId, scope: AreaRange, today: NaiveDate) -> Result<[i64; 6], StoreError> {
    let rows = sqlx::query(
        "select
            case
                when r.born_on is null then 5
                else width_bucket(extract(year from age($4::date, r.born_on))::int4, $5)
            end as band,
            count(distinct r.id) as people
        from stay s
        join dwelling d on d.id = s.dwelling_id
        join building b on b.id = d.building_id
        join resident r on r.id = s.resident_id
        where s.area >= $1
            and s.area < $2
            and b.estate_id = $3
            and d.cell is not null
            and s.to_on is null
            and s.kind in ('both', 'actual')
            and r.status = 'checked'
            and r.merged_into is null
        group by 1",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(estate.number())
    .bind(today)
    .bind(AGE_BANDS.map(|oldest| oldest + 1).to_vec())
    .fetch_all(tx.db())
    .await?;
    let mut ages = [0; 6];
    for row in &rows {
        let band = row.try_get::<i32, _>("band")?;
        let place = usize::try_from(band).ok().and_then(|band| ages.get_mut(band));
        *place.ok_or(StoreError::Unreadable { column: "band" })? += row.try_get::<i64, _>("people")?;
    }
    Ok(ages)
}

/// The buildings of an estate in a range, with their numbers (0 when they have none).
pub async fn buildings(tx: &mut Tx, estate: EstateId, scope: AreaRange) -> Result<Vec<(BuildingId, i32)>, StoreError> {
    let rows = sqlx::query(
        "select id, coalesce(number, 0) as number
        from building
        where estate_id = $1
            and area >= $2
            and area < $3
        order by number, id",
    )
    .bind(estate.number())
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let building = row::parse(row.try_get("id")?, BuildingId::new_checked, "building.id")?;
            Ok((building, row.try_get("number")?))
        })
        .collect()
}
