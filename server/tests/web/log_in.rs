//! The way in and out, as a browser goes it.

use std::time::Duration;

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use service::session::DEMO_PASSWORD;
use store::testing::county;

use crate::house::{Answer, Browser, House};

/// The small city as a demo city, its doors open. Demo accounts are called `test-1` to `test-5`.
async fn open_house() -> House {
    let house = House::new().await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::city::set_synthetic(&mut tx, county(), true).await.unwrap();
    tx.commit().await.unwrap();
    service::session::open_demo(&house.service).await.unwrap();
    house
}

async fn log_in(browser: &Browser<'_>, login: &str, password: &str, next: &str) -> Answer {
    let fields = [("login", login), ("password", password), ("next", next), ("back", "/login")];
    browser.post("/login", &fields).await
}

async fn entered<'a>(house: &'a House, login: &str) -> Browser<'a> {
    let mut browser = house.stranger();
    let token = log_in(&browser, login, DEMO_PASSWORD, "/map").await.session().unwrap();
    browser.forge(&token);
    browser
}

#[tokio::test]
async fn a_stranger_is_led_to_the_log_in_and_back_to_where_they_wanted_to_go() {
    let house = open_house().await;
    let stranger = house.stranger();

    let sent = stranger.get("/areas?lens=visit").await;
    let page = stranger.get(sent.header("location")).await;
    let answer = log_in(&stranger, "test-1", DEMO_PASSWORD, "/areas?lens=visit").await;

    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/login?next=/areas%3Flens%3Dvisit"));
    assert!(page.text.contains(r#"name="next" value="/areas?lens=visit""#), "{}", page.text);
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/areas?lens=visit"));
    let cookie = answer.header("set-cookie");
    for part in ["__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn a_grid_worker_without_a_wish_lands_on_the_phones_pages() {
    let house = open_house().await;

    let led = |login: &'static str| {
        let house = &house;
        async move { log_in(&house.stranger(), login, DEMO_PASSWORD, "/map").await.header("location").to_owned() }
    };

    assert_eq!((&*led("test-4").await, &*led("test-1").await), ("/m", "/map"));
}

#[tokio::test]
async fn the_page_lists_demo_accounts_in_a_demo_city_and_nowhere_else() {
    let demo = open_house().await.stranger().get("/login").await;
    let real = House::new().await.stranger().get("/login").await;

    assert!(demo.text.contains("test-1") && demo.text.contains(DEMO_PASSWORD));
    assert!(!real.text.contains("test-1") && !real.text.contains(DEMO_PASSWORD));
    for page in [demo, real] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.tags("script").is_empty() && page.is_complete());
    }
}

