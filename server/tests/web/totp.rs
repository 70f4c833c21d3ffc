//! The second factor, as a browser with an authenticator beside it goes through it.

use std::ops::ControlFlow;

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use service::session::DEMO_PASSWORD;
use store::testing::{county, now};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::house::{Answer, Browser, House};

/// The small city as a demo city, so that accounts have a password.
async fn open_house() -> House {
    let house = House::new().await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::city::set_synthetic(&mut tx, county(), true).await.unwrap();
    tx.commit().await.unwrap();
    service::session::open_demo(&house.service).await.unwrap();
    house
}

async fn log_in(house: &House, login: &str) -> (String, Option<String>) {
    let fields = [("login", login), ("password", DEMO_PASSWORD), ("next", "/account"), ("back", "/login")];
    let answer = house.stranger().post("/login", &fields).await;
    (answer.header("location").to_owned(), answer.session())
}

async fn entered<'a>(house: &'a House, login: &str) -> Browser<'a> {
    let mut browser = house.stranger();
    browser.forge(&log_in(house, login).await.1.unwrap());
    browser
}

/// An authenticator with the secret that a page shows.
fn authenticator(page: &Answer) -> Totp {
    let secret = marked(page).remove(0);
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .build_noncompliant()
}

/// What the page shows as secret.
fn marked(page: &Answer) -> Vec<String> {
    let parts = page.text.split("issued__password\">").skip(1);
    parts.map(|part| part.split_once('<').unwrap().0.to_owned()).collect()
}

/// The code of a step from now.
fn code(totp: &Totp, steps: i64) -> String {
    totp.generate((now().timestamp() + 30 * steps) as u64).to_string()
}

async fn typed(browser: &Browser<'_>, path: &str, code: &str) -> Answer {
    browser.post(path, &[("code", code), ("next", "/account"), ("back", "/account/totp")]).await
}

