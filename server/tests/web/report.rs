//! Residents' reports over the wire: complete without script from the first page to the number, once however often they are sent,
//! few a minute from one address, and no page of a building says who lives there.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::Role;
use domain::id::BuildingId;
use store::testing::grid_of;

use crate::house::{Answer, House};
use crate::photo::{MULTIPART, multipart, png};

const NUMBER: &str = "0123456789abcdef0123456789abcdef";

async fn building(house: &House) -> BuildingId {
    house.seat(grid_of(1, 1, 1)).await.building
}

/// Sends a report with a photo, as a browser without script does.
async fn send(house: &House, fields: &str, photo: &[u8]) -> Answer {
    post(house, "/report", multipart(&ticketed(house, fields).await, photo), &[]).await
}

/// The fields with a ticket that was drawn a minute ago.
async fn ticketed(house: &House, fields: &str) -> String {
    let operation = fields.split('&').find_map(|field| field.strip_prefix("operation=")).unwrap_or_default();
    format!("ticket={}&{fields}", house.ticket(operation, 60).await)
}

/// Somebody at the community accepts the case of a report that was just sent.
async fn accept(house: &House, sent: &Answer) {
    let done = house.stranger().get(sent.header("location")).await;
    let case = done.text.split("data-case=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("case", &*case), ("version", "1"), ("step", "accept"), ("back", "/cases")];
    let accepted = house.browser(Role::Community).await.post("/form/case-step", &fields).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
}

async fn post(house: &House, path: &str, body: Vec<u8>, headers: &[(&'static str, &str)]) -> Answer {
    let stranger = house.stranger();
    let request = stranger.request(Method::POST, path).header(header::CONTENT_TYPE, MULTIPART);
    let with_own = |request: axum::http::request::Builder| request.header("sec-fetch-site", "same-origin");
    let request = if headers.iter().any(|(name, _)| *name == "sec-fetch-site") { request } else { with_own(request) };
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    stranger.ask(request.body(Body::from(body)).unwrap()).await
}

/// The first address of a page that begins like this.
fn link<'a>(page: &'a Answer, begin: &str) -> &'a str {
    let at = page.text.find(&format!("href=\"{begin}")).expect(begin);
    page.text[at + 6..].split('"').next().unwrap()
}

fn cases_of(page: &Answer) -> usize {
    page.text.matches("data-case=").count()
}

#[tokio::test]
async fn from_the_first_page_to_the_number_without_script() {
    let house = House::new().await;
    let stranger = house.stranger();
    assert!(stranger.get("/").await.text.contains("href=\"/report\""), "the public page leads there");

    let streets = stranger.get("/report").await;
    let communities = stranger.get(link(&streets, "/report?area=")).await;
    let below = communities.text.split("id=\"pick\"").nth(1).unwrap();
    let community = below.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let buildings = stranger.get(&community).await;
    let form = stranger.get(link(&buildings, "/report?b=")).await;
    for page in [&streets, &communities, &buildings, &form] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.is_complete() && page.tags("script").is_empty(), "{}", page.text);
    }
    assert!(form.text.contains("name=\"operation\"") && form.text.contains("enctype=\"multipart/form-data\""));

    let building = building(&house).await;
    let fields = format!("operation={NUMBER}&building={building}&words=路灯不亮&back=/report?b={building}");
    let sent = send(&house, &fields, &png()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let done = stranger.get(sent.header("location")).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text.contains("已收到") && done.text.contains("接下来") && cases_of(&done) == 1, "{}", done.text);
    assert!(done.text.contains("路灯故障"), "the words chose the category");
    let code = sent.header("location").rsplit('/').next().unwrap().to_owned();
    let drawn = stranger.get(&format!("/report/done/{code}/link.svg")).await;
    assert_eq!((drawn.status, drawn.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert_eq!(stranger.get(&format!("/t/{code}")).await.status, StatusCode::OK);
    let guessed = format!("{}0", &code[..code.len() - 1]);
    assert!(guessed == code || stranger.get(&format!("/report/done/{guessed}")).await.status == StatusCode::NOT_FOUND);

    let again = send(&house, &fields, &png()).await;
    assert_eq!(again.header("location"), sent.header("location"), "sent twice, in once");
    assert_eq!(house.db.count("case_file").await, 1);
    assert_eq!(house.db.count("media").await, 1);
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed_and_the_photo() {
    let house = House::new().await;
    let building = building(&house).await;
    let long = "字".repeat(501);
    let fields = format!("operation={NUMBER}&building={building}&words={long}&back=/report?b={building}");

    let refused = send(&house, &fields, &png()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long) && refused.text.contains(NUMBER), "what was typed comes back");
    let token = refused.tags("input").into_iter().find(|tag| tag.contains("name=\"picture\"")).unwrap().to_owned();
    let token = token.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();

    let fields = format!("operation={NUMBER}&building={building}&words=&picture={token}");
    let sent = send(&house, &fields, b"").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(house.db.count("media").await, 1, "the photo came with the first try");

    for fields in [
        format!("operation={NUMBER}&building={building}&words="),
        format!("operation=7&building={building}&words=x"),
        format!("operation={NUMBER}&words=x"),
        format!("operation={NUMBER}&building={building}&words=x&website=http"),
        format!("operation={NUMBER}&building={building}&words=x&picture=990001000000000001-0000000000000000"),
        format!("operation={NUMBER}&dwelling=990001000000000001&words=x"),
    ] {
        let fields = fields.replace(NUMBER, "1123456789abcdef0123456789abcdef");
        let refused = send(&house, &fields, b"").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        let said = refused.text.matches("class=\"form__error\"").count();
        assert!(refused.is_complete() && said == 1, "{fields} {}", refused.text);
    }
    assert_eq!(house.db.count("case_file").await, 1);
}

#[tokio::test]
async fn the_script_stages_photos_and_what_is_none_is_refused() {
    let house = House::new().await;
    let fields = format!("operation={NUMBER}");

    let staged = post(&house, "/report/photo", multipart(&fields, &png()), &[]).await;
    assert_eq!(staged.status, StatusCode::CREATED, "{}", staged.text);
    let token = staged.text.split('"').nth(3).unwrap().to_owned();
    let refused = post(&house, "/report/photo", multipart(&fields, b"<svg onload=alert(1)>"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let building = building(&house).await;
    let body = format!("operation={NUMBER}&building={building}&words=&picture={token}");
    assert_eq!(send(&house, &body, b"").await.status, StatusCode::SEE_OTHER);
    let four = [&*token; 4].join(",");
    let many = format!("operation=2123456789abcdef0123456789abcdef&building={building}&words=&picture={four}");
    assert_eq!(send(&house, &many, b"").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn thirty_fast_reports_from_one_address_are_limited_and_a_forged_header_does_not_help() {
    let house = House::new().await;
    let building = building(&house).await;
    let mut refused = 0;
    for nth in 0..30_u32 {
        let fields = format!("operation={nth:032x}&building={building}&words=第{nth}次");
        let forged = std::net::Ipv4Addr::from(nth + 7).to_string();
        let fields = ticketed(&house, &fields).await;
        let answer = post(&house, "/report", multipart(&fields, b""), &[("x-forwarded-for", &forged)]).await;
        assert!(matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::TOO_MANY_REQUESTS), "{}", answer.text);
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 15, "{refused} of thirty were refused");
    assert_eq!(house.db.count("case_file").await, i64::try_from(30 - refused).unwrap());
}

#[tokio::test]
async fn another_sites_page_reports_nothing() {
    let house = House::new().await;
    let fields = format!("operation={NUMBER}&building={}&words=x", building(&house).await);
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let answer = post(&house, "/report", multipart(&fields, b""), &[header]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    assert_eq!(house.db.count("case_file").await, 0);
}

#[tokio::test]
async fn the_page_of_a_building_shows_what_is_known_and_never_who_lives_there() {
    let house = House::new().await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let people = house.db.some_people(500).await;
    let canary = house.db.add_canary(&seat, 1).await;
    let page = format!("/report?b={}", seat.building);
    let words = "路灯不亮，王五家门口";
    let fields = format!("operation={NUMBER}&building={}&words={words}", seat.building);
    let sent = send(&house, &fields, b"").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(cases_of(&house.stranger().get(&page).await), 0, "nothing is public before somebody looked at it");
    accept(&house, &sent).await;

    let shown = house.stranger().get(&page).await;

    assert_eq!(cases_of(&shown), 1, "others see that it is known: {}", shown.text);
    assert!(shown.text.contains("我也遇到") && !shown.text.contains("王五"), "without anybody's words");
    assert!(people.len() > 10);
    for name in people.iter().map(|person| person.name.as_str()).filter(|name| name.chars().count() > 1) {
        assert!(!shown.text.contains(name), "{name}");
    }
    for sign in canary.signs() {
        assert!(!shown.text.contains(&sign), "{sign}");
    }

    let case = shown.text.split("data-case=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let joined = house.stranger().post("/report/join", &[("join", &case), ("back", &page)]).await;
    assert_eq!((joined.status, joined.header("location")), (StatusCode::SEE_OTHER, &*format!("/report/met/{case}")));
    assert_eq!(house.stranger().get(joined.header("location")).await.status, StatusCode::OK);
    let household = house.db.add_case(&seat, 700, domain::case::Light::Red).await.to_string();
    let refused = house.stranger().post("/report/join", &[("join", &household), ("back", &page)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sheet = house.browser(Role::Community).await.get(&format!("/cases?axis=all&case={case}")).await;
    assert!(sheet.text.contains(words), "the desk reads what was written");
}

#[tokio::test]
async fn an_address_that_names_no_place_is_an_answer_and_no_fault() {
    let house = House::new().await;
    let dwelling = house.seat(grid_of(1, 1, 1)).await.dwelling;
    for query in
        ["b=7", "b=990001999999999999", &format!("b={dwelling}0"), "x=10&y=10", "x=NaN&y=1", "area=110101000000000"]
    {
        let page = house.stranger().get(&format!("/report?{query}")).await;

        assert_eq!(page.status, StatusCode::NOT_FOUND, "{query}");
        assert!(page.is_complete(), "{query}");
    }
}
