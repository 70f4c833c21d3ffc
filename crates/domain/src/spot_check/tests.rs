//! Answers against the register, and what they come to.

use super::*;
use crate::area::County;

fn answer() -> Answer {
    Answer {
        occupancy: Occupancy::Owner,
        residents: 2,
        name: Some("王 小明".to_owned()),
        relation: Some(Relation::Spouse),
        phone_tail: Some("0016".to_owned()),
        satisfaction: Some(5),
    }
    .new_checked()
    .unwrap()
}

fn person(name: &str, relation: Relation, phone: Option<&str>) -> OnFilePerson {
    OnFilePerson { name: name.to_owned(), relation, phone_tail: phone.map(str::to_owned) }
}

fn register() -> OnFile {
    OnFile {
        occupancy: Occupancy::Owner,
        people: vec![person("张三", Relation::Head, Some("0017")), person("王小明", Relation::Spouse, Some("0016"))],
    }
}

fn found(finding: &Finding) -> [Found; 5] {
    finding.fields.map(|(_, found)| found)
}

#[test]
fn an_answer_that_agrees_matches_in_every_field() {
    let finding = compare(&answer(), &register(), false);

    assert_eq!(found(&finding), [Found::Match; 5]);
    assert_eq!((finding.filled, finding.required, finding.matching, finding.verified), (5, 5, 5, 5));
}

#[test]
fn each_field_is_wrong_by_itself() {
    let cases = [
        (Answer { occupancy: Occupancy::Rented, ..answer() }, 0),
        (Answer { residents: 3, ..answer() }, 1),
        (Answer { relation: Some(Relation::Child), ..answer() }, 3),
        (Answer { phone_tail: Some("0017".to_owned()), ..answer() }, 4),
    ];
    for (answer, at) in cases {
        let finding = compare(&answer, &register(), false);
        let mut expected = [Found::Match; 5];
        expected[at] = Found::Wrong;
        assert_eq!(found(&finding), expected);
        assert_eq!((finding.matching, finding.verified), (4, 5));
    }
    let stranger = compare(&Answer { name: Some("李四".to_owned()), ..answer() }, &register(), false);
    let [_, _, name, relation, phone] = found(&stranger);
    assert_eq!([name, relation, phone], [Found::Wrong, Found::Unasked, Found::Unasked], "nobody to compare with");
}

#[test]
fn what_is_not_on_file_counts_for_completeness_and_not_for_accuracy() {
    let bare = OnFile { occupancy: Occupancy::Unknown, people: Vec::new() };

    let finding = compare(&answer(), &bare, false);

    assert_eq!(found(&finding)[..3], [Found::Missing; 3]);
    assert_eq!((finding.filled, finding.required, finding.matching, finding.verified), (0, 5, 0, 0));
}

#[test]
fn who_was_rung_is_not_asked_for_the_number() {
    let finding = compare(&Answer { phone_tail: Some("9999".to_owned()), ..answer() }, &register(), true);

    assert_eq!(found(&finding)[4], Found::Unasked);
}

#[test]
fn an_empty_dwelling_that_is_empty_on_file_is_complete() {
    let empty = Answer {
        occupancy: Occupancy::Vacant,
        residents: 0,
        name: None,
        relation: None,
        phone_tail: None,
        satisfaction: None,
    };
    let finding = compare(&empty, &OnFile { occupancy: Occupancy::Vacant, people: Vec::new() }, false);
    assert_eq!((finding.filled, finding.required, finding.matching, finding.verified), (1, 1, 2, 2));

    let finding = compare(&empty, &register(), false);
    assert_eq!(found(&finding)[..2], [Found::Wrong; 2], "people are on file where nobody lives");
}

#[test]
fn answers_that_make_no_sense_name_their_field() {
    let wrong = [
        (Answer { occupancy: Occupancy::Unknown, ..answer() }, "occupancy"),
        (Answer { residents: 61, ..answer() }, "residents"),
        (Answer { name: Some(" ".to_owned()), ..answer() }, "name"),
        (Answer { name: None, residents: 0, ..answer() }, "relation"),
        (Answer { phone_tail: Some("16".to_owned()), ..answer() }, "phone_tail"),
        (Answer { satisfaction: Some(6), ..answer() }, "satisfaction"),
    ];
    for (answer, field) in wrong {
        assert_eq!(answer.new_checked(), Err(field));
    }
}

#[test]
fn a_grids_verdict_counts_households_and_the_city_weighs_grids() {
    let city_area = Area::city(County::new_checked(990_001).unwrap());
    let tally = |households, done, accurate| Tally {
        area: city_area,
        name: String::new(),
        households,
        size: done,
        done,
        open: 0,
        given_up: 0,
        complete: done,
        accurate,
        satisfied: 0,
        rated: 0,
        fields: [done * 5, done * 5, accurate * 5, done * 5],
    };
    let (good, bad, small) = (tally(900, 20, 18), tally(100, 20, 10), tally(100, 3, 3));

    assert_eq!(good.verdict(), Some(Verdict::Passed));
    assert_eq!(bad.verdict(), Some(Verdict::Failed));
    assert_eq!(small.verdict(), None, "three say nothing about a grid");
    let [complete, accurate, satisfied] = city(&[good.clone(), bad]);
    assert!((accurate.unwrap().interval.share - 0.86).abs() < 1e-12, "0.9 · 0.9 + 0.1 · 0.5");
    assert!((complete.unwrap().interval.share - 1.0).abs() < 1e-12);
    assert_eq!(satisfied, None, "nobody said");
    let [_, accurate] = good.by_field();
    assert_eq!(accurate, good.interval(Measure::Accurate), "as wide as by households");
}
