//! Layers over the map: what each role gets, where marks stand for many, and that they name nobody.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::geo::LonLat;
use domain::id::{EntryId, UnitId};
use domain::layer::{Classes, Mark};
use domain::register::{Class, Draft};
use service::layer::{MARKS, layers};
use service::{ServiceError, register};
use store::testing::{county, grid_of};
use store::unit::Saying;

use crate::house::House;

fn draft(kind: &str, name: &str) -> Draft {
    Draft {
        kind: kind.to_owned(),
        name: name.to_owned(),
        building: None,
        position: None,
        contact: "王老师".to_owned(),
        phone: "16000000123".parse().ok(),
        unit_in_charge: String::new(),
        from_on: None,
        parent: None,
    }
}

/// A school in a building, a lamp on its own place, who speaks for a stairwell, and a closed shop; all of the first grid.
async fn furnished(house: &House, worker: &Actor) -> [EntryId; 3] {
    let building = Some(house.seat(0).building);
    let school = Draft { building, ..draft("organisation.school", "阳光小学") };
    let lamp = Draft { position: LonLat::new_checked(71.4, 51.1), ..draft("object.street_lamp", "1号灯") };
    let head = Draft { building, ..draft("person.stairwell_head", "张三") };
    let shop = Draft { building, ..draft("organisation.shop", "关门商店") };
    let mut found = Vec::new();
    for draft in [school, lamp, head] {
        found.push(register::add(&house.s, worker, worker.area, draft).await.unwrap());
    }
    let shop = register::add(&house.s, worker, worker.area, shop).await.unwrap();
    register::close(&house.s, worker, shop, 1, store::testing::now().date_naive()).await.unwrap();
    [found[0], found[1], found[2]]
}

fn all() -> Classes {
    Classes::from("person,ground,object,organisation,house")
}

#[tokio::test]
async fn a_grids_open_entries_are_marked_one_by_one_where_they_stand_and_without_peoples_names() {
    let house = House::new().await;
    let worker = house.worker().await;
    let [school, lamp, head] = furnished(&house, &worker).await;

    let found = layers(&house.s, &worker, worker.area, all()).await.unwrap();

    assert_eq!(found.register, Some([1, 0, 1, 1, 0]));
    let mark = |entry| found.marks.iter().find(|mark| mark.entry == Some(entry)).unwrap();
    let kind = |mark: &Mark| &found.kinds[usize::from(mark.kind.unwrap())];
    assert_eq!(found.marks.len(), 3);
    let (school, lamp, head) = (mark(school), mark(lamp), mark(head));
    assert_eq!((school.name.as_str(), school.building), ("阳光小学", Some(house.seat(0).building)));
    assert_eq!((kind(school).sign, kind(school).name.0.as_str()), ('学', "学校"));
    assert_eq!((lamp.at, lamp.building), (LonLat::new_checked(71.4, 51.1), None));
    assert_eq!((head.name.as_str(), head.class), ("", Class::Person), "an entry about people may carry a name");
    let told = serde_json::to_string(&found).unwrap();
    for hidden in ["王老师", "16000000123", "张三", "关门商店"] {
        assert!(!told.contains(hidden), "{hidden} is no matter of the map: {told}");
    }
    let only = layers(&house.s, &worker, worker.area, Classes::from("object")).await.unwrap();
    assert_eq!((only.marks.len(), only.register), (1, Some([1, 0, 1, 1, 0])));
    let none = layers(&house.s, &worker, worker.area, Classes::default()).await.unwrap();
    assert_eq!((none.marks.len(), none.kinds.len()), (0, 0), "what nobody asked for is not sent");
}

#[tokio::test]
async fn above_a_community_marks_stand_for_communities_and_grids_and_sum_to_the_counts() {
    let house = House::new().await;
    house.db.add_residents().await;
    let centre = house.centre().await;
    let street = grid_of(1, 1, 1).path()[1];

    for (area, level) in [(House::root(), 2), (street, 3)] {
        let found = layers(&house.s, &centre, area, all()).await.unwrap();

        let total: i64 = found.marks.iter().map(|mark| mark.count).sum();
        assert!(total > 0);
        assert_eq!(total, found.register.unwrap().iter().sum::<i64>());
        for mark in &found.marks {
            assert_eq!((mark.area.path().len(), mark.entry, mark.name.as_str()), (level + 1, None, ""));
            assert!(area.contains(mark.area));
        }
    }
    let community = grid_of(1, 1, 1).path()[2];
    let single = layers(&house.s, &centre, community, all()).await.unwrap();
    assert!(single.marks.len() <= MARKS && single.marks.iter().all(|mark| mark.entry.is_some()));
}

#[tokio::test]
async fn marks_are_for_those_who_keep_files_there_and_own_grids_for_everybody() {
    let house = House::new().await;
    furnished(&house, &house.worker().await).await;
    own_grid(&house).await;
    let grid = grid_of(1, 1, 1);

    for (at, (role, _)) in Role::ALL.into_iter().enumerate() {
        let area = if role == Role::GridWorker { grid } else { Area::city(county()) };
        let actor = house.db.actor(role, area, 300 + at as u64).await;

        let found = layers(&house.s, &actor, grid, all()).await.unwrap();

        assert_eq!(found.register.is_some(), role.sees_people(), "{role:?}");
        assert_eq!(found.marks.len(), if role.sees_people() { 3 } else { 0 }, "{role:?}");
        let names: Vec<_> = found.units.iter().flat_map(|unit| &unit.grids).collect();
        let areas = if role == Role::GridWorker { vec![grid] } else { vec![grid, grid_of(1, 1, 2)] };
        assert_eq!(names, [&("警务一格".to_owned(), areas)], "{role:?}: as far as the post's area reaches");
    }
    let elsewhere = layers(&house.s, &house.stranger().await, grid, all()).await;
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
}

async fn own_grid(house: &House) -> UnitId {
    let mut tx = house.db.store.begin_system().await.unwrap();
    let unit = store::unit::lock(&mut tx, county()).await.unwrap();
    let saying = Saying { kind: domain::unit::Kind::Police, name_zh: "派出所", name_en: "Police station" };
    let today = store::testing::now().date_naive();
    store::unit::add(&mut tx, unit, None, House::root(), saying, today).await.unwrap();
    store::unit::set_own_grid(&mut tx, unit, "警务一格", &[grid_of(1, 1, 1), grid_of(1, 1, 2)]).await.unwrap();
    tx.commit().await.unwrap();
    unit
}

#[tokio::test]
async fn a_building_lists_what_the_register_has_in_it() {
    let house = House::new().await;
    let (worker, seat) = (house.worker().await, house.seat(0));
    let [school, _, head] = furnished(&house, &worker).await;

    let board = service::building::board(&house.s, &worker, seat.building, domain::cell::Lens::Occupancy, None).await;

    let listed: Vec<_> = board.unwrap().entries.into_iter().map(|line| (line.entry, line.kind.0)).collect();
    assert_eq!(listed, [(head, "楼道长".to_owned()), (school, "学校".to_owned())]);
}
