//! Grids that split, merge and hand over: where everything lies afterwards, and who sees it.

use std::collections::{BTreeMap, BTreeSet};

use cityplan::{CityPlan, PlannedBuilding, Side, side_of};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Light;
use domain::id::BuildingId;
use domain::regrid::Kind;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use store::import::Outcome;
use store::regrid::{Change, Done, Refused, apply};
use store::testing::{TestDb, block_city, county, grid_of, now};

/// Tables whose rows tell what happened, where it happened then.
const HISTORY: [&str; 8] = ["audit", "audit_link", "case_event", "outbox", "patrol_track", "post", "session", "visit"];

/// One street with two communities: the first with two grids, the second with one; six buildings in each grid.
fn street() -> CityPlan {
    let mut plan = block_city();
    let other = |area: Area| match area {
        area if area == grid_of(2, 1, 1) => grid_of(1, 2, 1),
        area if Some(area) == grid_of(2, 1, 1).parent() => grid_of(1, 2, 1).parent().unwrap(),
        area => area,
    };
    let gone = grid_of(2, 1, 1).parent().unwrap().parent().unwrap();
    plan.areas.retain(|area| area.area != gone);
    plan.areas.iter_mut().for_each(|area| area.area = other(area.area));
    plan.estates.iter_mut().for_each(|estate| estate.community = other(estate.community));
    plan.areas.sort_by_key(|area| (area.level, area.area));
    for place in plan.buildings.iter_mut().filter_map(|building| building.place.as_mut()) {
        place.grid = other(place.grid);
    }
    let sample = plan.buildings[0].clone();
    for (at, grid) in [grid_of(1, 1, 1), grid_of(1, 1, 2), grid_of(1, 2, 1)].into_iter().enumerate() {
        for nth in 0..5i32 {
            let [dx, dy] = [at as i32 * 2_000 + nth % 3 * 610 - 30, 500 + nth / 3 * 700];
            let serial = 100 + at as u64 * 10 + nth as u64;
            let estate = sample.place.unwrap().estate + at as u32;
            plan.buildings.push(PlannedBuilding {
                serial,
                source_ref: format!("way/{serial}"),
                rings: sample.rings.iter().map(|ring| ring.iter().map(|[x, y]| [x + dx, y + dy]).collect()).collect(),
                point: [sample.point[0] + dx, sample.point[1] + dy],
                place: sample.place.map(|_| cityplan::BuildingPlace { grid, estate, number: 10 + nth as u16 }),
                ..sample.clone()
            });
        }
    }
    for area in &mut plan.areas {
        let inside =
            plan.buildings.iter().filter(|building| building.place.is_some_and(|p| area.area.contains(p.grid)));
        area.dwellings = inside.map(PlannedBuilding::dwellings).sum();
    }
    plan
}

async fn peopled() -> TestDb {
    let db = TestDb::new().await;
    db.import(&street()).await;
    db.fill_households().await;
    db.add_residents().await;
    for (seat, serial) in db.seats().await.iter().step_by(7).zip(1..) {
        db.add_case(seat, serial, if serial % 3 == 0 { Light::Green } else { Light::Red }).await;
    }
    db
}

async fn done(db: &TestDb, actor: &Actor, change: &Change<'_>) -> Result<Done, Refused> {
    let mut tx = db.store.begin_system().await.unwrap();
    let done = apply(&mut tx, change, actor, now()).await.unwrap();
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
    done
}

async fn buildings_of(owner: &mut PgConnection, grid: Area) -> Vec<BuildingId> {
    let rows = sqlx::query("select id from building where area = $1 order by id").bind(grid.code());
    rows.fetch_all(owner).await.unwrap().iter().map(|row| BuildingId::new_checked(row.get(0)).unwrap()).collect()
}

async fn open_grids(owner: &mut PgConnection) -> BTreeMap<Area, Vec<cityplan::RingDm>> {
    let rows = sqlx::query("select area, rings from area where level = 4 and to_on is null order by area");
    let rows = rows.fetch_all(owner).await.unwrap();
    let ring = |row: &sqlx::postgres::PgRow| store::shape::unpack(row.get("rings"), "area.rings").unwrap();
    rows.iter().map(|row| (Area::new_checked(row.get("area")).unwrap(), ring(row))).collect()
}

