//! Spot-checks without script: drawn, asked blind on a phone, told when they are over; and what no route tells before.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use store::testing::{county, grid_of};

use crate::house::{Browser, House};

/// What the register says about everybody of the test city.
const ON_FILE: [&str; 4] = ["欧阳试", "欧**", "16000000016", "160****0016"];

async fn streets(house: &House) -> [Actor; 2] {
    [
        house.db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 701).await,
        house.db.actor(Role::Street, grid_of(2, 1, 1).path()[1], 702).await,
    ]
}

/// Draws a round as the command centre does, and gives its address.
async fn draw(centre: &Browser<'_>) -> String {
    let fields = [("each", "2"), ("full", "0"), ("back", "/spot-checks/new")];
    let drawn = centre.post("/form/spot-check-draw", &fields).await;
    assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.text);
    drawn.header("location").to_owned()
}

/// The address of the first task of a list.
fn first_task(text: &str) -> String {
    let rest = text.split("/spot-checks/tasks/").nth(1).expect("a task");
    format!("/spot-checks/tasks/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_round_is_drawn_asked_closed_and_told_without_script() {
    let house = House::new().await;
    let [_, second] = streets(&house).await;
    let centre = house.browser(Role::City).await;
    let empty = centre.get("/spot-checks").await;
    assert!(empty.is_complete() && empty.text.contains("/spot-checks/new"), "{}", empty.text);
    let wrong =
        centre.post("/form/spot-check-draw", &[("each", "99"), ("full", "20"), ("back", "/spot-checks/new")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"99\""), "what was typed stands there again");
    let round = draw(&centre).await;
    let again = [("each", "2"), ("full", "0"), ("back", "/spot-checks/new")];
    assert_eq!(
        centre.post("/form/spot-check-draw", &again).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one at a time"
    );
    let open = centre.get(&round).await;
    assert!(open.text.contains("进行中") && open.text.contains("/form/spot-check-close"));
    let proof = centre.get(&format!("{round}/draw")).await;
    assert!(proof.text.contains("本轮结束时公布"));

    let inspector = house.browser_of(&second).await;
    let task = first_task(&inspector.get("/spot-checks/mine").await.text);
    let id = task.rsplit('/').next().unwrap();
    let form = inspector.get(&task).await;
    assert!(form.is_complete() && form.tags("script").is_empty() && !form.text.contains(" style="));
    let said = |satisfaction: &'static str| {
        [
            ("task", id),
            ("mode", "visit"),
            ("occupancy", "1"),
            ("residents", "4"),
            ("name", "王五"),
            ("relation", "head"),
            ("phone_tail", "1234"),
            ("satisfaction", satisfaction),
            ("back", &*task),
        ]
    };
    let wrong = inspector.post("/form/spot-check-answer", &said("9")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"王五\"") && wrong.text.contains("满意程度"), "{}", wrong.text);
    assert_eq!(inspector.post("/form/spot-check-answer", &said("5")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        inspector.post("/form/spot-check-answer", &said("5")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "once"
    );
    let missed = first_task(&inspector.get("/spot-checks/mine").await.text);
    let fields = [("task", missed.rsplit('/').next().unwrap()), ("mode", "phone"), ("back", &*missed)];
    assert_eq!(inspector.post("/form/spot-check-try", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(inspector.get(&missed).await.text.contains("未遇 1 次"));

    let number = round.rsplit('/').next().unwrap();
    let close = [("round", number), ("back", &*round)];
    assert_eq!(centre.post("/form/spot-check-close", &close).await.status, StatusCode::SEE_OTHER);
    let over = centre.get(&round).await;
    assert!(over.text.contains("已结束") && over.text.contains("95% 区间") && over.text.contains("抽查时说“王五”"));
    let sheet = centre.get(&format!("{round}/round.xlsx")).await;
    assert!(sheet.status == StatusCode::OK && sheet.bytes.starts_with(b"PK"));
    let list = centre.get(&format!("{round}/list.csv")).await;
    let proof = centre.get(&format!("{round}/draw?lang=en")).await;
    assert!(list.text.starts_with("grid,size,dwelling\n"));
    assert!(proof.text.contains(&domain::sample::fingerprint(&list.text)), "the list is the one that was told");
    let worker = house.browser(Role::GridWorker).await;
    let own = worker.get(&round).await;
    assert!(own.status == StatusCode::OK && !own.text.contains("/form/spot-check-close"));
}

#[tokio::test]
async fn no_route_tells_an_inspector_what_is_on_file_nor_anybody_checked_that_there_is_a_round() {
    let house = House::new().await;
    let [_, second] = streets(&house).await;
    let round = draw(&house.browser(Role::City).await).await;
    let inspector = house.browser_of(&second).await;
    let list = inspector.get("/spot-checks/mine").await;
    let task = first_task(&list.text);
    let seat = house.seat(grid_of(1, 1, 1)).await;

    let mut told = vec![list.text, inspector.get(&task).await.text];
    for path in [
        format!("/households/{}", seat.dwelling),
        format!("/people/{}", seat.dwelling),
        format!("/buildings/{}", seat.building),
        format!("/map?h={}", seat.dwelling),
        "/notices".to_owned(),
        "/spot-checks".to_owned(),
        round.clone(),
        format!("{round}/draw"),
        format!("{round}/round.xlsx"),
        format!("{round}/list.csv"),
    ] {
        told.push(inspector.get(&path).await.text);
    }
    for text in &told {
        assert!(ON_FILE.iter().all(|sign| !text.contains(sign)), "{text}");
    }

    let leader = house.db.actor(Role::GridLeader, grid_of(1, 1, 1), 703).await;
    let street = house.db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 704).await;
    let checked = [
        house.browser(Role::GridWorker).await,
        house.browser(Role::Community).await,
        house.browser_of(&leader).await,
        house.browser_of(&street).await,
    ];
    for browser in &checked {
        assert!(!browser.get("/spot-checks").await.text.contains(&format!("href=\"{round}\"")));
        for path in [round.clone(), format!("{round}/draw"), format!("{round}/round.xlsx"), format!("{round}/list.csv")]
        {
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(browser.get(&task).await.status, StatusCode::NOT_FOUND);
    }
    let supervision = house.db.actor(Role::Supervision, Area::city(county()), 705).await;
    let seen = house.browser_of(&supervision).await.get(&round).await;
    assert!(seen.status == StatusCode::OK && seen.text.contains("/form/spot-check-close"));
}

#[tokio::test]
async fn another_inspectors_task_is_nobodys_and_ringing_needs_our_own_page() {
    let house = House::new().await;
    let [first, second] = streets(&house).await;
    draw(&house.browser(Role::City).await).await;
    let (mine, other) = (house.browser_of(&second).await, house.browser_of(&first).await);
    let task = first_task(&mine.get("/spot-checks/mine").await.text);
    let id = task.rsplit('/').next().unwrap().to_owned();

    assert_eq!(other.get(&task).await.status, StatusCode::NOT_FOUND);
    let fields = [("task", &*id), ("mode", "visit"), ("back", "/spot-checks/mine")];
    let tried = other.post("/form/spot-check-try", &fields).await;
    assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tried.text.contains("/spot-checks") && house.db.count("spot_try").await == 0);
    let elsewhere =
        mine.request(axum::http::Method::GET, &format!("{task}/call")).header("sec-fetch-site", "cross-site");
    let refused = mine.ask(elsewhere.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let request =
        mine.request(axum::http::Method::GET, &format!("{task}/call")).header("sec-fetch-site", "same-origin");
    let rung = mine.ask(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((rung.status, rung.header("location")), (StatusCode::SEE_OTHER, "tel:16000000016"));
    assert!(!mine.get(&task).await.text.contains("name=\"phone_tail\""), "the number is not asked for any more");
}
