//! The statements of an import. Ids of a county are the range from `county × 10^12` on.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{DateTime, Utc};
use cityplan::{CityPlan, SizeFlag};
use domain::area::{Area, County};
use domain::id::{BuildingId, EstateId};
use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::growth::Growth;
use super::scene::Scene;
use super::{Options, ids};
use crate::copy::{Value, copy_in};
use crate::{StoreError, Tx, shape};

/// What was there before.
pub(super) struct Before {
    pub(super) source_hash: Vec<u8>,
    pub(super) scene_version: u32,
}

/// Makes imports of one city wait for each other.
pub(crate) async fn lock(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(i64::from(county.code())).execute(tx.db()).await?;
    // Rather wait for somebody's edit than throw away a minute of work.
    sqlx::query("set local lock_timeout = '60s'").execute(tx.db()).await?;
    Ok(())
}

pub(super) async fn before(tx: &mut Tx, county: County) -> Result<Option<Before>, StoreError> {
    let found = sqlx::query("select source_hash, scene_version from city where county = $1")
        .bind(county.code())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            Ok(Before {
                source_hash: row.try_get("source_hash")?,
                scene_version: row.try_get::<i32, _>("scene_version")? as u32,
            })
        })
        .transpose()
}

pub(super) async fn city(
    tx: &mut Tx,
    plan: &CityPlan,
    options: &Options,
    scene: &Scene,
    hash: &[u8],
) -> Result<(), StoreError> {
    let root = &plan.areas[0];
    let [[min_x, min_y], [max_x, max_y]] = plan.bounds_dm;
    sqlx::query(
        "insert into city (
            county, name, origin_lon, origin_lat, min_x_dm, min_y_dm, max_x_dm, max_y_dm, scene_version, attribution,
            is_synthetic, grid_dwellings_min, grid_dwellings_max, parameter, source_hash, report, imported_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, $11, $12, $13, $14, $15, $16)
        on conflict (county) do update set
            name = excluded.name,
            origin_lon = excluded.origin_lon,
            origin_lat = excluded.origin_lat,
            min_x_dm = excluded.min_x_dm,
            min_y_dm = excluded.min_y_dm,
            max_x_dm = excluded.max_x_dm,
            max_y_dm = excluded.max_y_dm,
            scene_version = excluded.scene_version,
            attribution = excluded.attribution,
            grid_dwellings_min = excluded.grid_dwellings_min,
            grid_dwellings_max = excluded.grid_dwellings_max,
            parameter = excluded.parameter,
            source_hash = excluded.source_hash,
            report = excluded.report,
            imported_at = excluded.imported_at",
    )
    .bind(root.area.county().code())
    .bind(&root.name)
    .bind(plan.frame.origin.lon)
    .bind(plan.frame.origin.lat)
    .bind(min_x)
    .bind(min_y)
    .bind(max_x)
    .bind(max_y)
    .bind(scene.version() as i32)
    .bind(&options.attribution)
    .bind(options.grid_dwellings.0 as i32)
    .bind(options.grid_dwellings.1 as i32)
    .bind(&options.parameter)
    .bind(hash)
    .bind(serde_json::to_value(&plan.report).unwrap_or_default())
    .bind(options.now)
    .execute(tx.db())
    .await?;
    Ok(())
}

pub(super) async fn areas(tx: &mut Tx, plan: &CityPlan) -> Result<(), StoreError> {
    let mut buildings: HashMap<Area, i32> = HashMap::new();
    for place in plan.buildings.iter().filter_map(|building| building.place) {
        for area in place.grid.path() {
            *buildings.entry(area).or_default() += 1;
        }
    }
    let packed: Vec<Vec<u8>> = plan.areas.iter().map(|area| shape::pack(&area.rings)).collect();
    let rows = plan.areas.iter().zip(&packed).map(|(area, rings)| {
        [
            Value::I8(area.area.code()),
            Value::I2(area.level.number()),
            Value::Text(&area.name),
            area.official_code.as_ref().into(),
            Value::Flag(area.is_synthetic),
            Value::Bytes(rings),
            Value::I4(area.label_point[0]),
            Value::I4(area.label_point[1]),
            Value::F8(area.area_m2),
            Value::I4(buildings.get(&area.area).copied().unwrap_or(0)),
            Value::I4(area.dwellings as i32),
            area.flag.map(flag).into(),
        ]
    });
    upsert(
        tx,
        "area",
        "area",
        &[
            "area",
            "level",
            "name",
            "official_code",
            "is_synthetic",
            "rings",
            "label_x_dm",
            "label_y_dm",
            "area_m2",
            "buildings",
            "dwellings",
            "size_flag",
        ],
        rows,
    )
    .await
}