async fn count(owner: &mut PgConnection, statement: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(statement.to_owned())).fetch_one(owner).await.unwrap()
}

/// Everything that has to be true after any number of changes.
async fn assert_sound(db: &TestDb, step: &str) {
    let mut owner = db.owner_connection().await;
    let grids = open_grids(&mut owner).await;
    let rows = sqlx::query("select x_dm, y_dm, area from building where area is not null");
    for row in rows.fetch_all(&mut owner).await.unwrap() {
        let point = [row.get("x_dm"), row.get("y_dm")];
        let inside: Vec<i64> = grids
            .iter()
            .filter(|(_, rings)| side_of(point, rings) == Side::Inside)
            .map(|(grid, _)| grid.code())
            .collect();
        assert_eq!(inside, [row.get::<i64, _>("area")], "{step}: {point:?}");
    }
    for (what, statement) in [
        (
            "dwellings that do not lie in their building's grid",
            "select count(*) from dwelling d join building b on b.id = d.building_id where d.area is distinct from b.area",
        ),
        (
            "households elsewhere than their door",
            "select count(*) from household h join dwelling d on d.id = h.id where h.area <> d.area or h.cell <> d.cell",
        ),
        (
            "stays elsewhere than their door",
            "select count(*) from stay k join dwelling d on d.id = k.dwelling_id where k.area <> d.area",
        ),
        (
            "open cases elsewhere than their door",
            "select count(*) from case_file k join dwelling d on d.id = k.dwelling_id where k.area <> d.area and k.light < 4",
        ),
        (
            "people elsewhere than their home",
            "select count(*) from resident r join stay s on s.resident_id = r.id where s.to_on is null and s.area <> r.area",
        ),
        (
            "tokens elsewhere than their person",
            "select count(*) from search_token t join resident r on r.id = t.resident_id where t.area <> r.area",
        ),
        ("cells twice", "select count(*) - count(distinct cell) from dwelling where cell is not null"),
        (
            "open sessions or posts of closed grids",
            "select count(*) from post p left join session s on s.post_id = p.id join area a on a.area = p.area
            where a.to_on is not null and (p.to_at is null or s.revoked_at is null and s.key is not null)",
        ),
        (
            "areas that count wrongly",
            "select count(*) from area a where a.to_on is null and a.dwellings <> (
                select count(*) from dwelling d where d.area >= a.area and d.area < a.area + case a.level
                    when 4 then 1 when 3 then 1000 when 2 then 1000000 else 1000000000 end)",
        ),
    ] {
        assert_eq!(count(&mut owner, statement).await, 0, "{step}: {what}");
    }
    for table in tables_with_area(&mut owner).await {
        let open = match table.as_str() {
            "case_file" => "and k.light < 4",
            "case_party" => "and exists (select 1 from case_file c where c.id = k.case_id and c.light < 4)",
            _ => "",
        };
        let statement =
            format!("select count(*) from {table} k join area a on a.area = k.area where a.to_on is not null {open}");
        assert_eq!(count(&mut owner, &statement).await, 0, "{step}: {table} points at a closed grid");
    }
}

async fn tables_with_area(owner: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select c.relname::text
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'area' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace
            and c.relkind = 'r'
            and c.relname <> 'area'
            and c.relname <> all ($1)",
    )
    .bind(HISTORY.map(str::to_owned).to_vec())
    .fetch_all(owner)
    .await
    .unwrap()
}

/// How many rows about some doors a session sees, past the service: households, stays, tokens' people.
async fn seen(db: &TestDb, actor: &Actor, doors: &[i64]) -> i64 {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    sqlx::query("select set_config('gezhi.session', encode($1, 'hex'), true)")
        .bind(&actor.session_key[..])
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query_scalar(
        "select (select count(*) from household where id = any($1))
            + (select count(*) from stay where dwelling_id = any($1))
            + (select count(*) from resident r where exists (
                select 1 from stay s where s.resident_id = r.id and s.dwelling_id = any($1)))
            + (select count(*) from place_note where place = 'dwelling' and place_id = any($1))
            + (select count(*) from case_file where light <> 4 and dwelling_id = any($1))",
    )
    .bind(doors)
    .fetch_one(&mut *tx)
    .await
    .unwrap()
}

