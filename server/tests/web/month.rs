//! Monthly reports, training and emergencies through the router: from the draft to publication, on the phone and in the office.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::area::Area;
use store::testing::{county, grid_of};

use crate::house::{Answer, Browser, House};

const OCTOBER: &str = "2026-10-01";

/// The small city whose workers were there in October already.
async fn lived_in() -> House {
    let house = House::new().await;
    house.db.settle_posts().await;
    house
}

fn community() -> Area {
    grid_of(1, 1, 1).parent().unwrap()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).ok_or_else(|| format!("{before} in {text}")).unwrap().1;
    rest.split_once(after).unwrap().0
}

fn hidden(page: &Answer, form: &str, name: &str) -> String {
    let opening = format!("action=\"{form}\"");
    let form = page.text.split_once(&opening).ok_or_else(|| format!("{opening} in {}", page.text)).unwrap().1;
    between(form, &format!("name=\"{name}\" value=\""), "\"").to_owned()
}

async fn all_of(browser: &Browser<'_>, form: &str, area: Area) -> StatusCode {
    let (area, back) = (area.to_string(), "/months");
    browser.post(form, &[("area", &*area), ("month", OCTOBER), ("back", back)]).await.status
}

#[tokio::test]
async fn a_worker_objects_on_the_phone_and_only_an_answer_lets_the_street_publish() {
    let house = lived_in().await;
    let (office, worker) = (house.browser(Role::Community).await, house.browser(Role::GridWorker).await);
    let street = house.browser_of(&house.db.actor(Role::Street, community().parent().unwrap(), 40).await).await;
    assert_eq!(all_of(&office, "/form/month-draft", community()).await, StatusCode::SEE_OTHER);
    assert!(worker.get("/m/month").await.text.contains("还没有送您核对的月报"), "a draft is nobody's yet");
    assert_eq!(all_of(&office, "/form/month-show", community()).await, StatusCode::SEE_OTHER);

    let own = worker.get("/m/month").await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.text.contains("data-measure=\"visits\"") && own.text.contains("本人核对中"));
    let (report, revision) =
        (hidden(&own, "/form/month-object", "report"), hidden(&own, "/form/month-object", "revision"));
    let fields = |words| [("report", &*report), ("revision", &*revision), ("words", words), ("back", "/m/month")];
    let empty = worker.post("/form/month-object", &fields("")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("role=\"alert\""));
    assert_eq!(worker.post("/form/month-object", &fields("少算了两次走访")).await.status, StatusCode::SEE_OTHER);

    let page = format!("/months/{report}");
    let seen = street.get(&page).await;
    assert!(seen.text.contains("少算了两次走访") && seen.text.contains("有异议尚未答复"));
    assert!(!seen.text.contains("action=\"/form/month-publish\""), "no button that is refused");
    let publish = [("report", &*report), ("revision", "3"), ("back", &*page)];
    assert_eq!(street.post("/form/month-publish", &publish).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let objection = hidden(&office.get(&page).await, "/form/month-answer", "objection");
    let answer = [("objection", &*objection), ("words", "已核对，补录后重算"), ("upheld", "1"), ("back", &*page)];
    assert_eq!(office.post("/form/month-answer", &answer).await.status, StatusCode::SEE_OTHER);
    let own = worker.get("/m/month").await;
    assert!(own.text.contains("已核对，补录后重算"));
    let agree = [
        ("report", report.clone()),
        ("revision", hidden(&own, "/form/month-agree", "revision")),
        ("back", "/m/month".to_owned()),
    ];
    let agree: Vec<_> = agree.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(worker.post("/form/month-agree", &agree).await.status, StatusCode::SEE_OTHER);
    let revision = hidden(&street.get(&page).await, "/form/month-publish", "revision");
    let publish = [("report", &*report), ("revision", &*revision), ("back", &*page)];
    assert_eq!(street.post("/form/month-publish", &publish).await.status, StatusCode::SEE_OTHER);
    assert!(worker.get(&page).await.text.contains("已公布"), "its worker opens it like everybody who may");
    let sheet = street.get(&format!("{page}/month.xlsx")).await;
    assert_eq!((sheet.status, sheet.header("content-type").contains("sheet")), (StatusCode::OK, true));
    let behind = worker.get(&format!("{page}/complete")).await;
    assert_eq!(behind.status, StatusCode::OK, "every number opens its records");
}