#[tokio::test]
async fn a_refused_log_in_keeps_the_name_and_never_the_password() {
    let house = open_house().await;

    let answer = log_in(&house.stranger(), "test-1", "not the password", "/map").await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.session().is_none());
    assert!(answer.text.contains(r#"value="test-1""#) && answer.text.contains(r#"role="alert""#));
    assert!(!answer.text.contains("not the password"));
}

#[tokio::test]
async fn after_logging_out_the_same_cookie_opens_nothing() {
    let house = open_house().await;
    let browser = entered(&house, "test-1").await;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);

    let out = browser.post("/logout", &[]).await;

    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_one_time_password_opens_the_password_page_and_nothing_else() {
    let house = House::new().await;
    let admin = house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await;
    let security = house.db.actor(Role::SecurityAdmin, Area::city(county()), 22).await;
    let issued = service::account::create(&house.service, &admin, "zhang.san", "张三").await.unwrap();
    give(&house, &security, issued.account).await;
    let mut browser = house.stranger();

    let answer = log_in(&browser, "zhang.san", issued.password.reveal(), "/map").await;
    browser.forge(&answer.session().unwrap());

    assert_eq!(answer.header("location"), "/password?first=1");
    assert_eq!(browser.get("/map").await.header("location"), "/password?first=1");
    assert_eq!(browser.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.get("/password?first=1").await.status, StatusCode::OK);
    let fields = [("current", issued.password.reveal()), ("new", "three lifts and a stair"), ("again", "three lifts")];
    assert_eq!(browser.post("/password", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [fields[0], fields[1], ("again", "three lifts and a stair")];
    assert_eq!(browser.post("/password", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/map").await.status, StatusCode::OK);
}

async fn give(house: &House, security: &Actor, account: domain::id::AccountId) {
    let grant = service::account::Grant {
        account,
        role: Role::City,
        area: Area::city(county()),
        unit: None,
        from_at: None,
        to_at: None,
    };
    service::account::give_post(&house.service, security, &grant).await.unwrap();
}

#[tokio::test]
async fn a_lock_ends_open_streams_and_requests_within_a_second() {
    let house = open_house().await;
    let sequencer = service::live::run_sequencer(house.service.clone(), std::future::pending());
    let sequencer = tokio::spawn(sequencer);
    let security = house.db.actor(Role::SecurityAdmin, Area::city(county()), 22).await;
    let browser = entered(&house, "test-4").await;
    let stream = house.send(browser.request(axum::http::Method::GET, "/live").body(axum::body::Body::empty()).unwrap());
    let stream = stream.await;
    assert_eq!(stream.status(), StatusCode::OK);

    let account = house.post(Role::GridWorker).account;
    service::account::set_locked(&house.service, &security, account, true).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), axum::body::to_bytes(stream.into_body(), 1 << 20)).await;

    assert!(ended.is_ok(), "the stream goes on");
    assert_eq!(browser.get("/api/map/city").await.status, StatusCode::UNAUTHORIZED);
    sequencer.abort();
}

#[tokio::test]
async fn administrators_see_their_pages_and_nobody_else_does() {
    let house = open_house().await;
    let city = Area::city(county());
    let mut posts: Vec<Actor> = house.posts.to_vec();
    let others = [
        Role::GridLeader,
        Role::Department,
        Role::Supervision,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];
    for (serial, role) in others.into_iter().enumerate() {
        posts.push(house.db.actor(role, city, 30 + serial as u64).await);
    }
    let pages = ["/admin/accounts", "/admin/accounts/990001000000000001", "/admin/audit"];

    for post in &posts {
        let browser = house.browser_of(post).await;
        for (at, page) in pages.iter().enumerate() {
            let expected = match (post.role, at) {
                (Role::SystemAdmin | Role::SecurityAdmin, 0 | 1) | (Role::AuditAdmin, 2) => 200,
                (role, _) if role.is_administrator() => 403,
                _ => 404,
            };
            assert_eq!(browser.get(page).await.status.as_u16(), expected, "{page} as {:?}", post.role);
        }
        assert_eq!(browser.get("/account").await.status, StatusCode::OK, "{:?}", post.role);
    }
}

#[tokio::test]
async fn two_administrators_let_a_new_colleague_in_and_out_again() {
    let house = open_house().await;
    let city = Area::city(county());
    let system = house.browser_of(&house.db.actor(Role::SystemAdmin, city, 21).await).await;
    let security = house.browser_of(&house.db.actor(Role::SecurityAdmin, city, 22).await).await;

    let fields = [("login", "li.si"), ("name", "李四"), ("back", "/admin/accounts")];
    let made = system.post("/admin/account", &fields).await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.header("location").is_empty(), "the password is on the page and in no address");
    let password = between(&made.text, "issued__password\">", "<");
    let asked = system.post("/form/search", &[("q", "li.si"), ("back", "/admin/accounts")]).await;
    let account = between(&system.get(asked.header("location")).await.text, "/admin/accounts/", "\"");
    assert_eq!(log_in(&house.stranger(), "li.si", &password, "/map").await.session(), None, "no post yet");

    let back = format!("/admin/accounts/{account}");
    let area = house.post(Role::Community).area.to_string();
    let grant = [("account", &*account), ("role", "community"), ("area", &*area), ("to_on", ""), ("back", &*back)];
    assert_eq!(system.post("/admin/post", &grant).await.status, StatusCode::UNPROCESSABLE_ENTITY, "not her part");
    assert_eq!(security.post("/admin/post", &grant).await.status, StatusCode::SEE_OTHER);
    let mut browser = house.stranger();
    browser.forge(&log_in(&browser, "li.si", &password, "/map").await.session().unwrap());
    assert_eq!(browser.get("/password").await.status, StatusCode::OK);

    let lock = [("account", &*account), ("locked", "1"), ("back", &*back)];
    assert_eq!(security.post("/admin/account/lock", &lock).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/password").await.status, StatusCode::SEE_OTHER);
}

/// The text between two marks.
fn between(text: &str, from: &str, to: &str) -> String {
    let rest = text.split_once(from).unwrap().1;
    rest.split_once(to).unwrap().0.to_owned()
}

#[tokio::test]
async fn nobody_locks_or_promotes_themselves() {
    let house = open_house().await;
    let city = Area::city(county());
    let actor = house.db.actor(Role::SecurityAdmin, city, 22).await;
    let browser = house.browser_of(&actor).await;
    let own = actor.account.to_string();
    let city = city.to_string();

    for (path, more) in [
        ("/admin/account/lock", vec![("locked", "1")]),
        ("/admin/account/password", vec![]),
        ("/admin/post", vec![("role", "city"), ("area", &*city)]),
    ] {
        let fields: Vec<_> = [("account", &*own), ("back", "/admin/accounts")].into_iter().chain(more).collect();
        assert_eq!(browser.post(path, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}
