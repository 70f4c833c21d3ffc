//! The resident e-file: moves that keep history, entries with all their faults at once, merges that can be undone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::actor::Actor;
use domain::cell::LabelCode;
use domain::clock::civil_date;
use domain::file::{Group, Method, Problem};
use domain::household::Occupancy;
use domain::id::{DwellingId, ResidentId};
use domain::note::{Note, NoteKind, NotePlace};
use domain::person::Relation;
use domain::stay::{EndReason, StayKind};
use service::file::{self, Entry};
use service::stay::{self, MoveIn, Who};
use service::{ServiceError, home, household, merge};
use store::testing::{county, now};

use crate::house::House;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// The tests give every dwelling one resident with the dwelling's serial number.
fn resident_of(dwelling: DwellingId) -> ResidentId {
    ResidentId::new(county(), dwelling.serial())
}

async fn lived_in() -> (House, Actor, DwellingId) {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;
    let dwelling = house.seat(0).dwelling;
    (house, worker, dwelling)
}

fn tenant(fields: &[(&str, &str)]) -> MoveIn {
    MoveIn {
        who: Who::New { typed: typed(fields), is_checked: true, is_other: false },
        kind: StayKind::Actual,
        relation: Relation::Tenant,
        from_on: Some(civil_date(now())),
        method: Method::Document,
    }
}

async fn revision(house: &House, actor: &Actor, dwelling: DwellingId) -> i64 {
    household::card(&house.s, actor, dwelling).await.unwrap().revision
}

fn problems<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> Vec<(String, Problem)> {
    let Err(ServiceError::Entry(problems)) = answer else { panic!("{answer:?}") };
    problems.into_iter().map(|found| (found.field, found.problem)).collect()
}

#[tokio::test]
async fn a_tenant_is_replaced_and_the_house_still_knows_the_last_one() {
    let (house, worker, dwelling) = lived_in().await;
    let (old, today) = (resident_of(dwelling), civil_date(now()));
    let outbox = house.db.count("outbox").await;

    let seen = revision(&house, &worker, dwelling).await;
    stay::move_out(&house.s, &worker, dwelling, seen, (old, today, false)).await.unwrap();
    let seen = revision(&house, &worker, dwelling).await;
    let fields = [("name", "新租客"), ("id_number", "999999195003010820")];
    let new = stay::move_in(&house.s, &worker, dwelling, seen, tenant(&fields)).await.unwrap();

    let page = home::view(&house.s, &worker, dwelling).await.unwrap();
    let people: Vec<_> = page.card.people.iter().map(|person| (person.resident, person.relation)).collect();
    assert_eq!(people, [(new, Relation::Tenant)]);
    assert_eq!(page.card.people[0].age_years, Some(76), "the number says the birthday");
    assert_eq!(page.past.len(), 1);
    assert_eq!((page.past[0].stay.resident, page.past[0].stay.end_reason), (old, Some(EndReason::Moved)));
    assert_eq!(page.card.residents, 1);
    assert_eq!(house.db.count("outbox").await, outbox + 2);
    let gone = file::view(&house.s, &worker, old).await.unwrap();
    assert_eq!(gone.stays[0].stay.to_on, Some(today), "点人知房: the person's file has the same history");
    let trail = house.db.audit_rows("move_in").await;
    assert!(!trail[0].contains("新租客") && !trail[0].contains("9999991950"), "{trail:?}");
}

#[tokio::test]
async fn somebody_with_a_file_moves_over_and_both_doors_know_it() {
    let (house, worker, from) = lived_in().await;
    let to = house.seat(1).dwelling;
    let who = resident_of(from);
    let new = MoveIn { who: Who::Known(who), relation: Relation::Other, ..tenant(&[]) };

    let seen = revision(&house, &worker, to).await;
    stay::move_in(&house.s, &worker, to, seen, new).await.unwrap();

    let (left, entered) =
        (home::view(&house.s, &worker, from).await.unwrap(), home::view(&house.s, &worker, to).await.unwrap());
    assert_eq!((left.card.residents, entered.card.residents), (0, 2));
    assert_eq!(left.others[0].stay.kind, StayKind::Registered, "registered here, living elsewhere");
    // 退役军人 came with the person and goes with the person.
    assert!(!left.card.labels.contains(&LabelCode(17)) && entered.card.labels.contains(&LabelCode(17)));
}

#[tokio::test]
async fn everything_wrong_with_a_new_person_is_said_at_once_and_nothing_is_kept() {
    let (house, worker, dwelling) = lived_in().await;
    let residents = house.db.count("resident").await;
    let fields = [("name", "欧阳试"), ("id_number", "999999195003010828"), ("born_on", "1990-01-01"), ("permit", "x")];

    let seen = revision(&house, &worker, dwelling).await;
    let refused = problems(stay::move_in(&house.s, &worker, dwelling, seen, tenant(&fields)).await);

    assert!(refused.contains(&("id_number".to_owned(), Problem::IdCheck)), "{refused:?}");
    assert!(refused.contains(&("permit".to_owned(), Problem::UnknownWord)), "{refused:?}");
    assert_eq!(house.db.count("resident").await, residents);
}

