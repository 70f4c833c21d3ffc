//! The organisation tree, as the system administrator changes it and the security administrator gives posts in it.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::UnitId;
use service::unit::{UnitRow, tree};
use store::testing::{county, grid_of};

use crate::house::{Browser, House};

async fn units(house: &House, admin: &Actor) -> Vec<(usize, UnitRow)> {
    tree(&house.service, admin).await.unwrap()
}

async fn posted(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> StatusCode {
    let fields: Vec<_> = fields.iter().copied().chain([("back", "/admin/units")]).collect();
    browser.post(path, &fields).await.status
}

/// A house whose areas were taken over as units, and its system administrator.
async fn house() -> (House, Actor) {
    let house = House::new().await;
    let admin = house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await;
    let browser = house.browser_of(&admin).await;
    assert_eq!(posted(&browser, "/admin/unit/areas", &[]).await, StatusCode::SEE_OTHER);
    (house, admin)
}

fn of(units: &[(usize, UnitRow)], area: Area) -> UnitId {
    units.iter().find(|(_, row)| row.area == area).unwrap().1.unit
}

#[tokio::test]
async fn areas_become_a_tree_once_and_departments_are_added_to_it() {
    let (house, admin) = house().await;
    let browser = house.browser_of(&admin).await;
    let before = units(&house, &admin).await;
    let path = grid_of(1, 1, 1).path();
    let depth = |area| before.iter().find(|(_, row)| row.area == area).unwrap().0;
    assert_eq!((depth(path[0]), depth(path[1]), depth(path[2])), (0, 1, 2));

    assert_eq!(posted(&browser, "/admin/unit/areas", &[]).await, StatusCode::SEE_OTHER);
    assert_eq!(units(&house, &admin).await.len(), before.len(), "what is there is not made again");

    let (top, city) = (of(&before, path[0]).to_string(), path[0].to_string());
    let police = [("name_zh", "公安分局"), ("kind", "police"), ("parent", &*top), ("area", &*city)];
    assert_eq!(posted(&browser, "/admin/unit", &police).await, StatusCode::SEE_OTHER);
    let page = browser.get("/admin/units").await;
    assert!(page.text.contains("公安分局") && page.text.contains("民警站"));
    for wrong in [
        [("name_zh", ""), ("kind", "police"), ("parent", &*top), ("area", &*city)],
        [("name_zh", "x"), ("kind", "cinema"), ("parent", &*top), ("area", &*city)],
        [("name_zh", "x"), ("kind", "police"), ("parent", "990001000000999999"), ("area", &*city)],
        [("name_zh", "x"), ("kind", "police"), ("parent", &*top), ("area", "990001777000000")],
    ] {
        assert_eq!(posted(&browser, "/admin/unit", &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
}

#[tokio::test]
async fn a_unit_moves_and_never_below_itself() {
    let (house, admin) = house().await;
    let browser = house.browser_of(&admin).await;
    let before = units(&house, &admin).await;
    let path = grid_of(1, 1, 1).path();
    let [city, street, community] = [0, 1, 2].map(|level| of(&before, path[level]).to_string());
    let other_street = of(&before, grid_of(2, 1, 1).path()[1]).to_string();

    for (unit, parent) in [(&street, &community), (&street, &street), (&community, &other_street), (&city, &community)]
    {
        let status = posted(&browser, "/admin/unit/move", &[("unit", unit), ("parent", parent)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{unit} below {parent}");
    }
    assert_eq!(units(&house, &admin).await, before);

    assert_eq!(
        posted(&browser, "/admin/unit/move", &[("unit", &community), ("parent", &city)]).await,
        StatusCode::SEE_OTHER
    );
    let after = units(&house, &admin).await;
    assert_eq!(after.iter().find(|(_, row)| row.unit.to_string() == community).unwrap().0, 1);
}

#[tokio::test]
async fn a_unit_closes_when_nothing_is_open_in_it_and_opens_again() {
    let (house, admin) = house().await;
    let browser = house.browser_of(&admin).await;
    let areas = grid_of(1, 1, 1).path();
    let before = units(&house, &admin).await;
    let [street, community] = [1, 2].map(|level| of(&before, areas[level]).to_string());
    let day = ("closed_on", "2027-01-01");

    let path = "/admin/unit/close";
    assert_eq!(
        posted(&browser, path, &[("unit", &street), day]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "communities are open in it"
    );
    assert_eq!(
        posted(&browser, path, &[("unit", &community), ("closed_on", "1999-01-01")]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(posted(&browser, path, &[("unit", &community), day]).await, StatusCode::SEE_OTHER);
    assert!(browser.get(&format!("/admin/units/{community}")).await.text.contains("已撤销"));
    assert_eq!(posted(&browser, path, &[("unit", &community), ("closed_on", "")]).await, StatusCode::SEE_OTHER);
    assert_eq!(units(&house, &admin).await, before);
}

#[tokio::test]
async fn a_person_holds_several_posts_each_in_its_unit_and_term() {
    let (house, admin) = house().await;
    let security = house.db.actor(Role::SecurityAdmin, Area::city(county()), 22).await;
    let browser = house.browser_of(&security).await;
    let path = grid_of(1, 1, 1).path();
    let before = units(&house, &admin).await;
    let (street, other) = (of(&before, path[1]).to_string(), of(&before, grid_of(2, 1, 1).path()[1]).to_string());
    let account = house.post(Role::GridWorker).account.to_string();
    let (street_area, city) = (path[1].to_string(), path[0].to_string());

    let account = ("account", &*account);
    let role = ("role", "street");
    assert_eq!(
        posted(&browser, "/admin/post", &[account, role, ("area", &street_area), ("unit", &other)]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a unit of another area"
    );
    assert_eq!(
        posted(&browser, "/admin/post", &[account, role, ("area", &street_area), ("unit", &street)]).await,
        StatusCode::SEE_OTHER
    );
    let later = [account, ("role", "department"), ("area", &city), ("from_on", "2100-01-01"), ("to_on", "2100-12-31")];
    assert_eq!(posted(&browser, "/admin/post", &later).await, StatusCode::SEE_OTHER);

    let posts = service::session::posts(&house.service, house.post(Role::GridWorker)).await.unwrap();
    assert_eq!(posts.len(), 2, "the third has not begun");
    let staff = service::unit::view(&house.service, &admin, street.parse().unwrap()).await.unwrap().staff;
    assert_eq!(staff.len(), 1);
}

#[tokio::test]
async fn a_department_names_grids_of_its_own_over_the_same_ground() {
    let (house, admin) = house().await;
    let browser = house.browser_of(&admin).await;
    let path = grid_of(1, 1, 1).path();
    let unit = of(&units(&house, &admin).await, path[2]);
    let (inside, outside) = (format!("area-{}", path[3]), format!("area-{}", grid_of(2, 1, 1)));
    let id = unit.to_string();

    let set = |area: &str| {
        let fields = [
            ("unit".to_owned(), id.clone()),
            ("name".to_owned(), "警务一格".to_owned()),
            (area.to_owned(), "1".to_owned()),
        ];
        let browser = &browser;
        async move {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            posted(browser, "/admin/unit/grid", &fields).await
        }
    };
    assert_eq!(set(&outside).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(set(&inside).await, StatusCode::SEE_OTHER);
    let own = service::unit::view(&house.service, &admin, unit).await.unwrap().own_grids;
    assert_eq!(
        own.iter().map(|own| (own.name.as_str(), own.areas.clone())).collect::<Vec<_>>(),
        [("警务一格", vec![path[3]])]
    );
    assert_eq!(set("nothing").await, StatusCode::SEE_OTHER);
    assert!(service::unit::view(&house.service, &admin, unit).await.unwrap().own_grids.is_empty());
}

#[tokio::test]
async fn only_the_system_administrator_changes_the_tree() {
    let (house, admin) = house().await;
    let unit = units(&house, &admin).await[0].1.unit.to_string();
    let before = units(&house, &admin).await;
    for (role, serial) in [(Role::SecurityAdmin, 22), (Role::AuditAdmin, 23), (Role::City, 24)] {
        let browser = house.browser_of(&house.db.actor(role, Area::city(county()), serial).await).await;
        for (path, fields) in [
            ("/admin/unit/rename", vec![("unit", &*unit), ("name_zh", "x"), ("kind", "city")]),
            ("/admin/unit/close", vec![("unit", &*unit), ("closed_on", "2030-01-01")]),
            ("/admin/unit/move", vec![("unit", &*unit), ("parent", "")]),
            ("/admin/unit/grid", vec![("unit", &*unit), ("name", "x")]),
            ("/admin/unit/areas", vec![]),
        ] {
            assert_eq!(posted(&browser, path, &fields).await, StatusCode::UNPROCESSABLE_ENTITY, "{path} as {role:?}");
        }
    }
    assert_eq!(units(&house, &admin).await, before);
}
