//! Doors that get another number, go, become one, and come back; and whoever lives behind them.

use std::collections::BTreeSet;

use crate::house::House;
use domain::actor::{Actor, Role};
use domain::case::Light;
use domain::cell::{CellByte, LabelCode, Lens};
use domain::door_change::growth::Lattice;
use domain::door_change::{Change, Closing, More, Problem, Removal, State};
use domain::search::Target;
use service::search::{Scope, find};
use service::{ServiceError, building, door_change, household, map, stay};
use store::testing::{Seat, block_city, grid_of, now};

async fn community(house: &House) -> Actor {
    house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 120).await
}

fn at(house: &House, place: (u16, u16, u16)) -> Seat {
    let is_there = |seat: &&Seat| {
        seat.building == house.seat(0).building && (seat.door.floor, seat.door.unit, seat.door.door) == place
    };
    *house.seats.iter().find(is_there).unwrap()
}

fn renumber(seat: &Seat, number: &str) -> Change {
    Change::Renumber { dwelling: seat.dwelling, number: number.parse().unwrap() }
}

async fn hits(house: &House, actor: &Actor, text: &str) -> Vec<(String, Option<String>)> {
    let scope = Scope { area: actor.area, near: None, limit: 20 };
    let found = find(&house.s, actor, text, scope).await.unwrap();
    let doors = found.into_iter().filter(|hit| matches!(hit.target, Target::Dwelling(..)));
    doors.map(|hit| (hit.title, hit.formerly.map(String::from))).collect()
}

async fn dwellings(house: &House, actor: &Actor) -> i64 {
    map::area(&house.s, actor, grid_of(1, 1, 1)).await.unwrap().figures.dwellings
}

#[tokio::test]
async fn a_worker_proposes_a_number_and_the_community_confirms_it() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let seat = at(&house, (3, 1, 2));

    let id = door_change::propose(&house.s, &worker, &renumber(&seat, "302甲"), "新门牌").await.unwrap();
    assert_eq!(household::card(&house.s, &worker, seat.dwelling).await.unwrap().address.short(), "1-1-302");
    assert_eq!(door_change::waiting(&house.s, &community).await.unwrap(), 1);
    door_change::confirm(&house.s, &community, id).await.unwrap();

    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    assert_eq!((card.address.short().as_str(), card.cell), ("1-1-302甲", seat.cell));
    assert_eq!(card.story.past[0].was.as_str(), "302");
    assert_eq!(hits(&house, &worker, "1-1-302甲").await, [("阳光花园 1-1-302甲".to_owned(), None)]);
    assert_eq!(hits(&house, &worker, "1-1-302").await, [("阳光花园 1-1-302甲".to_owned(), Some("302".to_owned()))]);
    let told = door_change::list(&house.s, &worker).await.unwrap();
    assert_eq!((told.open.len(), told.decided[0].state, told.decided[0].is_own), (0, State::Confirmed, true));
    let neighbour = household::card(&house.s, &worker, at(&house, (3, 1, 1)).dwelling).await.unwrap();
    assert_eq!(neighbour.neighbours.right.unwrap().short, "1-1-302甲");
    assert!(house.db.audited().await.iter().any(|action| action == "confirm_door"));
}

#[tokio::test]
async fn two_doors_become_one_home_with_everybody_in_it() {
    let house = House::new().await;
    house.db.add_residents().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let (kept, gone) = (at(&house, (3, 1, 1)), at(&house, (3, 1, 2)));
    let case = house.db.add_case(&gone, 7, Light::Red).await;
    let before = dwellings(&house, &community).await;

    let merge = Change::Merge { kept: kept.dwelling, gone: gone.dwelling };
    door_change::change(&house.s, &community, &merge, "").await.unwrap();

    let home = household::card(&house.s, &worker, kept.dwelling).await.unwrap();
    assert_eq!((home.people.len(), home.cases.len()), (2, 1));
    assert_eq!(home.cases[0].case, case);
    let heads = home.people.iter().filter(|person| person.relation == domain::person::Relation::Head).count();
    assert_eq!(heads, 1);
    let part = household::card(&house.s, &worker, gone.dwelling).await.unwrap();
    assert_eq!(part.story.closing, Some(Closing::MergedInto(kept.dwelling)));
    assert_eq!((part.people.len(), part.may_edit, part.story.kept_number.unwrap().as_str()), (0, false, "301"));
    let opened = map::dwelling_at(&house.s, &worker, 1, gone.cell).await.unwrap();
    assert_eq!(opened.0, kept.dwelling);
    assert_eq!(hits(&house, &worker, "1-1-302").await, [("阳光花园 1-1-301".to_owned(), Some("302".to_owned()))]);
    assert_eq!(dwellings(&house, &community).await, before - 1);
}

