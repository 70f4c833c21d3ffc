//! The gate over the wire: programs in every manner get next to nothing in, and people come in with script and without, whatever is
//! going on beside them.

use std::net::{Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::{Answer, House};
use crate::photo::{MULTIPART, multipart};

/// A report from an address, as a browser sends it.
async fn post(house: &House, address: [u8; 4], fields: &str, forged: Option<&str>) -> Answer {
    let peer = SocketAddr::from((Ipv4Addr::from(address), 40_000));
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/report")
        .header(header::HOST, "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, MULTIPART)
        .extension(ConnectInfo(peer));
    if let Some(forged) = forged {
        for name in ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip"] {
            request = request.header(name, forged);
        }
    }
    house.stranger().ask(request.body(Body::from(multipart(fields, b""))).unwrap()).await
}

/// The work that a ticket asks for.
fn work(ticket: &str) -> String {
    let bits = ticket.split('.').nth(1).unwrap().parse().unwrap();
    let mut proofs = (0..).map(|number: u32| number.to_string());
    proofs.find(|proof| domain::gate::is_worked(ticket, proof, bits)).unwrap()
}

/// Little work, so that thousands of proofs take seconds.
async fn easy(house: &House) {
    let city = house.post(Role::City);
    let mut tx = house.db.store.begin_system().await.unwrap();
    let county = store::testing::county();
    let row = ("gate_work_bits", "8");
    store::setting::write(&mut tx, county, row, city.account, store::testing::now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Words that nobody says twice.
fn noise(serial: u32) -> String {
    let mut state = u64::from(serial).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut sign = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from_u32(0x4e00 + (state % 20_000) as u32).unwrap()
    };
    (0..24).map(|_| sign()).collect()
}

fn field<'a>(page: &'a Answer, name: &str) -> &'a str {
    let tag = page.tags("input").into_iter().find(|tag| tag.contains(&format!("name=\"{name}\""))).expect(name);
    tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[tokio::test]
async fn a_form_carries_a_ticket_and_asks_no_riddle() {
    let house = House::with_bundle().await;
    let page = format!("/report?b={}", house.seat(grid_of(1, 1, 1)).await.building);

    let form = house.stranger().get(&page).await;

    assert!(!field(&form, "ticket").is_empty() && field(&form, "proof").is_empty());
    let scripts = form.tags("script");
    assert!(scripts.iter().any(|tag| tag.contains("/pkg/gate.")), "{scripts:?}");
    assert!(!form.text.contains("captcha") && !form.text.contains("验证码") && !form.text.contains(".wasm"));
    assert_ne!(field(&form, "ticket"), field(&house.stranger().get(&page).await, "ticket"), "each form has its own");
}

#[tokio::test]
async fn who_is_too_quick_or_too_slow_is_told_and_sends_what_was_typed_once_more() {
    let house = House::new().await;
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let operation = "0123456789abcdef0123456789abcdef";
    let with = |ticket: &str| format!("ticket={ticket}&operation={operation}&building={building}&words=楼道的灯坏了");

    let quick = post(&house, [10, 1, 0, 1], &with(&house.ticket(operation, 1).await), None).await;
    assert_eq!(quick.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        quick.text.contains("发得太快") && quick.text.contains("楼道的灯坏了") && quick.is_complete(),
        "{}",
        quick.text
    );
    assert_eq!(field(&quick, "ticket"), house.ticket(operation, 1).await, "the same, which ripens");

    let late = post(&house, [10, 1, 0, 1], &with(&house.ticket(operation, 3 * 3600).await), None).await;
    assert!(
        late.status == 422 && late.text.contains("打开太久") && late.text.contains("楼道的灯坏了"),
        "{}",
        late.text
    );
    let again = post(&house, [10, 1, 0, 1], &with(field(&late, "ticket")), None).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);

    let none = post(&house, [10, 1, 0, 2], &with(""), None).await;
    assert!(none.status == 422 && none.text.contains("楼道的灯坏了"), "{}", none.text);
    let fresh = (field(&none, "operation"), field(&none, "ticket"));
    assert!(
        fresh.0 != operation && !fresh.0.is_empty() && !fresh.1.is_empty(),
        "what is none of ours is drawn anew: {fresh:?}"
    );
}

