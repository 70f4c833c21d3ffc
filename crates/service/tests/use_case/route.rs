//! Routing: the table of owners, and what is suggested by it.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::id::UnitId;
use domain::route::{Basis, Owned, Reason, Target};
use domain::unit::Kind;
use service::unit::NewUnit;
use service::{ServiceError, owner, route};
use store::testing::{county, grid_of};

use crate::house::House;

async fn admin(house: &House) -> Actor {
    house.db.actor(Role::SystemAdmin, House::root(), 201).await
}

async fn unit(house: &House, admin: &Actor, kind: Kind, area: Area) -> UnitId {
    let new = NewUnit { kind, name_zh: "路灯管理所", name_en: "Lamp office", parent: None, area };
    service::unit::add(&house.s, admin, &new).await.unwrap()
}

fn code(text: &str) -> CategoryCode {
    CategoryCode::new(text).unwrap()
}

fn owned(text: &str) -> Owned {
    Owned::new(text).unwrap()
}

async fn first(house: &House, actor: &Actor, category: &str) -> (Target, Reason) {
    let offered = route::offer(&house.s, actor, &code(category), grid_of(1, 1, 1)).await.unwrap();
    (offered[0].choice.to, offered[0].choice.reason)
}

#[tokio::test]
async fn a_lamp_goes_to_its_owner_and_rubbish_to_the_community_with_reason_and_names() {
    let house = House::new().await;
    let (admin, worker) = (admin(&house).await, house.worker().await);
    let community = Target::Community(grid_of(1, 1, 1).path()[2]);
    assert_eq!(first(&house, &worker, "0102").await, (community, Reason::NoOwner));
    let lamps = unit(&house, &admin, Kind::Department, House::root()).await;

    for text in ["01", "11"] {
        owner::add(&house.s, &admin, &owned(text), (lamps, Basis::Owner), House::root()).await.unwrap();
    }

    let offered = route::offer(&house.s, &worker, &code("0102"), grid_of(1, 1, 1)).await.unwrap();
    assert_eq!((offered[0].choice.to, offered[0].choice.reason), (Target::Unit(lamps), Reason::OwnerFirst));
    assert_eq!((offered[0].name_zh.as_str(), offered[0].name_en.as_str()), ("路灯管理所", "Lamp office"));
    assert!(offered.iter().all(|one| !one.name_zh.is_empty() && !one.name_en.is_empty()), "{offered:?}");
    assert_eq!(first(&house, &worker, "1101").await, (community, Reason::TerritoryFirst));
}

#[tokio::test]
async fn who_returns_often_is_offered_second_until_the_counts_begin_anew() {
    let house = House::new().await;
    let (admin, worker) = (admin(&house).await, house.worker().await);
    let lamps = unit(&house, &admin, Kind::Department, House::root()).await;
    owner::add(&house.s, &admin, &owned("0102"), (lamps, Basis::Owner), House::root()).await.unwrap();
    let mut tx = house.db.store.begin(&worker).await.unwrap();
    for returned in [false, true, false, true, false, true, false, false] {
        store::owner::count(&mut tx, &code("0102"), grid_of(1, 1, 1), lamps, returned).await.unwrap();
    }
    tx.commit().await.unwrap();

    assert_eq!(first(&house, &worker, "0102").await.1, Reason::InsteadOfOwner);
    let row = owner::view(&house.s, &admin).await.unwrap().rows.remove(0);
    assert_eq!((row.owner.sent, row.owner.returned), (5, 3));
    owner::change(&house.s, &admin, row.id, Basis::Owner, true).await.unwrap();

    assert_eq!(first(&house, &worker, "0102").await, (Target::Unit(lamps), Reason::OwnerFirst));
    owner::remove(&house.s, &admin, row.id).await.unwrap();
    assert_eq!(first(&house, &worker, "0102").await.1, Reason::NoOwner);
    assert!(matches!(owner::remove(&house.s, &admin, row.id).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_unit_that_closed_is_suggested_no_more() {
    let house = House::new().await;
    let (admin, worker) = (admin(&house).await, house.worker().await);
    let lamps = unit(&house, &admin, Kind::Department, House::root()).await;
    owner::add(&house.s, &admin, &owned("0102"), (lamps, Basis::Owner), House::root()).await.unwrap();

    service::unit::close(&house.s, &admin, lamps, Some(house.s.today())).await.unwrap();

    assert_eq!(first(&house, &worker, "0102").await.1, Reason::NoOwner);
    assert!(!owner::view(&house.s, &admin).await.unwrap().rows[0].is_open, "the administrator sees why");
}

#[tokio::test]
async fn only_open_units_that_work_there_and_are_no_desk_can_be_written_down_and_only_once() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let (street, other) = (grid_of(1, 1, 1).path()[1], grid_of(2, 1, 1).path()[1]);
    let (station, desk) =
        (unit(&house, &admin, Kind::Police, street).await, unit(&house, &admin, Kind::Street, street).await);
    let add =
        async |text: &str, unit, area| owner::add(&house.s, &admin, &owned(text), (unit, Basis::Territory), area).await;
    let field = |done| match done {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };

    assert_eq!(field(add("9901", station, street).await), "category");
    assert_eq!(field(add("99", station, street).await), "category");
    assert_eq!(field(add("15", station, other).await), "unit");
    assert_eq!(field(add("15", desk, street).await), "unit");
    assert_eq!(field(add("15", UnitId::new(county(), 999_999), street).await), "unit");
    add("15", station, street).await.unwrap();
    assert!(matches!(add("15", station, street).await, Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn the_table_is_the_system_administrators_and_offers_are_for_who_moves_cases_there() {
    let house = House::new().await;
    let (worker, wall) = (house.worker().await, house.wall().await);
    for actor in [&worker, &house.centre().await, &wall] {
        assert!(matches!(owner::view(&house.s, actor).await, Err(ServiceError::NotFound)), "{:?}", actor.role);
        let refused = owner::change(&house.s, actor, 1, Basis::Owner, false).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{:?}", actor.role);
    }
    for actor in [&house.stranger().await, &wall] {
        let refused = route::offer(&house.s, actor, &code("0102"), grid_of(1, 1, 1)).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{:?}", actor.role);
    }
    let refused = route::offer(&house.s, &worker, &code("9999"), grid_of(1, 1, 1)).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "category", .. })));
}
