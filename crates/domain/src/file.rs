//! The resident e-file: its field groups and fields (GB/T 31000-2015 as 户籍人口 and 流动人口 have them), what may be entered,
//! and what a merge of duplicates fills in.
//!
//! A file is a map from a field's word to its text; the list [`FIELDS`] says what each one is. Telephone, identity number
//! and medical notes are not in it: they are sealed in the database and shown and changed on their own ([`crate::person`]).
//! Nothing is refused because it is missing. Not here: how old is too old ([`crate::freshness`]), where people live
//! ([`crate::stay`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::ResidentId;
use crate::person::{IdNumber, IdNumberError, Sex};

pub mod view;

/// A group of fields that is verified as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 身份: who it is.
    Identity,
    /// 联系: how to reach the person.
    Contact,
    /// 居住: registered address, 人户一致, documents of the floating population.
    Residence,
    /// 基本情况: family status, politics, education, work.
    Background,
    /// 关爱: key groups, skills, health.
    Care,
    /// 房屋: how the dwelling is used; of a household, not of a person.
    Dwelling,
}

impl Group {
    /// All groups with their stored words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Identity, "identity"),
        (Self::Contact, "contact"),
        (Self::Residence, "residence"),
        (Self::Background, "background"),
        (Self::Care, "care"),
        (Self::Dwelling, "dwelling"),
    ];

    /// The groups of a person's file.
    pub const OF_PERSON: [Self; 5] = [Self::Identity, Self::Contact, Self::Residence, Self::Background, Self::Care];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(group, _)| *group == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(group, _)| group)
    }
}

/// How something was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 入户: at the door.
    Door,
    /// 电话: by telephone.
    Phone,
    /// 证件: against a document.
    Document,
    /// 其他.
    Other,
}

impl Method {
    /// All methods with their stored words.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Door, "door"), (Self::Phone, "phone"), (Self::Document, "document"), (Self::Other, "other")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(method, _)| *method == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(method, _)| method)
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text of at most so many characters.
    Text(usize),
    /// A date up to today, `2026-11-22`.
    Day,
    /// A date that may lie in the future.
    DayToCome,
    /// A code of GB/T 2261.1: 1, 2 or 9.
    Sex,
    /// A code of the dictionary of this kind.
    Word(&'static str),
}

/// One field of a person's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its word: the column, the form field.
    pub slug: &'static str,
    /// Its group.
    pub group: Group,
    /// What it holds.
    pub kind: Kind,
    /// Whether a complete file has it.
    pub required: bool,
    /// Whether it is shown only behind a mask.
    pub masked: bool,
}

const fn spec(slug: &'static str, group: Group, kind: Kind) -> FieldSpec {
    FieldSpec { slug, group, kind, required: false, masked: false }
}

const fn required(spec: FieldSpec) -> FieldSpec {
    FieldSpec { required: true, ..spec }
}

const fn masked(spec: FieldSpec) -> FieldSpec {
    FieldSpec { masked: true, ..spec }
}

/// All fields in clear, in the order in which they are shown.
pub const FIELDS: [FieldSpec; 19] = [
    masked(required(spec("name", Group::Identity, Kind::Text(60)))),
    required(spec("sex", Group::Identity, Kind::Sex)),
    masked(required(spec("born_on", Group::Identity, Kind::Day))),
    masked(spec("former_name", Group::Identity, Kind::Text(60))),
    required(spec("ethnicity", Group::Identity, Kind::Word("ethnicity"))),
    spec("native_place", Group::Identity, Kind::Text(60)),
    spec("registered_address", Group::Residence, Kind::Text(120)),
    required(spec("residence_match", Group::Residence, Kind::Word("residence_match"))),
    spec("inflow", Group::Residence, Kind::Word("inflow")),
    spec("permit", Group::Residence, Kind::Word("permit")),
    spec("permit_from_on", Group::Residence, Kind::Day),
    spec("permit_until_on", Group::Residence, Kind::DayToCome),
    spec("marital", Group::Background, Kind::Word("marital")),
    spec("politics", Group::Background, Kind::Word("politics")),
    spec("party", Group::Background, Kind::Word("party")),
    spec("party_organisation", Group::Background, Kind::Word(crate::party::LIST)),
    required(spec("education", Group::Background, Kind::Word("education"))),
    required(spec("occupation", Group::Background, Kind::Text(60))),
    spec("workplace", Group::Background, Kind::Text(60)),
];