#[tokio::test]
async fn a_namesake_with_the_same_birthday_is_shown_before_a_second_file_is_made() {
    let (house, worker, dwelling) = lived_in().await;
    let fields = [("name", "欧阳试"), ("born_on", "1990-01-01")];
    let seen = revision(&house, &worker, dwelling).await;

    let refused = problems(stay::move_in(&house.s, &worker, dwelling, seen, tenant(&fields)).await);
    assert!(refused.iter().all(|(field, problem)| field == "name" && matches!(problem, Problem::Duplicate(_))));

    let other = Who::New { typed: typed(&fields), is_checked: false, is_other: true };
    let new = MoveIn { who: other, ..tenant(&[]) };
    stay::move_in(&house.s, &worker, dwelling, seen, new).await.unwrap();
    let card = household::card(&house.s, &worker, dwelling).await.unwrap();
    assert_eq!((card.people.len(), card.residents), (2, 1), "待核实 is listed and not counted");
}

#[tokio::test]
async fn a_person_of_whom_nothing_is_known_can_be_entered() {
    let (house, worker, dwelling) = lived_in().await;
    let seen = revision(&house, &worker, dwelling).await;

    let added = stay::move_in(&house.s, &worker, dwelling, seen, tenant(&[])).await;

    assert!(added.is_ok(), "{added:?}");
}

#[tokio::test]
async fn a_field_group_is_changed_verified_and_says_by_whom() {
    let (house, worker, dwelling) = lived_in().await;
    let who = resident_of(dwelling);
    let before = file::view(&house.s, &worker, who).await.unwrap();
    let entry = Entry {
        group: Group::Background,
        typed: typed(&[("occupation", "教师"), ("education", "20"), ("name", "别的")]),
        method: Some(Method::Door),
        is_checked: None,
    };

    file::edit(&house.s, &worker, who, before.revision, &entry).await.unwrap();

    let after = file::view(&house.s, &worker, who).await.unwrap();
    let group = after.groups.iter().find(|state| state.group == Group::Background).unwrap();
    assert_eq!((group.filled, group.required), (2, 2));
    assert_eq!(group.verified_on, Some(civil_date(now())));
    assert_eq!(group.by.as_ref().map(|(_, method)| *method), Some(Method::Door));
    assert_eq!(after.values["occupation"], "教师");
    assert!(!after.values.contains_key("name"), "what is masked is not on its way");
    assert_eq!(after.person.name, before.person.name, "another group's field is left alone");
    let late = file::edit(&house.s, &worker, who, before.revision, &entry).await;
    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    let trail = house.db.audit_rows("edit_file").await;
    assert!(trail[0].contains("occupation") && !trail[0].contains("教师"), "{trail:?}");
    assert!(after.looks.iter().any(|look| look.action == "edit_file"), "a resident can be told who looked");
}

#[tokio::test]
async fn a_key_group_of_a_person_is_a_label_of_the_household() {
    let (house, worker, dwelling) = lived_in().await;
    let who = resident_of(dwelling);
    let seen = file::view(&house.s, &worker, who).await.unwrap().revision;
    let care = typed(&[("key_group_14", "on"), ("level_14", "二级"), ("skill_nursing", "on")]);
    let entry = Entry { group: Group::Care, typed: care, method: None, is_checked: None };

    file::edit(&house.s, &worker, who, seen, &entry).await.unwrap();

    let after = file::view(&house.s, &worker, who).await.unwrap();
    assert_eq!(
        after.key_groups.iter().map(|group| (group.code, group.level.clone())).collect::<Vec<_>>(),
        [(14, Some("二级".to_owned()))]
    );
    assert_eq!(after.skills, ["nursing"]);
    let card = household::card(&house.s, &worker, dwelling).await.unwrap();
    assert!(card.labels.contains(&LabelCode(14)) && !card.labels.contains(&LabelCode(17)), "{:?}", card.labels);
}

#[tokio::test]
async fn a_household_gone_through_is_fresh_and_an_untouched_one_is_not() {
    let (house, worker, dwelling) = lived_in().await;
    let seen = revision(&house, &worker, dwelling).await;

    home::verify(&house.s, &worker, dwelling, seen, Method::Door).await.unwrap();

    let state = home::view(&house.s, &worker, dwelling).await.unwrap().state;
    assert_eq!(state.verified_on, Some(civil_date(now())));
    assert!(state.fresh_until > Some(civil_date(now())));
    assert_eq!((state.filled, state.required), (3, 7), "name, sex and birthday of seven");
}