#[tokio::test]
async fn the_place_of_a_merged_door_shows_its_homes_class_and_is_counted_once() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let (kept, gone) = (at(&house, (3, 1, 1)), at(&house, (3, 1, 2)));
    let counted = async |lens| -> i64 {
        map::legend(&house.s, &worker, lens, worker.area).await.unwrap().iter().map(|entry| entry.cells).sum()
    };
    let before = counted(Lens::Occupancy).await;

    let merge = Change::Merge { kept: kept.dwelling, gone: gone.dwelling };
    door_change::change(&house.s, &community, &merge, "").await.unwrap();

    let pack = map::state_pack(&house.s, &worker, Lens::Occupancy, worker.area).await.unwrap();
    let pack = citypack::StatePack::decode(&pack).unwrap();
    let byte = |cell: u32| CellByte(pack.bytes[(cell - pack.runs[0].start) as usize]);
    assert_eq!(byte(gone.cell), CellByte::new(byte(kept.cell).fill(), None, domain::cell::Badge::None));
    assert!(byte(kept.cell).fill() > 0);
    assert_eq!(counted(Lens::Occupancy).await, before - 1);
    let board = building::board(&house.s, &worker, kept.building, Lens::Occupancy, None).await.unwrap();
    let place = board.cells.iter().find(|cell| cell.dwelling == gone.dwelling).unwrap();
    assert_eq!((place.home, place.cell), (Some((kept.dwelling, "301".parse().unwrap())), gone.cell));
    assert_eq!((place.byte, board.homes()), (byte(gone.cell), board.cells.len() - 1));
    let filter = format!("use:{}", byte(kept.cell).fill()).parse().unwrap();
    let faded = building::board(&house.s, &worker, kept.building, Lens::Occupancy, Some(&filter)).await.unwrap();
    let look = |dwelling| faded.cells.iter().find(|cell| cell.dwelling == dwelling).unwrap().byte.fill();
    assert_eq!(
        (look(gone.dwelling), look(gone.dwelling) > 0),
        (look(kept.dwelling), true),
        "a filter means the home and its places alike"
    );
}

#[tokio::test]
async fn the_map_knows_the_numbers_that_doors_were_given() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let seats = [(3, 1, 1), (3, 1, 2), (4, 1, 1), (4, 1, 2)].map(|place| at(&house, place));
    let changes = [
        renumber(&seats[0], "302甲"),
        Change::Merge { kept: seats[0].dwelling, gone: seats[1].dwelling },
        Change::Remove { dwelling: seats[2].dwelling, reason: Removal::OtherUse },
    ];
    for change in &changes {
        door_change::change(&house.s, &community, change, "").await.unwrap();
    }

    let told = async |actor: &Actor| {
        let pack = map::state_pack(&house.s, actor, Lens::Occupancy, actor.area).await.unwrap();
        citypack::StatePack::decode(&pack).unwrap().numbers
    };
    let mut expected = vec![(seats[0].cell, "302甲"), (seats[1].cell, "302甲"), (seats[2].cell, "")];
    expected.sort_unstable();
    let expected: Vec<_> = expected.into_iter().map(|(cell, number)| (cell, number.to_owned())).collect();
    assert_eq!(told(&worker).await, expected);
    assert_eq!(told(&house.stranger().await).await, [], "other grids' doors are no matter of this account");
}

#[tokio::test]
async fn a_door_goes_when_nobody_belongs_to_it_and_comes_back_on_the_same_place() {
    let house = House::new().await;
    house.db.add_residents().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let seat = at(&house, (3, 1, 2));
    let remove = Change::Remove { dwelling: seat.dwelling, reason: Removal::OtherUse };

    let refused = door_change::propose(&house.s, &worker, &remove, "").await;
    assert!(matches!(refused, Err(ServiceError::Door(Problem::Occupied(1)))), "{refused:?}");
    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    let out = (card.people[0].resident, now().date_naive(), false);
    stay::move_out(&house.s, &worker, seat.dwelling, card.revision, out).await.unwrap();
    door_change::change(&house.s, &community, &remove, "").await.unwrap();

    let nobody = map::dwelling_at(&house.s, &worker, 1, seat.cell).await;
    assert!(matches!(nobody, Err(ServiceError::NotFound)), "{nobody:?}");
    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    assert_eq!((card.story.closing, card.may_edit), (Some(Closing::Removed), false));
    let label = household::set_label(&house.s, &worker, seat.dwelling, LabelCode(2), true, card.revision).await;
    assert!(matches!(label, Err(ServiceError::Conflict)), "{label:?}");
    let closed = door_change::closed(&house.s, &worker, seat.building).await.unwrap();
    assert_eq!(closed.len(), 1);

    let open = Change::Open { dwelling: seat.dwelling, number: Some("302乙".parse().unwrap()) };
    door_change::change(&house.s, &community, &open, "").await.unwrap();
    assert_eq!(map::dwelling_at(&house.s, &worker, 1, seat.cell).await.unwrap().0, seat.dwelling);
    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    assert_eq!((card.address.short().as_str(), card.story.past.len(), card.may_edit), ("1-1-302乙", 2, true));
}

