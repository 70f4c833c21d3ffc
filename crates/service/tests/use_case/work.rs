//! Known works: posted by desks and departments, told to whoever reports the same, announced to residents.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::spot::Spot;
use domain::work::{Draft, Ending, State};
use service::work::{self, Which};
use service::{Service, ServiceError};
use store::testing::grid_of;

use crate::house::{House, service_at};

async fn desk(house: &House, role: Role, area: Area, serial: u64) -> Actor {
    house.db.actor(role, area, serial).await
}

async fn community(house: &House) -> Actor {
    desk(house, Role::Community, grid_of(1, 1, 1).path()[2], 201).await
}

fn draft(area: Area) -> Draft {
    Draft {
        area,
        building: None,
        radius_m: None,
        place: "3 号楼北侧边坡".to_owned(),
        category: CategoryCode::new("2301"),
        title: "危岩加固".to_owned(),
        reason: "雨后落石".to_owned(),
        unit: None,
        starts_on: "2026-11-01".parse().unwrap(),
        ends_on: Some("2026-12-01".parse().unwrap()),
        is_public: true,
    }
}

async fn titles(s: &Service, actor: &Actor, scope: Area, which: Which) -> Vec<String> {
    let found = work::list(s, actor, scope, which).await.unwrap();
    found.works.into_iter().map(|work| work.draft.title).collect()
}

#[tokio::test]
async fn who_reports_the_dangerous_rock_hears_that_the_street_is_on_it() {
    let house = House::new().await;
    let (worker, stranger) = (house.worker().await, house.stranger().await);
    let street = desk(&house, Role::Street, grid_of(1, 1, 1).path()[1], 202).await;
    let seat = house.seat(0);
    let at = Spot { building: Some(seat.building), ..Spot::somewhere(grid_of(1, 1, 1)) };
    let code = |text| CategoryCode::new(text).unwrap();
    let near = async |actor: &Actor, spot: Spot, text| {
        work::around(&house.s, actor, &spot, Some(&code(text))).await.unwrap().len()
    };
    assert_eq!(near(&worker, at, "2301").await, 0);

    work::post(&house.s, &street, Draft { building: Some(seat.building), ..draft(grid_of(1, 1, 1)) }).await.unwrap();

    assert_eq!(near(&worker, at, "2301").await, 1, "at its building");
    assert_eq!(near(&worker, at, "2302").await, 1, "of its group");
    assert_eq!(near(&worker, at, "0102").await, 0, "about a lamp it says nothing");
    assert_eq!(near(&worker, Spot::somewhere(grid_of(1, 1, 1)), "2301").await, 1, "somewhere in the grid");
    assert_eq!(near(&stranger, Spot::somewhere(grid_of(2, 1, 1)), "2301").await, 0, "in another street");
    let refused = work::around(&house.s, &stranger, &at, None).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_work_reaches_so_far_around_its_building_and_no_farther() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let seat = house.seat(0);
    let with = Draft { building: Some(seat.building), radius_m: Some(100), ..draft(grid_of(1, 1, 1)) };
    let posted = work::post(&house.s, &community, with).await.unwrap();
    let (x, y) = work::view(&house.s, &worker, posted).await.unwrap().work.spot.at_dm.unwrap();
    let near = async |metres: i32| {
        let spot = Spot { at_dm: Some((x + metres * 10, y)), ..Spot::somewhere(grid_of(1, 1, 1)) };
        work::around(&house.s, &worker, &spot, None).await.unwrap().len()
    };

    assert_eq!((near(99).await, near(101).await), (1, 0));
}

