//! A person's fields, gone through at the door by phones that were out of reach: each field on its own, done once, nothing overwritten
//! unseen, and conflicts decided in the words of the file.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::conflict::{Held, Side};
use domain::doorstep::fields;
use domain::file::{Group, Problem};
use domain::id::ResidentId;
use domain::operation::OperationId;
use domain::sync::{Kind, Moment, Sent};
use service::conflict::Said;
use service::contact::Outcome;
use service::doorstep::{self, Entry, Sheet, Shown};
use service::{ServiceError, conflict};
use store::conflict::{Late, PHONE};
use store::testing::{county, now};
use vault::Nonces;

use crate::house::House;

pub fn sent(serial: u32, kind: Kind) -> Sent {
    Sent { operation: operation(serial), kind, moment: Moment::now(now()) }
}

pub fn operation(serial: u32) -> OperationId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&serial.to_be_bytes());
    OperationId::new(bytes)
}

fn write(serial: u32) -> Sent {
    sent(serial, Kind::File)
}

pub async fn lived_in() -> (House, Actor, ResidentId) {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    let resident = ResidentId::new(county(), house.seat(0).dwelling.serial());
    (house, worker, resident)
}

pub async fn page(house: &House, actor: &Actor, resident: ResidentId) -> Shown {
    doorstep::shown(&house.s, actor, resident).await.unwrap()
}

/// The form of a page as it comes back when some of its fields were changed.
pub fn filled(resident: ResidentId, page: &Shown, changes: &[(&str, &str)]) -> Sheet {
    let entry = |slug: &'static str| {
        let typed = changes.iter().find(|(changed, _)| *changed == slug).map(|(_, text)| (*text).to_owned());
        let typed = typed.or_else(|| page.values.get(slug).cloned()).unwrap_or_default();
        (slug.to_owned(), Entry { typed, base: page.bases[slug].clone() })
    };
    Sheet { resident, entries: fields().map(|field| entry(field.slug)).collect(), after: None }
}

async fn values(house: &House, actor: &Actor, resident: ResidentId) -> BTreeMap<String, String> {
    page(house, actor, resident).await.values
}

fn text(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(slug, value)| ((*slug).to_owned(), (*value).to_owned())).collect()
}

fn problems<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> Vec<(String, Problem)> {
    let Err(ServiceError::Entry(problems)) = answer else { panic!("{answer:?}") };
    problems.into_iter().map(|found| (found.field, found.problem)).collect()
}

#[tokio::test]
async fn two_phones_that_change_different_fields_of_one_person_both_land() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = page(&house, &worker, resident).await;

    let first = filled(resident, &seen, &[("occupation", "教师")]);
    let second = filled(resident, &seen, &[("marital", "20"), ("workplace", " 珲春一中 ")]);
    assert_eq!(doorstep::change(&house.s, &worker, &write(1), &first).await.unwrap(), Outcome::Done);
    assert_eq!(doorstep::change(&house.s, &community, &write(2), &second).await.unwrap(), Outcome::Done);

    let both = text(&[("occupation", "教师"), ("marital", "20"), ("workplace", "珲春一中")]);
    assert_eq!(values(&house, &worker, resident).await, both);
    assert_eq!(house.db.count("merge_conflict").await, 0);
}

