//! The love bank through the router: a volunteer's page, giving and redeeming, the offices' list, taking back, rules and files.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use service::bank::{Serving, credit};
use store::testing::{county, grid_of, now};

use crate::house::{Answer, Browser, House};

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

/// Confirms so many wishes of two hours each, as the wishes' desk will.
async fn serve(house: &House, volunteer: &Actor, wishes: std::ops::Range<i64>) {
    for wish in wishes {
        let mut tx = house.db.store.begin_system().await.unwrap();
        let served_on = now().date_naive();
        let area = grid_of(1, 1, 1);
        let serving = Serving { wish, volunteer: volunteer.account, area, served_on, minutes: 120 };
        credit(&mut tx, house.post(Role::Community), now(), &serving).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }
}

async fn volunteer(house: &House, serial: u64) -> Actor {
    house.db.actor(Role::Volunteer, community(), serial).await
}

fn account_of(list: &Answer, name: &str) -> String {
    let before = list.text.split_once(&format!(">{name}<")).ok_or_else(|| list.text.clone()).unwrap().0;
    before.rsplit_once("href=\"/bank/").unwrap().1.split_once('"').unwrap().0.to_owned()
}

async fn give(browser: &Browser<'_>, operation: &str, login: &str, points: &str) -> Answer {
    let fields = [
        ("operation", operation),
        ("pool", ""),
        ("login", login),
        ("points", points),
        ("reason", "谢谢你"),
        ("back", "/bank"),
    ];
    browser.post("/form/bank-donate", &fields).await
}

#[tokio::test]
async fn a_volunteer_sees_the_balance_gives_and_is_told_why_not() {
    let house = House::new().await;
    let (who, friend) = (volunteer(&house, 40).await, volunteer(&house, 41).await);
    let browser = house.browser_of(&who).await;
    let empty = browser.get("/bank").await;
    assert!(empty.text.contains("还没有积分") && !empty.text.contains("action=\"/form/bank-donate\""));
    serve(&house, &who, 1..3).await;

    let page = browser.get("/bank").await;
    assert!(page.text.contains("<strong>4.00</strong>") && page.text.contains("服务记分"));
    assert!(page.text.contains("暂时没有可兑换的物品"));
    let operation = hidden(&page, "/form/bank-donate", "operation");
    for (login, points, said) in [
        ("test-41", "5", "余额不足"),
        ("test-41", "0", "大于 0"),
        ("test-40", "1", "不能转给自己"),
        ("nobody", "1", "role=\"alert\""),
        ("test-41", "一", "积分"),
    ] {
        let refused = give(&browser, &operation, login, points).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{login} {points}");
        assert!(
            refused.text.contains(said) && refused.text.contains("谢谢你"),
            "{login} {points}: what was typed stays"
        );
    }
    for _ in 0..2 {
        assert_eq!(give(&browser, &operation, "test-41", "1.5").await.status, StatusCode::SEE_OTHER);
    }
    assert!(browser.get("/bank").await.text.contains("<strong>2.50</strong>"), "sent twice, given once");
    let pool = community().to_string();
    let next = hidden(&browser.get("/bank").await, "/form/bank-donate", "operation");
    let fields = [("operation", &*next), ("pool", &*pool), ("points", "1"), ("back", "/bank")];
    assert_eq!(browser.post("/form/bank-donate", &fields).await.status, StatusCode::SEE_OTHER);
    let own = browser.get("/bank?month=2026-11").await;
    assert!(own.text.contains("捐赠池") && own.text.contains("-1.00") && own.text.contains("-1.50"));
    let got = house.browser_of(&friend).await.get("/bank?lang=en").await;
    assert!(got.text.contains("Received") && got.text.contains("+1.50") && got.text.contains("test-40"));
    let before = browser.get("/bank?month=2026-10").await;
    assert!(before.text.contains("这个月没有变动"), "a month before the account was opened");
}

#[tokio::test]
async fn a_community_finds_an_account_takes_back_with_a_reason_and_takes_the_statement_away() {
    let house = House::new().await;
    let who = volunteer(&house, 40).await;
    serve(&house, &who, 1..3).await;
    let office = house.browser(Role::Community).await;
    let list = office.get("/bank").await;
    assert!(list.text.contains("本月没有异常提示") || list.text.contains("data-hint"));
    assert!(list.text.contains("发行户") && list.text.contains("-4.00"));
    let account = account_of(&list, "test-40");
    let search = office.post("/form/search", &[("q", "nobody like this"), ("back", "/bank")]).await;
    assert_eq!(search.status, StatusCode::SEE_OTHER);
    let found = office.get(search.header("location")).await;
    assert!(found.text.contains("没有找到账户"));

    let address = format!("/bank/{account}?month=2026-11");
    let page = office.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    let (operation, transfer) =
        (hidden(&page, "/form/bank-reverse", "operation"), hidden(&page, "/form/bank-reverse", "transfer"));
    let fields = |why| [("operation", &*operation), ("transfer", &*transfer), ("reason", why), ("back", &*address)];
    let silent = office.post("/form/bank-reverse", &fields("")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("role=\"alert\""));
    assert_eq!(office.post("/form/bank-reverse", &fields("记错了人")).await.status, StatusCode::SEE_OTHER);
    let page = office.get(&address).await;
    assert!(page.text.contains("已冲正") && page.text.contains("记错了人") && page.text.contains("-2.00"));
    let own = house.browser_of(&who).await;
    let seen = own.get("/bank").await;
    assert!(seen.text.contains("记错了人") && !seen.text.contains("action=\"/form/bank-reverse\""));
    for browser in [&office, &own] {
        let sheet = browser.get(&format!("/bank/{account}/statement.xlsx?month=2026-11")).await;
        assert_eq!((sheet.status, sheet.header("content-type").contains("sheet")), (StatusCode::OK, true));
    }
    assert_eq!(house.db.audit_rows("export_bank").await.len(), 2);
}

