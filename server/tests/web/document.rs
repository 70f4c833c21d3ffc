//! Notices and certificates through the router: forms without script, one tap to ring, a paper, and its public page.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use domain::id::ResidentId;
use store::testing::{county, grid_of};

use crate::house::{Answer, Browser, House};

const NAME: &str = "欧阳试";
const ID_NUMBER: &str = "999999199001010016";
const PHONE: &str = "16000000016";

/// What stands between two marks, the first time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(found, _)| found).unwrap_or_default()
}

async fn notice(house: &House, browser: &Browser<'_>, title: &str) -> Answer {
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (area, building) = (seat.area.to_string(), seat.building.to_string());
    let fields = [
        ("back", "/notices"),
        ("area", area.as_str()),
        ("building", building.as_str()),
        ("title", title),
        ("text", "明天停水，请先储水"),
        ("until_on", "2026-12-01"),
    ];
    browser.post("/form/notice", &fields).await
}

#[tokio::test]
async fn a_notice_without_title_keeps_its_text_and_a_whole_one_leads_to_its_sheet() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;

    let refused = notice(&house, &browser, "").await;
    let made = notice(&house, &browser, "停水").await;
    let sheet = browser.get(made.header("location")).await;
    let paper = browser.get(&format!("{}?print=1", made.header("location"))).await;

    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("明天停水，请先储水"));
    assert_eq!((made.status.as_u16(), sheet.status.as_u16()), (303, 200));
    assert!(sheet.is_complete() && sheet.tags("script").is_empty());
    assert!(sheet.text.contains("还差") && sheet.text.contains("欧**"));
    for hidden in [NAME, PHONE, ID_NUMBER] {
        assert!(!sheet.text.contains(hidden) && !paper.text.contains(hidden), "{hidden}");
    }
    assert!(paper.text.contains("欧**") && !paper.text.contains("/form/notice-call"));
}

#[tokio::test]
async fn one_tap_rings_from_our_own_page_only_and_a_state_is_one_more() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let sheet = notice(&house, &browser, "停水").await.header("location").to_owned();
    let page = browser.get(&sheet).await;
    let dial = format!("{sheet}/call/{}", between(&page.text, "/call/", "\""));
    let dwelling = dial.rsplit('/').next().unwrap().to_owned();

    let rung = browser.get(&dial).await;
    let from_elsewhere = browser.request(Method::GET, &dial).header("sec-fetch-site", "cross-site");
    let from_elsewhere = browser.ask(from_elsewhere.body(Body::empty()).unwrap()).await;
    let id = sheet.rsplit('/').next().unwrap();
    let fields = |was: &'static str| {
        [("back", sheet.as_str()), ("notice", id), ("dwelling", dwelling.as_str()), ("was", was), ("state", "told")]
    };
    let told = browser.post("/form/notice-call", &fields("open")).await;
    let twice = browser.post("/form/notice-call", &fields("open")).await;

    assert_eq!((rung.status.as_u16(), rung.header("location")), (303, format!("tel:{PHONE}").as_str()));
    assert!(rung.bytes.is_empty() && rung.header("cache-control").contains("no-store"));
    assert_eq!((from_elsewhere.status.as_u16(), from_elsewhere.header("location")), (403, ""));
    assert_eq!((told.status.as_u16(), told.header("location")), (303, sheet.as_str()));
    assert_eq!(twice.status, 422, "somebody was faster");
}

/// A tenant of the first household, and the page of the certificates.
async fn tenant(house: &House) -> (ResidentId, String) {
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let landlord = house.seat(grid_of(2, 1, 1)).await;
    let tenant = ResidentId::new(county(), seat.dwelling.serial());
    let landlord = ResidentId::new(county(), landlord.dwelling.serial());
    house.db.rent(seat.dwelling, tenant, (landlord, "金房东")).await;
    (tenant, format!("/people/{tenant}/certificate"))
}

async fn claim(browser: &Browser<'_>, (tenant, page): &(ResidentId, String), landlord: &str, until: &str) -> Answer {
    let tenant = tenant.to_string();
    let fields = [
        ("back", page.as_str()),
        ("resident", tenant.as_str()),
        ("landlord", landlord),
        ("lease_from_on", "2026-01-01"),
        ("lease_until_on", until),
        ("purpose", "子女入学"),
        ("issuer_phone", "0433-2712345"),
    ];
    browser.post("/form/certificate", &fields).await
}