#[tokio::test]
async fn another_areas_months_do_not_exist() {
    let house = lived_in().await;
    let office = house.browser(Role::Community).await;
    assert_eq!(all_of(&office, "/form/month-draft", community()).await, StatusCode::SEE_OTHER);
    assert_eq!(all_of(&office, "/form/month-show", community()).await, StatusCode::SEE_OTHER);
    let list = office.get(&format!("/months?area={}&month=2026-10", community())).await;
    let report = between(&list.text, "data-report=\"", "\"").to_owned();
    let far = grid_of(2, 1, 1);
    let others = [
        house.db.actor(Role::GridWorker, far, 41).await,
        house.db.actor(Role::Community, far.parent().unwrap(), 42).await,
        house.db.actor(Role::GridWorker, grid_of(1, 1, 1), 43).await,
        house.db.actor(Role::GridLeader, community(), 44).await,
    ];
    for actor in others {
        let browser = house.browser_of(&actor).await;
        for page in ["", "/visits", "/month.pdf", "/month.xlsx"] {
            let status = browser.get(&format!("/months/{report}{page}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{:?} {page}", actor.role);
        }
        let fields = [("report", &*report), ("revision", "2"), ("words", "x"), ("back", "/account")];
        for form in ["/form/month-agree", "/form/month-object", "/form/month-publish"] {
            let status = browser.post(form, &fields).await.status;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{:?} {form}", actor.role);
        }
        let refused = all_of(&browser, "/form/month-draft", community()).await;
        assert_eq!(refused, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", actor.role);
    }
    assert_eq!(house.db.audit_rows("publish_month").await.len(), 0);
}

#[tokio::test]
async fn an_emergency_stands_on_every_page_of_its_area_until_it_is_lifted() {
    let house = lived_in().await;
    let street = house.browser_of(&house.db.actor(Role::Street, community().parent().unwrap(), 40).await).await;
    let worker = house.browser(Role::GridWorker).await;
    let far = house.browser_of(&house.db.actor(Role::GridWorker, grid_of(2, 1, 1), 41).await).await;
    let area = community().parent().unwrap().to_string();
    let declare = |hours| {
        [
            ("area", &*area),
            ("reason", "河水上涨"),
            ("hours", hours),
            ("unlock-watch_proof", "1"),
            ("back", "/emergencies"),
        ]
    };
    let long = street.post("/form/emergency", &declare("100")).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.text.contains("河水上涨"), "what was typed is still there");
    assert_eq!(worker.post("/form/emergency", &declare("24")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(street.post("/form/emergency", &declare("24")).await.status, StatusCode::SEE_OTHER);

    for page in ["/m/month", "/works", "/map"] {
        assert!(worker.get(page).await.text.contains("河水上涨"), "{page}");
        assert!(!far.get(page).await.text.contains("河水上涨"), "{page}");
    }
    let page = street.get("/emergencies").await;
    let fields = [
        ("emergency", hidden(&page, "/form/emergency-lift", "emergency")),
        ("revision", hidden(&page, "/form/emergency-lift", "revision")),
        ("back", "/emergencies".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(far.post("/form/emergency-lift", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(street.post("/form/emergency-lift", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!worker.get("/works").await.text.contains("河水上涨"));
    assert!(worker.get("/emergencies").await.text.contains("已解除"), "that it was, and what it unlocked, stays");
}

#[tokio::test]
async fn training_is_written_down_for_people_of_the_roster() {
    let house = lived_in().await;
    let (office, worker) = (house.browser(Role::Community).await, house.browser(Role::GridWorker).await);
    let (grid, above) = (grid_of(1, 1, 1).to_string(), community().to_string());
    let entry = [("area", &*grid), ("kind", "grid_worker"), ("name", "李网格"), ("back", "/areas")];
    assert_eq!(office.post("/form/roster", &entry).await.status, StatusCode::SEE_OTHER);
    let page = office.get(&format!("/areas/{above}/training")).await;
    let tick = format!("entry-{}", between(&page.text, "name=\"entry-", "\""));
    let fields = |hours| {
        [
            ("area", &*above),
            (&*tick, "1"),
            ("topic", "反诈宣传"),
            ("on", "2026-11-20"),
            ("hours", hours),
            ("back", "/areas"),
        ]
    };
    for wrong in ["0", "x", "99"] {
        let status = office.post("/form/training", &fields(wrong)).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(worker.post("/form/training", &fields("1.5")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.post("/form/training", &fields("1.5")).await.status, StatusCode::SEE_OTHER);

    let seen = worker.get(&format!("/areas/{grid}/training")).await;
    assert!(seen.text.contains("反诈宣传") && seen.text.contains("1.50"));
    assert!(!seen.text.contains("action=\"/form/training"), "a grid worker only reads");
    let far = house.browser_of(&house.db.actor(Role::Community, grid_of(2, 1, 1).parent().unwrap(), 42).await).await;
    assert_eq!(far.get(&format!("/areas/{above}/training")).await.status, StatusCode::NOT_FOUND);
    let training =
        between(&office.get(&format!("/areas/{above}/training")).await.text, "name=\"training\" value=\"", "\"")
            .to_owned();
    let remove = [("training", &*training), ("back", "/areas")];
    assert_eq!(far.post("/form/training-remove", &remove).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.post("/form/training-remove", &remove).await.status, StatusCode::SEE_OTHER);
    let roster = worker.get(&format!("/areas/{grid}/roster")).await;
    assert!(roster.text.contains("网格团队") && roster.text.contains("李网格"), "the team 1+N stands on it");
}

#[tokio::test]
async fn another_version_of_the_formula_holds_from_its_month() {
    let house = lived_in().await;
    let admin = house.browser_of(&house.db.actor(Role::SystemAdmin, Area::city(county()), 45).await).await;
    let fields = |weight| {
        [("from_on", "2026-12"), ("weight-fresh", weight), ("note", "只看鲜活度"), ("back", "/months/formula")]
    };
    for wrong in ["0", "101", "-1"] {
        let status = admin.post("/form/month-formula", &fields(wrong)).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(admin.post("/form/month-formula", &fields("40")).await.status, StatusCode::SEE_OTHER);
    let page = house.browser(Role::GridWorker).await.get("/months/formula").await;
    assert!(page.text.contains("只看鲜活度") && page.text.contains("data-version=\"2\""), "whom it is about reads it");
    assert!(!page.text.contains("action=\"/form/month-formula\""));
}