#[tokio::test]
async fn a_field_that_two_changed_is_one_conflict_and_the_rest_of_the_form_is_written() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = page(&house, &worker, resident).await;
    let theirs = filled(resident, &seen, &[("marital", "20")]);
    doorstep::change(&house.s, &community, &write(1), &theirs).await.unwrap();

    let late = filled(resident, &seen, &[("marital", "40"), ("occupation", "教师"), ("permit_from_on", "2026-05-01")]);
    for _ in 0..2 {
        let outcome = doorstep::change(&house.s, &worker, &write(2), &late).await.unwrap();
        assert_eq!(outcome, Outcome::Conflict, "also when its answer was lost");
    }

    let now = values(&house, &worker, resident).await;
    assert_eq!(now, text(&[("marital", "20"), ("occupation", "教师"), ("permit_from_on", "2026-05-01")]));
    for asks in [&worker, &community] {
        let open = conflict::list(&house.s, asks).await.unwrap();
        assert_eq!((open.len(), open[0].field.as_str()), (1, "marital"));
        assert_eq!(open[0].mine, Some(Said::Word("离婚".to_owned(), "Divorced".to_owned())), "by its name");
        assert_eq!(open[0].theirs, Some(Said::Word("已婚".to_owned(), "Married".to_owned())));
        assert_eq!(open[0].is_own, asks.account == worker.account);
        assert!(open[0].theirs_by.is_some());
    }
    assert!(conflict::list(&house.s, &house.stranger().await).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_left_as_it_was_shown_overwrites_nothing() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let first = page(&house, &worker, resident).await;
    let newer = filled(resident, &first, &[("occupation", "教师"), ("inflow", "work")]);
    doorstep::change(&house.s, &community, &write(1), &newer).await.unwrap();

    // A page of the morning, on which nothing of that stands yet.
    let late = filled(resident, &first, &[("native_place", "吉林延吉")]);
    assert_eq!(doorstep::change(&house.s, &worker, &write(2), &late).await.unwrap(), Outcome::Done);

    let now = values(&house, &worker, resident).await;
    assert_eq!(now, text(&[("occupation", "教师"), ("inflow", "work"), ("native_place", "吉林延吉")]));
    // A field that was cut off on its way says nothing either.
    let mut short = filled(resident, &page(&house, &worker, resident).await, &[("workplace", "x")]);
    short.entries.retain(|slug, _| slug == "workplace");
    doorstep::change(&house.s, &worker, &write(3), &short).await.unwrap();
    assert_eq!(values(&house, &worker, resident).await.len(), 4);
}

