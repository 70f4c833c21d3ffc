//! The city itself and its packed scenes.

use domain::area::County;
use domain::geo::{Frame, LonLat, Metre};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A city as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct CityRow {
    /// Its code.
    pub county: County,
    /// Its name.
    pub name: String,
    /// The origin of local metres.
    pub origin: LonLat,
    /// The current numbering of cells.
    pub scene_version: u32,
    /// How many cell numbers the current scene has.
    pub cells: u32,
    /// Where the footprints come from.
    pub attribution: String,
    /// Whether the people in it are made up.
    pub is_synthetic: bool,
    /// Wanted dwellings per grid, smallest and largest.
    pub grid_dwellings: (i32, i32),
}

impl CityRow {
    /// The flat frame of its coordinates.
    pub fn frame(&self) -> Frame {
        Frame { origin: self.origin }
    }
}

/// The codes of all cities here.
pub async fn counties(tx: &mut Tx) -> Result<Vec<County>, StoreError> {
    let codes: Vec<i32> = sqlx::query_scalar("select county from city order by county").fetch_all(tx.db()).await?;
    codes.into_iter().map(|code| row::parse(code, County::new_checked, "city.county")).collect()
}

/// One city.
pub async fn city(tx: &mut Tx, county: County) -> Result<Option<CityRow>, StoreError> {
    let found = sqlx::query(
        "select
            c.name,
            c.origin_lon,
            c.origin_lat,
            c.scene_version,
            coalesce(n.cells, 0) as cells,
            c.attribution,
            c.is_synthetic,
            c.grid_dwellings_min,
            c.grid_dwellings_max
        from city c
        left join scene n on n.county = c.county and n.version = c.scene_version
        where c.county = $1",
    )
    .bind(county.code())
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            Ok(CityRow {
                county,
                name: row.try_get("name")?,
                origin: LonLat { lon: row.try_get("origin_lon")?, lat: row.try_get("origin_lat")? },
                scene_version: row.try_get::<i32, _>("scene_version")? as u32,
                cells: row.try_get::<i32, _>("cells")? as u32,
                attribution: row.try_get("attribution")?,
                is_synthetic: row.try_get("is_synthetic")?,
                grid_dwellings: (row.try_get("grid_dwellings_min")?, row.try_get("grid_dwellings_max")?),
            })
        })
        .transpose()
}

/// Marks whether the people of a city are made up.
pub async fn set_synthetic(tx: &mut Tx, county: County, is_synthetic: bool) -> Result<(), StoreError> {
    sqlx::query("update city set is_synthetic = $2 where county = $1")
        .bind(county.code())
        .bind(is_synthetic)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// A packed scene.
pub async fn scene(tx: &mut Tx, county: County, version: u32) -> Result<Option<Vec<u8>>, StoreError> {
    let bytes = sqlx::query_scalar("select bytes from scene where county = $1 and version = $2")
        .bind(county.code())
        .bind(version as i32)
        .fetch_optional(tx.db())
        .await?;
    Ok(bytes)
}

/// Reads a position in decimetres beside its city's origin.
pub(crate) fn point(row: &PgRow) -> Result<LonLat, StoreError> {
    let frame = Frame { origin: LonLat { lon: row.try_get("origin_lon")?, lat: row.try_get("origin_lat")? } };
    let (x_dm, y_dm): (i32, i32) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    Ok(frame.to_lon_lat(Metre { x: f64::from(x_dm) / 10.0, y: f64::from(y_dm) / 10.0 }))
}

/// A road's centre line, for tracks that follow the streets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadRow {
    /// How important it is (`cityplan::RoadClass`).
    pub class: String,
    /// Points in decimetres east and north of the origin.
    pub line: crate::shape::Ring,
}

/// All roads of a city.
pub async fn roads(tx: &mut Tx, county: County) -> Result<Vec<RoadRow>, StoreError> {
    let rows = sqlx::query("select class, line from road where county = $1 order by ordinal")
        .bind(county.code())
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let line = crate::shape::unpack(row.try_get("line")?, "road.line")?;
            Ok(RoadRow { class: row.try_get("class")?, line: line.into_iter().next().unwrap_or_default() })
        })
        .collect()
}