#[tokio::test]
async fn another_ones_account_does_not_exist() {
    let house = House::new().await;
    let who = volunteer(&house, 40).await;
    serve(&house, &who, 1..2).await;
    let office = house.browser(Role::Community).await;
    let account = account_of(&office.get("/bank").await, "test-40");
    let page = format!("/bank/{account}");
    let form = office.get(&page).await;
    let (operation, transfer) =
        (hidden(&form, "/form/bank-reverse", "operation"), hidden(&form, "/form/bank-reverse", "transfer"));
    let far = grid_of(2, 1, 1).parent().unwrap();
    let city = Area::city(county());
    let others = [
        volunteer(&house, 41).await,
        house.db.actor(Role::Community, far, 42).await,
        house.db.actor(Role::Volunteer, far, 43).await,
        house.post(Role::GridWorker).clone(),
        house.db.actor(Role::SystemAdmin, city, 44).await,
        house.db.actor(Role::AuditAdmin, city, 45).await,
        house.db.actor(Role::Supervision, city, 46).await,
    ];
    for actor in others {
        let browser = house.browser_of(&actor).await;
        for file in ["", "/statement.pdf", "/statement.xlsx"] {
            let status = browser.get(&format!("{page}{file}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{:?} {file}", actor.role);
        }
        let back = [("operation", &*operation), ("transfer", &*transfer), ("reason", "x"), ("back", "/account")];
        let refused = browser.post("/form/bank-reverse", &back).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", actor.role);
        let area = community().to_string();
        let item = [("area", &*area), ("item", "x"), ("price", "1"), ("stock", "1"), ("back", "/account")];
        let refused = browser.post("/form/bank-item", &item).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", actor.role);
    }
    assert_eq!(house.db.audit_rows("reverse_bank").await.len(), 0);
    assert_eq!(house.db.audit_rows("keep_bank_item").await.len(), 0);
}

#[tokio::test]
async fn what_is_put_up_is_redeemed_once_the_rules_allow() {
    let house = House::new().await;
    let who = volunteer(&house, 40).await;
    serve(&house, &who, 1..4).await;
    let (office, own) = (house.browser(Role::Community).await, house.browser_of(&who).await);
    let area = community().to_string();
    let item = |price| {
        [
            ("area", &*area),
            ("item", "理发一次"),
            ("price", price),
            ("stock", "1"),
            ("offered", "1"),
            ("back", "/bank/items"),
        ]
    };
    let wrong = office.post("/form/bank-item", &item("0")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("理发一次"), "what was typed stays");
    assert_eq!(office.post("/form/bank-item", &item("2.5")).await.status, StatusCode::SEE_OTHER);
    let page = own.get("/bank").await;
    assert!(page.text.contains("理发一次") && !page.text.contains("action=\"/form/bank-redeem\""), "below 100 points");

    let city = house.browser(Role::City).await;
    let rule = |from| {
        [
            ("from_on", "2026-11-21"),
            ("hourly", "1"),
            ("activity_minutes", "120"),
            ("step_minutes", "30"),
            ("balance_most", "1500"),
            ("redeem_from", from),
            ("note", "先降低门槛"),
            ("back", "/bank/rules"),
        ]
    };
    let wrong = city.post("/form/bank-rule", &rule("1501")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("兑换门槛") && wrong.text.contains("先降低门槛"));
    assert_eq!(office.post("/form/bank-rule", &rule("5")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(city.post("/form/bank-rule", &rule("5")).await.status, StatusCode::SEE_OTHER);
    let rules = own.get("/bank/rules").await;
    assert!(rules.text.contains("data-version=\"2\"") && !rules.text.contains("action=\"/form/bank-rule\""));

    let page = own.get("/bank").await;
    let [operation, id, price] = ["operation", "item", "price"].map(|name| hidden(&page, "/form/bank-redeem", name));
    let take = [("operation", &*operation), ("item", &*id), ("price", &*price), ("back", "/bank")];
    assert_eq!(own.post("/form/bank-redeem", &take).await.status, StatusCode::SEE_OTHER);
    assert!(own.get("/bank").await.text.contains("<strong>3.50</strong>"));
    let other = hidden(&own.get("/bank").await, "/form/bank-donate", "operation");
    let gone = [("operation", &*other), ("item", &*id), ("price", &*price), ("back", "/bank")];
    let gone = own.post("/form/bank-redeem", &gone).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.text.contains("已经兑完"), "{}", gone.text);
    let seen = office.get(&format!("/bank/items?item={id}")).await;
    let revision = hidden(&seen, "/form/bank-item", "revision");
    let down = [
        ("id", &*id),
        ("revision", &*revision),
        ("item", "理发一次"),
        ("price", "2.5"),
        ("stock", "3"),
        ("back", "/bank/items"),
    ];
    assert_eq!(office.post("/form/bank-item", &down).await.status, StatusCode::SEE_OTHER);
    assert!(office.get("/bank/items").await.text.contains("已下架"));
    assert!(!own.get("/bank").await.text.contains("data-item"), "and the statement still says what it was");
}
