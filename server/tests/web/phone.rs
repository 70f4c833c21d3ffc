//! The grid worker's phone over the wire: a door is found, somebody is rung, a report comes in, and nothing needs a script.

use axum::body::Body;
use axum::http::Method;
use domain::actor::{Actor, Role};
use domain::case::Light;
use domain::id::CaseId;
use store::testing::{county, grid_of};

use crate::house::{Answer, Browser, House};
use crate::photo::{MULTIPART, multipart, png};

const OPERATION: &str = "123e4567-e89b-12d3-a456-426614174000";

/// A form with photos, as a browser sends it.
async fn send(browser: &Browser<'_>, path: &str, fields: &str, photos: &[Vec<u8>]) -> Answer {
    let end = b"--------border--\r\n";
    let mut body = Vec::new();
    for (nth, photo) in photos.iter().enumerate() {
        body.extend(multipart(if nth == 0 { fields } else { "" }, photo));
        body.truncate(body.len() - end.len());
    }
    body.extend(end);
    let request = browser.request(Method::POST, path).header("sec-fetch-site", "same-origin");
    browser.ask(request.header("content-type", MULTIPART).body(Body::from(body)).unwrap()).await
}

/// Whether it is one of the phone's pages, with the ways at the thumb.
fn is_on_phone(answer: &Answer) -> bool {
    answer.is_complete() && answer.text.contains("phone-foot")
}

#[tokio::test]
async fn every_page_is_complete_without_script_and_shows_the_own_grid_only() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let (own, other) = (house.seat(grid_of(1, 1, 1)).await, house.seat(grid_of(1, 1, 2)).await);
    let case = house.db.add_case(&own, 1, Light::Red).await;
    let elsewhere = house.db.add_case(&other, 2, Light::Red).await;

    for path in [
        "/m".to_owned(),
        format!("/m/b/{}", own.building),
        format!("/m/b/{}?lens=label", own.building),
        format!("/m/h/{}", own.dwelling),
        "/m/report".to_owned(),
        format!("/m/report?h={}", own.dwelling),
        "/m/cases".to_owned(),
        format!("/m/cases/{case}"),
        "/m/me".to_owned(),
    ] {
        let page = worker.get(&path).await;

        assert_eq!(page.status, 200, "{path}");
        assert!(is_on_phone(&page), "{path}: {}", page.text);
        assert!(page.tags("script").is_empty(), "{path}: no bundle is served here, and none is missed");
    }
    let home = worker.get("/m").await.text;
    assert!(home.contains(&format!("/m/b/{}", own.building)) && !home.contains(&format!("/m/b/{}", other.building)));
    for path in [
        format!("/m/b/{}", other.building),
        format!("/m/h/{}", other.dwelling),
        format!("/m/report?h={}", other.dwelling),
        format!("/m/cases/{elsewhere}"),
        "/m/nothing".to_owned(),
    ] {
        assert_eq!(worker.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn who_goes_to_no_doors_is_led_to_the_own_desk() {
    let house = House::new().await;
    let admin = house.db.actor(Role::SecurityAdmin, domain::area::Area::city(county()), 40).await;
    let desks: Vec<(Actor, &str)> = [Role::Community, Role::Street, Role::City]
        .map(|role| (house.post(role).clone(), "/map"))
        .into_iter()
        .chain([(admin, "/admin/accounts")])
        .collect();

    for (actor, desk) in desks {
        let answer = house.browser_of(&actor).await.get("/m").await;

        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, desk), "{:?}", actor.role);
    }
    assert_eq!(house.stranger().get("/m/me").await.header("location"), "/login?next=/m/me");
}

#[tokio::test]
async fn a_door_leads_to_its_household_and_a_name_to_what_was_found() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let card = house.household(grid_of(1, 1, 1)).await;
    let door = card.address.short();
    let home = format!("/m/h/{}", card.dwelling);

    let led = worker.post("/m/find", &[("q", &door), ("door", "1")]).await;
    let nothing = worker.post("/m/find", &[("q", "nobody is called so")]).await;
    let found = worker.get(nothing.header("location")).await;

    assert_eq!((led.status.as_u16(), led.header("location")), (303, &*home), "{door}");
    assert!(nothing.header("location").starts_with("/m?asked="), "{}", nothing.header("location"));
    assert!(found.status == 200 && found.text.contains("nobody is called so") && is_on_phone(&found));
    assert_eq!(worker.post("/m/find", &[("q", "")]).await.header("location"), "/m");
    let foreign = house.household(grid_of(2, 1, 1)).await.address.short();
    let hidden = worker.post("/m/find", &[("q", &foreign), ("door", "1")]).await;
    assert!(!hidden.header("location").contains(&house.household(grid_of(2, 1, 1)).await.dwelling.to_string()));
}