#[tokio::test]
async fn only_whoever_answers_for_the_area_decides_and_says_why_not() {
    let house = House::new().await;
    let (worker, stranger, community) = (house.worker().await, house.stranger().await, community(&house).await);
    let (seat, next) = (at(&house, (3, 1, 2)), at(&house, (3, 1, 1)));
    let change = renumber(&seat, "302甲");

    let theirs = door_change::propose(&house.s, &stranger, &change, "").await;
    let id = door_change::propose(&house.s, &worker, &change, "").await.unwrap();
    let twice = door_change::propose(&house.s, &community, &renumber(&seat, "305"), "").await;
    let merge = Change::Merge { kept: seat.dwelling, gone: next.dwelling };
    let beside = door_change::propose(&house.s, &community, &merge, "").await;
    let taken = door_change::propose(&house.s, &worker, &renumber(&next, "401"), "").await;
    let own = door_change::confirm(&house.s, &worker, id).await;
    let hidden = door_change::confirm(&house.s, &stranger, id).await;
    let silent = door_change::refuse(&house.s, &community, id, " ").await;
    let taken_back = door_change::withdraw(&house.s, &community, id).await;
    door_change::refuse(&house.s, &community, id, "派出所未换牌").await.unwrap();
    let late = door_change::confirm(&house.s, &community, id).await;

    assert!(matches!(theirs, Err(ServiceError::NotFound)), "{theirs:?}");
    assert!(matches!(twice, Err(ServiceError::Conflict)), "{twice:?}");
    assert!(matches!(beside, Err(ServiceError::Conflict)), "{beside:?}");
    assert!(matches!(taken, Err(ServiceError::Door(Problem::NumberTaken))), "{taken:?}");
    assert!(matches!(own, Err(ServiceError::Forbidden)), "{own:?}");
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
    assert!(matches!(silent, Err(ServiceError::Invalid { field: "reason", .. })), "{silent:?}");
    assert!(matches!(taken_back, Err(ServiceError::Forbidden)), "{taken_back:?}");
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    let told = door_change::list(&house.s, &worker).await.unwrap();
    assert_eq!((told.decided[0].state, told.decided[0].reason.as_str()), (State::Refused, "派出所未换牌"));
}

#[tokio::test]
async fn a_proposal_about_a_door_that_changed_meanwhile_is_a_conflict() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let (kept, gone) = (at(&house, (3, 1, 1)), at(&house, (3, 1, 2)));
    let merge = Change::Merge { kept: kept.dwelling, gone: gone.dwelling };
    door_change::change(&house.s, &community, &merge, "").await.unwrap();
    let open = Change::Open { dwelling: gone.dwelling, number: None };
    let id = door_change::propose(&house.s, &worker, &open, "").await.unwrap();

    // What was part of a removed door goes with it.
    let remove = Change::Remove { dwelling: kept.dwelling, reason: Removal::Demolished };
    door_change::change(&house.s, &community, &remove, "").await.unwrap();

    let stale = door_change::confirm(&house.s, &community, id).await;
    assert!(matches!(stale, Err(ServiceError::Conflict)), "{stale:?}");
    assert!(door_change::list(&house.s, &community).await.unwrap().open[0].is_stale);
}

