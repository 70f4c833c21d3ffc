//! Sheets of the hotline's orders: all that is wrong at once, each order one case, routed by its address, with the hotline's term and
//! its caller; a second import changes nothing but what is new.

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::case::{Desk, Kind, Light, Note, Source, Step};
use domain::id::{CaseId, IntakeId};
use domain::intake::{Counts, Fault, State};
use domain::order::MOST_ROWS;
use service::order::{self, TakenIn};
use service::{ServiceError, case, reporter};
use store::testing::now;

use crate::house::{House, service_at};

const HEAD: &str = "工单编号,来电人,联系电话,来电时间,诉求分类,紧急程度,标题,诉求内容,地址,办理时限,是否保密\n";

/// A sheet with these rows below its headings.
fn sheet(rows: &[&str]) -> Vec<u8> {
    format!("{HEAD}{}\n", rows.join("\n")).into_bytes()
}

async fn upload(house: &House, actor: &Actor, rows: &[&str]) -> IntakeId {
    order::upload(&house.s, actor, "工单.csv", sheet(rows)).await.unwrap()
}

async fn counts(house: &House, actor: &Actor, batch: IntakeId) -> Counts {
    let view = order::view(&house.s, actor, batch).await.unwrap();
    assert_eq!(view.batch.state, State::Checked, "{:?}", view.faults);
    view.batch.counts
}

async fn case_of(house: &House, number: &str) -> CaseId {
    let mut tx = house.s.store.begin_system().await.unwrap();
    store::order::known(&mut tx, &[number]).await.unwrap()[number].0
}

/// How the address of the worker's first door is written.
async fn address(house: &House) -> String {
    let mut tx = house.s.store.begin_system().await.unwrap();
    store::case::door(&mut tx, house.seat(0).dwelling).await.unwrap().unwrap().1.replace(' ', "")
}