/// A file's fields that are filled, by their words. Not for the wire: it holds what masks hide.
pub type Values = BTreeMap<String, String>;

/// How many required fields a file has filled, and how many there are.
pub fn completeness(values: &Values) -> (u16, u16) {
    let required = FIELDS.iter().filter(|field| field.required);
    let filled = required.clone().filter(|field| values.contains_key(field.slug)).count();
    (filled as u16, required.count() as u16)
}

/// The same for one group.
pub fn group_completeness(values: &Values, group: Group) -> (u16, u16) {
    let required = FIELDS.iter().filter(|field| field.required && field.group == group);
    let filled = required.clone().filter(|field| values.contains_key(field.slug)).count();
    (filled as u16, required.count() as u16)
}

/// What is wrong with something that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Longer than the field.
    TooLong,
    /// Not a date.
    NotADay,
    /// A day that has not come yet.
    InFuture,
    /// A day before one that must come first.
    OutOfOrder,
    /// Not one of the dictionary's words.
    UnknownWord,
    /// Not 17 digits and a digit or X.
    IdForm,
    /// The digits of the birthday are no date.
    IdBirthday,
    /// The check sign of the identity number does not fit.
    IdCheck,
    /// No telephone number.
    PhoneForm,
    /// Says something else than the identity number.
    DisagreesWithId,
    /// The household has a head already.
    HeadExists,
    /// The person is there already.
    AlreadyHere,
    /// The person is not there.
    NotHere,
    /// Something that cannot be left out.
    Missing,
    /// The file belongs to a merge that has to be undone first.
    Merged,
    /// This file may be the same person's.
    Duplicate(ResidentId),
    /// The photo's file is larger than is taken.
    PhotoHeavy,
    /// No JPEG, PNG or WebP.
    PhotoKind,
    /// The photo has more pixels than are taken.
    PhotoPixels,
    /// The photo cannot be read.
    PhotoBroken,
    /// There are as many photos as are kept.
    PhotoMany,
    /// The file of a case's picture is larger than is taken.
    PictureHeavy,
    /// A case's picture has more pixels than are taken.
    PicturePixels,
    /// More pictures than one step of a case takes.
    PictureMany,
}

/// A problem with the field that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryProblem {
    /// The field's word; of the form when it is about all of it.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl EntryProblem {
    /// A problem of a field.
    pub fn new(field: &str, problem: Problem) -> Self {
        Self { field: field.to_owned(), problem }
    }
}

/// What was entered for some fields: what to set and what to clear, when nothing is wrong.
///
/// `typed` may hold other form fields, which are left alone. An empty entry clears a field that was shown, and keeps a
/// masked one, which nobody saw. `current` is the file as it is; `known` says whether a dictionary has a word.
///
/// *Errors*: every problem at once, with its field.
pub fn enter(
    current: &Values,
    typed: &BTreeMap<String, String>,
    known: &dyn Fn(&str, &str) -> bool,
    today: NaiveDate,
) -> Result<Values, Vec<EntryProblem>> {
    let (mut next, mut problems) = (current.clone(), Vec::new());
    for field in &FIELDS {
        let Some(text) = typed.get(field.slug).map(|text| text.trim()) else { continue };
        if text.is_empty() {
            if !field.masked {
                next.remove(field.slug);
            }
            continue;
        }
        match read(field.kind, text, known, today) {
            Ok(value) => drop(next.insert(field.slug.to_owned(), value)),
            Err(problem) => problems.push(EntryProblem::new(field.slug, problem)),
        }
    }
    for (earlier, later) in [("born_on", "permit_from_on"), ("permit_from_on", "permit_until_on")] {
        let is_typed = typed.contains_key(earlier) || typed.contains_key(later);
        if is_typed && next.get(earlier).zip(next.get(later)).is_some_and(|(earlier, later)| earlier > later) {
            problems.push(EntryProblem::new(later, Problem::OutOfOrder));
        }
    }
    if problems.is_empty() { Ok(next) } else { Err(problems) }
}

