//! How residents read: 长辈版 on every public page, asked for once; one question a page, with nothing typed in an address; and the languages
//! that only these pages are prepared for.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::{Answer, House};
use crate::photo::{MULTIPART, multipart, png};

const NUMBER: &str = "0123456789abcdef0123456789abcdef";

async fn get(house: &House, path: &str, cookie: &str) -> Answer {
    let stranger = house.stranger();
    let request = stranger.request(Method::GET, path).header(header::COOKIE, cookie);
    stranger.ask(request.body(Body::empty()).unwrap()).await
}

/// A page of the form, sent as a browser does that reads in 长辈版.
async fn send(house: &House, fields: &str, photo: &[u8]) -> Answer {
    let stranger = house.stranger();
    let request = stranger
        .request(Method::POST, "/report?step=words")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, "elder=18")
        .header(header::CONTENT_TYPE, MULTIPART);
    stranger.ask(request.body(Body::from(multipart(fields, photo))).unwrap()).await
}

fn cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect()
}

/// The fields that a page would send, but its buttons.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let form = page.text.split("report__form").nth(1).unwrap().split("</form>").next().unwrap();
    let value = |tag: &str, name: &str| {
        tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let tags = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    tags.filter(|tag| value(tag, "type") == "hidden" || value(tag, "type") == "checkbox")
        .map(|tag| (value(tag, "name"), value(tag, "value")))
        .collect()
}

