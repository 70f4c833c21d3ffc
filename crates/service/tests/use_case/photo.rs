//! Photos: who keeps, sees and takes away; a document for a reason, for two minutes, each look written down; sealed.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::clock::FixedClock;
use domain::file::Problem;
use domain::id::{PhotoId, ResidentId};
use domain::person::Reason;
use domain::photo::{Draft, ERASE_DAYS, Kind, MOST, SHOWN_S, Subject};
use domain::regrid::Regrid;
use service::photo::{self, Size};
use service::{OsEntropy, Service, ServiceError, rotation};
use store::testing::{county, grid_of, now};

use crate::house::House;

/// Two by three grey pixels, with a comment beside them.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\x9c\x81\x81]\0\0\0\x11tEXtComment\0TEXT-MARK\xd1_\xb3\xc1\0\0\0\x0dIDATx\xdach\x98\xc0\0F\0\x0eI\x031(\0T\xc6\0\0\0\0IEND\xaeB`\x82";

async fn lived_in() -> (House, Actor, Subject) {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    // The tests give every dwelling one resident with the dwelling's serial number.
    let resident = ResidentId::new(county(), house.seat(0).dwelling.serial());
    (house, worker, Subject::Resident(resident))
}

fn draft(kind: Kind) -> Draft {
    Draft { kind, caption: " 门口 ".to_owned(), taken_on: now().date_naive() }
}

async fn add(house: &House, actor: &Actor, subject: Subject, kind: Kind) -> PhotoId {
    photo::add(&house.s, actor, subject, draft(kind), PNG.to_vec()).await.unwrap()
}

#[tokio::test]
async fn a_portrait_and_a_photo_of_the_dwelling_are_shown_to_whoever_sees_the_file_and_lie_sealed() {
    let (house, worker, person) = lived_in().await;
    let home = Subject::Dwelling(house.seat(0).dwelling);
    let portrait = add(&house, &worker, person, Kind::Portrait).await;
    let front = add(&house, &worker, home, Kind::Dwelling).await;

    for actor in [&worker, &house.centre().await] {
        for shown in [portrait, front] {
            let seen = photo::picture(&house.s, actor, shown, Size::Small).await.unwrap();
            assert!(seen.starts_with(b"\xff\xd8\xff"), "JPEG, whatever was sent");
        }
        let album = photo::of_dwelling(&house.s, actor, house.seat(0).dwelling).await.unwrap();
        assert_eq!((album.lines[0].0.caption.as_str(), album.lines[0].0.size), ("门口", (2, 3)));
        assert_eq!(album.may_edit, actor == &worker);
    }
    let (stranger, wall) = (house.stranger().await, house.wall().await);
    for shown in [portrait, front] {
        let stranger = photo::picture(&house.s, &stranger, shown, Size::Whole).await;
        let wall = photo::picture(&house.s, &wall, shown, Size::Whole).await;
        assert!(matches!((stranger, wall), (Err(ServiceError::NotFound), Err(ServiceError::NotFound))));
    }
    let dump = house.db.dump().await;
    assert!(dump.contains("门口") && !dump.contains("ffd8ff"), "no picture lies open");
}

#[tokio::test]
async fn a_documents_photo_is_shown_for_a_reason_for_two_minutes_and_each_look_is_written_down() {
    let (house, worker, person) = lived_in().await;
    let paper = add(&house, &worker, person, Kind::Document).await;
    let see = async |s: &Service, actor: &Actor| photo::picture(s, actor, paper, Size::Whole).await.map(drop);
    assert!(matches!(see(&house.s, &worker).await, Err(ServiceError::Forbidden)));

    photo::unmask(&house.s, &worker, paper, Reason::Verify).await.unwrap();

    see(&house.s, &worker).await.unwrap();
    see(&house.s, &worker).await.unwrap();
    let leader = house.db.actor(Role::GridLeader, grid_of(1, 1, 1), 120).await;
    let centre = house.centre().await;
    assert!(matches!(see(&house.s, &leader).await, Err(ServiceError::Forbidden)), "a reason is one's own");
    assert!(matches!(photo::unmask(&house.s, &centre, paper, Reason::Verify).await, Err(ServiceError::Forbidden)));
    let later = FixedClock(now() + TimeDelta::seconds(SHOWN_S));
    let later = Service::new(house.db.store.clone(), Arc::new(later), Arc::new(OsEntropy));
    assert!(matches!(see(&later, &worker).await, Err(ServiceError::Forbidden)));
    assert_eq!(house.db.audit_rows("view_photo").await.len(), 2);
    let reasons = house.db.audit_rows("unmask_photo").await;
    assert!(reasons.len() == 1 && reasons[0].contains("verify") && !reasons[0].contains("门口"), "{reasons:?}");
}

