//! The import against a real PostgreSQL: in one piece, again and again, or not at all.

use std::ops::ControlFlow;

use domain::area::Area;
use sqlx::{Connection, PgConnection};
use store::import::{Stage, import};
use store::testing::{TestDb, block_city, county, grid_of, import_options};
use store::{StoreError, city};

async fn count(system: &mut PgConnection, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(system).await.unwrap()
}

#[tokio::test]
async fn every_planned_door_becomes_one_dwelling_with_the_scenes_cell() {
    let plan = block_city();
    let db = TestDb::new().await;

    let outcome = db.import(&plan).await;

    assert_eq!(outcome.dwellings_new, 24 + 40 + 3 + 8);
    let mut tx = db.store.begin_public().await.unwrap();
    let pack = city::scene(&mut tx, county(), outcome.scene_version).await.unwrap().unwrap();
    let scene = citypack::decode(&pack).unwrap();
    let index = citypack::CellIndex::new(&scene);
    let mut owner = db.owner_connection().await;
    let rows: Vec<(i32, i64, i16, i16, i16, i16)> = sqlx::query_as(
        "select d.cell, d.building_id, d.floor, d.unit, d.door, b.doors_per_unit
        from dwelling d join building b on b.id = d.building_id",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert_eq!(rows.len(), 75);
    for (cell, building, floor, unit, door, doors) in rows {
        let slot = index.slot(&scene, cell as u32).unwrap();
        let drawn = &scene.buildings[slot.building as usize];
        assert_eq!(drawn.serial, building as u64 % 1_000_000_000_000);
        assert_eq!((slot.floor as i16, slot.column as i16), (floor, (unit - 1) * doors + door - 1));
    }
}

#[tokio::test]
async fn the_same_plan_again_changes_nothing() {
    let db = TestDb::with_city().await;

    let again = db.import(&block_city()).await;

    assert!(again.unchanged);
    assert_eq!((again.scene_version, again.dwellings_new), (1, 0));
}

#[tokio::test]
async fn a_changed_plan_keeps_ids_and_what_is_known_about_households() {
    let db = TestDb::with_city().await;
    let mut owner = db.owner_connection().await;
    sqlx::query("update household set occupancy = 2").execute(&mut owner).await.unwrap();
    let before: Vec<(i64, i64, i16, i16, i16)> =
        sqlx::query_as("select id, building_id, unit, floor, door from dwelling order by id")
            .fetch_all(&mut owner)
            .await
            .unwrap();
    let mut plan = block_city();
    // The slab grows by a floor, the bungalows are torn down, the school stays.
    plan.buildings[0].floors = 7;
    plan.buildings.remove(3);

    let outcome = db.import(&plan).await;

    assert_eq!((outcome.scene_version, outcome.dwellings_new, outcome.dwellings_gone), (2, 4, 3));
    let after: Vec<(i64, i64, i16, i16, i16)> =
        sqlx::query_as("select id, building_id, unit, floor, door from dwelling order by id")
            .fetch_all(&mut owner)
            .await
            .unwrap();
    assert_eq!(after[..before.len()], before[..]);
    let known: i64 =
        sqlx::query_scalar("select count(*) from household where occupancy = 2").fetch_one(&mut owner).await.unwrap();
    assert_eq!(known, 75);
    let cells: Vec<i32> = sqlx::query_scalar("select cell from household where cell is not null order by cell")
        .fetch_all(&mut owner)
        .await
        .unwrap();
    assert_eq!(cells.len(), 76);
    let same: i64 = sqlx::query_scalar(
        "select count(*) from household h join dwelling d on d.id = h.id where h.cell is not distinct from d.cell and h.area = d.area",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(same, 79);
}

#[tokio::test]
async fn a_changed_plan_opens_no_closed_door_and_gives_no_number_twice() {
    let db = TestDb::with_city().await;
    let mut owner = db.owner_connection().await;
    let slab = "(select id from building order by first_cell limit 1)";
    for change in [
        format!(
            "update dwelling set closed_on = '2026-11-22' where building_id = {slab} and floor = 3 and unit = 1 and door = 2"
        ),
        "update household h set cell = null from dwelling d where d.id = h.id and d.closed_on is not null".to_owned(),
        format!(
            "update dwelling set number = '701' where building_id = {slab} and floor = 6 and unit = 1 and door = 1"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(change)).execute(&mut owner).await.unwrap();
    }
    let mut plan = block_city();
    plan.buildings[0].floors = 7;

    db.import(&plan).await;

    let open: i64 = sqlx::query_scalar(
        "select count(*) from household h join dwelling d on d.id = h.id where d.closed_on is not null and h.cell is not null",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let twice: i64 = sqlx::query_scalar(
        "select count(*) - count(distinct (building_id, unit, shown)) from dwelling where closed_on is null",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let (counted, cells): (i64, i64) = sqlx::query_as(
        "select (select sum(dwellings) from area where level = 4), (select count(*) from household where cell is not null)",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!((open, twice, counted), (0, 0, cells));
}

#[tokio::test]
async fn a_building_that_changes_hands_takes_its_records_along() {
    let db = TestDb::with_city().await;
    let mut owner = db.owner_connection().await;
    db.add_residents().await;
    let mut plan = block_city();
    plan.buildings[1].place =
        plan.buildings[1].place.map(|place| cityplan::BuildingPlace { grid: grid_of(1, 1, 2), ..place });

    db.import(&plan).await;

    for table in ["resident", "stay", "resident_key_group", "resident_skill", "verification", "place_note"] {
        let statement = format!("select count(*) from {table} where area = {}", grid_of(1, 1, 2).code());
        let moved: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(&mut owner).await.unwrap();
        assert_eq!(moved, 43, "{table}");
    }
}

#[tokio::test]
async fn a_cancelled_import_leaves_nothing_behind() {
    let db = TestDb::new().await;

    let cancelled = import(&db.store, &block_city(), &import_options(), &mut |stage, _, _| match stage {
        Stage::Ground => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .await;

    assert!(matches!(cancelled, Err(StoreError::Cancelled)));
    let mut owner = db.owner_connection().await;
    for table in ["city", "area", "building", "dwelling", "household", "scene", "road"] {
        assert_eq!(count(&mut owner, table).await, 0, "{table}");
    }
    owner.close().await.unwrap();
}

#[tokio::test]
async fn areas_that_the_plan_no_longer_has_are_gone() {
    let db = TestDb::with_city().await;
    let mut plan = block_city();
    let gone = Area::city(county()).child(2).unwrap();
    plan.areas.retain(|area| !gone.contains(area.area));
    plan.buildings.retain(|building| building.place.is_none_or(|place| !gone.contains(place.grid)));
    plan.estates.pop();

    db.import(&plan).await;

    let mut owner = db.owner_connection().await;
    assert_eq!(count(&mut owner, "area").await, 5);
    assert_eq!(count(&mut owner, "estate").await, 2);
}
