//! What the routes of the table answer, every role and nobody.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use domain::area::Area;
use domain::case::Light;
use domain::id::{CaseId, EstateId, UnitId, WishId};
use store::testing::{TestDb, county, grid_of};

use super::table;
use crate::house::{Browser, House};

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let house = House::with_bundle().await;
    let mut wrong = Vec::new();
    let grid = grid_of(1, 1, 1);
    let seat = house.seat(grid).await;
    house.db.add_case(&seat, 700, Light::Red).await;
    house.db.add_documents(&seat, house.post(Role::Community)).await;
    house.keep_picture(&seat).await;
    let admin = house.db.actor(Role::SystemAdmin, Area::city(county()), 599).await;
    service::unit::take_over_areas(&house.service, &admin).await.unwrap();
    for (at, (role, _)) in Role::ALL.into_iter().enumerate() {
        let area = if role == Role::GridWorker { grid } else { Area::city(county()) };
        let actor = house.db.actor(role, area, 600 + at as u64).await;
        let browser = house.browser_of(&actor).await;
        for (method, path, _, expected) in table() {
            let found = status(&house, &browser, method, path).await;
            if found != expected[at] {
                wrong.push(format!("{method} {path} as {role:?}: {found} instead of {}", expected[at]));
            }
        }
    }
    let stranger = house.stranger();
    for (method, path, expected, _) in table() {
        let found = status(&house, &stranger, method, path).await;
        if found != *expected {
            wrong.push(format!("{method} {path} as nobody: {found} instead of {expected}"));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn status(house: &House, browser: &Browser<'_>, method: &str, path: &str) -> u16 {
    let address = address(house, path).await;
    let request = browser.request(Method::from_bytes(method.as_bytes()).unwrap(), &address);
    let request = request
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::empty());
    // The live stream never ends: only how it begins is of interest.
    house.send(request.unwrap()).await.status().as_u16()
}

/// The address of `path` for the first grid's seat, and what the tests put there.
async fn address(house: &House, path: &str) -> String {
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let address = path
        .replace("{area}", &seat.area.to_string())
        .replace(":area", &seat.area.to_string())
        .replace("{estate}", &EstateId::new(county(), 1).to_string())
        .replace("{building}", &seat.building.to_string())
        .replace("{dwelling}", &seat.dwelling.to_string())
        // The tests give every dwelling one resident with its own number.
        .replace("{resident}", &seat.dwelling.to_string())
        // Documents carry the number of the dwelling they are about.
        .replace("{batch}", &seat.dwelling.to_string())
        .replace("{sheet}", &TestDb::order_sheet(&seat).to_string())
        .replace(":sheet", &TestDb::order_sheet(&seat).to_string())
        .replace("{notice}", &seat.dwelling.to_string())
        .replace("{item}", &seat.dwelling.to_string())
        .replace("{work}", &seat.dwelling.to_string())
        .replace("{watch}", &seat.dwelling.to_string())
        .replace("{photo}", &seat.dwelling.to_string())
        .replace("{media}", &seat.dwelling.to_string())
        .replace("{certificate}", &seat.dwelling.to_string())
        .replace("{case}", &CaseId::new(county(), 700).to_string())
        .replace("{wish}", &WishId::new(county(), 999).to_string())
        .replace("{bulletin}", &UnitId::new(county(), 1).to_string())
        .replace("{bank}", &UnitId::new(county(), 1).to_string())
        .replace("{month}", &UnitId::new(county(), 1).to_string())
        .replace("{measure}", "visits")
        .replace("{bulk}", "1")
        .replace("{round}", "1")
        .replace("{task}", "1")
        .replace("{export}", &seat.dwelling.to_string())
        .replace("{template}", "1")
        .replace("{code}", "0000000000000000")
        .replace("{unit}", &UnitId::new(county(), 1).to_string())
        .replace("{wish}", "1")
        .replace("{token}", "0000000000000000")
        .replace("{account}", &house.post(Role::City).account.to_string())
        .replace("{file}", "1.bin")
        .replace("{layer}/{z}/{x}/{y}", "none/1/1/1")
        .replace("{*path}", "nothing.js");
    if path == "/map/state" { format!("{address}?lens=visit") } else { address }
}
