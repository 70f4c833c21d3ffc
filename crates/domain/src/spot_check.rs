//! What is asked at a door during a spot-check 抽查, and how the answer stands against the register.
//!
//! The inspector answers blind: nothing of the register is shown, the comparison is made when the answer is in. Not here: who is
//! drawn ([`crate::sample`]), and points on the map ([`crate::spot`]).

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::household::Occupancy;
use crate::person::Relation;
use crate::sample::interval::{Interval, wilson, wilson_of};
use crate::sample::lot::{Plan, Verdict};
use crate::sample::weighted::{Estimate, Part, estimate};

/// How a household is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// 入户.
    Visit,
    /// 电话.
    Phone,
}

impl Mode {
    /// Both with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Visit, "visit"), (Self::Phone, "phone")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(mode, _)| *mode == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(mode, _)| *mode)
    }
}

/// How a household of a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody still has to ask there.
    Open,
    /// It answered.
    Done,
    /// It could not be reached: the next one of the list is asked instead.
    GivenUp,
    /// The round was closed before.
    Dropped,
}

impl State {
    /// All of them with their stored words.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Open, "open"), (Self::Done, "done"), (Self::GivenUp, "given_up"), (Self::Dropped, "dropped")];

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(state, _)| *state)
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyField {
    /// How the dwelling is used.
    Occupancy,
    /// How many live there.
    Residents,
    /// The name of whoever answered.
    Name,
    /// That person's relation to the head of the household.
    Relation,
    /// The last four digits of that person's telephone; not asked of whom one rang.
    Phone,
}

impl KeyField {
    /// All of them, as they are asked.
    pub const ALL: [Self; 5] = [Self::Occupancy, Self::Residents, Self::Name, Self::Relation, Self::Phone];
}

/// How one field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The register says the same.
    Match,
    /// The register says something else.
    Wrong,
    /// The register says nothing.
    Missing,
    /// Nobody asked, or there was nobody to compare with.
    Unasked,
}

/// What somebody said at a door, as the inspector wrote it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// How the dwelling is used.
    pub occupancy: Occupancy,
    /// How many live there.
    pub residents: u16,
    /// Who answered; nobody in an empty dwelling.
    pub name: Option<String>,
    /// That person's relation to the head.
    pub relation: Option<Relation>,
    /// The last four digits of that person's telephone.
    pub phone_tail: Option<String>,
    /// How content they are with the community's work, 1 to 5.
    pub satisfaction: Option<u8>,
}

/// More people than anybody counts at one door.
pub const MOST_RESIDENTS: u16 = 60;
/// The longest name that is compared.
const LONGEST_NAME: usize = 40;

impl Answer {
    /// An answer that makes sense, its name without spaces. Names the field that does not.
    pub fn new_checked(mut self) -> Result<Self, &'static str> {
        let squeezed = |text: String| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
        self.name = self.name.map(squeezed).filter(|name| !name.is_empty());
        if self.occupancy == Occupancy::Unknown {
            return Err("occupancy");
        }
        if self.residents > MOST_RESIDENTS {
            return Err("residents");
        }
        // Somebody answered, unless nobody lives there.
        let is_too_long = self.name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_NAME);
        if is_too_long || (self.residents > 0 && self.name.is_none()) {
            return Err("name");
        }
        if self.relation.is_some() && self.name.is_none() {
            return Err("relation");
        }
        if self
            .phone_tail
            .as_ref()
            .is_some_and(|tail| tail.len() != 4 || !tail.bytes().all(|digit| digit.is_ascii_digit()))
        {
            return Err("phone_tail");
        }
        match self.satisfaction {
            None | Some(1..=5) => Ok(self),
            Some(_) => Err("satisfaction"),
        }
    }
}

/// Somebody who lives there, as the register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFilePerson {
    /// The name; empty while nobody knows it.
    pub name: String,
    /// The relation to the head.
    pub relation: Relation,
    /// The last four digits of the telephone.
    pub phone_tail: Option<String>,
}

/// What the register says of a household at the moment of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFile {
    /// How the dwelling is used.
    pub occupancy: Occupancy,
    /// Who lives there.
    pub people: Vec<OnFilePerson>,
}

/// What came of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How each field stands.
    pub fields: [(KeyField, Found); 5],
    /// Key fields that the register fills.
    pub filled: u16,
    /// Key fields that it should fill.
    pub required: u16,
    /// Compared fields that agree.
    pub matching: u16,
    /// Fields that were compared.
    pub verified: u16,
}

/// Holds an answer against the register. 完整度 is filled ÷ required and speaks of the register alone; 准确率 is matching ÷ verified and
/// speaks of what was asked and is on file (field.md 6.1).
pub fn compare(answer: &Answer, on_file: &OnFile, is_by_phone: bool) -> Finding {
    let head = on_file.people.iter().find(|person| person.relation == Relation::Head);
    let is_empty = answer.residents == 0 && on_file.people.is_empty();
    let filled = [
        on_file.occupancy != Occupancy::Unknown,
        !on_file.people.is_empty(),
        head.is_some_and(|head| !head.name.is_empty()),
        head.is_some(),
        head.is_some_and(|head| head.phone_tail.is_some()),
    ];
    // Where nobody lives there is nobody to know anything about.
    let (filled, required) = if is_empty { (&filled[..1], 1) } else { (&filled[..], 5) };
    let fields = [
        (KeyField::Occupancy, occupancy(answer, on_file)),
        (KeyField::Residents, residents(answer, on_file)),
        (KeyField::Name, name(answer, on_file)),
        (KeyField::Relation, relation(answer, on_file)),
        (KeyField::Phone, if is_by_phone { Found::Unasked } else { phone(answer, on_file) }),
    ];
    let count = |wanted: &[Found]| fields.iter().filter(|(_, found)| wanted.contains(found)).count() as u16;
    Finding {
        fields,
        filled: filled.iter().filter(|is_filled| **is_filled).count() as u16,
        required,
        matching: count(&[Found::Match]),
        verified: count(&[Found::Match, Found::Wrong]),
    }
}

