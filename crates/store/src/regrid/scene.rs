//! The city's scene after its grids or a building changed: the same roads and ground, buildings in a new order, with new borders.
//!
//! Made out of the scene that holds, so that nothing can change but what is said here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use citypack::{AreaEntry, CellIndex, City, Point};
use domain::area::{Area, County, Level};
use sqlx::Row;

use crate::{StoreError, Tx, city, import, row, shape};

/// Buildings whose dwellings are written by one statement.
const BATCH: u32 = 2_000;

/// Packs the scene with the areas that the tables have now.
pub(super) async fn renumber(tx: &mut Tx, county: County, now: DateTime<Utc>) -> Result<(), StoreError> {
    let drawing = drawn_areas(tx, county).await?;
    repack(tx, county, now, |scene| drawing.draw(scene)).await
}

/// Packs a changed scene under the next number, and gives buildings and doors their new places in it.
pub(crate) async fn repack(
    tx: &mut Tx,
    county: County,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut City),
) -> Result<(), StoreError> {
    let unreadable = StoreError::Unreadable { column: "scene.bytes" };
    let Some(now_served) = city::city(tx, county).await? else { return Err(unreadable) };
    let Some(bytes) = city::scene(tx, county, now_served.scene_version).await? else { return Err(unreadable) };
    let mut scene = citypack::decode(&bytes).map_err(|_damaged| unreadable)?;
    change(&mut scene);
    scene.scene_version = now_served.scene_version + 1;
    scene.arrange();
    scene.check()?;
    let index = CellIndex::new(&scene);
    let packed = citypack::encode(&scene)?;
    import::write_scene(tx, county, (scene.scene_version, index.cells()), &packed, now).await?;
    sqlx::query("update city set scene_version = $2 where county = $1")
        .bind(county.code())
        .bind(scene.scene_version as i32)
        .execute(tx.db())
        .await?;
    place_buildings(tx, county, &scene, &index).await?;
    let end = scene.buildings.len() as u32;
    for from in (0..end).step_by(BATCH as usize) {
        import::move_dwellings(tx, county, from..(from + BATCH).min(end)).await?;
    }
    Ok(())
}

/// Areas, their grounds and whose every building is, as the tables say.
struct Drawing {
    areas: Vec<AreaEntry>,
    grids: Vec<(u32, Vec<Vec<Point>>)>,
    homes: HashMap<u64, Area>,
}

impl Drawing {
    fn draw(self, scene: &mut City) {
        let index: HashMap<Area, u32> = self.areas.iter().zip(0u32..).map(|(entry, at)| (entry.area, at)).collect();
        for building in &mut scene.buildings {
            building.area = self.homes.get(&building.serial).and_then(|area| index.get(area)).copied();
        }
        scene.borders = citypack::borders(&self.grids);
        scene.areas = self.areas;
    }
}

async fn drawn_areas(tx: &mut Tx, county: County) -> Result<Drawing, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select area, name, rings, label_x_dm, label_y_dm
        from area
        where area >= $1
            and area < $2
            and to_on is null
        order by area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let mut areas = Vec::with_capacity(rows.len());
    let mut grids = Vec::new();
    for (row, index) in rows.iter().zip(0u32..) {
        let area = row::area(row, "area")?;
        let label = Point { x: row.try_get("label_x_dm")?, y: row.try_get("label_y_dm")? };
        areas.push(AreaEntry { area, name: row.try_get("name")?, label });
        if area.level() == Level::Grid {
            let rings = shape::unpack(row.try_get("rings")?, "area.rings")?;
            let polygons = cityplan::regrid::polygons(&rings).into_iter();
            grids.extend(polygons.map(|polygon| (index, polygon.iter().map(|ring| points(ring)).collect())));
        }
    }
    Ok(Drawing { areas, grids, homes: homes(tx, county).await? })
}

fn points(ring: &[[i32; 2]]) -> Vec<Point> {
    ring.iter().map(|point| Point { x: point[0], y: point[1] }).collect()
}

/// The grid of every building by its serial number.
async fn homes(tx: &mut Tx, county: County) -> Result<HashMap<u64, Area>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query("select id % 1000000000000 as serial, area from building where area >= $1 and area < $2")
        .bind(range.lo)
        .bind(range.hi)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.try_get::<i64, _>("serial")? as u64, row::area(row, "area")?))).collect()
}

/// Writes where each building stands in the scene.
async fn place_buildings(tx: &mut Tx, county: County, scene: &City, index: &CellIndex) -> Result<(), StoreError> {
    let id = |serial: u64| domain::id::BuildingId::new(county, serial).number();
    let ids: Vec<i64> = scene.buildings.iter().map(|building| id(building.serial)).collect();
    let cells: Vec<i32> =
        (0..scene.buildings.len() as u32).map(|building| index.building_cells(building).start as i32).collect();
    sqlx::query(
        "update building b
        set scene_index = n.place - 1, first_cell = n.first_cell
        from unnest($1::int8[], $2::int4[]) with ordinality as n (id, first_cell, place)
        where b.id = n.id
            and (b.scene_index is distinct from n.place - 1 or b.first_cell is distinct from n.first_cell)",
    )
    .bind(ids)
    .bind(cells)
    .execute(tx.db())
    .await?;
    Ok(())
}