fn flag(flag: SizeFlag) -> &'static str {
    match flag {
        SizeFlag::TooSmall => "too_small",
        SizeFlag::TooLarge => "too_large",
        SizeFlag::OneBuildingTooLarge => "one_building_too_large",
        SizeFlag::Official => "official",
    }
}

pub(super) async fn estates(tx: &mut Tx, county: County, plan: &CityPlan) -> Result<(), StoreError> {
    let packed: Vec<Vec<u8>> = plan.estates.iter().map(|estate| shape::pack(&estate.rings)).collect();
    let rows = plan.estates.iter().zip(&packed).map(|(estate, rings)| {
        [
            Value::I8(EstateId::new(county, estate.serial).number()),
            Value::I8(estate.community.code()),
            Value::Text(&estate.name),
            Value::Bytes(rings),
            Value::I4(estate.label_point[0]),
            Value::I4(estate.label_point[1]),
            Value::I4(estate.dwellings as i32),
        ]
    });
    let columns = ["id", "area", "name", "rings", "label_x_dm", "label_y_dm", "dwellings"];
    upsert(tx, "estate", "id", &columns, rows).await
}

pub(super) async fn buildings(
    tx: &mut Tx,
    county: County,
    plan: &CityPlan,
    (scene, growth): (&Scene, &Growth),
) -> Result<(), StoreError> {
    let packed: Vec<Vec<u8>> = plan.buildings.iter().map(|building| shape::pack(&building.rings)).collect();
    let kinds: Vec<String> = plan.buildings.iter().map(|building| slug(building.kind)).collect();
    let estates: Vec<i64> = plan.estates.iter().map(|estate| EstateId::new(county, estate.serial).number()).collect();
    let rows = plan.buildings.iter().enumerate().map(|(at, building)| {
        let place = building.place;
        let lived_in = building.dwellings() > 0;
        let in_scene = scene.place(building);
        let added = growth.added(building.serial);
        [
            Value::I8(BuildingId::new(county, building.serial).number()),
            place.map(|place| place.grid.code()).into(),
            place.and_then(|place| estates.get(place.estate as usize).copied()).into(),
            place.map(|place| i32::from(place.number)).into(),
            Value::Text(&building.source_ref),
            Value::Text(&kinds[at]),
            building.name.as_ref().into(),
            building.street.as_ref().into(),
            building.house_number.as_ref().into(),
            Value::I2(i16::from(building.floors)),
            Value::Flag(building.floors_assumed),
            Value::I2(building.floor_height_dm as i16),
            Value::I2(i16::from(building.first_floor.max(1))),
            Value::I2(if lived_in { i16::from(building.units) } else { 0 }),
            Value::I2(if lived_in { i16::from(building.doors_per_unit) } else { 0 }),
            Value::Bytes(&packed[at]),
            Value::I4(building.point[0]),
            Value::I4(building.point[1]),
            in_scene.map(|(index, _)| index).into(),
            in_scene.map(|(_, cell)| cell).into(),
            Value::I2(i16::from(added.floors)),
            Value::I2(i16::from(added.doors)),
        ]
    });
    let columns = [
        "id",
        "area",
        "estate_id",
        "number",
        "source_ref",
        "kind",
        "name",
        "street",
        "house_number",
        "floors",
        "floors_assumed",
        "floor_height_dm",
        "first_floor",
        "units",
        "doors_per_unit",
        "rings",
        "x_dm",
        "y_dm",
        "scene_index",
        "first_cell",
        "floors_added",
        "doors_added",
    ];
    // Those that left the source keep their row, because households hang on it, but leave every area and the scene.
    let (lo, hi) = ids(county);
    sqlx::query(
        "update building
        set area = null, estate_id = null, number = null, scene_index = null, first_cell = null
        where id >= $1
            and id < $2
            and id <> all($3)",
    )
    .bind(lo)
    .bind(hi)
    .bind(plan.buildings.iter().map(|building| BuildingId::new(county, building.serial).number()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    upsert(tx, "building", "id", &columns, rows).await
}

/// Copies rows beside a table and merges them in.
async fn upsert<'a, const N: usize>(
    tx: &mut Tx,
    table: &str,
    key: &str,
    columns: &[&str; N],
    rows: impl Iterator<Item = [Value<'a>; N]>,
) -> Result<(), StoreError> {
    let list = columns.join(", ");
    run(tx, format!("create temporary table import_{table} on commit drop as select {list} from {table} limit 0"))
        .await?;
    copy_in(tx, &format!("import_{table} ({list})"), rows).await?;
    let set: Vec<String> =
        columns.iter().filter(|column| **column != key).map(|column| format!("{column} = excluded.{column}")).collect();
    run(
        tx,
        format!(
            "insert into {table} ({list}) select {list} from import_{table} order by {key}
            on conflict ({key}) do update set {}",
            set.join(", ")
        ),
    )
    .await
}

/// Takes the cell from doors that the buildings no longer have. Returns how many.
pub(super) async fn retire_dwellings(tx: &mut Tx, county: County) -> Result<u64, StoreError> {
    let (lo, hi) = ids(county);
    let gone = sqlx::query(
        "with gone as (
            update dwelling d
            set cell = null
            from building b
            where d.id >= $1
                and d.id < $2
                and d.cell is not null
                and b.id = d.building_id
                and (
                    b.area is null
                    or d.floor not between b.first_floor and b.floors
                    or d.unit > b.units
                    or d.door > b.doors_per_unit
                )
            returning d.id
        )
        update household h
        set cell = null
        from gone
        where h.id = gone.id",
    )
    .bind(lo)
    .bind(hi)
    .execute(tx.db())
    .await?;
    Ok(gone.rows_affected())
}

/// The first dwelling id that was never used.
pub(crate) async fn next_dwelling(tx: &mut Tx, county: County) -> Result<i64, StoreError> {
    let (lo, hi) = ids(county);
    let last: Option<i64> = sqlx::query_scalar("select max(id) from dwelling where id >= $1 and id < $2")
        .bind(lo)
        .bind(hi)
        .fetch_one(tx.db())
        .await?;
    Ok(last.unwrap_or(lo) + 1)
}

/// Every place that some buildings of the scene (`$1` to `$2`) have, with its cell, and whether the source has a door there.
macro_rules! doors_sql {
    () => {
        "select
            b.id as building_id,
            b.area,
            unit::int2 as unit,
            floor::int2 as floor,
            door::int2 as door,
            b.first_cell + (floor - 1) * b.units * b.doors_per_unit + (unit - 1) * b.doors_per_unit + door - 1 as cell,
            floor <= b.floors - b.floors_added and door <= b.doors_per_unit - b.doors_added as is_of_source
        from building b
        cross join lateral generate_series(b.first_floor::int4, b.floors) as floor
        cross join lateral generate_series(1, b.units::int4) as unit
        cross join lateral generate_series(1, b.doors_per_unit::int4) as door
        where b.scene_index >= $1
            and b.scene_index < $2
            and b.id >= $3
            and b.id < $4
            and b.area is not null"
    };
}

/// Gives doors that were there before their area and cell.
pub(crate) async fn move_dwellings(tx: &mut Tx, county: County, batch: Range<u32>) -> Result<(), StoreError> {
    let (lo, hi) = ids(county);
    sqlx::query(concat!(
        "with door as (",
        doors_sql!(),
        "),
        moved as (
            update dwelling d
            set area = n.area, cell = n.cell
            from door n
            where d.building_id = n.building_id
                and d.floor = n.floor
                and d.unit = n.unit
                and d.door = n.door
                and (d.area <> n.area or d.cell is distinct from n.cell)
            returning d.id, d.area, d.cell, d.closed_on
        )
        update household h
        set area = moved.area, cell = case when moved.closed_on is null then moved.cell end
        from moved
        where h.id = moved.id"
    ))
    .bind(batch.start as i32)
    .bind(batch.end as i32)
    .bind(lo)
    .bind(hi)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds doors of the source that were not there before, with households nobody has looked at. Where an older door was given the number of the
/// new place, the new door gets another one. Returns how many.
pub(super) async fn add_dwellings(
    tx: &mut Tx,
    county: County,
    batch: Range<u32>,
    next: i64,
) -> Result<u64, StoreError> {
    let (lo, hi) = ids(county);
    let done = sqlx::query(concat!(
        "with door as (",
        doors_sql!(),
        "),
        added as (
            insert into dwelling (id, area, building_id, unit, floor, door, cell, number)
            select $5 - 1 + row_number() over (order by n.cell), n.area, n.building_id, n.unit, n.floor, n.door, n.cell,
                case when exists (
                    select 1
                    from dwelling o
                    where o.building_id = n.building_id
                        and o.unit = n.unit
                        and o.number = (n.floor * 100 + n.door)::text
                        and o.closed_on is null
                ) then concat(n.floor * 100 + n.door, '-', n.door) end
            from door n
            where n.is_of_source and not exists (
                select 1
                from dwelling d
                where d.building_id = n.building_id
                    and d.floor = n.floor
                    and d.unit = n.unit
                    and d.door = n.door
            )
            order by n.cell
            returning id, area, cell
        )
        insert into household (id, area, cell)
        select id, area, cell
        from added"
    ))
    .bind(batch.start as i32)
    .bind(batch.end as i32)
    .bind(lo)
    .bind(hi)
    .bind(next)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// Deletes areas and estates that the plan no longer has.
pub(super) async fn drop_unused(tx: &mut Tx, county: County, plan: &CityPlan) -> Result<(), StoreError> {
    let (lo, hi) = ids(county);
    sqlx::query("delete from estate where id >= $1 and id < $2 and id <> all($3)")
        .bind(lo)
        .bind(hi)
        .bind(plan.estates.iter().map(|estate| EstateId::new(county, estate.serial).number()).collect::<Vec<_>>())
        .execute(tx.db())
        .await?;
    let range = Area::city(county).range();
    sqlx::query("delete from area where area >= $1 and area < $2 and area <> all($3)")
        .bind(range.lo)
        .bind(range.hi)
        .bind(plan.areas.iter().map(|area| area.area.code()).collect::<Vec<_>>())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Keeps a pack under its version, with the number of its cells.
pub(crate) async fn scene(
    tx: &mut Tx,
    county: County,
    (version, cells): (u32, u32),
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into scene (county, version, cells, bytes, made_at)
        values ($1, $2, $3, $4, $5)
        on conflict (county, version) do update set
            cells = excluded.cells,
            bytes = excluded.bytes,
            made_at = excluded.made_at",
    )
    .bind(county.code())
    .bind(version as i32)
    .bind(cells as i32)
    .bind(bytes)
    .bind(now)
    .execute(tx.db())
    .await?;
    // The one before stays for browsers that are still drawing it.
    sqlx::query("delete from scene where county = $1 and version < $2 - 1")
        .bind(county.code())
        .bind(version as i32)
        .execute(tx.db())
        .await?;
    Ok(())
}

pub(super) async fn ground(tx: &mut Tx, county: County, plan: &CityPlan) -> Result<(), StoreError> {
    for table in ["road", "land", "place"] {
        run(tx, format!("delete from {table} where county = {}", county.code())).await?;
    }
    let code = Value::I4(county.code());
    let roads: Vec<_> =
        plan.roads.iter().map(|road| (slug(road.class), shape::pack(std::slice::from_ref(&road.line)))).collect();
    let rows = plan.roads.iter().zip(&roads).zip(0i32..).map(|((road, (class, line)), at)| {
        [
            code,
            Value::I4(at),
            Value::Text(&road.source_ref),
            Value::Text(class),
            road.name.as_ref().into(),
            Value::Bytes(line),
        ]
    });
    copy_in(tx, "road (county, ordinal, source_ref, class, name, line)", rows).await?;
    let land: Vec<_> = plan.land.iter().map(|land| (slug(land.class), shape::pack(&land.rings))).collect();
    let rows = plan.land.iter().zip(&land).zip(0i32..).map(|((land, (class, rings)), at)| {
        [
            code,
            Value::I4(at),
            Value::Text(&land.source_ref),
            Value::Text(class),
            land.name.as_ref().into(),
            Value::Bytes(rings),
        ]
    });
    copy_in(tx, "land (county, ordinal, source_ref, class, name, rings)", rows).await?;
    let rows = plan.places.iter().zip(0i32..).map(|(place, at)| {
        [
            code,
            Value::I4(at),
            Value::Text(&place.source_ref),
            Value::Text(&place.kind),
            place.name.as_ref().into(),
            Value::I4(place.point[0]),
            Value::I4(place.point[1]),
        ]
    });
    copy_in(tx, "place (county, ordinal, source_ref, kind, name, x_dm, y_dm)", rows).await?;
    Ok(())
}

/// The word that an enum of the plan is stored and reported as.
fn slug<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(super) async fn run(tx: &mut Tx, statement: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(tx.db()).await?;
    Ok(())
}