/// Sets a second factor up and returns the authenticator and the recovery codes.
async fn set_up(browser: &Browser<'_>, page: &str) -> (Totp, Vec<String>) {
    assert_eq!(browser.post("/account/totp", &[("back", page)]).await.status, StatusCode::SEE_OTHER);
    let shown = browser.get(page).await;
    let totp = authenticator(&shown);
    let image = browser.get("/account/totp/code.svg").await;
    assert_eq!((image.status, image.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    let confirmed = typed(browser, "/account/totp/confirm", &code(&totp, -1)).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text);
    let codes = marked(&confirmed);
    assert_eq!(codes.len(), 10);
    (totp, codes)
}

#[tokio::test]
async fn a_right_password_alone_opens_nothing_any_more() {
    let house = open_house().await;
    let first = entered(&house, "test-1").await;
    let (totp, _) = set_up(&first, "/account/totp").await;
    assert_eq!(first.get("/account/totp/code.svg").await.status, StatusCode::NOT_FOUND, "nobody sees it again");

    let (sent, token) = log_in(&house, "test-1").await;
    let mut half = house.stranger();
    half.forge(&token.unwrap());

    assert_eq!(sent, "/login/code?next=/account");
    assert_eq!(half.get("/account").await.header("location"), "/login/code?next=/account");
    assert_eq!(half.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(half.post("/account/totp/remove", &[("code", "1")]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(half.post("/account/totp", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "not replaced");
    assert_eq!(half.get("/login/code").await.status, StatusCode::OK);
    assert_eq!(typed(&half, "/login/code", "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(typed(&half, "/login/code", &code(&totp, 0)).await.header("location"), "/account");
    assert_eq!(half.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_is_taken_once_and_so_is_a_recovery_code() {
    let house = open_house().await;
    let first = entered(&house, "test-1").await;
    let (totp, codes) = set_up(&first, "/account/totp").await;
    let (second, third) = (entered(&house, "test-1").await, entered(&house, "test-1").await);

    assert_eq!(typed(&second, "/login/code", &code(&totp, -1)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    assert_eq!(typed(&second, "/login/code", &code(&totp, 0)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(typed(&third, "/login/code", &code(&totp, 0)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    assert_eq!(
        typed(&third, "/login/code", &code(&totp, 5)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "too early"
    );
    assert_eq!(typed(&third, "/login/code", &codes[3]).await.status, StatusCode::SEE_OTHER);
    let fourth = entered(&house, "test-1").await;
    assert_eq!(typed(&fourth, "/login/code", &codes[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    assert!(!house.db.dump().await.contains(&codes[4]), "only hashes are stored");
}

#[tokio::test]
async fn wrong_codes_lock_the_account_however_often_the_password_is_right() {
    let house = open_house().await;
    let first = entered(&house, "test-1").await;
    let (totp, _) = set_up(&first, "/account/totp").await;

    for _ in 0..5 {
        let half = entered(&house, "test-1").await;
        assert_eq!(typed(&half, "/login/code", "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    assert_eq!(log_in(&house, "test-1").await.1, None, "locked");
    let mut open = house.stranger();
    let token = format!("half-{}", 1);
    let actor = house.post(Role::City);
    house.db.enter(&token, actor.post).await;
    open.forge(&token);
    assert_eq!(
        typed(&open, "/login/code", &code(&totp, 0)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "also the right one"
    );
}

#[tokio::test]
async fn a_role_can_demand_it_and_the_security_administrator_takes_it_off() {
    let house = open_house().await;
    let city = Area::city(county());
    let security: Actor = house.db.actor(Role::SecurityAdmin, city, 22).await;
    let admin = house.browser_of(&security).await;
    let working = entered(&house, "test-1").await;
    assert_eq!(working.get("/account").await.status, StatusCode::OK);

    let fields = [("role-city", "1"), ("back", "/admin/setting")];
    assert_eq!(admin.post("/admin/setting/totp", &fields).await.status, StatusCode::SEE_OTHER);

    assert_eq!(working.get("/account").await.header("location"), "/login/code?next=/account", "at once");
    let (totp, _) = set_up(&working, "/login/code").await;
    assert_eq!(working.get("/account").await.status, StatusCode::OK);
    let refused = typed(&working, "/account/totp/remove", &code(&totp, 0)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the role demands it");

    let account = house.post(Role::City).account.to_string();
    let fields = [("account", &*account), ("back", "/admin/accounts")];
    assert_eq!(admin.post("/admin/account/totp", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(working.get("/account").await.header("location"), "/login?next=/account", "its sessions ended");
    assert_eq!(log_in(&house, "test-1").await.0, "/login/code?next=/account", "to be set up anew");
    assert_eq!(log_in(&house, "test-2").await.0, "/account", "others go on as before");
}

#[tokio::test]
async fn after_the_key_was_changed_codes_are_taken_and_rosters_are_rung_as_before() {
    let house = open_house().await;
    let (totp, _) = set_up(&entered(&house, "test-1").await, "/account/totp").await;
    let community = house.browser(Role::Community).await;
    let area = house.post(Role::Community).area.to_string();
    let fields =
        [("kind", "doctor"), ("name", "赵医生"), ("phone", "13912345678"), ("area", &*area), ("back", "/areas")];
    assert_eq!(community.post("/form/roster", &fields).await.status, StatusCode::SEE_OTHER);

    service::rotation::rotate(&house.service, 100, &mut |_, _| ControlFlow::Continue(())).await.unwrap();
    let forgotten = house.db.store.keyring().retire(i64::from(u32::MAX)).unwrap();

    assert_eq!(forgotten.len(), 1, "the old key is gone");
    let half = entered(&house, "test-1").await;
    assert_eq!(typed(&half, "/login/code", &code(&totp, 0)).await.status, StatusCode::SEE_OTHER);
    assert!(community.get(&format!("/areas/{area}/roster")).await.text.contains("tel:13912345678"));
}