#[tokio::test]
async fn a_form_is_done_once_however_often_it_arrives() {
    let (house, worker, resident) = lived_in().await;
    let sheet = filled(resident, &page(&house, &worker, resident).await, &[("occupation", "教师")]);

    let own = write(1);
    let (first, second) = tokio::join!(
        doorstep::change(&house.s, &worker, &own, &sheet),
        doorstep::change(&house.s, &worker, &own, &sheet)
    );
    let outcomes = [first.unwrap(), second.unwrap()];
    assert!(outcomes.contains(&Outcome::Done) && outcomes.contains(&Outcome::Again), "{outcomes:?}");
    let desk = filled(resident, &page(&house, &worker, resident).await, &[("occupation", "医生")]);
    doorstep::change(&house.s, &worker, &write(2), &desk).await.unwrap();
    let audits = house.db.count("audit").await;
    assert_eq!(doorstep::change(&house.s, &worker, &own, &sheet).await.unwrap(), Outcome::Again);

    assert_eq!(house.db.count("audit").await, audits);
    assert_eq!(values(&house, &worker, resident).await["occupation"], "医生");
    assert_eq!(house.db.count("field_operation").await, 2);
    let other = sent(1, Kind::Contact);
    assert!(matches!(doorstep::change(&house.s, &worker, &other, &sheet).await, Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn ones_own_earlier_forms_are_no_conflict_although_the_page_is_old() {
    let (house, worker, resident) = lived_in().await;
    let seen = page(&house, &worker, resident).await;
    let step = |after: Option<u32>, changes: &[(&str, &str)]| Sheet {
        after: after.map(operation),
        ..filled(resident, &seen, changes)
    };
    let first = step(None, &[("occupation", "教师")]);
    let second = step(Some(1), &[("workplace", "一中")]);
    let third = step(Some(2), &[("occupation", "校长")]);
    for (serial, sheet) in [(1, &first), (2, &second), (3, &third)] {
        let outcome = doorstep::change(&house.s, &worker, &write(serial), sheet).await.unwrap();
        assert_eq!(outcome, Outcome::Done, "{serial}");
    }
    assert_eq!(values(&house, &worker, resident).await, text(&[("occupation", "校长"), ("workplace", "一中")]));

    // Another account can't claim to have written it.
    let foreign = step(Some(3), &[("occupation", "医生")]);
    let community = house.community().await;
    assert_eq!(doorstep::change(&house.s, &community, &write(4), &foreign).await.unwrap(), Outcome::Conflict);
}

#[tokio::test]
async fn what_is_wrong_is_refused_whole_and_can_be_sent_again_under_the_same_number() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = page(&house, &worker, resident).await;
    let typed = |until| {
        filled(resident, &seen, &[("occupation", "教师"), ("marital", until), ("permit_until_on", "2026-04-01")])
    };
    let from = filled(resident, &seen, &[("permit_from_on", "2026-05-01")]);
    doorstep::change(&house.s, &community, &write(1), &from).await.unwrap();

    let wrong = doorstep::change(&house.s, &worker, &write(2), &typed("?")).await;
    let said = problems(wrong);
    let all = [("marital", Problem::UnknownWord), ("permit_until_on", Problem::OutOfOrder)];
    assert_eq!(said, all.map(|(field, problem)| (field.to_owned(), problem)), "all at once, beside what others wrote");
    let order = doorstep::change(&house.s, &worker, &write(2), &typed("20")).await;
    assert_eq!(problems(order), [("permit_until_on".to_owned(), Problem::OutOfOrder)]);
    assert_eq!(values(&house, &worker, resident).await, text(&[("permit_from_on", "2026-05-01")]), "nothing of it");

    let right = filled(resident, &seen, &[("occupation", "教师"), ("permit_until_on", "2027-04-01")]);
    assert_eq!(doorstep::change(&house.s, &worker, &write(2), &right).await.unwrap(), Outcome::Done);
    assert_eq!(values(&house, &worker, resident).await.len(), 3);
}

#[tokio::test]
async fn nobody_of_another_area_sees_or_changes_anything() {
    let (house, worker, resident) = lived_in().await;
    let (stranger, centre) = (house.stranger().await, house.centre().await);
    let sheet = filled(resident, &page(&house, &worker, resident).await, &[("occupation", "教师")]);

    for (who, is_known) in [(&stranger, false), (&centre, true)] {
        let looked = doorstep::shown(&house.s, who, resident).await.map(drop);
        let changed = doorstep::change(&house.s, who, &write(1), &sheet).await.map(drop);
        for answer in [looked, changed] {
            let right = matches!(answer, Err(ServiceError::NotFound)) != is_known;
            assert!(right && !matches!(answer, Ok(())), "{answer:?}");
        }
    }
    assert_eq!(house.db.count("field_operation").await, 0);
}

#[tokio::test]
async fn a_conflict_is_decided_either_way_and_only_over_what_was_seen() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let mut serial = 0;
    for (side, ends_as) in [(Side::Mine, "40"), (Side::Theirs, "20")] {
        let seen = page(&house, &worker, resident).await;
        let [first, late] = ["20", "40"].map(|code| filled(resident, &seen, &[("marital", code)]));
        let (first, late) =
            if side == Side::Mine { (first, late) } else { (first, filled(resident, &seen, &[("marital", "")])) };
        doorstep::change(&house.s, &community, &write(serial + 1), &first).await.unwrap();
        assert_eq!(doorstep::change(&house.s, &worker, &write(serial + 2), &late).await.unwrap(), Outcome::Conflict);
        let open = conflict::list(&house.s, &community).await.unwrap();
        assert_eq!(open[0].mine.is_none(), side == Side::Theirs, "an empty one takes the value away");
        let (own, chosen) = (sent(serial + 3, Kind::Settle), (open[0].id, side));
        let stale = conflict::settle(&house.s, &community, &own, chosen, &seen.bases["marital"]).await;
        assert!(matches!(stale, Err(ServiceError::Conflict)), "it says something else than was seen");
        let settled = conflict::settle(&house.s, &community, &own, chosen, &open[0].base).await.unwrap();
        assert_eq!(settled, Outcome::Done);
        assert_eq!(values(&house, &worker, resident).await["marital"], ends_as);
        assert!(conflict::list(&house.s, &worker).await.unwrap().is_empty());
        serial += 3;
    }
}

#[tokio::test]
async fn a_late_value_that_no_longer_fits_is_not_written_by_the_decision_either() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = page(&house, &worker, resident).await;
    let theirs = filled(resident, &seen, &[("permit_until_on", "2027-12-31")]);
    doorstep::change(&house.s, &community, &write(1), &theirs).await.unwrap();
    let late = filled(resident, &seen, &[("permit_until_on", "2026-03-31")]);
    assert_eq!(doorstep::change(&house.s, &worker, &write(2), &late).await.unwrap(), Outcome::Conflict);
    let from = filled(resident, &page(&house, &worker, resident).await, &[("permit_from_on", "2026-05-01")]);
    doorstep::change(&house.s, &worker, &write(3), &from).await.unwrap();

    let open = conflict::list(&house.s, &worker).await.unwrap();
    let chosen = (open[0].id, Side::Mine);
    let refused = conflict::settle(&house.s, &worker, &sent(4, Kind::Settle), chosen, &open[0].base).await;
    assert_eq!(problems(refused), [("permit_until_on".to_owned(), Problem::OutOfOrder)]);
    assert_eq!(conflict::list(&house.s, &worker).await.unwrap().len(), 1, "it still waits");
}