#[tokio::test]
async fn an_order_becomes_one_case_at_the_place_that_it_names() {
    let house = House::new().await;
    let street = house.street().await;
    let door = format!("请到{}看看", address(&house).await);
    let community = house.community().await.area;
    house.db.rename_area(community, "向阳社区").await;
    let rows = [
        format!("YDH-1,金女士,16077774321,2026-01-01 08:00,,,暖气不热,三天了,{door},24小时,否"),
        "YDH-2,,,,,,路口积水,下雨就积,进学街道向阳社区门口,,".to_owned(),
        "YDH-3,,16077774322,,,特急,井盖缺失,有人差点掉下去,某处无名路,,是".to_owned(),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();

    let batch = upload(&house, &street, &rows).await;
    assert_eq!(counts(&house, &street, batch).await, Counts { rows: 3, new: 3, ..Counts::default() });
    assert_eq!(house.db.count("case_file").await, 0, "a check takes nothing in");
    let taken = order::write(&house.s, &street, batch, false).await.unwrap();

    assert_eq!(taken, TakenIn { new: 3, changed: 0 });
    let at_door = case::sheet(&house.s, &street, case_of(&house, "YDH-1").await).await.unwrap();
    assert_eq!((at_door.dwelling, at_door.line.phase.light()), (Some(house.seat(0).dwelling), Light::Red));
    assert_eq!(at_door.standing.holder, Desk::area(community));
    let rang: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(at_door.times.business_due_at, Some(rang + TimeDelta::hours(24)), "the sheet's own term");
    let shown = at_door.reporter.unwrap();
    assert_eq!((shown.phone.as_deref(), shown.is_intake_only), (Some("160****4321"), false));
    assert!(!at_door.detail.contains("16077774321") && at_door.detail.contains("工单编号：YDH-1"));
    let at_community = case::sheet(&house.s, &street, case_of(&house, "YDH-2").await).await.unwrap();
    assert_eq!((at_community.standing.holder, at_community.standing.area), (Desk::area(community), community));
    let to_sort = case::sheet(&house.s, &street, case_of(&house, "YDH-3").await).await.unwrap();
    assert_eq!(to_sort.standing.holder, Desk::area(street.area), "nobody knows the place: the street sorts it");
    assert_eq!(to_sort.times.business_due_at, Some(now() + TimeDelta::hours(2)), "an emergency of 12345");
    assert!(to_sort.reporter.unwrap().is_intake_only);
    assert_eq!(house.db.audit_rows("take_in_orders").await.len(), 1);
    let source = Source::Sheet.slug();
    assert!(house.db.audit_rows("report_case").await.iter().all(|row| row.contains(source)));
}

#[tokio::test]
async fn the_same_sheet_again_changes_nothing_and_other_words_are_added_to_the_timeline() {
    let house = House::new().await;
    let street = house.street().await;
    let rows = ["A-1,,,,,,路灯不亮,楼下的路灯不亮,,,", "A-2,,,,,,噪音扰民,夜里施工,,,"];
    let first = upload(&house, &street, &rows).await;
    order::write(&house.s, &street, first, false).await.unwrap();
    let entries = house.db.count("case_event").await;

    let again = upload(&house, &street, &rows).await;
    assert_eq!(counts(&house, &street, again).await, Counts { rows: 2, same: 2, ..Counts::default() });
    assert_eq!(order::write(&house.s, &street, again, false).await.unwrap(), TakenIn::default());
    assert_eq!((house.db.count("case_file").await, house.db.count("case_event").await), (2, entries));

    let other = ["A-1,,,,,,路灯不亮,现在一排路灯都不亮了,,,", rows[1]];
    let changed = upload(&house, &street, &other).await;
    assert_eq!(counts(&house, &street, changed).await, Counts { rows: 2, changed: 1, same: 1, ..Counts::default() });
    assert_eq!(order::write(&house.s, &street, changed, false).await.unwrap(), TakenIn { new: 0, changed: 1 });

    let sheet = case::sheet(&house.s, &street, case_of(&house, "A-1").await).await.unwrap();
    let last = sheet.entries.last().unwrap();
    assert_eq!((sheet.entries.len(), last.kind), (2, Some(Kind::Remark)));
    assert!(last.note.contains("一排路灯") && sheet.line.phase.light() == Light::Red);
    assert_eq!(house.db.count("case_file").await, 2);
    assert_eq!(case::verify_all(&house.s).await.unwrap().1, [], "the timeline's links hold");
}

#[tokio::test]
async fn twenty_wrong_rows_are_listed_at_once_and_left_out_only_when_somebody_says_so() {
    let house = House::new().await;
    let street = house.street().await;
    let wrong: Vec<String> = (0..20)
        .map(|at| match at % 5 {
            0 => format!(",,,,,,标题{at},内容,,,"),
            1 => format!("B-{at},,12,,,,标题,内容,,,"),
            2 => format!("B-{at},,,昨天,,,标题,内容,,尽快,"),
            3 => format!("B-{at},,,,,,,,,,"),
            _ => "B-100,,,,,,标题,内容,,,".to_owned(),
        })
        .collect();
    let rows: Vec<&str> =
        std::iter::once("B-100,,,,,,路灯不亮,内容,,,").chain(wrong.iter().map(String::as_str)).collect();

    let batch = upload(&house, &street, &rows).await;

    let view = order::view(&house.s, &street, batch).await.unwrap();
    assert_eq!(view.batch.counts, Counts { rows: 21, new: 1, faulty: 20, ..Counts::default() });
    let found: Vec<_> = view.faults.iter().map(|found| (found.row, found.field.as_str(), found.fault)).collect();
    assert_eq!(
        found[..6],
        [
            (3, "number", Fault::OrderMissing),
            (4, "phone", Fault::PhoneForm),
            (5, "received_at", Fault::DateForm),
            (5, "due", Fault::DueForm),
            (6, "text", Fault::OrderSilent),
            (7, "number", Fault::OrderTwice),
        ]
    );
    assert_eq!(view.faults[5].other_row, Some(2));
    assert_eq!(found.len(), 24, "every fault of every row");
    let refused = order::write(&house.s, &street, batch, false).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "leaves_out", .. })), "{refused:?}");
    assert_eq!(house.db.count("case_file").await, 0);
    assert_eq!(order::write(&house.s, &street, batch, true).await.unwrap(), TakenIn { new: 1, changed: 0 });
    assert!(matches!(order::write(&house.s, &street, batch, true).await, Err(ServiceError::Conflict)), "once");
}

