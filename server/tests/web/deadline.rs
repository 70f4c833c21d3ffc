//! The pages of the working calendar and of the deadlines, as the system administrator uses them.

use axum::http::StatusCode;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::deadline::Preset;
use store::testing::county;

use crate::house::{Browser, House};

async fn admin(house: &House) -> Browser<'_> {
    let actor: Actor = house.db.actor(Role::SystemAdmin, Area::city(county()), 21).await;
    house.browser_of(&actor).await
}

#[tokio::test]
async fn a_year_is_shown_with_its_days_off_and_the_next_one_is_asked_for() {
    let house = House::new().await;
    let admin = admin(&house).await;

    let page = admin.get("/admin/calendar").await.text;
    assert!(page.contains("2027 年的放假和调休还没有录入"), "it is November 2026 in the tests");
    assert_eq!(page.matches("<table class=\"calendar__month\">").count(), 12);
    assert_eq!(page.matches("calendar__day--off").count(), 33);
    assert_eq!(page.matches("calendar__day--worked").count(), 6);
    let next = admin.get("/admin/calendar?year=2027").await.text;
    assert!(next.contains("这一年还没有录入") && next.contains("/admin/calendar?year=2028"));

    assert!(admin.get("/admin/units").await.text.contains("工作日历（缺 2027 年）"), "on every page of hers");

    let notice = [("on", "2027-10-01"), ("until", "2027-10-07"), ("work", "0"), ("day_name", "国庆节")];
    let notice: Vec<_> = notice.into_iter().chain([("back", "/admin/calendar?year=2027")]).collect();
    let answer = admin.post("/form/calendar", &notice).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin/calendar?year=2027"));
    let next = admin.get("/admin/calendar?year=2027").await.text;
    assert!(next.contains("国庆节") && !next.contains("还没有录入"));
    assert_eq!(next.matches("calendar__day--off").count(), 7);
    assert!(!next.contains("缺 2027 年"));
    let clear = [("on", "2027-10-07"), ("back", "/admin/calendar?year=2027")];
    assert_eq!(admin.post("/form/calendar-clear", &clear).await.status, StatusCode::SEE_OTHER);
    assert_eq!(admin.get("/admin/calendar?year=2027").await.text.matches("calendar__day--off").count(), 6);
    assert_eq!(admin.post("/form/calendar-clear", &clear).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_refused_day_comes_back_with_what_was_typed() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let back = ("back", "/admin/calendar");

    let wrong = [("on", "2027-02-05"), ("until", "2027-02-01"), ("work", "1"), ("day_name", "春节"), back];
    let answer = admin.post("/form/calendar", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("value=\"2027-02-05\"") && answer.text.contains("value=\"春节\""));
    assert!(answer.text.contains("form__error"));
    let hours = [("opens", "18:00"), ("closes", "09:00"), back];
    let answer = admin.post("/form/service-hours", &hours).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("value=\"18:00\"") && answer.text.contains("“服务时间”不对"));
    let hours = [("opens", "09:00"), ("closes", "18:00"), back];
    assert_eq!(admin.post("/form/service-hours", &hours).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/admin/calendar").await.text.contains("value=\"18:00\""));
}

#[tokio::test]
async fn a_rule_is_written_shown_in_words_changed_and_removed() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let back = ("back", "/admin/deadlines");
    let write = async |amount| {
        let rule = [("clock", "handle"), ("topic", "0203"), ("tier", "street"), ("urgency", ""), ("several", "1")];
        let span = [("amount", amount), ("unit", "hours"), ("service", "1"), back];
        admin.post("/form/deadline", &[rule.as_slice(), &span].concat()).await
    };

    assert_eq!(write("36").await.status, StatusCode::SEE_OTHER);
    let page = admin.get("/admin/deadlines").await.text;
    assert!(page.contains("类别 0203 · 涉及多个单位或较复杂 · 街道") && page.contains("36 小时（服务时间内）"));
    let edit = "/admin/deadlines?edit=handle:0203:street:-:1";
    assert!(page.contains(edit));
    let page = admin.get(edit).await.text;
    assert!(page.contains("修改规则") && page.contains("value=\"36\"") && page.contains("value=\"0203\""));
    let refused = write("1000").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"1000\""), "what was typed comes back");

    let example = "/admin/deadlines?for_topic=0203&for_tier=street&for_several=1&for_urgency=ordinary";
    let page = admin.get(example).await.text;
    assert!(page.contains("类别 0203 · 涉及多个单位或较复杂 · 街道 · 本市"), "the example says by which rule");

    let remove = [("rule", "handle:0203:street:-:1"), back];
    assert_eq!(admin.post("/form/deadline-remove", &remove).await.status, StatusCode::SEE_OTHER);
    assert!(!admin.get("/admin/deadlines").await.text.contains("类别 0203"));
    assert_eq!(admin.post("/form/deadline-remove", &remove).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_published_set_is_looked_at_before_it_is_taken() {
    let house = House::new().await;
    let admin = admin(&house).await;

    for (preset, slug) in Preset::ALL {
        let before = admin.get("/admin/deadlines").await.text;
        assert!(before.contains(&format!("/admin/deadlines?take={slug}")) && !before.contains("确认采用"));
        assert!(admin.get(&format!("/admin/deadlines?take={slug}")).await.text.contains("确认采用"));
        let take = [("set", slug), ("back", "/admin/deadlines")];
        assert_eq!(admin.post("/form/deadline-set", &take).await.status, StatusCode::SEE_OTHER);
        let after = admin.get("/admin/deadlines").await.text;
        let remove = |rule: &domain::deadline::Rule| format!("name=\"rule\" value=\"{}\"", rule.condition.slug());
        assert!(preset.rules().iter().all(|rule| after.contains(&remove(rule))), "{slug}");
    }
    let page = admin.get("/admin/deadlines?lang=en").await.text;
    assert!(page.contains("Hotline 12345") && page.contains("15 min in service hours"));
}