#[tokio::test]
async fn a_group_is_verified_when_the_form_showed_it_whole_and_nobody_overtook_it() {
    let (house, worker, resident) = lived_in().await;
    let community = house.community().await;
    let seen = page(&house, &worker, resident).await;
    let own = Sent { moment: Moment { at: now() - TimeDelta::days(3), said_at: None }, ..write(1) };
    doorstep::change(&house.s, &worker, &own, &filled(resident, &seen, &[("marital", "20")])).await.unwrap();
    let late = Sent { moment: Moment { at: now() - TimeDelta::days(1), said_at: None }, ..write(2) };
    doorstep::change(&house.s, &community, &late, &filled(resident, &seen, &[("inflow", "work")])).await.unwrap();

    let mut tx = house.s.store.begin(&worker).await.unwrap();
    let rows = store::verification::of(&mut tx, resident.number(), false).await.unwrap();
    let day = |group: Group| rows.iter().find(|row| row.group == group).map(|row| row.day);
    assert_eq!(
        day(Group::Background),
        Some(domain::clock::civil_date(own.moment.at)),
        "the later form was overtaken there"
    );
    assert_eq!(day(Group::Residence), Some(domain::clock::civil_date(late.moment.at)));
    assert_eq!(day(Group::Identity), None, "nobody saw the name");
    let trail = house.db.audited().await;
    assert_eq!(trail.iter().filter(|action| *action == "verify_file").count(), 1, "{trail:?}");
    assert!(house.db.audit_rows("edit_file").await.iter().all(|row| !row.contains("20\"") && row.contains("fields")));
}

#[tokio::test]
async fn every_field_of_the_form_and_the_telephone_can_wait_in_the_inbox_and_no_other() {
    let (house, worker, resident) = lived_in().await;
    let held: Held = "x".parse().unwrap();
    let own = write(1);
    let known: Vec<_> = fields().map(|field| field.slug).chain([PHONE]).collect();
    for (field, is_known) in known.iter().map(|field| (*field, true)).chain([("name", false), ("medical_note", false)])
    {
        let mut tx = house.s.store.begin(&worker).await.unwrap();
        let late = Late { resident, area: house.seat(0).area, field, mine: Some(&held), theirs: None, sent: &own };
        let kept = store::conflict::keep(&mut tx, &worker, &mut Nonces::new([7; 32]), &late, now()).await;
        assert_eq!(kept.is_ok(), is_known, "{field}");
    }
}