fn read(kind: Kind, text: &str, known: &dyn Fn(&str, &str) -> bool, today: NaiveDate) -> Result<String, Problem> {
    match kind {
        Kind::Text(most) if text.chars().count() > most => Err(Problem::TooLong),
        Kind::Text(_) => Ok(text.chars().filter(|sign| !sign.is_control()).collect()),
        Kind::Day | Kind::DayToCome => match day(text)? {
            day if kind == Kind::Day && day > today => Err(Problem::InFuture),
            day => Ok(day.to_string()),
        },
        Kind::Sex if matches!(text, "1" | "2" | "9") => Ok(text.to_owned()),
        Kind::Word(kind) if known(kind, text) => Ok(text.to_owned()),
        Kind::Sex | Kind::Word(_) => Err(Problem::UnknownWord),
    }
}

/// Reads a date.
pub fn day(text: &str) -> Result<NaiveDate, Problem> {
    text.trim().parse().map_err(|_unreadable| Problem::NotADay)
}

/// Reads an identity number and lets it fill birthday and sex where nothing was entered.
///
/// *Errors*: what is wrong with the number, and with a birthday or sex that says something else.
pub fn agree(text: &str, typed: &mut BTreeMap<String, String>) -> Result<IdNumber, Vec<EntryProblem>> {
    let number: IdNumber = text.parse().map_err(|error| {
        let problem = match error {
            IdNumberError::Form => Problem::IdForm,
            IdNumberError::Birthday => Problem::IdBirthday,
            IdNumberError::Check => Problem::IdCheck,
        };
        vec![EntryProblem::new("id_number", problem)]
    })?;
    let born_on = number.born_on().map(|day| day.to_string()).unwrap_or_default();
    let sex = number.sex().number().to_string();
    let mut problems = Vec::new();
    for (field, said) in [("born_on", born_on), ("sex", sex)] {
        match typed.get(field).map(|text| text.trim()).filter(|text| !text.is_empty()) {
            None => drop(typed.insert(field.to_owned(), said)),
            Some(own) if own == said => {}
            Some(_) => problems.push(EntryProblem::new(field, Problem::DisagreesWithId)),
        }
    }
    if problems.is_empty() { Ok(number) } else { Err(problems) }
}

