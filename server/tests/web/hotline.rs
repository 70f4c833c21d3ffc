//! The hotline's desk: who is calling, what is known, and the report, without script and without a number in an address.

use axum::http::StatusCode;
use domain::actor::Role;
use store::testing::grid_of;

use crate::house::House;

#[tokio::test]
async fn a_call_is_matched_checked_and_sent_without_script() {
    let house = House::new().await;
    let desk = house.browser(Role::Community).await;
    let page = desk.get("/hotline").await;
    assert!(page.is_complete() && page.tags("script").is_empty(), "complete without script");

    let known = desk.post("/form/hotline-caller", &[("phone", "160 0000 0016")]).await;
    assert_eq!(known.status, StatusCode::OK);
    assert!(known.text.contains("160****0016"), "masked");
    assert_eq!(known.text.matches("16000000016").count(), 1, "what was typed goes on with the report");
    assert!(known.text.contains("name=\"dwelling\""), "the place is filled in");
    assert!(!known.text.contains("欧阳试"), "and so is the name");
    let unknown = desk.post("/form/hotline-caller", &[("phone", "13900000000")]).await;
    assert!(unknown.text.contains("没有这个号码"));
    let wrong = desk.post("/form/hotline-caller", &[("phone", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.db.audit_rows("look_up_caller").await.len(), 2);

    let seat = house.seat(grid_of(1, 1, 1)).await;
    let dwelling = seat.dwelling.to_string();
    let number = "0123456789abcdef0123456789abcdef";
    let report = [
        ("operation", number),
        ("dwelling", &*dwelling),
        ("title", "暖气不热"),
        ("detail", "三天了"),
        ("phone", "139 0000 0000"),
        ("caller", "金女士"),
    ];
    let cases = house.db.count("case_file").await;
    let checked = desk.post("/form/hotline", &[&report[..], &[("check", "1")]].concat()).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(checked.text.contains("value=\"暖气不热\"") && checked.text.contains(number), "what was typed stays");
    assert_eq!(house.db.count("case_file").await, cases, "checking takes nothing in");

    let sent = desk.post("/form/hotline", &report).await;
    let again = desk.post("/form/hotline", &report).await;
    assert_eq!((sent.status, again.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(sent.header("location"), again.header("location"), "sent twice, in once");
    assert_eq!(house.db.count("case_file").await, cases + 1);
    assert!(desk.get(sent.header("location")).await.text.contains("已登记"));
}

#[tokio::test]
async fn a_caller_whom_the_register_does_not_know_is_known_by_an_earlier_call() {
    let house = House::new().await;
    let desk = house.browser(Role::Community).await;
    let area = house.post(Role::Community).area.to_string();
    let report = |serial: &'static str| {
        let number = format!("{serial:0>32}");
        [
            ("operation", number),
            ("area", area.clone()),
            ("title", "井盖松动".to_owned()),
            ("phone", "13900000000".to_owned()),
        ]
    };
    let wrong = [("operation", "7"), ("area", &*area), ("phone", "12")];
    assert_eq!(desk.post("/form/hotline", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for serial in ["1", "2"] {
        let fields = report(serial);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        let sent = desk.post("/form/hotline", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let case = sent.header("location").rsplit('=').next().unwrap().to_owned();
        let sheet = desk.get(&format!("/cases?axis=all&case={case}")).await.text;
        assert!(sheet.contains("139****0000") && !sheet.contains("13900000000"), "masked on the sheet");
        let call = desk.get(&format!("/cases/{case}/reporter/call")).await;
        assert_eq!((call.status.as_u16(), call.header("location")), (303, "tel:13900000000"));
    }

    let heard = desk.post("/form/hotline-caller", &[("phone", "139-0000-0000")]).await;

    assert!(heard.text.contains("没有这个号码") && heard.text.contains("此号码来过电：2 件"), "{}", heard.text);
    assert_eq!(heard.text.matches("data-case=").count(), 2, "both are open");
    let elsewhere = house.browser(Role::Street).await;
    assert!(elsewhere.post("/form/hotline-caller", &[("phone", "13900000000")]).await.text.contains("2 件"));
}