#[tokio::test]
async fn what_headings_mean_is_asked_once_and_remembered_for_the_sender() {
    let house = House::new().await;
    let (street, centre) = (house.street().await, house.centre().await);
    let file = "单据,说明,来电人电话\nC-1,路灯不亮,16077774321\n".as_bytes().to_vec();

    let batch = order::upload(&house.s, &street, "a.csv", file.clone()).await.unwrap();
    let unknown = order::view(&house.s, &street, batch).await.unwrap();
    assert_eq!(unknown.batch.state, State::Uploaded, "it can't be checked without knowing the number");
    let chosen = ["number", "text", "phone"].map(str::to_owned);
    let twice = ["number", "number", "text"].map(str::to_owned);
    assert!(order::map(&house.s, &street, batch, &twice).await.is_err());
    order::map(&house.s, &street, batch, &chosen).await.unwrap();
    assert_eq!(counts(&house, &street, batch).await.new, 1);

    let next = order::upload(&house.s, &street, "b.csv", file.clone()).await.unwrap();
    assert_eq!(counts(&house, &street, next).await.new, 1, "the sender said so before");
    let others = order::upload(&house.s, &centre, "c.csv", file).await.unwrap();
    assert_eq!(order::view(&house.s, &centre, others).await.unwrap().batch.state, State::Uploaded, "somebody else");
    let hidden = service::intake::view(&house.s, &house.community().await, batch).await.map(|_| ());
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "no list of people: {hidden:?}");
}

#[tokio::test]
async fn what_two_offices_hold_is_taken_in_by_one_of_them_and_a_check_goes_stale() {
    let house = House::new().await;
    let (street, centre, worker) = (house.street().await, house.centre().await, house.worker().await);
    let rows = ["D-1,,,,,,路灯不亮,内容,,,"];
    let at_street = upload(&house, &street, &rows).await;
    let at_centre = upload(&house, &centre, &rows).await;
    let stale = upload(&house, &street, &rows).await;

    order::write(&house.s, &centre, at_centre, false).await.unwrap();

    // The centre's own desk sorts it: the street does not see the case, and learns only that somebody has it.
    let late = order::write(&house.s, &street, at_street, false).await;
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    let view = order::view(&house.s, &street, at_street).await.unwrap();
    assert_eq!((view.faults[0].fault, view.batch.counts.new), (Fault::OrderElsewhere, 0), "it was checked anew");
    assert!(matches!(order::write(&house.s, &street, stale, true).await, Err(ServiceError::Conflict)));
    assert_eq!(house.db.count("case_file").await, 1);
    for refused in [
        order::upload(&house.s, &worker, "a.csv", sheet(&rows)).await.map(|_| ()),
        order::view(&house.s, &worker, at_street).await.map(|_| ()),
        order::answers(&house.s, &worker).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(ServiceError::Forbidden | ServiceError::NotFound)), "{refused:?}");
    }
}

#[tokio::test]
async fn too_many_rows_are_refused_before_anything_is_kept() {
    let house = House::new().await;
    let street = house.street().await;
    let rows: Vec<String> = (0..=MOST_ROWS).map(|at| format!("E-{at},,,,,,标题,内容,,,")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();

    let refused = order::upload(&house.s, &street, "a.csv", sheet(&rows)).await;

    assert!(matches!(refused, Err(ServiceError::Invalid { field: "file", .. })), "{refused:?}");
    assert_eq!(house.db.count("intake_batch").await, 0);
}

#[tokio::test]
async fn the_sheet_that_goes_back_says_what_became_of_each_order_and_names_nobody() {
    let house = House::new().await;
    let street = house.street().await;
    let rows = ["F-1,金女士,16077774321,,,,路灯不亮,内容,,2026-01-01,", "F-2,,,,,,噪音扰民,内容,,,"];
    let batch = upload(&house, &street, &rows).await;
    order::write(&house.s, &street, batch, false).await.unwrap();
    let case = case_of(&house, "F-1").await;
    let later = service_at(house.db.store.clone(), now() + TimeDelta::minutes(5));
    for (kind, note) in [(Kind::Accept, None), (Kind::Finish, Note::new("已更换，联系16077774321"))] {
        let sheet = case::sheet(&later, &street, case).await.unwrap();
        let taken = case::Taken { note, ..crate::case::with_picture(&house, &street, kind).await };
        assert!(matches!(taken.step, Step::Plain(_)));
        case::step(&later, &street, case, sheet.line.version, taken).await.unwrap();
    }

    let answers = order::answers(&house.s, &street).await.unwrap();

    let [first, second] = &answers.rows[..] else { panic!("{answers:?}") };
    assert_eq!((first.number.as_str(), first.light), ("F-1", Light::Blue));
    assert!(first.answer.starts_with("已更换") && first.finished_at.is_some());
    assert_eq!((second.answer.as_str(), second.finished_at), ("", None));
    let said = format!("{answers:?}");
    assert!(!said.contains("16077774321") && !said.contains("金女士"), "{said}");
    assert!(reporter::of_case(&house.s, &street, case).await.unwrap().is_some());
    assert_eq!(house.db.audit_rows("export_orders").await.len(), 1);
}
