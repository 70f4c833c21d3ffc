//! Who reported a case without an account: sealed, masked, rung by those who may, gone a year after the case ended.

use std::ops::ControlFlow;

use chrono::TimeDelta;
use domain::actor::{Access, Action, Actor, access};
use domain::case::{DeskKind, Kind, Light, Note, Reporter, Step};
use domain::id::CaseId;
use service::{ServiceError, case, reporter, retention, rotation};
use store::testing::now;

use crate::case::report_of;
use crate::house::{House, service_at};

const NAME: &str = "金丝雀女士";
const PHONE: &str = "16077774321";

fn said(is_intake_only: bool) -> Reporter {
    Reporter { name: NAME.parse().ok(), phone: PHONE.parse().ok(), is_intake_only }
}

async fn take_call(house: &House, desk: &Actor, serial: u8, reporter: &Reporter) -> CaseId {
    case::report_of(&house.s, desk, report_of(house, serial), reporter).await.unwrap()
}

/// The community hands a case on to a department.
async fn hand_on(house: &House, community: &Actor, department: &Actor, case: CaseId) {
    let DeskKind::Unit(unit) = department.desk.unwrap().kind() else { panic!("it works for a unit") };
    for step in [Step::Plain(Kind::Accept), Step::PassOn(unit)] {
        let sheet = case::sheet(&house.s, community, case).await.unwrap();
        let taken = case::Taken { step, note: Note::new("请办理"), pictures: Vec::new() };
        case::step(&house.s, community, case, sheet.line.version, taken).await.unwrap();
    }
}

#[tokio::test]
async fn intake_sees_a_reporter_masked_and_the_desk_that_holds_the_case_as_well() {
    let house = House::new().await;
    let (community, street, centre) = (house.community().await, house.street().await, house.centre().await);
    let (worker, department) = (house.worker().await, house.department(1).await);
    let open = take_call(&house, &community, 1, &said(false)).await;
    let intake_only = take_call(&house, &community, 2, &said(true)).await;

    for (actor, case) in [(&community, open), (&street, intake_only), (&centre, intake_only)] {
        let shown = reporter::of_case(&house.s, actor, case).await.unwrap().unwrap();
        assert_eq!((shown.name.as_deref(), shown.phone.as_deref()), (Some("金**"), Some("160****4321")));
        assert!(shown.may_call && shown.is_intake_only == (case == intake_only));
        assert_eq!(case::sheet(&house.s, actor, case).await.unwrap().reporter, Some(shown));
    }
    // The grid worker knows of both and holds neither.
    for case in [open, intake_only] {
        assert_eq!(reporter::of_case(&house.s, &worker, case).await.unwrap(), None);
        assert!(matches!(reporter::call(&house.s, &worker, case).await, Err(ServiceError::Forbidden)));
    }
    for case in [open, intake_only] {
        hand_on(&house, &community, &department, case).await;
    }
    assert!(reporter::of_case(&house.s, &department, open).await.unwrap().unwrap().may_call);
    assert_eq!(reporter::of_case(&house.s, &department, intake_only).await.unwrap(), None);
    let refused = reporter::call(&house.s, &department, intake_only).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn a_number_that_was_given_is_written_down_and_counted_also_a_departments() {
    let house = House::new().await;
    let (community, department) = (house.community().await, house.department(1).await);
    let stranger = house.department(2).await;
    let case = take_call(&house, &community, 1, &said(false)).await;
    hand_on(&house, &community, &department, case).await;

    let hidden = reporter::call(&house.s, &stranger, case).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound)), "{hidden:?}");
    let mut given = 0;
    let refused = loop {
        match reporter::call(&house.s, &department, case).await {
            Ok(phone) => assert_eq!(phone.reveal(), PHONE),
            Err(error) => break error,
        }
        given += 1;
        assert!(given <= service::notice::DIAL_LIMIT, "there is a limit");
    };

    assert!(matches!(refused, ServiceError::TooMany), "{refused:?}");
    let rows = house.db.audit_rows("dial_reporter").await;
    assert_eq!(rows.len() as i64, service::notice::DIAL_LIMIT);
    assert!(rows.iter().all(|row| !format!("{row:?}").contains(PHONE)), "the number is not on the trail");
    assert_eq!(access(&department, Action::TakeCalls, department.area), Access::Unknown);
}

#[tokio::test]
async fn neither_name_nor_number_stands_in_a_dump() {
    let house = House::new().await;
    take_call(&house, &house.community().await, 1, &said(false)).await;

    let dump = house.db.dump().await;

    assert!(dump.contains("COPY public.case_reporter "));
    for canary in [NAME, PHONE] {
        let hex = canary.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(!dump.contains(canary) && !dump.contains(&hex), "the dump holds {canary}");
    }
}

#[tokio::test]
async fn a_reporter_is_read_and_found_before_during_and_after_a_change_of_keys() {
    let house = House::new().await;
    let desk = house.community().await;
    let cases = [take_call(&house, &desk, 1, &said(false)).await, take_call(&house, &desk, 2, &said(false)).await];
    let named = take_call(&house, &desk, 3, &Reporter { name: NAME.parse().ok(), ..Reporter::default() }).await;
    let range = House::root().range();
    let phone = PHONE.parse().unwrap();
    let read = async || {
        let mut tx = house.s.store.begin_system().await.unwrap();
        for case in cases {
            assert_eq!(store::reporter::of_case(&mut tx, case).await.unwrap(), Some(said(false)));
        }
        let by_name = store::reporter::of_case(&mut tx, named).await.unwrap().unwrap();
        assert_eq!((by_name.name, by_name.phone), (NAME.parse().ok(), None));
        let (count, open) = store::reporter::cases_of(&mut tx, &phone, range, 10).await.unwrap();
        assert_eq!((count, open.len()), (2, 2));
    };
    read().await;

    // Nobody has a file here: what the rotation seals anew are reporters and nothing else.
    house.s.store.keyring().rotate([77; 32], 0).unwrap();
    read().await;
    let rotated = rotation::rotate(&house.s, 1, &mut |_, _| ControlFlow::Continue(())).await.unwrap();
    let forgotten = rotation::retire(&service_at(house.db.store.clone(), now() + TimeDelta::hours(1))).await.unwrap();

    assert!(!forgotten.is_empty() && !forgotten.contains(&rotated.key));
    read().await;
}

#[tokio::test]
async fn a_reporter_is_forgotten_a_year_after_the_case_ended_and_not_before() {
    let house = House::new().await;
    let seat = house.seat(0);
    let (ended, open) =
        (house.db.add_case(&seat, 1, Light::Green).await, house.db.add_case(&seat, 2, Light::Red).await);
    house.db.let_report(&seat, NAME, PHONE).await;
    house.db.date_case(ended, now()).await;
    let kept = async |days: i64| {
        let s = service_at(house.db.store.clone(), now() + TimeDelta::days(days));
        let mut tx = s.store.begin_system().await.unwrap();
        retention::sweep(&s, &mut tx).await.unwrap();
        let ended = store::reporter::of_case(&mut tx, ended).await.unwrap().is_some();
        let open = store::reporter::of_case(&mut tx, open).await.unwrap().is_some();
        tx.commit().await.unwrap();
        (ended, open)
    };

    assert_eq!(kept(i64::from(Reporter::KEPT_DAYS) - 1).await, (true, true));
    assert_eq!(kept(i64::from(Reporter::KEPT_DAYS) + 1).await, (false, true));
}
