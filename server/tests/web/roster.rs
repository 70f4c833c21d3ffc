//! Rosters of areas: kept by community and street, read by whoever keeps files there.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::area::Area;
use store::testing::{county, grid_of};

use crate::house::{Browser, House};

async fn add(browser: &Browser<'_>, area: Area, fields: &[(&str, &str)]) -> StatusCode {
    let area = area.to_string();
    let fields: Vec<_> = fields.iter().copied().chain([("area", &*area), ("back", "/areas")]).collect();
    browser.post("/form/roster", &fields).await.status
}

const DOCTOR: [(&str, &str); 4] =
    [("kind", "doctor"), ("name", "赵医生"), ("phone", "13912345678"), ("place", "3号楼")];

#[tokio::test]
async fn people_without_an_account_stand_on_the_roster_and_can_be_rung() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    let (grid, above) = (grid_of(1, 1, 1), grid_of(1, 1, 1).path()[2]);
    assert_eq!(add(&community, above, &DOCTOR).await, StatusCode::SEE_OTHER);
    let known = [("kind", "grid_worker"), ("name", "李网格"), ("login", "test-4")];
    assert_eq!(add(&community, grid, &known).await, StatusCode::SEE_OTHER);

    let worker = house.browser(Role::GridWorker).await;
    let page = worker.get(&format!("/areas/{grid}/roster")).await;

    assert!(page.text.contains("赵医生") && page.text.contains("李网格"), "who serves the community serves its grids");
    assert!(page.text.contains("tel:13912345678") && page.text.contains("有账号"));
    assert!(!page.text.contains("action=\"/form/roster\""), "a grid worker only reads");
    assert!(!house.db.dump().await.contains("13912345678"), "the telephone is sealed");
    let other = house.browser_of(&house.db.actor(Role::GridWorker, grid_of(2, 1, 1), 40).await).await;
    assert!(!other.get(&format!("/areas/{}/roster", grid_of(2, 1, 1))).await.text.contains("赵医生"));
    assert_eq!(other.get(&format!("/areas/{grid}/roster")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_entry_ends_and_who_only_reads_cannot_change_any() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    let (grid, above) = (grid_of(1, 1, 1), grid_of(1, 1, 1).path()[2]);
    assert_eq!(add(&community, above, &DOCTOR).await, StatusCode::SEE_OTHER);
    let page = community.get(&format!("/areas/{above}/roster")).await;
    let entry = page.text.split_once("name=\"entry\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let fields = [("entry", &*entry), ("back", "/areas")];

    for role in [Role::GridWorker, Role::City, Role::Wall] {
        let browser = house.browser(role).await;
        assert_eq!(add(&browser, grid, &DOCTOR).await, StatusCode::UNPROCESSABLE_ENTITY, "{role:?}");
        assert_eq!(
            browser.post("/form/roster-end", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{role:?}"
        );
    }
    assert_eq!(community.post("/form/roster-end", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!community.get(&format!("/areas/{above}/roster")).await.text.contains("赵医生"));
    assert_eq!(community.post("/form/roster-end", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "over");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    let area = grid_of(1, 1, 1).path()[2];

    for wrong in [
        [("kind", "cinema"), ("name", "x")],
        [("kind", "doctor"), ("name", "")],
        [("kind", "retired_kind"), ("name", "x")],
    ] {
        assert_eq!(add(&community, area, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    let with = |field| [("kind", "doctor"), ("name", "x"), field];
    for wrong in [with(("phone", "12")), with(("login", "nobody")), with(("from_on", "x"))] {
        assert_eq!(add(&community, area, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    assert_eq!(add(&community, Area::city(county()), &DOCTOR).await, StatusCode::UNPROCESSABLE_ENTITY, "above its own");
}
