//! The pages of categories and of who answers for them, and their forms.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::unit::Kind;
use service::unit::NewUnit;
use store::testing::county;

use crate::house::{Browser, House};

async fn admin(house: &House) -> (Actor, Browser<'_>) {
    let actor = house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await;
    let browser = house.browser_of(&actor).await;
    (actor, browser)
}

const POST: [(&str, &str); 7] = [
    ("category", "0109"),
    ("name_zh", "充电桩故障"),
    ("name_en", "Charging post broken"),
    ("closing", "checked"),
    ("urgency", "urgent"),
    ("radius", "12"),
    ("milestones", "1"),
];

#[tokio::test]
async fn categories_are_shown_by_group_changed_and_retired() {
    let house = House::new().await;
    let (_, browser) = admin(&house).await;
    let send = async |changed: (&str, &str)| {
        let fields = POST.into_iter().map(|field| if field.0 == changed.0 { changed } else { field });
        let fields: Vec<_> = fields.chain([("back", "/admin/categories?group=01")]).collect();
        browser.post("/admin/category", &fields).await
    };

    assert_eq!(send(("", "")).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/admin/categories?group=01").await.text;
    assert!(page.contains("充电桩故障") && page.contains("先属主") && !page.contains("暴露垃圾"));
    let page = browser.get("/admin/categories?category=0109").await.text;
    assert!(page.contains("value=\"Charging post broken\"") && page.contains("value=\"12\""), "to be changed");
    for wrong in [("category", "9901"), ("name_zh", ""), ("closing", "x"), ("urgency", ""), ("radius", "501")] {
        let answer = send(wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(answer.text.contains("value=\"Charging post broken\""), "what was typed is there again");
    }

    let retire = [("category", "0109"), ("retired", "1"), ("back", "/admin/categories")];
    assert_eq!(browser.post("/admin/category/retire", &retire).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/admin/categories?group=01").await.text.contains("已停用"));
}

#[tokio::test]
async fn owners_are_written_down_with_their_counts_and_taken_away() {
    let house = House::new().await;
    let (actor, browser) = admin(&house).await;
    let city = Area::city(county());
    assert!(browser.get("/admin/owners").await.text.contains("还没有登记权属单位"));
    let new = NewUnit { kind: Kind::Department, name_zh: "路灯管理所", name_en: "", parent: None, area: city };
    let unit = service::unit::add(&house.service, &actor, &new).await.unwrap();
    let (unit, city) = (unit.to_string(), city.to_string());
    let add = |category, basis| {
        [("category", category), ("unit", &*unit), ("area", &*city), ("basis", basis), ("back", "/admin/owners")]
    };

    assert_eq!(browser.post("/admin/owner", &add("0102", "owner")).await.status, StatusCode::SEE_OTHER);
    for wrong in [add("0102", "owner"), add("9901", "owner"), add("01", "x"), add("1", "owner")] {
        assert_eq!(browser.post("/admin/owner", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    let page = browser.get("/admin/owners").await.text;
    assert!(page.contains("路灯管理所") && page.contains("路灯故障") && page.contains("还没有派遣"));
    let row = page.split_once("name=\"owner\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let change = [("owner", &*row), ("basis", "territory"), ("forgets", "0"), ("back", "/admin/owners")];
    assert_eq!(browser.post("/admin/owner/change", &change).await.status, StatusCode::SEE_OTHER);
    let remove = [("owner", &*row), ("back", "/admin/owners")];
    assert_eq!(browser.post("/admin/owner/remove", &remove).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/admin/owner/remove", &remove).await.status, StatusCode::UNPROCESSABLE_ENTITY, "gone");
}
