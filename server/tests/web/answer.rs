//! Answer templates without script: kept on a page of the desk, and nobody else's.

use axum::http::StatusCode;
use domain::actor::Role;

use crate::house::House;

#[tokio::test]
async fn a_template_is_written_changed_and_removed_and_another_desk_sees_none_of_it() {
    let house = House::new().await;
    let (community, street) = (house.browser(Role::Community).await, house.browser(Role::Street).await);
    let empty = community.get("/cases/answers").await;
    assert!(empty.is_complete() && empty.text.contains("还没有模板"), "{}", empty.text);

    let back = ("back", "/cases/answers");
    let wrong = community.post("/form/answer", &[("name", "办结"), ("body", " "), ("category", ""), back]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"办结\""), "what was typed stands there again");
    let fields = [("name", "办结"), ("body", "<b>{编号}</b>"), ("category", "0101"), back];
    assert_eq!(community.post("/form/answer", &fields).await.status, StatusCode::SEE_OTHER);

    let page = community.get("/cases/answers?lang=en").await;
    let id = page.text.split("data-answer=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(page.text.contains("&lt;b&gt;{编号}") && !page.text.contains("<b>{编号}"));
    assert!(page.tags("script").is_empty() && !page.text.contains(" style="));
    let form = community.get(&format!("/cases/answers?answer={id}")).await;
    assert!(form.text.contains("name=\"revision\" value=\"1\""), "{}", form.text);
    assert!(!street.get("/cases/answers").await.text.contains("data-answer"));
    assert_eq!(
        street.post("/form/answer-remove", &[("answer", &id), back]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let again = [("answer", id.as_str()), ("revision", "1"), ("name", "完成"), ("body", "好"), ("category", ""), back];
    assert_eq!(community.post("/form/answer", &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        community.post("/form/answer", &again).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "seen too long ago"
    );
    assert_eq!(community.post("/form/answer-remove", &[("answer", &id), back]).await.status, StatusCode::SEE_OTHER);
    assert!(!community.get("/cases/answers").await.text.contains("data-answer"));
}
