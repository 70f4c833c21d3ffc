//! Sheets of the hotline's orders through the real router: sent, checked, corrected, taken in, and sent back.

use axum::http::StatusCode;
use domain::actor::Role;
use sheet::{Limits, read};

use crate::house::House;
use crate::import::upload_to;

const LIMITS: Limits = Limits { rows: 100, columns: 40, signs: 400 };

#[tokio::test]
async fn a_sheet_is_sent_checked_taken_in_and_sent_back_without_script() {
    let house = House::new().await;
    let desk = house.browser(Role::Street).await;
    let page = desk.get("/cases/orders").await;
    assert!(page.is_complete() && page.tags("script").is_empty() && page.text.contains("12345 工单"));
    let template = desk.get("/cases/orders/template.xlsx").await;
    assert_eq!(read(&template.bytes, LIMITS).unwrap()[0][0], "工单编号");

    let rows = "工单编号,标题,诉求内容,联系电话\nG-1,=1+1,内容,16077774321\n,缺编号,内容,\nG-2,路灯,内容,12\n";
    let sent = upload_to(&desk, "/cases/orders", rows.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let address = sent.header("location").to_owned();
    let batch = address.rsplit('/').next().unwrap().to_owned();
    let checked = desk.get(&address).await;
    assert!(checked.text.contains("缺工单编号") && checked.text.contains("手机"), "each with its remedy");
    assert!(!checked.text.contains("16077774321"), "no value is shown");
    let faults = read(&desk.get(&format!("{address}/faults.xlsx")).await.bytes, LIMITS).unwrap();
    assert_eq!(faults.len(), 3, "a head and two faults: {faults:?}");

    let refused = desk.post("/form/orders-write", &[("batch", &batch), ("back", &address)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("batch", &*batch), ("back", &*address), ("leaves_out", "1")];
    assert_eq!(desk.post("/form/orders-write", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.db.count("hotline_order").await, 1);
    assert!(desk.get(&address).await.text.contains("已导入"));

    let answers = read(&desk.get("/cases/orders/answers.xlsx").await.bytes, LIMITS).unwrap();
    let last = answers.last().unwrap();
    assert_eq!((last[0].as_str(), last[2].as_str()), ("G-1", "'=1+1"), "nothing in it is a formula");
    let wrong = upload_to(&desk, "/cases/orders", b"PK\x03\x04 no workbook").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
