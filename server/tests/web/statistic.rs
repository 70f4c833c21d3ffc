//! Statistics in a browser without script: every number leads to its cases, and nobody else's.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::case::{Ground, Light, Report, Source, Title};
use domain::category::CategoryCode;
use domain::deadline::Urgency;
use domain::operation::OperationId;
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

/// Three reports of a street lamp at one door, and what the leader makes of them.
async fn with_a_task() -> House {
    let house = House::new().await;
    let (seat, community) = (house.seat(grid_of(1, 1, 1)).await, house.post(Role::Community));
    for serial in 1..=3 {
        let report = Report {
            operation: OperationId::new([serial; 16]),
            source: Source::Desk,
            ground: Ground::Dwelling(seat.dwelling),
            title: Title::new("路灯不亮"),
            detail: String::new(),
            category: CategoryCode::new("0102"),
            urgency: Urgency::Ordinary,
            pictures: Vec::new(),
        };
        service::case::report(&house.service, community, report).await.unwrap();
    }
    let mut tx = house.service.store.begin_system().await.unwrap();
    service::recurrence::find(&house.service, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    house
}

#[tokio::test]
async fn what_recurs_is_taken_and_closed_with_words() {
    let house = with_a_task().await;
    let community = house.browser(Role::Community).await;
    let page = community.get("/statistics/recurring").await;
    let task = page.text.split("data-root-cause=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(page.is_complete() && page.text.matches("路灯不亮").count() == 3, "{}", page.text);

    let back = ("back", "/statistics/recurring");
    let taken = community.post("/form/root-cause", &[("root_cause", &task), ("revision", "1"), back]).await;
    let stale = community.post("/form/root-cause", &[("root_cause", &task), ("revision", "1"), back]).await;
    let close = async |words| {
        let fields = [("root_cause", task.as_str()), ("revision", "2"), ("outcome", words), back];
        community.post("/form/root-cause-close", &fields).await
    };
    let (wordless, closed) = (close(" ").await, close("线路老化，已更换").await);

    assert_eq!((taken.status, stale.status), (StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!((wordless.status, closed.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::SEE_OTHER));
    assert!(!community.get("/statistics/recurring").await.text.contains("data-root-cause"));
    assert!(community.get("/statistics/recurring?state=closed").await.text.contains("线路老化，已更换"));
    let worker = house.browser(Role::GridWorker).await;
    assert_eq!(worker.get("/statistics/recurring").await.status, StatusCode::FORBIDDEN);
    assert!(!worker.get("/works").await.text.contains("href=\"/statistics\""), "no link that leads nowhere");
}