/// A field of which the register should be looked at again, with what was said at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Which field.
    pub field: KeyField,
    /// Whether the register says something else or nothing.
    pub found: Found,
    /// What was said: a name, a number, or the word of a use or relation as it is stored.
    pub said: String,
}

/// What the keeper of the file should look at again.
pub fn hints(answer: &Answer, finding: &Finding) -> Vec<Hint> {
    let odd = finding.fields.iter().filter(|(_, found)| matches!(found, Found::Wrong | Found::Missing));
    let hint = |(field, found): &(KeyField, Found)| {
        let said = match field {
            KeyField::Occupancy => Some(answer.occupancy.number().to_string()),
            KeyField::Residents => Some(answer.residents.to_string()),
            KeyField::Name => answer.name.clone(),
            KeyField::Relation => answer.relation.map(|relation| relation.slug().to_owned()),
            KeyField::Phone => answer.phone_tail.clone(),
        };
        Some(Hint { field: *field, found: *found, said: said? })
    };
    odd.filter_map(hint).collect()
}

fn same(is_same: bool) -> Found {
    if is_same { Found::Match } else { Found::Wrong }
}

fn occupancy(answer: &Answer, on_file: &OnFile) -> Found {
    match on_file.occupancy {
        Occupancy::Unknown => Found::Missing,
        known => same(known == answer.occupancy),
    }
}

fn residents(answer: &Answer, on_file: &OnFile) -> Found {
    match on_file.people.len() {
        0 if answer.residents > 0 => Found::Missing,
        known => same(known == usize::from(answer.residents)),
    }
}

fn whom<'a>(answer: &Answer, on_file: &'a OnFile) -> Option<&'a OnFilePerson> {
    let said = answer.name.as_deref()?;
    on_file.people.iter().find(|person| person.name == said)
}

fn name(answer: &Answer, on_file: &OnFile) -> Found {
    match answer.name {
        None => Found::Unasked,
        Some(_) if on_file.people.iter().all(|person| person.name.is_empty()) => Found::Missing,
        Some(_) => same(whom(answer, on_file).is_some()),
    }
}

fn relation(answer: &Answer, on_file: &OnFile) -> Found {
    match (answer.relation, whom(answer, on_file)) {
        (Some(said), Some(person)) => same(person.relation == said),
        _ => Found::Unasked,
    }
}

fn phone(answer: &Answer, on_file: &OnFile) -> Found {
    match (&answer.phone_tail, whom(answer, on_file)) {
        (Some(said), Some(person)) => match &person.phone_tail {
            Some(known) => same(known == said),
            None => Found::Missing,
        },
        _ => Found::Unasked,
    }
}

/// What is published of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Households with every key field on file.
    Complete,
    /// Households without a wrong field.
    Accurate,
    /// Households that are content, 4 or 5 of 5.
    Satisfied,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Complete, Self::Accurate, Self::Satisfied];
}

/// From this level on somebody counts as satisfied.
pub const SATISFIED_FROM: u8 = 4;

/// What came of one grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The grid.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Its households: its weight.
    pub households: u32,
    /// How many were to be asked.
    pub size: u32,
    /// How many answered.
    pub done: u32,
    /// How many are still to be asked.
    pub open: u32,
    /// How many were replaced.
    pub given_up: u32,
    /// Households with every key field on file.
    pub complete: u32,
    /// Households without a wrong field.
    pub accurate: u32,
    /// Households that are content.
    pub satisfied: u32,
    /// Households that said how content they are.
    pub rated: u32,
    /// Fields: filled, required, matching, verified.
    pub fields: [u32; 4],
}

impl Tally {
    /// How many said yes, of how many.
    pub fn of(&self, measure: Measure) -> (u32, u32) {
        match measure {
            Measure::Complete => (self.complete, self.done),
            Measure::Accurate => (self.accurate, self.done),
            Measure::Satisfied => (self.satisfied, self.rated),
        }
    }

    /// Its share with Wilson's interval; none without answers.
    pub fn interval(&self, measure: Measure) -> Option<Interval> {
        let (yes, n) = self.of(measure);
        wilson_of(yes, n)
    }

    /// Whether its files are good enough; none where too few were asked to say so.
    pub fn verdict(&self) -> Option<Verdict> {
        Some(Plan::of(self.size)?.verdict(self.done, self.done - self.accurate))
    }

    /// 完整度 and 准确率 by fields, as the field counts them. Fields of one household are alike, so that the bounds are those of as many
    /// answers as there are households: wider than need be, never too narrow.
    pub fn by_field(&self) -> [Option<Interval>; 2] {
        let [filled, required, matching, verified] = self.fields;
        let share = |yes: u32, all: u32| {
            if all == 0 { None } else { wilson(f64::from(yes) / f64::from(all), f64::from(self.done)) }
        };
        [share(filled, required), share(matching, verified)]
    }
}

/// What is said of the whole city, each grid by its weight; none of what nobody answered.
pub fn city(tallies: &[Tally]) -> [Option<Estimate>; 3] {
    Measure::ALL.map(|measure| {
        let parts: Vec<Part> = tallies
            .iter()
            .map(|tally| {
                let (yes, n) = tally.of(measure);
                Part { households: tally.households, yes, n }
            })
            .collect();
        estimate(&parts)
    })
}

#[cfg(test)]
mod tests;
