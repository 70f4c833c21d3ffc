//! Statistics in a browser without script: every number leads to its cases, and nobody else's.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::case::Light;
use store::testing::grid_of;

use crate::house::{Answer, House};

/// The addresses that a page links to and that begin like this.
fn links(page: &Answer, begins: &str) -> Vec<String> {
    let from = format!("href=\"{begins}");
    let parts = page.text.split(&from).skip(1);
    parts.map(|part| format!("{begins}{}", part.split('"').next().unwrap()).replace("&amp;", "&")).collect()
}

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

#[tokio::test]
async fn every_number_leads_to_as_many_cases() {
    let house = with_cases().await;
    let city = house.browser(Role::City).await;

    let page = city.get("/statistics?by=area").await;

    assert_eq!(page.status, StatusCode::OK);
    assert!(page.is_complete() && page.tags("script").is_empty() && !page.text.contains(" style="));
    let links = links(&page, "/statistics/cases");
    assert!(links.len() >= 6, "{links:?}");
    for link in links {
        let list = city.get(&link).await;
        assert_eq!(list.status, StatusCode::OK, "{link}");
        let total = list.text.split("data-total=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(list.text.matches("data-case=").count().to_string(), total, "{link}");
        let said = page.text.replace("&amp;", "&");
        let said = said.split(&format!("href=\"{link}\">")).nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(said, total, "{link}");
        assert!(list.text.contains("/cases?axis=all"), "{link}");
    }
}

#[tokio::test]
async fn a_community_counts_its_own_and_another_area_is_not_there() {
    let house = with_cases().await;
    let community = house.browser(Role::Community).await;
    let foreign = grid_of(2, 1, 1);

    let own = community.get("/statistics/cases?figure=registered&side=whole").await;
    let other = community.get(&format!("/statistics?area={foreign}")).await;
    let list = community.get(&format!("/statistics/cases?area={foreign}")).await;
    let odd = community.get("/statistics?from=yesterday&to=2026-13-77&by=moon").await;
    let empty = community.get("/statistics?from=2020-01-01&to=2020-01-31&by=unit").await;

    assert!(own.text.contains("data-total=\"3\""), "{}", own.text);
    assert_eq!((other.status, list.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!((odd.status, empty.status), (StatusCode::OK, StatusCode::OK));
    assert!(empty.text.contains("这个时段没有可统计的事件"));
}

#[tokio::test]
async fn the_heat_map_says_in_a_table_what_it_draws() {
    let house = with_cases().await;
    let city = house.browser(Role::City).await;

    let page = city.get("/statistics/heat").await;
    let none = city.get("/statistics/heat?category=0101&days=7").await;

    assert_eq!(page.status, StatusCode::OK);
    let squares: Vec<String> = links(&page, "/statistics/cases");
    assert_eq!(squares.len(), 4, "two squares, each in the drawing and in the table: {squares:?}");
    assert_eq!(page.tags("rect").iter().filter(|tag| tag.contains("x=")).count(), 2);
    let opened = city.get(&squares[0]).await;
    assert!(opened.text.contains("data-total=\"3\""), "{}", opened.text);
    assert!(none.text.contains("这些天里没有落到图上的事件"));
    let english = city.get("/statistics/heat?lang=en").await;
    assert!(english.text.contains("Squares by number"));
}
