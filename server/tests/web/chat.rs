//! The chat intake without script: paste, choose, take in; a case that is refused holds up no other.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::{Answer, Browser, House};
use crate::photo::{MULTIPART, multipart, png};

const NUMBER: &str = "0123456789abcdef0123456789abcdef";
const TEXT: &str = "张三丰 10:30\n楼门口的路灯不亮了\n李四 10:31\n我们这也是\n王五 10:35\n井盖坏了\n";

async fn paste(browser: &Browser<'_>, text: &str, photo: &[u8]) -> Answer {
    let body = multipart(&format!("operation={NUMBER}&back=/cases/chat&chat={text}"), photo);
    let request = browser.request(Method::POST, "/form/chat-split").header("sec-fetch-site", "same-origin");
    browser.ask(request.header(header::CONTENT_TYPE, MULTIPART).body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_pasted_chat_becomes_cases_without_script_and_once() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    assert!(worker.get("/cases/chat").await.is_complete());

    let split = paste(&worker, TEXT, &png()).await;
    assert_eq!(split.status, StatusCode::OK, "{}", split.text);
    assert!(split.is_complete() && split.text.matches("class=\"chat__message\"").count() == 3);
    assert!(
        split.text.contains("住户A") && split.text.matches("张三丰").count() == 1,
        "only in the text that goes along"
    );
    let picture = split.tags("select").into_iter().find_map(|tag| tag.split("name=\"picture-").nth(1)).unwrap();
    let picture = picture.split('"').next().unwrap().to_owned();
    assert_eq!(house.db.count("case_file").await, 0, "nothing is taken in yet");

    let building = house.seat(grid_of(1, 1, 1)).await.building;
    let area = house.post(Role::GridWorker).area.to_string();
    let (place, of_picture) = (format!("building-{building}"), format!("picture-{picture}"));
    let fields = [
        ("chat", TEXT),
        ("operation", NUMBER),
        ("area", &*area),
        ("picture", &*picture),
        (&*of_picture, "1"),
        ("lot-0", "new"),
        ("place-0", &*place),
        ("category-0", "0102"),
        ("lot-1", "previous"),
        ("lot-2", "new"),
    ];
    let taken = worker.post("/form/chat", &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert_eq!((house.db.count("case_file").await, house.db.count("media").await), (2, 1));
    let done = worker.get(taken.header("location")).await;
    assert_eq!(done.text.matches("/cases?axis=all").count(), 2, "{}", done.text);
    let again = worker.post("/form/chat", &fields).await;
    assert_eq!(again.header("location"), taken.header("location"), "sent twice, in once");
    let dump = house.db.dump().await;
    assert!(!dump.contains("张三丰") && dump.contains("住户A"), "no member's name is kept");
}

#[tokio::test]
async fn a_case_that_is_refused_holds_up_no_other_and_can_be_corrected() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let (own, far) = (house.post(Role::GridWorker).area.to_string(), house.seat(grid_of(2, 1, 1)).await.building);
    let place = format!("building-{far}");
    let fields = [
        ("chat", TEXT),
        ("operation", NUMBER),
        ("area", &*own),
        ("lot-0", "new"),
        ("lot-2", "new"),
        ("place-2", &*place),
    ];

    let half = worker.post("/form/chat", &fields).await;

    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.db.count("case_file").await, 1);
    assert!(half.text.contains("/cases?axis=all") && half.text.contains("楼门口的路灯不亮了"), "{}", half.text);
    let whole = worker.post("/form/chat", &fields[..5]).await;
    assert_eq!(whole.status, StatusCode::SEE_OTHER, "{}", whole.text);
    assert_eq!(house.db.count("case_file").await, 2, "what came in is not repeated");

    let none = worker.post("/form/chat", &fields[..3]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was chosen");
    let empty = paste(&worker, " ", b"").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("role=\"alert\""));
}
