//! Settings and dictionaries: each has an effect, each has its administrator, and nothing is deleted.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::setting::Number;
use service::session::DEMO_PASSWORD;
use store::testing::county;

use crate::house::{Browser, House};

async fn admin(house: &House, role: Role, serial: u64) -> Browser<'_> {
    let actor: Actor = house.db.actor(role, Area::city(county()), serial).await;
    house.browser_of(&actor).await
}

async fn set(browser: &Browser<'_>, number: Number, value: i32) -> StatusCode {
    let value = value.to_string();
    browser.post("/admin/setting", &[(number.slug(), &value), ("back", "/admin/setting")]).await.status
}

#[tokio::test]
async fn every_number_is_shown_with_its_bounds_and_kept_within_them() {
    let house = House::new().await;
    let security = admin(&house, Role::SecurityAdmin, 22).await;

    for (number, slug, [least, _, most]) in Number::ALL {
        assert_eq!(set(&security, number, least - 1).await, StatusCode::UNPROCESSABLE_ENTITY, "{slug}");
        assert_eq!(set(&security, number, most + 1).await, StatusCode::UNPROCESSABLE_ENTITY, "{slug}");
        assert_eq!(set(&security, number, most).await, StatusCode::SEE_OTHER, "{slug}");
        let page = security.get("/admin/setting").await.text;
        assert!(page.contains(&format!("name=\"{slug}\"")) && page.contains(&format!("value=\"{most}\"")), "{slug}");
    }
    let system = admin(&house, Role::SystemAdmin, 21).await;
    assert_eq!(set(&system, Number::LockAfter, 3).await, StatusCode::UNPROCESSABLE_ENTITY, "not her part");
}

#[tokio::test]
async fn fewer_tries_lock_sooner() {
    let house = House::new().await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::city::set_synthetic(&mut tx, county(), true).await.unwrap();
    tx.commit().await.unwrap();
    service::session::open_demo(&house.service).await.unwrap();
    let security = admin(&house, Role::SecurityAdmin, 22).await;
    assert_eq!(set(&security, Number::LockAfter, 3).await, StatusCode::SEE_OTHER);

    let try_with = async |password| {
        let fields = [("login", "test-1"), ("password", password), ("next", "/account"), ("back", "/login")];
        house.stranger().post("/login", &fields).await.session().is_some()
    };
    for _ in 0..2 {
        assert!(!try_with("wrong").await);
    }
    assert!(try_with(DEMO_PASSWORD).await, "two are forgiven");
    for _ in 0..3 {
        assert!(!try_with("wrong").await);
    }
    assert!(!try_with(DEMO_PASSWORD).await, "three are not");
}

#[tokio::test]
async fn words_are_added_renamed_moved_and_retired_and_files_keep_theirs() {
    let house = House::new().await;
    let system = admin(&house, Role::SystemAdmin, 21).await;
    let back = ("back", "/admin/dictionary?list=skill");
    let names = |zh, en| [("name_zh", zh), ("name_en", en)];
    let write = async |code, [zh, en]: [(&str, &str); 2]| {
        system.post("/admin/dictionary", &[("kind", "skill"), ("code", code), zh, en, back]).await.status
    };

    assert_eq!(write("tailor", names("裁缝", "Tailor")).await, StatusCode::SEE_OTHER);
    assert_eq!(write("tailor", names("缝纫", "Sewing")).await, StatusCode::SEE_OTHER);
    assert_eq!(write("Bad Code", names("x", "x")).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(write("empty", names("", "x")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = [("kind", "cinema"), ("code", "x"), ("name_zh", "x"), ("name_en", "x"), back];
    assert_eq!(system.post("/admin/dictionary", &unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let up = [("kind", "skill"), ("code", "tailor"), ("up", "1"), back];
    assert_eq!(system.post("/admin/dictionary/order", &up).await.status, StatusCode::SEE_OTHER);
    let page = system.get("/admin/dictionary?list=skill").await.text;
    assert!(page.contains("缝纫") && !page.contains("裁缝"));
    assert!(page.find("value=\"tailor\"") < page.find("value=\"repair\""), "one place up from the end");

    let retire = [("kind", "skill"), ("code", "tailor"), ("offered", "0"), back];
    assert_eq!(system.post("/admin/dictionary/offer", &retire).await.status, StatusCode::SEE_OTHER);
    assert!(system.get("/admin/dictionary?list=skill").await.text.contains("已停用"), "it stays on record");
}

#[tokio::test]
async fn labels_are_renamed_and_added_until_cells_can_show_no_more() {
    let house = House::new().await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::label::write_dictionary(&mut tx, county(), &domain::dictionary::default_labels()).await.unwrap();
    tx.commit().await.unwrap();
    let system = admin(&house, Role::SystemAdmin, 21).await;
    let write = async |code, glyph| {
        let fields = [("code", code), ("kind", "everyday"), ("glyph", glyph), ("name_zh", "新名"), ("name_en", "New")];
        let fields: Vec<_> = fields.into_iter().chain([("back", "/admin/dictionary")]).collect();
        system.post("/admin/label", &fields).await.status
    };

    assert_eq!(write("1", "两字").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(write("30", "无").await, StatusCode::UNPROCESSABLE_ENTITY, "there is none");
    assert_eq!(write("1", "新").await, StatusCode::SEE_OTHER);
    let mut added = 0;
    while write("", "加").await == StatusCode::SEE_OTHER {
        added += 1;
    }
    assert_eq!(added, 6, "seven everyday labels are there, and thirteen can be shown");
    assert!(system.get("/admin/dictionary").await.text.contains("新名"));

    let offer = async |code, offered| {
        let fields = [("kind", "label"), ("code", code), ("offered", offered), ("back", "/admin/dictionary")];
        system.post("/admin/dictionary/offer", &fields).await.status
    };
    assert_eq!(offer("1", "0").await, StatusCode::SEE_OTHER);
    assert!(system.get("/admin/dictionary").await.text.contains("已停用"));
    assert_eq!(write("", "加").await, StatusCode::UNPROCESSABLE_ENTITY, "its place is given to no other");
    assert_eq!(offer("1", "1").await, StatusCode::SEE_OTHER);
    assert_eq!(offer("11", "0").await, StatusCode::UNPROCESSABLE_ENTITY, "a key group");
}