#[tokio::test]
async fn its_state_follows_from_its_days_and_an_ended_one_is_told_no_more() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, community(&house).await);
    let scope = grid_of(1, 1, 1);
    let later = Draft { starts_on: "2027-01-01".parse().unwrap(), ends_on: None, ..draft(scope) };
    let posted = work::post(&house.s, &community, later.clone()).await.unwrap();
    let at = |day: &str| {
        let noon = day.parse::<chrono::NaiveDate>().unwrap().and_hms_opt(4, 0, 0).unwrap().and_utc();
        service_at(house.db.store.clone(), noon)
    };
    assert_eq!(titles(&house.s, &worker, scope, Which::In(State::Planned)).await, ["危岩加固"]);
    assert!(titles(&at("2027-01-01"), &worker, scope, Which::In(State::Planned)).await.is_empty());
    assert_eq!(titles(&at("2027-01-01"), &worker, scope, Which::In(State::Running)).await.len(), 1);

    let done = work::end(&house.s, &community, (posted, 1), (Ending::Done, None), "已加固").await;
    assert!(matches!(done, Err(ServiceError::Invalid { field: "ended_on", .. })), "it has not begun");
    work::end(&house.s, &community, (posted, 1), (Ending::Dropped, None), "改由市里统一治理").await.unwrap();

    assert!(titles(&house.s, &worker, scope, Which::Open).await.is_empty());
    assert_eq!(titles(&house.s, &worker, scope, Which::In(State::Dropped)).await.len(), 1);
    assert!(work::around(&house.s, &worker, &Spot::somewhere(scope), None).await.unwrap().is_empty());
    assert!(work::public(&house.s).await.unwrap().works.is_empty());
    let again = work::end(&house.s, &community, (posted, 2), (Ending::Dropped, None), "").await;
    assert!(matches!(again, Err(ServiceError::Conflict)), "over is over");
    assert!(matches!(work::change(&house.s, &community, (posted, 2), later).await, Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn two_hands_at_once_get_a_conflict() {
    let house = House::new().await;
    let community = community(&house).await;
    let posted = work::post(&house.s, &community, draft(grid_of(1, 1, 1))).await.unwrap();
    let to = |title: &str| Draft { title: title.to_owned(), ..draft(grid_of(1, 1, 1)) };

    work::change(&house.s, &community, (posted, 1), to("边坡治理")).await.unwrap();

    let second = work::change(&house.s, &community, (posted, 1), to("别的")).await;
    assert!(matches!(second, Err(ServiceError::Conflict)));
    let seen = work::view(&house.s, &community, posted).await.unwrap().work;
    assert_eq!((seen.draft.title.as_str(), seen.revision), ("边坡治理", 2));
    assert_eq!(house.db.count("audit where action in ('post_work', 'change_work')").await, 2);
}

#[tokio::test]
async fn residents_see_public_works_only() {
    let house = House::new().await;
    let community = community(&house).await;
    for is_public in [true, false] {
        let title = if is_public { "公开" } else { "内部" }.to_owned();
        work::post(&house.s, &community, Draft { is_public, title, ..draft(grid_of(1, 1, 1)) }).await.unwrap();
    }

    let announced = work::public(&house.s).await.unwrap();

    let titles: Vec<_> = announced.works.iter().map(|work| work.draft.title.as_str()).collect();
    assert_eq!(titles, ["公开"]);
    assert_eq!(titles_of_staff(&house).await, ["公开", "内部"]);
}

async fn titles_of_staff(house: &House) -> Vec<String> {
    let worker = house.worker().await;
    let mut titles = titles(&house.s, &worker, grid_of(1, 1, 1), Which::Open).await;
    titles.sort();
    titles
}

#[tokio::test]
async fn desks_and_departments_post_within_their_area_and_everybody_else_at_work_reads() {
    let house = House::new().await;
    let path = grid_of(1, 1, 1).path();
    let department = desk(&house, Role::Department, path[0], 210).await;
    let posted = work::post(&house.s, &department, draft(path[1])).await.unwrap();
    let by = "audit a join post p on p.id = a.post_id where a.action = 'post_work' and p.role = 'department'";
    assert_eq!(house.db.count(by).await, 1, "a department sees no trail, and leaves one");
    let (worker, stranger, wall) = (house.worker().await, house.stranger().await, house.wall().await);
    let supervision = desk(&house, Role::Supervision, path[0], 211).await;
    let community = community(&house).await;

    assert!(work::view(&house.s, &worker, posted).await.unwrap().offer.is_none(), "read, not changed");
    assert!(work::view(&house.s, &department, posted).await.unwrap().offer.is_some());
    for (actor, forbidden) in [(&worker, true), (&supervision, true), (&wall, false), (&stranger, false)] {
        let refused = work::post(&house.s, actor, draft(grid_of(1, 1, 1))).await.unwrap_err();
        assert_eq!(matches!(refused, ServiceError::Forbidden), forbidden, "{:?}: {refused:?}", actor.role);
    }
    let above = work::change(&house.s, &community, (posted, 1), draft(path[1])).await;
    assert!(matches!(above, Err(ServiceError::Forbidden)), "it is the street's: known and not theirs");
    for actor in [&wall, &stranger] {
        assert!(matches!(work::view(&house.s, actor, posted).await, Err(ServiceError::NotFound)), "{:?}", actor.role);
    }
    let outside = work::post(&house.s, &community, draft(grid_of(2, 1, 1))).await;
    assert!(matches!(outside, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_field() {
    let house = House::new().await;
    let community = community(&house).await;
    let area = grid_of(1, 1, 1);
    let field = async |draft| match work::post(&house.s, &community, draft).await {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };

    assert_eq!(field(Draft { title: " ".to_owned(), ..draft(area) }).await, "work_title");
    assert_eq!(field(Draft { place: "长".repeat(61), ..draft(area) }).await, "work_place");
    assert_eq!(field(Draft { reason: "长".repeat(201), ..draft(area) }).await, "reason");
    assert_eq!(field(Draft { radius_m: Some(30), ..draft(area) }).await, "radius_m");
    assert_eq!(field(Draft { ends_on: Some("2026-10-31".parse().unwrap()), ..draft(area) }).await, "ends_on");
    assert_eq!(field(Draft { category: CategoryCode::new("9999"), ..draft(area) }).await, "category");
    let unit = Some(domain::id::UnitId::new(area.county(), 999_999));
    assert_eq!(field(Draft { unit, ..draft(area) }).await, "unit");
}