/// The page's own fields with one more thing typed and a button pressed.
fn with(page: &Answer, typed: &str, button: &str) -> String {
    let kept = hidden(page).into_iter().map(|(name, value)| format!("{name}={value}"));
    kept.chain([typed.to_owned(), button.to_owned()]).filter(|field| !field.is_empty()).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn every_public_page_offers_large_print_once_and_remembers_the_answer() {
    let house = House::new().await;
    let form = format!("/report?b={}", house.seat(grid_of(1, 1, 1)).await.building);
    for path in ["/", "/ongoing", "/report", &form, "/t/nothing", "/v/nothing", "/nowhere"] {
        let first = house.stranger().get(path).await;
        assert!(first.text.contains("elder-ask") && !first.text.contains("data-elder"), "{path}");
        let tags = first.tags("a");
        let link = tags.iter().find(|tag| tag.contains("top__elder")).expect(path);
        assert!(link.contains("elder=18"), "{path}: {link}");
        assert!(!first.text.contains("<dialog"), "nothing lies over {path}");

        let declined = get(&house, path, "elder=0").await;
        assert!(!declined.text.contains("elder-ask") && !declined.text.contains("data-elder"), "{path}");
        let large = get(&house, path, "elder=24").await;
        assert!(large.text.contains("data-elder=\"24\"") && !large.text.contains("elder-ask"), "{path}");
        assert!(large.text.contains("href=\"tel:12345\""), "somebody can be rung from {path}");
        assert!(large.text.contains("elder=27") && large.text.contains("elder=21"), "larger and smaller: {path}");
    }
    let chosen = house.stranger().get(&format!("{form}&elder=30")).await;
    assert!(cookies(&chosen).iter().any(|cookie| cookie.starts_with("elder=30;")), "{:?}", cookies(&chosen));
    assert!(chosen.text.contains("data-elder=\"30\"") && !chosen.text.contains("elder=33"));
    let tags = chosen.tags("a");
    let link = tags.iter().find(|tag| tag.contains("top__elder")).unwrap().replace("&amp;", "&");
    assert!(link.contains(&format!("{form}&elder=0")), "back to the same page: {link}");
    let staff = get(&house, "/login", "elder=24").await;
    assert!(!staff.text.contains("data-elder"), "only residents' pages");
}

#[tokio::test]
async fn the_form_asks_one_thing_a_page_and_nothing_typed_is_in_an_address() {
    let house = House::new().await;
    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let first = get(&house, &format!("/report?b={building}"), "elder=18").await;
    assert!(first.text.contains("发生了什么事") && first.tags("textarea").len() == 1, "{}", first.text);
    assert!(!first.text.contains("type=\"file\"") && !first.text.contains("type=\"tel\""), "one question");
    let ticket = house.ticket(NUMBER, 60).await;
    let drawn = |fields: String| {
        let mine = fields.split('&').filter(|field| !field.starts_with("operation=") && !field.starts_with("ticket="));
        format!("operation={NUMBER}&ticket={ticket}&{}", mine.collect::<Vec<_>>().join("&"))
    };

    let photo = send(&house, &drawn(with(&first, "words=楼道的灯坏了", "go=next")), b"").await;
    assert!(photo.status == StatusCode::OK && photo.text.contains("有照片吗"), "{}", photo.text);
    assert!(photo.text.contains("type=\"file\"") && photo.tags("textarea").is_empty());
    let back = send(&house, &with(&photo, "", "go=back"), b"").await;
    assert!(
        back.text.contains(">楼道的灯坏了</textarea>") || back.text.contains("楼道的灯坏了"),
        "what was typed is there"
    );
    let phone = send(&house, &with(&photo, "", "go=next"), &png()).await;
    assert!(phone.text.contains("要给您回电话吗") && phone.text.contains("type=\"tel\""), "{}", phone.text);
    assert!(hidden(&phone).iter().any(|(name, value)| name == "picture" && !value.is_empty()), "the photo came along");
    for page in [&first, &photo, &back, &phone] {
        let addresses: Vec<_> = page.text.split("=\"/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(page.is_complete() && page.text.contains("共 3 步"));
        assert!(!addresses.iter().any(|address| address.contains("灯坏")), "{addresses:?}");
    }
    assert_eq!(house.db.count("case_file").await, 0, "nothing came in so far");

    let wrong = send(&house, &with(&phone, "phone=12", ""), b"").await;
    assert!(
        wrong.status == 422 && wrong.text.contains("type=\"tel\"") && wrong.text.contains("form__error"),
        "{}",
        wrong.text
    );
    let sent = send(&house, &with(&phone, "phone=13812341234", ""), b"").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let done = get(&house, sent.header("location"), "elder=18").await;
    let case = done.text.split("data-case=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sheet = house.browser(Role::Community).await.get(&format!("/cases?axis=all&case={case}")).await;
    assert!(sheet.text.contains("楼道的灯坏了") && sheet.text.contains("138****1234"), "{}", sheet.text);
    assert_eq!(house.db.count("media where case_id is not null").await, 1);
}

#[tokio::test]
async fn languages_that_are_prepared_are_marked_and_say_that_nobody_has_read_them() {
    let house = House::new().await;
    for (slug, tag, title) in [("ko", "ko", "주민 신고"), ("bo", "bo", "གནས་ཚུལ་ཡར་ཞུ།"), ("mn", "mn-Mong", "ᠮᠡᠳᠡᠭᠦᠯᠬᠦ")]
    {
        let page = house.stranger().get(&format!("/report?lang={slug}")).await;

        assert!(page.text.contains("<html lang=\"zh-CN\"") && page.text.contains(&format!("data-tongue=\"{slug}\"")));
        let heading = page.text.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
        assert!(heading.contains(&format!("lang=\"{tag}\"")) && heading.contains(title), "{heading}");
        assert!(page.text.contains("待校") && page.text.contains("tongue-draft"), "{slug}");
        assert_eq!(heading.contains("tongue-upright"), slug == "mn", "Mongolian runs from top to bottom");
        assert!(
            cookies(&page).iter().any(|cookie| cookie.starts_with(&format!("lang={slug};"))),
            "{:?}",
            cookies(&page)
        );
        let again = get(&house, "/report", &format!("lang={slug}")).await;
        assert!(again.text.contains(title), "remembered");
    }
    for slug in ["zh", "en"] {
        let page = house.stranger().get(&format!("/?lang={slug}")).await;
        assert!(!page.text.contains("data-tongue") && !page.text.contains("tongue-draft"), "{slug}");
        assert!(page.text.contains("lang=ko") && page.text.contains("lang=bo") && page.text.contains("lang=mn"));
    }
    let staff = get(&house, "/login", "lang=ko").await;
    assert!(staff.text.contains("<html lang=\"zh-CN\"") && !staff.text.contains("data-tongue"), "staff read Chinese");
}