#[tokio::test]
async fn a_refused_certificate_says_why_and_keeps_what_was_typed() {
    let house = House::new().await;
    let tenant = tenant(&house).await;
    let browser = house.browser(Role::Community).await;

    let wrong = claim(&browser, &tenant, "别人", "2027-12-31").await;
    let ended = claim(&browser, &tenant, "金房东", "2026-11-01").await;

    assert_eq!((wrong.status.as_u16(), ended.status.as_u16()), (422, 422));
    assert!(wrong.text.contains("合同上的房东与登记不符") && wrong.text.contains("子女入学"));
    assert!(ended.text.contains("租期已经结束"));
    assert!(!wrong.text.contains("金房东"), "the register's landlord is not told");
}

#[tokio::test]
async fn a_paper_is_a_pdf_and_its_code_says_masked_facts_and_that_it_was_revoked() {
    let house = House::new().await;
    let tenant = tenant(&house).await;
    let browser = house.browser(Role::Community).await;

    let issued = claim(&browser, &tenant, "金房东", "2027-12-31").await;
    let page = browser.get(issued.header("location")).await;
    let id = between(&page.text, "/certificates/", "/pdf").to_owned();
    let pdf = browser.get(&format!("/certificates/{id}/pdf")).await;
    let verify = format!("/v/{}", house.db.code_of(&id).await);
    let valid = house.stranger().get(&verify).await;
    let fields = [("back", tenant.1.as_str()), ("certificate", id.as_str()), ("reason", "已搬走")];
    let revoked = browser.post("/form/certificate-revoke", &fields).await;
    let said = house.stranger().get(&verify).await;

    assert_eq!((issued.status.as_u16(), issued.header("location")), (303, tenant.1.as_str()));
    assert_eq!((pdf.status.as_u16(), pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.header("cache-control").contains("no-store"));
    assert_eq!(valid.status, 200);
    assert!(valid.text.contains("verify__state--valid") && valid.text.contains("欧**"));
    assert!(valid.tags("script").is_empty());
    for hidden in [NAME, ID_NUMBER, "金房东", "子女入学"] {
        assert!(!valid.text.contains(hidden), "{hidden}");
    }
    assert_eq!(revoked.status, 303);
    assert!(said.text.contains("verify__state--revoked") && !said.text.contains("已搬走"));
}

#[tokio::test]
async fn a_code_of_nobody_and_one_of_another_city_look_alike() {
    let house = House::with_a_second_city().await;
    // Beside another one the demo city is not the one that is served.
    let elsewhere = house.seat(grid_of(1, 1, 1)).await;
    house.db.add_documents(&elsewhere, house.post(Role::City)).await;
    let code = house.db.code_of(&elsewhere.dwelling.to_string()).await;

    let other = house.stranger().get(&format!("/v/{code}")).await;
    let none = house.stranger().get("/v/0000000000000000").await;
    let nonsense = house.stranger().get("/v/nonsense").await;

    let plain = |answer: &Answer, code: &str| answer.text.replace(code, "").replace(answer.nonce(), "");
    assert_eq!((other.status.as_u16(), none.status.as_u16(), nonsense.status.as_u16()), (404, 404, 404));
    assert_eq!(plain(&other, &code), plain(&none, "0000000000000000"));
    assert_eq!(plain(&nonsense, "nonsense"), plain(&none, "0000000000000000"));
}

#[tokio::test]
async fn an_entry_of_the_register_keeps_what_was_typed_when_refused_and_is_rung_from_its_page() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (area, building) = (seat.area.to_string(), seat.building.to_string());
    let list = format!("/areas/{area}/register");
    let fields = |name: &'static str| {
        [
            ("back", list.as_str()),
            ("area", area.as_str()),
            ("kind", "organisation.clinic"),
            ("name", name),
            ("building", building.as_str()),
            ("contact", "张医生"),
            ("phone", "0433-2712346"),
        ]
    };

    let refused = browser.post("/form/register", &fields("")).await;
    let made = browser.post("/form/register", &fields("阳光诊所")).await;
    let page = browser.get(made.header("location")).await;
    let rung = browser.get(&format!("{}/call", made.header("location"))).await;
    let listed = browser.get(&list).await;

    assert_eq!((refused.status.as_u16(), refused.text.contains("张医生")), (422, true));
    assert_eq!((made.status.as_u16(), page.status.as_u16(), listed.status.as_u16()), (303, 200, 200));
    assert!(page.text.contains("阳光诊所") && page.is_complete() && page.tags("script").is_empty());
    assert!(listed.text.contains("阳光诊所"));
    for shown in [&page.text, &listed.text] {
        assert!(!shown.contains("2712346") && shown.contains("0433-****346"));
    }
    assert_eq!((rung.status.as_u16(), rung.header("location")), (303, "tel:0433-2712346"));
}
