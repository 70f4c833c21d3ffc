//! The pages of known works: for staff, and for residents without a log-in.

use axum::http::StatusCode;
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::{Browser, House};

const DRAFT: [(&str, &str); 7] = [
    ("work_title", "危岩加固"),
    ("work_place", "3号楼北侧边坡"),
    ("category", "2301"),
    ("starts_on", "2026-11-01"),
    ("ends_on", "2026-12-01"),
    ("reason", "雨后落石"),
    ("public", "1"),
];

async fn post(browser: &Browser<'_>, changed: &[(&str, &str)]) -> crate::house::Answer {
    let area = grid_of(1, 1, 1).path()[2].to_string();
    let kept = DRAFT.into_iter().filter(|field| changed.iter().all(|other| other.0 != field.0));
    let fields: Vec<_> =
        [("area", &*area), ("back", "/works/new")].into_iter().chain(kept).chain(changed.iter().copied()).collect();
    browser.post("/form/work", &fields).await
}

#[tokio::test]
async fn a_work_is_posted_seen_by_residents_changed_and_ended() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    assert!(house.stranger().get("/ongoing").await.text.contains("目前没有公开的工程"));

    let posted = post(&community, &[]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    let address = posted.header("location").to_owned();
    let work = address.rsplit('/').next().unwrap().to_owned();

    let public = house.stranger().get("/ongoing").await;
    assert!(
        public.text.contains("危岩加固") && public.text.contains("3号楼北侧边坡") && public.text.contains("进行中")
    );
    assert!(public.is_complete() && public.tags("script").is_empty(), "complete without script");
    let worker = house.browser(Role::GridWorker).await;
    assert!(worker.get("/works").await.text.contains("危岩加固"));
    let page = worker.get(&address).await.text;
    assert!(page.contains("雨后落石") && !page.contains("action=\"/form/work-end\""), "read, not ended");
    assert!(!worker.get("/works?state=planned").await.text.contains("危岩加固"));

    let changed = [("work", &*work), ("revision", "1"), ("work_title", "边坡治理"), ("back", &*address)];
    assert_eq!(post(&community, &changed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(post(&community, &changed).await.status, StatusCode::UNPROCESSABLE_ENTITY, "seen before the change");
    let end = [("work", &*work), ("revision", "2"), ("how", "done"), ("outcome", "可以通行"), ("back", &*address)];
    assert_eq!(community.post("/form/work-end", &end).await.status, StatusCode::SEE_OTHER);
    assert_eq!(community.post("/form/work-end", &end).await.status, StatusCode::UNPROCESSABLE_ENTITY, "over");
    assert!(community.get(&address).await.text.contains("可以通行"));
    assert!(!house.stranger().get("/ongoing").await.text.contains("边坡治理"));
    assert!(community.get("/works?state=done").await.text.contains("边坡治理"));
}

#[tokio::test]
async fn what_is_refused_comes_back_with_what_was_typed() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;

    for wrong in [
        [("work_title", "")],
        [("starts_on", "")],
        [("starts_on", "x")],
        [("ends_on", "2026-10-01")],
        [("radius_m", "30")],
        [("radius_m", "-1")],
        [("category", "99")],
        [("area", "990001002001001")],
    ] {
        let answer = post(&community, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(answer.text.contains("value=\"3号楼北侧边坡\""), "{wrong:?}");
    }
    let worker = house.browser(Role::GridWorker).await;
    assert_eq!(post(&worker, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a grid worker posts none");
}

#[tokio::test]
async fn an_internal_work_is_not_announced() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;

    assert_eq!(post(&community, &[("public", "")]).await.status, StatusCode::SEE_OTHER);

    assert!(!house.stranger().get("/ongoing").await.text.contains("危岩加固"));
    let english = house.stranger().get("/ongoing?lang=en").await.text;
    assert!(english.contains("What is being done"));
}