#[tokio::test]
async fn looks_at_documents_and_at_people_count_together() {
    let (house, worker, person) = lived_in().await;
    let paper = add(&house, &worker, person, Kind::Document).await;
    let Subject::Resident(resident) = person else { panic!("a person") };
    for _ in 0..30 {
        photo::unmask(&house.s, &worker, paper, Reason::Verify).await.unwrap();
        service::resident::unmask(&house.s, &worker, resident, Reason::Verify).await.unwrap();
    }

    let more = photo::unmask(&house.s, &worker, paper, Reason::Verify).await;

    assert!(matches!(more, Err(ServiceError::TooMany)), "{more:?}");
}

#[tokio::test]
async fn who_does_not_keep_the_file_adds_nothing_and_what_does_not_fit_is_said_by_field() {
    let (house, worker, person) = lived_in().await;
    let sent = async |actor: &Actor, draft: Draft, bytes: &[u8]| {
        photo::add(&house.s, actor, person, draft, bytes.to_vec()).await.map(drop)
    };
    let fault = |done: Result<(), ServiceError>| match done {
        Err(ServiceError::Entry(problems)) => (problems[0].field.clone(), problems[0].problem),
        other => panic!("{other:?}"),
    };

    assert!(matches!(sent(&house.stranger().await, draft(Kind::Portrait), PNG).await, Err(ServiceError::NotFound)));
    assert!(matches!(sent(&house.centre().await, draft(Kind::Portrait), PNG).await, Err(ServiceError::Forbidden)));
    assert_eq!(fault(sent(&worker, draft(Kind::Dwelling), PNG).await), ("kind".to_owned(), Problem::UnknownWord));
    let text = sent(&worker, draft(Kind::Portrait), b"%PDF-1.7").await;
    assert_eq!(fault(text), ("photo".to_owned(), Problem::PhotoKind));
    for _ in 0..MOST {
        sent(&worker, draft(Kind::Portrait), PNG).await.unwrap();
    }
    let one_more = sent(&worker, draft(Kind::Portrait), PNG).await;
    assert_eq!(fault(one_more), ("photo".to_owned(), Problem::PhotoMany));
}

#[tokio::test]
async fn what_was_taken_away_is_seen_by_nobody_and_erased_after_a_month() {
    let (house, worker, person) = lived_in().await;
    let portrait = add(&house, &worker, person, Kind::Portrait).await;
    let by_centre = photo::remove(&house.s, &house.centre().await, portrait).await;
    assert!(matches!(by_centre, Err(ServiceError::Forbidden)), "{by_centre:?}");

    photo::remove(&house.s, &worker, portrait).await.unwrap();

    let seen = photo::picture(&house.s, &worker, portrait, Size::Whole).await;
    let again = photo::remove(&house.s, &worker, portrait).await;
    assert!(matches!((seen, again), (Err(ServiceError::NotFound), Err(ServiceError::NotFound))));
    let mut tx = house.db.store.begin_system().await.unwrap();
    let soon = now().date_naive();
    assert_eq!(store::photo::erase_removed(&mut tx, ERASE_DAYS, soon).await.unwrap(), 0);
    let late = soon + TimeDelta::days(i64::from(ERASE_DAYS) + 2);
    assert_eq!(store::photo::erase_removed(&mut tx, ERASE_DAYS, late).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let rows = [house.db.audit_rows("add_photo").await, house.db.audit_rows("remove_photo").await];
    assert_eq!(rows.map(|rows| rows.len()), [1, 1]);
}

#[tokio::test]
async fn photos_follow_a_building_to_another_grid_and_survive_a_change_of_the_key() {
    let (house, worker, person) = lived_in().await;
    let home = Subject::Dwelling(house.seat(0).dwelling);
    let photos = [add(&house, &worker, person, Kind::Portrait).await, add(&house, &worker, home, Kind::Dwelling).await];
    let (old, new) = (grid_of(1, 1, 1), grid_of(1, 1, 2));
    let community = house.db.actor(Role::Community, old.parent().unwrap(), 121).await;
    let change = Regrid::HandOver { from: old, into: new, buildings: vec![house.seat(0).building] };

    service::regrid::change(&house.s, &community, &change).await.unwrap();
    rotation::rotate(&house.s, 10, &mut |_, _| ControlFlow::Continue(())).await.unwrap();

    let heir = house.db.actor(Role::GridWorker, new, 122).await;
    for moved in photos {
        let theirs = photo::picture(&house.s, &heir, moved, Size::Whole).await.unwrap();
        assert!(theirs.starts_with(b"\xff\xd8\xff"));
        let ours = photo::picture(&house.s, &worker, moved, Size::Whole).await;
        assert!(matches!(ours, Err(ServiceError::NotFound)), "{ours:?}");
    }
    let mut tx = house.db.store.begin_system().await.unwrap();
    let key = house.s.store.keyring().current().unwrap();
    assert_eq!(store::rotation::outstanding(&mut tx, key).await.unwrap(), 0);
}