#[tokio::test]
async fn somebody_behind_the_door_is_rung_and_that_is_written_down() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let card = house.household(grid_of(1, 1, 1)).await;
    let resident = card.people[0].resident;
    let page = format!("/m/h/{}/call/{resident}", card.dwelling);
    let own_link = |path: &str| {
        let request = worker.request(Method::GET, path).header("sec-fetch-site", "same-origin");
        request.body(Body::empty()).unwrap()
    };

    assert!(worker.get(&format!("/m/h/{}", card.dwelling)).await.text.contains(&page));
    let rung = worker.ask(own_link(&page)).await;
    assert!(rung.header("location").starts_with("tel:"), "{} {}", rung.status, rung.header("location"));
    assert_eq!(house.db.audit_rows("dial_resident").await.len(), 1);
    let other = house.seat(grid_of(1, 1, 2)).await.dwelling;
    for foreign in [format!("/m/h/{other}/call/{resident}"), format!("/m/h/{}/call/{other}", card.dwelling)] {
        assert_eq!(worker.ask(own_link(&foreign)).await.status, 404, "{foreign}: does not live there");
    }
    assert_eq!(house.db.audit_rows("dial_resident").await.len(), 1);
}

#[tokio::test]
async fn a_report_of_two_photos_needs_no_word_and_comes_in_once() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let fields = format!("operation={OPERATION}&dwelling={}&category=&title=", seat.dwelling);
    let photos = [png(), picture::take(&png()).unwrap().whole];

    let sent = send(&worker, "/m/report", &fields, &photos).await;
    let again = send(&worker, "/m/report", &fields, &photos).await;

    let page = sent.header("location").to_owned();
    assert_eq!(sent.status, 303, "{}", sent.text);
    let case: CaseId = page.strip_prefix("/m/cases/").unwrap().parse().unwrap();
    assert_eq!(again.header("location"), page);
    let shown = worker.get(&page).await;
    assert_eq!(shown.text.matches("/thumb").count().max(shown.text.matches("<img").count()), 2, "{}", shown.text);
    let list = worker.get("/m/cases").await.text;
    assert!(list.contains(&format!("/m/cases/{case}")), "one's own reports are listed");
    assert_eq!(house.db.count("case_file").await, 1);
}

#[tokio::test]
async fn what_is_refused_comes_back_on_the_phone() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let case = house.db.add_case(&seat, 1, Light::Red).await;
    let back = format!("/m/cases/{case}");

    let report = worker
        .post(
            "/m/report",
            &[("operation", OPERATION), ("area", "1"), ("title", "the stairs are dark"), ("back", "/map")],
        )
        .await;
    let step = worker
        .post("/form/case-step", &[("case", &case.to_string()), ("version", "99"), ("step", "remark"), ("back", &back)])
        .await;

    assert!(report.status == 422 && is_on_phone(&report), "{}", report.text);
    assert!(report.text.contains("the stairs are dark") && report.text.contains(OPERATION));
    assert!(step.status == 422 && is_on_phone(&step), "{}", step.text);
    assert_eq!(house.db.count("case_file").await, 1);
}

#[tokio::test]
async fn a_report_that_may_repeat_another_shows_it_first_and_comes_in_when_it_was_seen() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling.to_string();
    let said = [("dwelling", &*dwelling), ("category", "0102"), ("title", "楼道灯不亮")];
    let first = worker.post("/m/report", &[said.as_slice(), &[("operation", OPERATION)]].concat()).await;
    let known = first.header("location").strip_prefix("/m/cases/").unwrap().to_owned();
    let again = |more: &[(&'static str, &str)]| {
        let number = [("operation", "223e4567-e89b-12d3-a456-426614174000")];
        let fields = [said.as_slice(), &number, more].concat();
        fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
    };
    let post = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        worker.post("/m/report", &fields).await
    };

    let held = post(again(&[])).await;
    let sent = post(again(&[("seen", &known)])).await;

    assert_eq!(held.status, 422, "{}", held.header("location"));
    assert!(held.text.contains(&format!("/m/cases/{known}")), "{}", held.text);
    assert!(held.text.contains(&format!("name=\"seen\" value=\"{known}\"")), "{}", held.text);
    assert!(sent.header("location").starts_with("/m/cases/"), "{} {}", sent.status, sent.text);
    assert_eq!(house.db.count("case_file").await, 2);
}

#[tokio::test]
async fn a_report_that_waited_for_signal_is_held_up_by_nothing_and_answered_by_its_number() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling.to_string();
    for operation in [OPERATION, "223e4567-e89b-12d3-a456-426614174000"] {
        let body = format!(
            "operation={operation}&dwelling={dwelling}&category=0102&title=the+lamp+is+broken&made_at=1000000&sent_at=9000000"
        );
        let request = worker.request(Method::POST, "/m/report").header("sec-fetch-site", "same-origin");
        let request = request.header("accept", "application/json");
        let request = request.header("content-type", "application/x-www-form-urlencoded");

        let answer = worker.ask(request.body(Body::from(body)).unwrap()).await;

        assert_eq!(answer.status, 200, "{}", answer.text);
        for part in ["\"outcome\":\"done\"".to_owned(), format!("\"operation\":\"{operation}\"")] {
            assert!(answer.text.contains(&part), "{}", answer.text);
        }
        assert!(answer.text.contains("\"next\":\"/m/cases/"), "{}", answer.text);
    }
    assert_eq!(house.db.count("case_file").await, 2);
}

#[tokio::test]
async fn the_look_for_sunlight_is_remembered() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;

    let page = worker.get("/m/me?theme=outdoor").await;

    assert!(page.text.contains("data-theme=\"outdoor\""));
    assert!(page.header("set-cookie").contains("theme=outdoor"), "{}", page.header("set-cookie"));
}
