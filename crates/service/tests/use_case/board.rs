//! The citywide board: everybody at work sees how all communities stand, nobody sees a word, and only where the city wants it.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::board::{Asked, LIGHTS, StreetTally};
use domain::case::Light;
use domain::setting::Switch;
use service::board::{self, Board};
use service::{ServiceError, setting};
use store::testing::{grid_of, moved_city, other_county};

use crate::house::House;

fn all(area: Area) -> Asked {
    Asked { area, light: None, category: None, skip: 0 }
}

async fn switch(house: &House, is_on: bool) {
    let security = house.db.actor(Role::SecurityAdmin, House::root(), 310 + u64::from(is_on)).await;
    setting::set_switch(&house.s, &security, Switch::CitywideBoard, is_on).await.unwrap();
}

/// Two reds and a green in the worker's grid, a yellow in another street.
async fn with_cases() -> House {
    let house = House::new().await;
    for (serial, light) in (1..).zip([Light::Red, Light::Red, Light::Green, Light::Grey]) {
        house.db.add_case(&house.seat(serial as usize), serial, light).await;
    }
    let far = *house.seats.iter().find(|seat| seat.area == grid_of(2, 1, 1)).unwrap();
    house.db.add_case(&far, 9, Light::Yellow).await;
    switch(&house, true).await;
    house
}

fn lights(streets: &[StreetTally]) -> Vec<[i64; 4]> {
    streets.iter().map(|street| street.whole.lights).collect()
}

async fn look(house: &House, actor: &Actor, area: Area) -> Board {
    board::board(&house.s, actor, &all(area)).await.unwrap()
}

#[tokio::test]
async fn everybody_at_work_sees_the_counts_of_other_areas_and_may_open_only_ones_own() {
    let house = with_cases().await;
    let (worker, stranger, department) = (house.worker().await, house.stranger().await, house.department(1).await);
    let supervision = house.db.actor(Role::Supervision, House::root(), 304).await;

    for who in [&worker, &stranger, &department, &supervision, &house.street().await] {
        assert!(board::is_open(&house.s, who).await.unwrap());
        let seen = look(&house, who, House::root()).await;
        assert_eq!(lights(&seen.streets), [[2, 0, 0, 1], [0, 1, 0, 0]], "{:?}", who.role);
        assert_eq!((seen.total, seen.lines.len()), (4, 4));
        for (line, may_open) in &seen.lines {
            let opens = who.role == Role::Supervision || who.role == Role::Street && who.area.contains(line.area);
            assert_eq!(*may_open, opens, "{:?}", who.role);
        }
    }
}

#[tokio::test]
async fn every_count_is_as_long_as_its_list() {
    let house = with_cases().await;
    let department = house.department(1).await;
    let streets = look(&house, &department, House::root()).await.streets;

    let below = streets.iter().flat_map(|street| &street.communities).chain(streets.iter().map(|street| &street.whole));
    for tally in below {
        for light in LIGHTS.map(Some).into_iter().chain([None]) {
            let asked = Asked { light, ..all(tally.area) };
            let found = board::board(&house.s, &department, &asked).await.unwrap();
            assert_eq!((found.total, found.lines.len() as i64), (tally.of(light), tally.of(light)));
            assert!(found.lines.iter().all(|(line, _)| tally.area.contains(line.area)));
        }
    }
    let none = Asked { category: "0101".parse().ok(), ..all(House::root()) };
    assert_eq!(board::board(&house.s, &department, &none).await.unwrap().total, 0);
    let far = Asked { skip: 3, ..all(House::root()) };
    assert_eq!(board::board(&house.s, &department, &far).await.unwrap().lines.len(), 1);
}

#[tokio::test]
async fn no_word_of_a_case_is_on_the_board() {
    let house = with_cases().await;

    let seen = look(&house, &house.department(1).await, House::root()).await;

    let told = format!("{:?} {:?}", seen.streets, seen.lines);
    assert!(!told.contains("楼道灯不亮"), "{told}");
}

#[tokio::test]
async fn a_city_that_does_not_want_it_has_no_board_and_another_city_sees_nothing_of_ours() {
    let house = with_cases().await;
    house.db.import(&moved_city(other_county())).await;
    let abroad = Area::city(other_county());
    let foreign = house.db.actor(Role::City, abroad, 7).await;
    let (worker, wall) = (house.worker().await, house.wall().await);
    let security = house.db.actor(Role::SecurityAdmin, House::root(), 312).await;
    let refused = async |actor: &Actor, area: Area| {
        let found = board::board(&house.s, actor, &all(area)).await;
        assert!(matches!(found, Err(ServiceError::NotFound)), "{:?} {area}", actor.role);
    };

    refused(&foreign, abroad).await;
    refused(&foreign, House::root()).await;
    refused(&worker, abroad).await;
    refused(&worker, grid_of(1, 1, 1)).await;
    refused(&wall, House::root()).await;
    refused(&security, House::root()).await;
    let theirs = house.db.actor(Role::SecurityAdmin, abroad, 8).await;
    setting::set_switch(&house.s, &theirs, Switch::CitywideBoard, true).await.unwrap();
    assert_eq!(look(&house, &foreign, abroad).await.total, 0);
    refused(&foreign, House::root()).await;

    switch(&house, false).await;
    refused(&worker, House::root()).await;
    assert!(!board::is_open(&house.s, &worker).await.unwrap());
    let changed = setting::set_switch(&house.s, &worker, Switch::CitywideBoard, true).await;
    assert!(matches!(changed, Err(ServiceError::NotFound)));
}
