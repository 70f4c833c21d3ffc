//! One household is the same everywhere: on the 3D wall, on the 2D plan, on the cell board, on the card, and in the tables.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::ControlFlow;
use std::sync::Arc;

use cityplan::Sources;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::cell::Lens;
use domain::clock::FixedClock;
use domain::household::Board;
use domain::id::BuildingId;
use glam::DVec2;
use scene::camera::Ray;
use service::seed::Profile;
use service::{OsEntropy, Service};
use store::testing::{TestDb, now};

/// Cells tried in each building.
const CELLS_PER_BUILDING: u32 = 4;

struct Town {
    db: TestDb,
    service: Service,
    actor: Actor,
    city: scene::City,
}

/// The demo jurisdiction on the real footprints.
async fn town() -> Town {
    let file = |name: &str| {
        let path = format!("{}/../../data/astana-{name}.geojson.gz", env!("CARGO_MANIFEST_DIR"));
        Box::new(File::open(path).unwrap())
    };
    let sources = Sources {
        buildings: file("buildings"),
        roads: Some(file("roads")),
        land: Some(file("land")),
        places: None,
        areas: None,
    };
    let go_on = |_, _, _| ControlFlow::Continue(());
    let survey = cityplan::read(sources, &mut { go_on }).unwrap();
    let plan = cityplan::plan_city(survey, &Profile::Demo.parameter(), &mut { go_on }).unwrap();
    let db = TestDb::new().await;
    db.import(&plan).await;
    let actor = db.actor(Role::City, Area::city(Profile::county()), 1).await;
    let service = Service::new(db.store.clone(), Arc::new(FixedClock(now())), Arc::new(OsEntropy));
    let pack = service::map::scene_pack(&service, None).await.unwrap();
    let city = scene::City::new(citypack::decode(&pack.bytes).unwrap());
    Town { db, service, actor, city }
}

/// Fifty buildings with flats: towers, courtyards and one-storey houses first, then whatever comes.
fn fifty(city: &scene::City) -> Vec<u32> {
    let all: Vec<u32> =
        (0..city.pack.buildings.len() as u32).filter(|&n| city.pack.buildings[n as usize].columns > 0).collect();
    let of = |n: &u32| &city.pack.buildings[*n as usize];
    let some = |wanted: &dyn Fn(&u32) -> bool, count: usize| {
        let found: Vec<u32> = all.iter().copied().filter(wanted).collect();
        let stride = (found.len() / count).max(1);
        found.into_iter().step_by(stride).take(count).collect::<Vec<_>>()
    };
    let mut chosen = some(&|n| of(n).floors >= 12, 10);
    chosen.extend(some(&|n| of(n).rings.len() > 1, 10));
    chosen.extend(some(&|n| of(n).floors == 1, 10));
    assert!(chosen.len() >= 20, "the demo has towers, courtyards and one-storey houses: {}", chosen.len());
    let rest = 50 - chosen.len();
    chosen.extend(some(&|n| (3..12).contains(&of(n).floors), rest));
    chosen
}

/// Cells spread over a building's floors and columns.
fn cells(city: &scene::City, building: u32) -> Vec<u32> {
    let range = city.index.building_cells(building);
    let entry = &city.pack.buildings[building as usize];
    let first = range.start + (u32::from(entry.first_floor) - 1) * u32::from(entry.columns);
    let flats = range.end - first;
    (0..CELLS_PER_BUILDING).map(|n| first + (n * 7_919 + building * 31) % flats).collect()
}

/// What a ray sees that comes straight at the middle of the cell's piece of wall.
fn seen_in_3d(city: &scene::City, cell: u32) -> Option<u32> {
    let anchor = city.cell_anchor(cell)?;
    let out = anchor.normal.extend(0.0);
    city.pick(&Ray { origin: anchor.point + out * 0.3, direction: -out })?.cell
}

/// What lies under the middle of the cell's place on the 2D board.
fn seen_in_2d(city: &scene::City, building: u32, cell: u32) -> Option<u32> {
    let place = city.plan_place(cell)?;
    city.plan_cell(building, place.corners.iter().sum::<DVec2>() / 4.0)
}

fn door_on_board(board: &Board, cell: u32) -> Option<String> {
    let found = board.cells.iter().find(|entry| entry.cell == cell)?;
    Some(format!("{}-{}-{}", board.number, found.door.unit, found.door.number()))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_cells_say_the_same_in_3d_2d_board_card_and_sql() {
    let Town { db, service, actor, city } = town().await;
    let county = Profile::county();
    let mut boards = BTreeMap::new();
    let mut checked = 0;

    for building in fifty(&city) {
        let id = BuildingId::new(county, city.pack.buildings[building as usize].serial);
        let board = service::building::board(&service, &actor, id, Lens::Occupancy, None).await.unwrap();
        for cell in cells(&city, building) {
            let fact = db.door_of_cell(cell).await.expect("every cell with a flat has a door in the tables");
            let (dwelling, at) =
                service::map::dwelling_at(&service, &actor, city.pack.scene_version, cell).await.unwrap();
            let card = service::household::card(&service, &actor, dwelling).await.unwrap();
            let above = card.neighbours.above.map(|neighbour| neighbour.dwelling.number());

            assert_eq!(seen_in_3d(&city, cell), Some(cell), "3D, building {}", fact.building);
            assert_eq!(seen_in_2d(&city, building, cell), Some(cell), "2D, building {}", fact.building);
            assert_eq!((dwelling.number(), at.number()), (fact.dwelling, fact.building));
            assert_eq!(door_on_board(&board, cell), Some(fact.short.clone()));
            assert_eq!((card.address.short(), card.cell), (fact.short, cell));
            assert_eq!(above, fact.above, "the card's neighbour upstairs is the table's");
            let upstairs = cell + u32::from(city.pack.buildings[building as usize].columns);
            let above_in_3d = city.index.building_cells(building).contains(&upstairs).then_some(upstairs);
            let above_in_sql = match above_in_3d {
                Some(cell) => db.door_of_cell(cell).await.map(|fact| fact.dwelling),
                None => None,
            };
            assert_eq!(above_in_sql, fact.above, "one floor up on the wall is one floor up in the tables");
            checked += 1;
        }
        boards.insert(id, board.cells.len());
    }

    assert_eq!((boards.len(), checked), (50, 200));
}