async fn doors_of(owner: &mut PgConnection, buildings: &[BuildingId]) -> Vec<i64> {
    let ids: Vec<i64> = buildings.iter().map(|building| building.number()).collect();
    sqlx::query_scalar("select id from dwelling where building_id = any($1)").bind(ids).fetch_all(owner).await.unwrap()
}

/// Numbers that look thrown, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Some change that may be asked for.
async fn thrown(owner: &mut PgConnection, dice: &mut Dice) -> (Kind, Area, Option<Area>, Vec<BuildingId>) {
    let grids: Vec<Area> = open_grids(owner).await.into_keys().collect();
    let from = grids[dice.below(grids.len())];
    let inside = buildings_of(owner, from).await;
    let some: Vec<BuildingId> = inside.iter().copied().filter(|_| dice.below(2) == 0).collect();
    let others: Vec<Area> = grids.iter().copied().filter(|grid| *grid != from).collect();
    let near: Vec<Area> = others.iter().copied().filter(|grid| grid.parent() == from.parent()).collect();
    match dice.below(3) {
        0 if !near.is_empty() => (Kind::Merge, from, Some(near[dice.below(near.len())]), Vec::new()),
        1 if !others.is_empty() => (Kind::HandOver, from, Some(others[dice.below(others.len())]), some),
        _ => (Kind::Split, from, None, some),
    }
}

#[tokio::test]
async fn after_any_changes_every_door_lies_in_one_open_grid_and_nobody_sees_what_moved_away() {
    for seed in [3, 17, 2_026] {
        let db = peopled().await;
        let mut owner = db.owner_connection().await;
        let manager = db.actor(Role::Street, grid_of(1, 1, 1).parent().unwrap().parent().unwrap(), 900).await;
        let mut dice = Dice(seed);
        let mut made = 0;
        for round in 0..14u64 {
            let (kind, from, into, buildings) = thrown(&mut owner, &mut dice).await;
            let going = if kind == Kind::Merge { buildings_of(&mut owner, from).await } else { buildings.clone() };
            let doors = doors_of(&mut owner, &going).await;
            let worker = db.actor(Role::GridWorker, from, 1_000 + round).await;
            assert_eq!(seen(&db, &worker, &doors).await > 0, !doors.is_empty(), "the worker kept these files");

            let change = Change { kind, from, into, buildings: &buildings, name: None };
            let step = format!("{seed}/{round}: {kind:?} {from} → {into:?} {buildings:?}");
            match done(&db, &manager, &change).await {
                Ok(Done { into, .. }) => {
                    made += 1;
                    assert_eq!(seen(&db, &worker, &doors).await, 0, "{step}");
                    let taker = db.actor(Role::GridWorker, into, 2_000 + round).await;
                    assert_eq!(seen(&db, &taker, &doors).await > 0, !doors.is_empty(), "{step}");
                }
                Err(refused) => assert_eq!(refused, Refused::AllBuildings, "{step}"),
            }
            assert_sound(&db, &step).await;
        }
        assert!(made > 5, "{made} changes were made");
    }
}

