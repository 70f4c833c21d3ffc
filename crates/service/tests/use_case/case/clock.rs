//! The clocks of a case over the Spring Festival of 2026: off from 15 to 23 February, worked on the Saturdays 14 and 28.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::actor::Actor;
use domain::case::{Kind, Report, SheetTimes, Step};
use domain::category::CategoryCode;
use domain::clock::zone;
use domain::id::CaseId;
use service::Service;
use service::case::{self, Taken};

use super::{report_of, words};
use crate::house::{House, service_at};

fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(zone()).unwrap().to_utc()
}

fn shown(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "—".to_owned(), |at| at.with_timezone(&zone()).format("%m-%d %H:%M").to_string())
}

fn service(house: &House, when: &str) -> Service {
    service_at(house.db.store.clone(), at(when))
}

/// Takes a step at a time; until when the holder and the whole case have.
async fn step(house: &House, who: &Actor, case: CaseId, (version, when): (i32, &str), taken: Taken) -> [String; 2] {
    let sheet = case::step(&service(house, when), who, case, version, taken).await.unwrap();
    dues(&sheet.times)
}

fn dues(times: &SheetTimes) -> [String; 2] {
    [shown(times.holder_due_at), shown(times.business_due_at)]
}

#[tokio::test]
async fn a_hand_over_begins_the_holders_time_anew_and_never_that_of_the_whole_case() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let centre = house.centre().await;
    let lamp = Report { category: CategoryCode::new("0102"), ..report_of(&house, 1) };
    let id = case::report(&service(&house, "2026-02-13 16:00"), &worker, lamp).await.unwrap();
    let plain = Taken::plain;

    let reported = case::sheet(&service(&house, "2026-02-13 16:00"), &worker, id).await.unwrap().times;
    assert_eq!(shown(reported.answer_due_at), "02-13 16:15");
    assert_eq!(dues(&reported), ["02-13 17:00", "03-02 16:00"], "an hour of service; seven working days");

    // When, by whom, what; until when the holder and the whole case have then.
    let accepted = step(&house, &community, id, (1, "2026-02-13 17:25"), plain(Kind::Accept)).await;
    assert_eq!(accepted, ["02-25 17:25", "03-02 16:00"], "the 14th, 24th and 25th");
    let passed = step(&house, &community, id, (2, "2026-02-14 17:20"), plain(Kind::PassUp)).await;
    assert_eq!(passed, ["02-24 09:20", "03-02 16:00"], "ten minutes on Saturday, fifty after the holidays");
    let taken = step(&house, &street, id, (3, "2026-02-24 09:00"), plain(Kind::Accept)).await;
    assert_eq!(taken, ["02-27 09:00", "03-02 16:00"]);

    let asked = step(&house, &street, id, (4, "2026-02-25 10:00"), words(Step::Plain(Kind::AskPause), "等配件")).await;
    assert_eq!(asked, taken, "who asks is not given it yet");
    let paused = step(&house, &centre, id, (5, "2026-02-25 10:00"), plain(Kind::Grant)).await;
    assert_eq!(paused, taken, "nothing moves while the clocks stand still");
    let resumed = step(&house, &street, id, (6, "2026-02-27 10:00"), plain(Kind::Resume)).await;
    assert_eq!(resumed, ["03-02 09:00", "03-04 16:00"], "both by the two working days that they stood still");

    let delay = words(Step::AskDelay(3), "需要更换线路");
    step(&house, &street, id, (7, "2026-02-28 10:00"), delay).await;
    let granted = step(&house, &centre, id, (8, "2026-02-28 11:00"), plain(Kind::Grant)).await;
    assert_eq!(granted, ["03-05 09:00", "03-09 16:00"], "three working days more for both");
}

#[tokio::test]
async fn what_is_urgent_knows_no_holidays() {
    let house = House::new().await;
    let worker = house.worker().await;
    let urgent = Report { urgency: domain::deadline::Urgency::Urgent, ..report_of(&house, 1) };
    let id = case::report(&service(&house, "2026-02-16 22:00"), &worker, urgent).await.unwrap();

    let times = case::sheet(&service(&house, "2026-02-16 22:00"), &worker, id).await.unwrap().times;

    assert_eq!(shown(times.answer_due_at), "02-16 22:15");
    assert_eq!(dues(&times), ["02-16 23:00", "02-17 22:00"]);
}
