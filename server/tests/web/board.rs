//! The citywide board in a browser without script: switched on by the security administrator, drilled down by anybody at work.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::area::Area;
use domain::case::Light;
use store::testing::{county, grid_of};

use crate::house::{Answer, House};

async fn with_cases() -> House {
    let house = House::new().await;
    let (near, far) = (house.seat(grid_of(1, 1, 1)).await, house.seat(grid_of(2, 1, 1)).await);
    for (serial, (seat, light)) in
        (1..).zip([(&near, Light::Red), (&near, Light::Yellow), (&near, Light::Green), (&far, Light::Red)])
    {
        house.db.add_case(seat, serial, light).await;
    }
    house
}

async fn switch(house: &House, is_on: bool) -> Answer {
    let security = house.db.actor(Role::SecurityAdmin, Area::city(county()), 22 + u64::from(is_on)).await;
    let browser = house.browser_of(&security).await;
    let mut fields = vec![("switch", "citywide_board"), ("back", "/admin/setting")];
    fields.extend(is_on.then_some(("on", "1")));
    assert_eq!(browser.post("/admin/setting/switch", &fields).await.status, StatusCode::SEE_OTHER);
    browser.get("/admin/setting").await
}

fn total(page: &Answer) -> String {
    page.text.split("data-total=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_number_of_the_board_leads_to_as_many_cases_and_none_says_a_word() {
    let house = with_cases().await;
    assert!(switch(&house, true).await.text.contains("name=\"on\" value=\"1\" checked"));
    let department = house.db.department(Area::city(county()), 40).await;
    let browser = house.browser_of(&department).await;

    let page = browser.get("/board").await;

    assert_eq!(page.status, StatusCode::OK);
    assert!(page.is_complete() && page.tags("script").is_empty() && !page.text.contains(" style="));
    assert_eq!((total(&page).as_str(), page.text.matches("data-case=").count()), ("4", 4));
    assert!(!page.text.contains("楼道灯不亮") && !page.text.contains("/cases?axis=all"), "{}", page.text);
    let links = page.text.split("href=\"/board/").skip(1);
    let links: Vec<_> = links.map(|part| part.split('"').next().unwrap().replace("&amp;", "&")).collect();
    assert!(links.len() >= 10, "{links:?}");
    for link in links {
        let list = browser.get(&format!("/board/{link}")).await;
        assert_eq!(list.status, StatusCode::OK, "{link}");
        assert_eq!(list.text.matches("data-case=").count().to_string(), total(&list), "{link}");
    }
    let red = browser.get("/board?light=red").await;
    assert_eq!(total(&red), "2");
    let none = browser.get("/board?light=blue&category=0101&skip=x&lang=en").await;
    assert!(none.text.contains("No such cases") && total(&none) == "0");
}

#[tokio::test]
async fn a_worker_sees_the_other_street_and_only_where_the_city_wants_it() {
    let house = with_cases().await;
    let worker = house.browser(Role::GridWorker).await;
    let far = grid_of(2, 1, 1).parent().unwrap();
    assert_eq!(worker.get("/board").await.status, StatusCode::NOT_FOUND);
    assert!(!worker.get("/works").await.text.contains("href=\"/board\""), "no link that leads nowhere");

    switch(&house, true).await;

    let page = worker.get(&format!("/board/{far}")).await;
    assert_eq!((page.status, total(&page).as_str()), (StatusCode::OK, "1"));
    assert!(worker.get("/works").await.text.contains("href=\"/board\""));
    for odd in ["/board/7", "/board/990002001001000", &format!("/board/{}", grid_of(2, 1, 1))] {
        assert_eq!(worker.get(odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let street = house.browser(Role::Street).await.get("/board").await;
    assert_eq!(street.text.matches("/cases?axis=all").count(), 3, "one's own can be opened");
    assert_eq!(house.browser(Role::Wall).await.get("/board").await.status, StatusCode::NOT_FOUND);
    switch(&house, false).await;
    assert_eq!(worker.get("/board").await.status, StatusCode::NOT_FOUND);
}