/// The cell of every door of the scene that is served, and the door that is found by it.
async fn check_cells(house: &House, centre: &Actor) {
    let pack = map::scene_pack(&house.s, None).await.unwrap();
    let city = citypack::decode(&pack.bytes).unwrap();
    let index = citypack::CellIndex::new(&city);
    let mut seen = BTreeSet::new();
    for seat in house.db.seats().await {
        let at = city.buildings.iter().position(|building| building.serial == seat.building.serial()).unwrap();
        let cells = index.building_cells(at as u32);
        let building = &city.buildings[at];
        let lattice =
            Lattice { floors: building.floors, units: building.units, doors: building.columns / building.units };
        let place = (seat.door.unit, seat.door.floor, seat.door.door);
        assert_eq!(seat.cell, cells.start + lattice.cell(place), "{place:?}");
        assert!(cells.contains(&seat.cell) && seen.insert(seat.cell));
        let found = map::dwelling_at(&house.s, centre, city.scene_version, seat.cell).await.unwrap();
        assert_eq!(found, (seat.dwelling, seat.building));
    }
}

#[tokio::test]
async fn a_building_grows_and_everybody_stays_behind_their_door() {
    let house = House::new().await;
    house.db.add_residents().await;
    let (worker, community, centre) = (house.worker().await, community(&house).await, house.centre().await);
    let seat = at(&house, (3, 1, 2));
    let add = |more| Change::Add { beside: seat.dwelling, more };
    let before = house.db.doors_with_stays().await;
    let count = dwellings(&house, &centre).await;
    assert!(before.values().any(|door| !door.3.is_empty()), "somebody lives there");

    let parted = add(More::Door(Some("302-1".parse().unwrap())));
    let id = door_change::propose(&house.s, &worker, &parted, "隔成两户").await.unwrap();
    assert_eq!(house.db.doors_with_stays().await, before, "nothing changes before it is confirmed");
    door_change::confirm(&house.s, &community, id).await.unwrap();
    check_cells(&house, &centre).await;
    assert_eq!(dwellings(&house, &centre).await, count + 1);
    let version = map::city(&house.s, &worker).await.unwrap().scene_version;
    assert_eq!(version, 2, "everybody's map is drawn anew");
    let old = map::dwelling_at(&house.s, &worker, 1, seat.cell).await;
    assert!(matches!(old, Err(ServiceError::Conflict)), "{old:?}");

    for (more, new) in [(More::Floor(2), 2), (More::Column, 7), (More::Door(None), 1)] {
        let count = house.db.doors_with_stays().await.len();
        door_change::change(&house.s, &community, &add(more), "").await.unwrap();
        assert_eq!(house.db.doors_with_stays().await.len(), count + new, "{more:?}");
        check_cells(&house, &centre).await;
    }
    let taken = door_change::propose(&house.s, &worker, &parted, "").await;
    assert!(matches!(taken, Err(ServiceError::Door(Problem::NumberTaken))), "{taken:?}");

    let after = house.db.doors_with_stays().await;
    for (dwelling, door) in &before {
        assert_eq!(after.get(dwelling), Some(door), "{dwelling}");
    }
    assert_eq!(hits(&house, &worker, "1-1-302-1").await, [("阳光花园 1-1-302-1".to_owned(), None)]);
    assert_eq!(hits(&house, &worker, "1-1-701").await, [("阳光花园 1-1-701".to_owned(), None)]);
    let board = building::board(&house.s, &worker, seat.building, Lens::Occupancy, None).await.unwrap();
    assert_eq!((board.floors, board.cells.len()), (7, 24 + 1 + 2 + 7 + 1));
    let told = house.db.audit_rows("add_door").await;
    assert_eq!(told.len(), 11);
}

#[tokio::test]
async fn what_people_added_outlives_the_next_import_of_the_map() {
    let house = House::new().await;
    let (community, centre) = (community(&house).await, house.centre().await);
    let seat = at(&house, (3, 1, 2));
    for more in [More::Door(Some("302-1".parse().unwrap())), More::Floor(1)] {
        door_change::change(&house.s, &community, &Change::Add { beside: seat.dwelling, more }, "").await.unwrap();
    }
    let grown = house.db.doors_with_stays().await;

    // Another building left the source; then the source itself has the seventh floor.
    let mut plan = block_city();
    plan.buildings.remove(3);
    let first = house.db.import(&plan).await;
    check_cells(&house, &centre).await;
    assert_eq!((first.dwellings_new, house.db.doors_with_stays().await), (0, grown.clone()));
    plan.buildings[0].floors = 7;
    let second = house.db.import(&plan).await;

    check_cells(&house, &centre).await;
    assert_eq!(second.dwellings_new, 3, "three of the floor's four doors are new, one was there");
    let after = house.db.doors_with_stays().await;
    assert!(grown.iter().all(|(dwelling, door)| after.get(dwelling) == Some(door)));
}