#[tokio::test]
async fn ten_thousand_posts_of_programs_are_at_most_twenty_none_is_public_and_people_come_in_meanwhile() {
    const POSTS: u32 = 10_000;
    let house = House::new().await;
    easy(&house).await;
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let with = |serial: u32, ticket: &str, words: &str| {
        format!("operation={serial:032x}&building={building}&ticket={ticket}&words={words}")
    };
    let spent = house.ticket(&format!("{:032x}", 1), 60).await;
    let mut reached = 0;
    for serial in 2..POSTS + 2 {
        let ticket = async |seconds| house.ticket(&format!("{serial:032x}"), seconds).await;
        // Two dozen addresses of a house of machines each, as far as they don't all come from one.
        let own = |manner: u8| [10, 2, manner, (serial / 10 % 24) as u8];
        let answer = match serial % 10 {
            0 | 1 => post(&house, own(0), &with(serial, "", &noise(serial)), None).await,
            2 | 3 => post(&house, own(1), &with(serial, &spent, &noise(serial)), None).await,
            4 => {
                let ticket = ticket(0).await;
                let fields = format!("{}&proof={}", with(serial, &ticket, &noise(serial)), work(&ticket));
                post(&house, own(2), &fields, None).await
            }
            5 => post(&house, own(3), &format!("{}&website=http://x", with(serial, &spent, "x")), None).await,
            6 => {
                let (ticket, forged) = (ticket(60).await, Ipv4Addr::from(serial).to_string());
                let fields = format!("{}&proof={}", with(serial, &ticket, &noise(serial)), work(&ticket));
                post(&house, [10, 3, 0, 1], &fields, Some(&forged)).await
            }
            7 => {
                let (ticket, words) = (ticket(60).await, format!("低价办理各种证件发票 加微信联系我当天到账{serial}"));
                let fields = format!("{}&proof={}", with(serial, &ticket, &words), work(&ticket));
                post(&house, own(4), &fields, None).await
            }
            _ => {
                let ticket = ticket(60).await;
                let fields = format!("{}&proof={}", with(serial, &ticket, &noise(serial)), work(&ticket));
                post(&house, [10, 3, 0, 2], &fields, None).await
            }
        };
        let is_refused = matches!(answer.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::TOO_MANY_REQUESTS);
        assert!(is_refused || answer.status == StatusCode::SEE_OTHER, "{} {}", answer.status, answer.text);
        reached += i64::from(!is_refused);
        if serial == POSTS / 2 {
            people_come_in(&house, &building.to_string(), 10).await;
        }
    }
    people_come_in(&house, &building.to_string(), 20).await;

    assert!(reached <= 20, "{reached} reached the queue");
    assert_eq!(house.db.count("case_file").await, reached + 4);
    let held = house.db.count("case_file where is_suspect").await;
    assert!(held > 0 && held <= 6, "{held} of them are marked");
    for path in
        [format!("/report?b={building}"), "/".to_owned(), "/ongoing".to_owned(), "/open311/v2/requests.xml".to_owned()]
    {
        let shown = house.stranger().get(&path).await;
        let seen = shown.text.matches("data-case=").count() + shown.text.matches("<service_request_id>").count();
        assert_eq!((shown.status, seen), (StatusCode::OK, 0), "{path} publishes what nobody accepted");
    }
}

/// Somebody with script and somebody without, each from home; the desk reads both at once.
async fn people_come_in(house: &House, building: &str, place: u8) {
    let said = [("小区东门的下水道堵了污水漫到路上", true), ("三单元的健身器材松了请派人来修", false)];
    for (at, (words, has_script)) in said.into_iter().enumerate() {
        let (operation, words) =
            (format!("{:032x}", 90_000 + usize::from(place) + at), format!("{words}{}", "，".repeat(place.into())));
        let ticket = house.ticket(&operation, 15).await;
        let proof = if has_script { work(&ticket) } else { String::new() };
        let fields = format!("operation={operation}&building={building}&ticket={ticket}&proof={proof}&words={words}");
        let sent = post(house, [10, 4, place, at as u8], &fields, None).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let done = house.stranger().get(sent.header("location")).await;
        let case = done.text.split("data-case=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let sheet = house.browser(Role::Community).await.get(&format!("/cases?axis=all&case={case}")).await;
        assert!(sheet.text.contains(words.trim_end_matches('，')), "{words}");
        let marked = house.db.count(&format!("case_file where id = {case} and is_suspect")).await;
        assert_eq!(marked, 0, "nobody takes a person for a program: {words}");
    }
}
