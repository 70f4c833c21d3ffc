//! Many cases at once and the filters of the queue, without script.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::case::{Ground, Light, Report, Source, Title};
use domain::deadline::Urgency;
use domain::operation::OperationId;

use crate::house::House;

/// Three red cases of the worker's grid.
async fn three(house: &House) -> Vec<String> {
    let seat = house.seat(house.post(Role::GridWorker).area).await;
    let mut cases = Vec::new();
    for serial in 1..4 {
        cases.push(house.db.add_case(&seat, serial, Light::Red).await.to_string());
    }
    cases
}

#[tokio::test]
async fn ticked_cases_are_moved_on_and_each_says_what_became_of_it() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::Community).await;
    let cases = three(&house).await;
    let list = browser.get("/cases?axis=all").await;
    assert!(list.text.contains("action=\"/form/case-bulk\"") && list.text.contains("form=\"case-bulk\""));
    assert!(list.text.contains(&format!("value=\"{}:1\"", cases[0])), "a box sends what was seen");
    let one = [("case", &*cases[1]), ("version", "1"), ("step", "accept"), ("back", "/cases")];
    assert_eq!(browser.post("/form/case-step", &one).await.status, StatusCode::SEE_OTHER);

    let ticked: Vec<String> = cases.iter().map(|case| format!("{case}:1")).collect();
    let mut fields: Vec<(&str, &str)> = ticked.iter().map(|case| ("case", case.as_str())).collect();
    fields.extend([("step", "accept"), ("back", "/cases?axis=all")]);
    let answer = browser.post("/form/case-bulk", &fields).await;
    let again = browser.post("/form/case-bulk", &fields).await;

    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.tags("script").is_empty(), "complete without script");
    assert_eq!(answer.text.matches("data-became=\"done\"").count(), 2);
    assert_eq!(answer.text.matches("data-became=\"changed\"").count(), 1);
    assert!(answer.text.contains("勾选以后别人已经办理"), "why, and what to do next");
    assert!(answer.text.contains(&format!("name=\"case\" value=\"{}:2\"", cases[0])), "can be taken back");
    assert_eq!(again.text.matches("data-became=\"changed\"").count(), 3, "nothing is doubled");
    assert_eq!(house.db.count("case_event").await, 6);

    let done = [format!("{}:2", cases[0]), format!("{}:2", cases[2])];
    let undo = [("case", &*done[0]), ("case", &*done[1]), ("back", "/cases?axis=all")];
    let back = browser.post("/form/case-bulk-undo", &undo).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(back.text.matches("data-became=\"done\"").count(), 2, "{}", back.text);
}

#[tokio::test]
async fn nothing_ticked_and_nowhere_to_dispatch_are_told_on_the_page() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    let case = format!("{}:1", three(&house).await[0]);

    for fields in [
        vec![("step", "accept"), ("back", "/cases")],
        vec![("case", &*case), ("step", "dispatch"), ("desk", ""), ("back", "/cases")],
        vec![("case", &*case), ("step", "refuse"), ("back", "/cases")],
    ] {
        let answer = browser.post("/form/case-bulk", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains("case-desk__notices") && answer.text.contains("error-panel__text"), "{fields:?}");
    }
    assert_eq!(house.db.count("case_event").await, 3);
}

#[tokio::test]
async fn area_and_category_are_a_form_that_is_its_address() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    three(&house).await;
    let grid = house.post(Role::GridWorker).area;

    let narrow = browser.get(&format!("/cases?axis=all&area={grid}&category=0102")).await;
    let wide = browser.get(&format!("/cases?axis=all&area={grid}&category=")).await;

    assert!(narrow.text.contains("<select") && narrow.text.contains("name=\"category\""), "{}", narrow.text);
    assert!(narrow.text.contains("name=\"area\"") && narrow.text.contains("value=\"0102\" selected"));
    assert_eq!(narrow.text.matches("data-light=\"red\"").count(), 0, "none is about lamps");
    assert_eq!(wide.text.matches("data-light=\"red\"").count(), 3);
    // Who has no desk has nothing to tick.
    let supervision = house.db.actor(Role::Supervision, grid.path()[0], 77).await;
    let supervision = house.browser_of(&supervision).await.get("/cases?axis=all").await;
    assert_eq!(supervision.status, StatusCode::OK);
    assert!(!supervision.text.contains("type=\"checkbox\""));
}

#[tokio::test]
async fn a_list_is_kept_found_renamed_and_removed_without_script() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    let grid = house.post(Role::GridWorker).area.to_string();
    let here = format!("/cases?axis=all&area={grid}&category=0102");
    let fields = [("axis", "all"), ("area", &*grid), ("category", "0102"), ("view_name", "路灯"), ("back", &*here)];

    let kept = browser.post("/form/case-view", &fields).await;
    let twice = browser.post("/form/case-view", &fields).await;
    let page = browser.get("/cases").await.text;

    assert_eq!((kept.status, kept.header("location")), (StatusCode::SEE_OTHER, &*here));
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("列表名称") && twice.text.contains("value=\"路灯\""), "what was typed comes back");
    assert!(page.contains(&format!("href=\"{}\"", here.replace('&', "&amp;"))) || page.contains(&here), "{page}");
    let view = page.split("name=\"view\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stranger = house.browser(Role::GridWorker).await;
    for form in ["/form/case-view-rename", "/form/case-view-remove"] {
        let foreign = stranger.post(form, &[("view", &view), ("view_name", "x"), ("back", "/cases")]).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    let renamed =
        browser.post("/form/case-view-rename", &[("view", &view), ("view_name", "灯"), ("back", "/cases")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    let removed = browser.post("/form/case-view-remove", &[("view", &view), ("back", "/cases")]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/cases").await.text.contains("name=\"view\""));
}

#[tokio::test]
async fn lists_and_slips_on_paper_hide_what_may_be_somebodys_number() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;
    let seat = house.seat(house.post(Role::GridWorker).area).await;
    let report = Report {
        operation: OperationId::new([7; 16]),
        source: Source::Grid,
        ground: Ground::Dwelling(seat.dwelling),
        title: Title::new("路灯不亮，请打13812341234"),
        detail: "找13812341235".to_owned(),
        category: None,
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    };
    let case = service::case::report(&house.service, house.post(Role::GridWorker), report).await.unwrap();

    let list = browser.get("/cases/print?axis=all&light=red").await;
    let slip = browser.get(&format!("/cases/{case}/print")).await;
    let code = browser.get(&format!("/cases/{case}/code.svg")).await;

    for page in [&list, &slip] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.is_complete() && page.tags("script").is_empty());
        assert!(page.text.contains(&case.to_string()) && page.text.contains("138******34"), "{}", page.text);
        assert!(!page.text.contains("1381234123"), "{}", page.text);
    }
    assert!(slip.text.contains(&format!("/cases/{case}/code.svg")));
    assert_eq!((code.status, code.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert!(browser.get("/cases/print?light=green").await.text.contains("共 0 件"));
}
