//! Visits through the router: one tap from the phone, the same tap again, and pages for rules, records and watch lists.

use axum::http::StatusCode;
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::House;

const NUMBER: &str = "123e4567-e89b-12d3-a456-426614174000";

#[tokio::test]
async fn one_tap_on_the_phone_saves_a_visit_and_leads_back() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let home = house.seat(grid_of(1, 1, 1)).await.dwelling.to_string();
    let tap = |outcome: &'static str, next: &'static str| {
        [
            ("operation", NUMBER),
            ("outcome", outcome),
            ("lon", "71.4"),
            ("lat", "51.1"),
            ("accuracy", "8"),
            ("next", next),
        ]
    };
    let post = async |fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields.iter().copied().chain([("dwelling", &*home)]).collect();
        worker.post("/m/visit", &fields).await
    };

    let saved = post(&tap("unchanged", "/m/plan")).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/m/plan"));
    let again = post(&tap("unchanged", "https://elsewhere.example/m")).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, "/m"));
    assert_eq!(house.db.count("visit").await, 1);
    let wrong = post(&tap("danced", "/m/plan")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("role=\"alert\""), "the page says what was wrong");

    let plan = worker.get("/m/plan").await;
    assert_eq!(plan.status, StatusCode::OK);
    assert!(plan.text.contains("action=\"/m/visit-withdraw\""), "it can be taken back");
}

#[tokio::test]
async fn records_rules_and_watch_lists_have_pages() {
    let house = House::new().await;
    let (worker, community) = (house.browser(Role::GridWorker).await, house.browser(Role::Community).await);
    let (grid, above) = (grid_of(1, 1, 1), grid_of(1, 1, 1).path()[2]);
    let home = house.seat(grid_of(1, 1, 1)).await.dwelling.to_string();
    let due = format!("data-due=\"{home}\"");
    // Under the city's rule a household's turn comes on some day of a quarter.
    let monthly = [("whom", "all"), ("rhythm", "monthly"), ("amount", "1"), ("back", "/visit-rules")];
    assert_eq!(community.post("/form/visit-rule", &monthly).await.status, StatusCode::SEE_OTHER);
    let planned = community.get(&format!("/areas/{grid}/visits")).await;
    assert!(planned.text.contains(&due), "a grid's plan stands on it");
    let visit = [("operation", NUMBER), ("dwelling", &*home), ("outcome", "nobody_in"), ("note", "留了纸条")];
    assert_eq!(worker.post("/m/visit", &visit).await.status, StatusCode::SEE_OTHER);

    let records = community.get(&format!("/areas/{grid}/visits")).await;
    assert!(records.text.contains("没人应门") && records.text.contains("留了纸条"));
    assert!(!records.text.contains(&due), "who was just called at is not due");
    assert_eq!(community.get(&format!("/areas/{}/visits", grid_of(2, 1, 1))).await.status, StatusCode::NOT_FOUND);

    let rule = [("whom", "all"), ("rhythm", "days"), ("amount", "0"), ("back", "/visit-rules")];
    let refused = community.post("/form/visit-rule", &rule).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rule =
        [("whom", "all"), ("rhythm", "days"), ("amount", "45"), ("hours", "18:00-21:00"), ("back", "/visit-rules")];
    assert_eq!(community.post("/form/visit-rule", &rule).await.status, StatusCode::SEE_OTHER);
    assert!(worker.get("/visit-rules").await.text.contains("每 45 天一次"));
    assert!(!worker.get("/visit-rules").await.text.contains("action=\"/form/visit-rule\""), "a grid worker only reads");

    let page = format!("/areas/{above}/watch-lists");
    let area = above.to_string();
    let list = [
        ("area", &*area),
        ("name", "雪后独居老人"),
        ("reason", "大雪封路"),
        ("until_on", "2026-11-30"),
        ("dwellings", &*home),
        ("back", &*page),
    ];
    let made = community.post("/form/watch-list", &list).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    assert!(community.get(&page).await.text.contains("雪后独居老人"));
    let today = worker.get("/m/plan").await;
    assert!(today.text.contains("雪后独居老人") && today.text.contains("action=\"/m/watch\""));
}

/// A number of its own for each of a test's writes.
fn number(at: usize) -> String {
    format!("{}{at:012}", &NUMBER[..24])
}

/// What a page names in an attribute, in its order.
fn named<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!("{attribute}=\"");
    page.split(&*opening).skip(1).filter_map(|part| part.split('"').next()).collect()
}

#[tokio::test]
async fn the_look_up_shows_what_is_left_of_today_until_something_is_asked() {
    const TODAY: &str = "id=\"today\"";
    let house = House::new().await;
    let (worker, community) = (house.browser(Role::GridWorker).await, house.browser(Role::Community).await);
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (home, area) = (seat.dwelling.to_string(), grid_of(1, 1, 1).path()[2].to_string());
    let monthly = [("whom", "all"), ("rhythm", "monthly"), ("amount", "1"), ("back", "/visit-rules")];
    community.post("/form/visit-rule", &monthly).await;
    let list = [
        ("area", &*area),
        ("name", "雪后独居老人"),
        ("reason", "大雪封路"),
        ("until_on", "2026-11-30"),
        ("dwellings", &*home),
        ("back", "/map"),
    ];
    assert_eq!(community.post("/form/watch-list", &list).await.status, StatusCode::SEE_OTHER);
    let plan = worker.get("/m/plan").await.text;
    let due = named(&plan, "data-due");
    assert!(!due.is_empty());

    let page = worker.get("/m").await.text;
    assert!(page.contains(TODAY) && page.contains(&format!("{} 户，", due.len())), "{page}");
    assert!(page.contains(&format!("href=\"/m/h/{}\"", due[0])), "it begins where the plan begins");
    assert!(page.contains("href=\"/m/plan\"") && page.contains("雪后独居老人"));
    assert!(
        page.contains("href=\"#buildings\"") && page.contains("id=\"buildings\""),
        "the grid's boards are one tap away"
    );
    let asked = worker.post("/m/find", &[("q", "nobody is called so")]).await;
    let answer = worker.get(asked.header("location")).await.text;
    assert!(answer.contains("nobody is called so") && !answer.contains(TODAY), "who asks is answered");

    for (at, dwelling) in due.iter().enumerate() {
        let visit = [("operation", &*number(at)), ("dwelling", dwelling), ("outcome", "unchanged")];
        assert_eq!(worker.post("/m/visit", &visit).await.status, StatusCode::SEE_OTHER);
    }
    let numbers = named(&plan, "name=\"list\" value");
    let check = [("operation", NUMBER), ("list", numbers[0]), ("dwelling", &*home), ("outcome", "well")];
    assert_eq!(worker.post("/m/watch", &check).await.status, StatusCode::SEE_OTHER);
    let done = worker.get("/m").await.text;
    assert!(done.contains("data-done") && done.contains("href=\"/m/plan\""), "{done}");
    assert!(!done.contains("雪后独居老人"), "who was checked is not open");
}

#[tokio::test]
async fn who_leads_several_grids_has_no_plan_on_the_look_up() {
    let house = House::new().await;
    let leader = house.db.actor(Role::GridLeader, grid_of(1, 1, 1).path()[2], 60).await;

    let page = house.browser_of(&leader).await.get("/m").await;

    assert!(page.status == StatusCode::OK && !page.text.contains("id=\"today\"") && !page.text.contains("/m/plan"));
}