/// The sex in a file.
pub fn sex(values: &Values) -> Sex {
    Sex::from_number(values.get("sex").and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// The fields that a kept file takes from a duplicate: those that it does not have.
pub fn fills(kept: &Values, merged: &Values) -> Vec<&'static str> {
    let missing = |field: &&FieldSpec| !kept.contains_key(field.slug) && merged.contains_key(field.slug);
    FIELDS.iter().filter(missing).map(|field| field.slug).collect()
}

/// The kept file after a merge.
pub fn merged(kept: &Values, merged: &Values) -> Values {
    let mut next = kept.clone();
    for field in fills(kept, merged) {
        next.insert(field.to_owned(), merged[field].clone());
    }
    next
}

/// The kept file after the merge is undone: it gives back what it took, unless that was changed meanwhile.
pub fn unmerged(kept: &Values, merged: &Values, filled: &[String]) -> Values {
    let mut next = kept.clone();
    for field in filled {
        if next.get(field) == merged.get(field) {
            next.remove(field);
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: &str = "2026-11-22";

    fn today() -> NaiveDate {
        TODAY.parse().unwrap()
    }

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn all_known(_: &str, code: &str) -> bool {
        code != "?"
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let typed = values(&[
            ("born_on", "2027-02-30"),
            ("ethnicity", "?"),
            ("occupation", &"x".repeat(61)),
            ("permit_from_on", "2026-05-01"),
            ("permit_until_on", "2026-04-01"),
        ]);

        let problems = enter(&Values::new(), &typed, &all_known, today()).unwrap_err();

        let said: Vec<_> = problems.iter().map(|found| (found.field.as_str(), found.problem)).collect();
        assert_eq!(
            said,
            [
                ("born_on", Problem::NotADay),
                ("ethnicity", Problem::UnknownWord),
                ("occupation", Problem::TooLong),
                ("permit_until_on", Problem::OutOfOrder),
            ]
        );
    }

    #[test]
    fn an_empty_entry_clears_what_was_shown_and_keeps_what_was_masked() {
        let current = values(&[("name", "张三"), ("occupation", "教师")]);

        let next = enter(&current, &values(&[("name", ""), ("occupation", " ")]), &all_known, today()).unwrap();

        assert_eq!(next, values(&[("name", "张三")]));
    }

    #[test]
    fn a_birthday_to_come_is_refused_and_the_end_of_a_document_is_not() {
        let born = enter(&Values::new(), &values(&[("born_on", "2026-11-23")]), &all_known, today());
        let permit = enter(&Values::new(), &values(&[("permit_until_on", "2027-11-23")]), &all_known, today());

        assert_eq!(born, Err(vec![EntryProblem::new("born_on", Problem::InFuture)]));
        assert!(permit.is_ok());
    }

    #[test]
    fn an_identity_number_fills_birthday_and_sex_and_contradicts_what_differs() {
        let mut typed = values(&[("sex", "")]);
        agree("11010519491231002X", &mut typed).unwrap();
        assert_eq!((typed["born_on"].as_str(), typed["sex"].as_str()), ("1949-12-31", "2"));

        let mut other = values(&[("sex", "1"), ("born_on", "1949-12-30")]);
        let problems = agree("11010519491231002X", &mut other).unwrap_err();
        assert_eq!(problems.iter().map(|found| found.problem).collect::<Vec<_>>(), [Problem::DisagreesWithId; 2]);
        assert_eq!(agree("110105194912310021", &mut other).unwrap_err()[0].problem, Problem::IdCheck);
    }

    #[test]
    fn every_required_field_counts_once() {
        let whole: Values = FIELDS.iter().map(|field| (field.slug.to_owned(), "1".to_owned())).collect();

        assert_eq!(completeness(&Values::new()).0, 0);
        let (filled, required) = completeness(&whole);
        assert_eq!(filled, required);
        let by_group: u16 = Group::OF_PERSON.iter().map(|group| group_completeness(&whole, *group).1).sum();
        assert_eq!(by_group, required);
    }

    fn any_file() -> impl Strategy<Value = Values> {
        prop::collection::btree_map(
            prop::sample::select(FIELDS.map(|field| field.slug.to_owned()).to_vec()),
            "[ab]",
            0..FIELDS.len(),
        )
    }

    proptest! {
        #[test]
        fn a_merge_undone_leaves_the_kept_file_as_it_was(kept in any_file(), duplicate in any_file()) {
            let filled: Vec<String> = fills(&kept, &duplicate).into_iter().map(str::to_owned).collect();
            let after = merged(&kept, &duplicate);
            prop_assert!(kept.iter().all(|(field, value)| after.get(field) == Some(value)), "nothing is overwritten");
            prop_assert_eq!(unmerged(&after, &duplicate, &filled), kept);
        }

        #[test]
        fn no_entry_panics_and_what_is_taken_can_be_entered_again(slug in 0usize..18, text in "\\PC{0,70}") {
            let typed = values(&[(FIELDS[slug].slug, &text)]);
            if let Ok(next) = enter(&Values::new(), &typed, &all_known, today()) {
                prop_assert_eq!(enter(&Values::new(), &next, &all_known, today()), Ok(next.clone()));
            }
        }
    }
}
