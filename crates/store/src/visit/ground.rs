//! What a plan is made from: the households of an area with their doors, and the days on which they were called at.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::geo::{LonLat, Metre};
use domain::household::{Door, Occupancy};
use domain::id::{BuildingId, CaseId, DwellingId};
use domain::visit::VisitOutcome;
use domain::visit::due::{Facts, PastVisit};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::household::{door, source};
use crate::{StoreError, Tx, label, row};

/// A household as a plan needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundRow {
    /// Its grid.
    pub area: Area,
    /// What rules go by.
    pub facts: Facts,
    /// Its building.
    pub building: BuildingId,
    /// Estate and number of the building, or its street.
    pub name: String,
    /// Where the building stands, in metres beside the city's origin.
    pub at: Metre,
    /// The same in degrees.
    pub lon_lat: LonLat,
    /// The number of the building.
    pub number: i32,
    /// The door.
    pub door: Door,
    /// The last day on which somebody called, as the household's row has it.
    pub visited_on: Option<NaiveDate>,
}

/// The households of a range that have a door, by building; of one building only when it is named.
pub async fn places(tx: &mut Tx, range: AreaRange, building: Option<BuildingId>) -> Result<Vec<GroundRow>, StoreError> {
    let rows = sqlx::query(
        "select
            h.id, h.area, h.label_bits, h.occupancy, h.visited_on, d.building_id, d.unit, d.floor, d.door, d.number as given,
            coalesce(b.number, 0) as number, b.x_dm, b.y_dm, b.street, b.house_number, e.name as estate,
            c.origin_lon, c.origin_lat
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        join city c on c.county = (h.id / 1000000000000)::int4
        left join estate e on e.id = b.estate_id
        where h.area >= $1
            and h.area < $2
            and h.cell is not null
            and d.closed_on is null
            and ($3::int8 is null or d.building_id = $3)
        order by e.name, b.number, d.building_id, d.unit, d.floor, d.door",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(building.map(BuildingId::number))
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(ground).collect()
}

fn ground(row: &PgRow) -> Result<GroundRow, StoreError> {
    let (x_dm, y_dm): (i32, i32) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    let number: i32 = row.try_get("number")?;
    let estate: Option<String> = row.try_get("estate")?;
    let name = match (estate, source(row)?) {
        (Some(estate), _) => format!("{estate} {number}"),
        (None, Some(source)) => source,
        (None, None) => number.to_string(),
    };
    Ok(GroundRow {
        area: row::area(row, "area")?,
        facts: Facts {
            dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?,
            labels: label::codes(row.try_get("label_bits")?),
            occupancy: Occupancy::from_number(row.try_get("occupancy")?),
        },
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        name,
        at: Metre { x: f64::from(x_dm) / 10.0, y: f64::from(y_dm) / 10.0 },
        lon_lat: crate::city::point(row)?,
        number,
        door: door(row)?,
        visited_on: row::date(row, "visited_on")?,
    })
}

/// The days on which households were called at since a day, with what came of it.
pub async fn past(
    tx: &mut Tx,
    dwellings: &[DwellingId],
    since: NaiveDate,
) -> Result<HashMap<DwellingId, Vec<PastVisit>>, StoreError> {
    let rows = sqlx::query(
        "select distinct dwelling_id, (visited_at at time zone 'Asia/Shanghai')::date as made_on, outcome
        from visit
        where dwelling_id = any($1)
            and visited_at >= ($2::date)::timestamp at time zone 'Asia/Shanghai'",
    )
    .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    let mut found: HashMap<DwellingId, Vec<PastVisit>> = HashMap::new();
    for row in &rows {
        let dwelling = row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "visit.dwelling_id")?;
        let outcome = row::parse(row.try_get::<&str, _>("outcome")?, VisitOutcome::from_slug, "visit.outcome")?;
        found.entry(dwelling).or_default().push(PastVisit { on: row.try_get("made_on")?, outcome });
    }
    Ok(found)
}

/// The open cases about the households of a building, by household: what one may ask after on the way.
pub async fn open_cases_of(
    tx: &mut Tx,
    building: BuildingId,
    limit: i64,
) -> Result<Vec<(CaseId, DwellingId, String, String)>, StoreError> {
    let rows = sqlx::query(
        "select c.id, c.dwelling_id, c.title, concat_ws('-', b.number, d.unit, d.shown) as short
        from case_file c
        join dwelling d on d.id = c.dwelling_id
        join building b on b.id = d.building_id
        where d.building_id = $1
            and c.light < 4
        order by c.light, c.changed_at, c.id
        limit $2",
    )
    .bind(building.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
                row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "case_file.dwelling_id")?,
                row.try_get("title")?,
                row.try_get("short")?,
            ))
        })
        .collect()
}
