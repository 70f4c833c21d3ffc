//! Forms without WebAssembly: done and back, or the page again with the error and what was typed.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::case::Light;
use domain::cell::LabelCode;

use crate::house::{House, escape};

#[tokio::test]
async fn a_label_is_put_on_and_the_browser_led_back() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let back = format!("/map?h={}", card.dwelling);
    let fields = [
        ("dwelling", card.dwelling.to_string()),
        ("label", "1".to_owned()),
        ("on", "1".to_owned()),
        ("revision", card.revision.to_string()),
        ("back", back.clone()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();

    let answer = browser.post("/form/label", &fields).await;

    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, back.as_str()), "{}", answer.text);
    assert_eq!(house.card(card.dwelling).await.labels, [LabelCode(1)]);
}

#[tokio::test]
async fn a_case_is_moved_on_and_the_same_click_again_is_refused() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let seat = house.seat(house.post(Role::GridWorker).area).await;
    let case = house.db.add_case(&seat, 1, Light::Red).await.to_string();
    let fields = [("case", case.as_str()), ("version", "1"), ("step", "accept"), ("back", "/cases")];

    let (first, again) =
        (browser.post("/form/case-step", &fields).await, browser.post("/form/case-step", &fields).await);

    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, "/cases"), "{}", first.text);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.card(seat.dwelling).await.cases[0].light, Light::Yellow);
}

#[tokio::test]
async fn a_stale_form_shows_its_page_again_without_script() {
    let house = House::with_bundle().await;
    let browser = house.browser(Role::GridWorker).await;
    let card = house.household(house.post(Role::GridWorker).area).await;
    let (dwelling, back) = (card.dwelling.to_string(), format!("/map?h={}&lang=en", card.dwelling));
    let fields = [("dwelling", dwelling.as_str()), ("label", "1"), ("on", "1"), ("revision", "77"), ("back", &back)];

    let answer = browser.post("/form/label", &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(&card.address.short()), "the household's card is on the page");
    assert!(answer.tags("script").is_empty());
    assert_eq!(house.card(card.dwelling).await.revision, card.revision);
}

#[tokio::test]
async fn a_form_never_leads_to_another_site() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;
    let post = house.post(Role::City).post.to_string();

    for back in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
    {
        let answer = browser.post("/account/post", &[("post", &post), ("back", back)]).await;

        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/map"), "{back}");
    }
}

#[tokio::test]
async fn a_post_that_nobody_may_take_is_refused() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;

    for post in ["", "x", "990001000000000999"] {
        let answer = browser.post("/account/post", &[("post", post), ("back", "/cases")]).await;

        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{post}");
    }
}

#[tokio::test]
async fn typed_values_come_back_as_text_and_never_as_markup() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let nasty = "\"><script>alert(1)</script>";

    for path in ["/form/label", "/form/case-step", "/account/post"] {
        let fields =
            ["dwelling", "label", "on", "revision", "case", "version", "step", "post"].map(|name| (name, nasty));

        let answer = browser.post(path, &fields).await;

        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(!answer.text.contains("<script>alert"), "{path}");
    }
    assert_eq!(escape("a&b"), "a%26b");
}

#[tokio::test]
async fn a_form_that_is_too_long_is_not_read() {
    let house = House::new().await;
    let browser = house.browser(Role::GridWorker).await;
    let long = "x".repeat(100 << 10);

    let answer = browser.post("/form/label", &[("dwelling", &long)]).await;

    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_stranger_posts_nothing() {
    let house = House::new().await;

    let answer = house.stranger().post("/form/label", &[("dwelling", "990001000000000001")]).await;

    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