#[tokio::test]
async fn two_files_of_one_person_become_one_and_two_again_exactly_as_they_were() {
    let (house, worker, first) = lived_in().await;
    let second = house.seat(1).dwelling;
    let (kept, merged) = (resident_of(first), resident_of(second));
    let seen = file::view(&house.s, &worker, merged).await.unwrap().revision;
    let entry =
        Entry { group: Group::Background, typed: typed(&[("occupation", "司机")]), method: None, is_checked: None };
    file::edit(&house.s, &worker, merged, seen, &entry).await.unwrap();
    let look = async |who| file::view(&house.s, &worker, who).await.unwrap();
    let (kept_before, merged_before) = (look(kept).await, look(merged).await);

    let seen = ((kept, kept_before.revision), (merged, merged_before.revision));
    merge::merge(&house.s, &worker, seen.0, seen.1).await.unwrap();

    let (one, duplicate) = (look(kept).await, look(merged).await);
    assert_eq!(one.values["occupation"], "司机");
    assert_eq!((duplicate.merged_into, duplicate.may_edit), (Some(kept), false));
    assert_eq!(one.stays.len(), 2, "the kept file has both histories");
    assert_eq!(household::card(&house.s, &worker, second).await.unwrap().residents, 0, "nobody lives at two doors");

    merge::undo(&house.s, &worker, one.merges[0].id).await.unwrap();

    let (kept_after, merged_after) = (look(kept).await, look(merged).await);
    assert_eq!((&kept_after.values, &kept_after.stays), (&kept_before.values, &kept_before.stays));
    assert_eq!((&merged_after.values, &merged_after.stays), (&merged_before.values, &merged_before.stays));
    assert_eq!(household::card(&house.s, &worker, second).await.unwrap().residents, 1);
    let again = merge::undo(&house.s, &worker, one.merges[0].id).await;
    assert!(matches!(again, Err(ServiceError::NotFound)), "{again:?}");
}

#[tokio::test]
async fn the_dead_live_nowhere_and_their_files_stay() {
    let (house, worker, dwelling) = lived_in().await;
    let who = resident_of(dwelling);
    let seen = file::view(&house.s, &worker, who).await.unwrap().revision;

    stay::died(&house.s, &worker, who, seen, day("2026-11-01")).await.unwrap();

    let after = file::view(&house.s, &worker, who).await.unwrap();
    assert_eq!((after.died_on, after.stays[0].stay.end_reason), (Some(day("2026-11-01")), Some(EndReason::Died)));
    assert_eq!(household::card(&house.s, &worker, dwelling).await.unwrap().people, []);
}

#[tokio::test]
async fn use_and_notes_of_a_dwelling_are_changed_and_a_neighbour_reads_the_stairwells() {
    let (house, worker, dwelling) = lived_in().await;
    let seen = revision(&house, &worker, dwelling).await;
    home::set_occupancy(&house.s, &worker, dwelling, seen, (Occupancy::ToLet, Method::Door)).await.unwrap();
    let note = Note { place: NotePlace::Stairwell, kind: NoteKind::Valve, text: "一楼楼梯下".to_owned() };
    home::write_note(&house.s, &worker, dwelling, &note).await.unwrap();

    let page = home::view(&house.s, &worker, dwelling).await.unwrap();
    let upstairs = page.card.neighbours.above.as_ref().or(page.card.neighbours.below.as_ref()).unwrap().dwelling;
    assert_eq!(page.card.occupancy, Occupancy::ToLet);
    assert!(home::view(&house.s, &worker, upstairs).await.unwrap().notes.contains(&note));

    home::write_note(&house.s, &worker, dwelling, &Note { text: String::new(), ..note.clone() }).await.unwrap();
    assert!(!home::view(&house.s, &worker, dwelling).await.unwrap().notes.contains(&note));
}

#[tokio::test]
async fn strangers_learn_nothing_and_an_office_without_files_changes_nothing() {
    let (house, worker, dwelling) = lived_in().await;
    let who = resident_of(dwelling);
    let seen = revision(&house, &worker, dwelling).await;
    let (stranger, wall, centre) = (house.stranger().await, house.wall().await, house.centre().await);

    for actor in [&stranger, &wall] {
        assert!(matches!(file::view(&house.s, actor, who).await, Err(ServiceError::NotFound)));
        assert!(matches!(home::view(&house.s, actor, dwelling).await, Err(ServiceError::NotFound)));
        let verified = file::verify(&house.s, actor, who, Group::Contact, Method::Door).await;
        assert!(matches!(verified, Err(ServiceError::NotFound)), "{verified:?}");
        let moved = stay::move_in(&house.s, actor, dwelling, seen, tenant(&[])).await;
        assert!(matches!(moved, Err(ServiceError::NotFound)), "{moved:?}");
    }
    assert!(file::view(&house.s, &centre, who).await.is_ok());
    let out = stay::move_out(&house.s, &centre, dwelling, seen, (who, civil_date(now()), false)).await;
    assert!(matches!(out, Err(ServiceError::Forbidden)), "{out:?}");
    let verified = home::verify(&house.s, &centre, dwelling, seen, Method::Door).await;
    assert!(matches!(verified, Err(ServiceError::Forbidden)), "{verified:?}");
    assert_eq!(revision(&house, &worker, dwelling).await, seen);
}
