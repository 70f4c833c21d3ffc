//! Lists of people through the router: the upload as a browser sends it, the page of the list, the files to download.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::{Answer, Browser, House};

async fn upload(browser: &Browser<'_>, file: &[u8]) -> Answer {
    upload_to(browser, "/import", file).await
}

/// Sends a file as a browser does.
pub async fn upload_to(browser: &Browser<'_>, path: &str, file: &[u8]) -> Answer {
    let mut body = b"--edge\r\ncontent-disposition: form-data; name=\"as_of_on\"\r\n\r\n2026-11-01\r\n--edge\r\n\
        content-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\ncontent-type: text/csv\r\n\r\n"
        .to_vec();
    body.extend(file);
    body.extend(b"\r\n--edge--\r\n");
    let request = browser
        .request(Method::POST, path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    browser.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_list_is_uploaded_checked_and_its_faults_can_be_downloaded() {
    let house = House::new().await;
    let community = grid_of(1, 1, 1).parent().unwrap();
    let actor = house.db.actor(Role::Community, community, 720).await;
    let browser = house.browser_of(&actor).await;
    let list = "小区,楼号,单元,房号,姓名,联系电话\n阳光花园,1,1,101,试某某,24680\n阳光花园,1,1,101,试某,\n";

    let sent = upload(&browser, list.as_bytes()).await;

    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let address = sent.header("location").to_owned();
    let mut page = browser.get(&address).await;
    while page.text.contains("http-equiv=\"refresh\"") {
        tokio::time::sleep(Duration::from_millis(20)).await;
        page = browser.get(&address).await;
    }
    assert!(page.text.contains("99999") && !page.text.contains("24680"), "the shape of the value, not the value");
    assert!(page.text.contains("2026-11-01") && page.tags("script").is_empty());
    let id = address.rsplit('/').next().unwrap();
    let refused = browser.post("/form/import-write", &[("batch", id), ("back", &address)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a faulty row keeps all from being written");
    let faults = browser.get(&format!("{address}/faults.xlsx")).await;
    assert_eq!(faults.header("content-disposition"), "attachment; filename=\"gezhi-faults.xlsx\"");
    assert!(faults.bytes.starts_with(b"PK"));
    let template = browser.get("/import/template.xlsx").await;
    assert!(template.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn what_is_no_list_is_refused_with_the_page_again() {
    let house = House::new().await;
    let browser = house.browser(Role::Community).await;

    for file in [&b""[..], b"\0\x01\x02\xff", b"a,b\n"] {
        let answer = upload(&browser, file).await;

        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("这个文件读不了"), "it says what to do");
        assert!(answer.text.contains(r#"action="/import""#), "the form is there again");
        assert!(answer.text.contains("2026-11-01"), "with the day that was typed");
    }
}