#[tokio::test]
async fn what_happened_stays_where_it_happened_and_the_change_is_written_down() {
    let db = peopled().await;
    let mut owner = db.owner_connection().await;
    let (from, into) = (grid_of(1, 1, 1), grid_of(1, 1, 2));
    let manager = db.actor(Role::Community, from.parent().unwrap(), 900).await;
    let events = "select count(*) from case_event where area = ";
    let before = count(&mut owner, &format!("{events}{from}")).await;
    let going = buildings_of(&mut owner, from).await;

    let change = Change { kind: Kind::Merge, from, into: Some(into), buildings: &[], name: None };
    let merged = done(&db, &manager, &change).await.unwrap();

    assert_eq!(count(&mut owner, &format!("{events}{from}")).await, before);
    let mut tx = db.store.begin(&manager).await.unwrap();
    let changes = store::regrid::changes(&mut tx, from, 10).await.unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].from.0, changes[0].into.0, changes[0].kind), (from, into, Kind::Merge));
    assert_eq!((changes[0].buildings as usize, changes[0].dwellings), (going.len(), merged.dwellings));
    assert!(!store::regrid::is_open(&mut tx, from).await.unwrap());
    let shown = store::area::children(&mut tx, from.parent().unwrap(), now()).await.unwrap();
    assert_eq!(shown.iter().map(|area| area.area).collect::<Vec<_>>(), [into]);
}

#[tokio::test]
async fn the_number_of_a_closed_grid_is_not_given_again() {
    let db = peopled().await;
    let mut owner = db.owner_connection().await;
    let (first, second) = (grid_of(1, 1, 1), grid_of(1, 1, 2));
    let manager = db.actor(Role::Community, first.parent().unwrap(), 900).await;
    let merge = Change { kind: Kind::Merge, from: second, into: Some(first), buildings: &[], name: None };
    done(&db, &manager, &merge).await.unwrap();
    let some = &buildings_of(&mut owner, first).await[..2];

    let split = Change { kind: Kind::Split, from: first, into: None, buildings: some, name: Some("河东网格") };
    let made = done(&db, &manager, &split).await.unwrap();

    assert_eq!(made.into, grid_of(1, 1, 3));
    assert_eq!(done(&db, &manager, &merge).await, Err(Refused::Changed), "it is closed");
    assert_eq!(done(&db, &manager, &split).await, Err(Refused::Changed), "they are gone");
}

#[tokio::test]
async fn the_scene_shows_the_new_grid_and_every_cell_keeps_its_door() {
    let db = peopled().await;
    let mut owner = db.owner_connection().await;
    let from = grid_of(1, 1, 1);
    let manager = db.actor(Role::Community, from.parent().unwrap(), 900).await;
    let some = &buildings_of(&mut owner, from).await[..3];

    let split = Change { kind: Kind::Split, from, into: None, buildings: some, name: None };
    let made = done(&db, &manager, &split).await.unwrap();

    let mut tx = db.store.begin_public().await.unwrap();
    let row = store::city::city(&mut tx, county()).await.unwrap().unwrap();
    assert_eq!(row.scene_version, 2);
    let scene = store::city::scene(&mut tx, county(), 2).await.unwrap().unwrap();
    let scene = citypack::decode(&scene).unwrap();
    assert!(scene.area_index(made.into).is_some());
    assert!(!scene.outline(made.into).is_empty());
    let index = citypack::CellIndex::new(&scene);
    for seat in db.seats().await {
        let slot = index.slot(&scene, seat.cell).unwrap();
        let building = &scene.buildings[slot.building as usize];
        assert_eq!(BuildingId::new(county(), building.serial), seat.building);
        assert_eq!(scene.areas[building.area.unwrap() as usize].area, seat.area);
    }
    let told: BTreeSet<i64> = sqlx::query_scalar("select distinct area from outbox where topic = 'household'")
        .fetch_all(&mut owner)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(told, [from.code(), made.into.code()].into());
}

#[tokio::test]
async fn an_import_does_not_undo_what_people_did() {
    let db = peopled().await;
    let mut owner = db.owner_connection().await;
    let from = grid_of(1, 1, 1);
    let manager = db.actor(Role::Community, from.parent().unwrap(), 900).await;
    let some = &buildings_of(&mut owner, from).await[..3];
    let split = Change { kind: Kind::Split, from, into: None, buildings: some, name: None };
    done(&db, &manager, &split).await.unwrap();
    let mut plan = street();
    plan.buildings[0].floors += 1;

    let outcome = db.import(&plan).await;

    assert_eq!(outcome, Outcome { unchanged: true, keeps_grids: true, scene_version: 2, ..Outcome::default() });
    assert_sound(&db, "after the import").await;
}
