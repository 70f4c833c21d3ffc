//! The page on which grids are changed, and its form, without script.

use axum::http::StatusCode;
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::House;

#[tokio::test]
async fn a_community_chooses_buildings_sees_the_effect_and_splits() {
    let house = House::new().await;
    let grid = grid_of(1, 1, 1);
    let actor = house.db.actor(Role::Community, grid.parent().unwrap(), 710).await;
    let browser = house.browser_of(&actor).await;
    let seat = house.seat(grid).await;
    let (page, building) = (format!("/areas/{grid}/manage"), seat.building.to_string());

    let chosen = browser.get(&format!("{page}?b={building}&into=new&name=Riverside")).await;

    assert_eq!(chosen.status, StatusCode::OK);
    assert!(chosen.text.contains(r#"action="/form/regrid""#), "the effect can be confirmed");
    assert!(chosen.tags("script").is_empty());
    let grid_code = grid.to_string();
    let fields = [
        ("kind", "split"),
        ("from", grid_code.as_str()),
        ("into", "new"),
        ("buildings", building.as_str()),
        ("name", "Riverside"),
        ("back", page.as_str()),
    ];
    let done = browser.post("/form/regrid", &fields).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, page.as_str()), "{}", done.text);
    let after = browser.get(&page).await;
    assert!(after.text.contains("Riverside"), "the change stands in the history");
    assert!(!after.text.contains(&format!(r#"value="{building}""#)), "the building is gone");
    let again = browser.post("/form/regrid", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_choice_without_buildings_says_what_is_missing() {
    let house = House::new().await;
    let grid = grid_of(1, 1, 1);
    let actor = house.db.actor(Role::Community, grid.parent().unwrap(), 711).await;
    let browser = house.browser_of(&actor).await;

    let answer = browser.get(&format!("/areas/{grid}/manage?into=new&lang=en")).await;

    assert!(answer.text.contains("Tick at least one building"), "{}", answer.text);
    assert!(!answer.text.contains(r#"action="/form/regrid""#));
}
