//! Recurrence 未诉先办: the same thing again and again at one place calls for its root cause. Source: field.md, feature 20 (three of one
//! category within thirty days and a hundred metres).
//!
//! The rule is pure: cases in, groups of them out. Not here: which cases are asked about, and what somebody does about a root cause.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::case::Names;
use crate::category::CategoryCode;
use crate::id::CaseId;

/// How many cases make a recurrence.
pub const LEAST: usize = 3;
/// How far two of them may lie apart, in metres.
pub const NEAR_M: i32 = 100;
/// How many days may lie between two of them.
pub const DAYS: i64 = 30;
/// The most signs of the words that a root cause is closed with.
pub const LONGEST_OUTCOME: usize = 1_000;

/// A case with what decides whether it is the same as others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub category: CategoryCode,
    /// Where it is, decimetres east and north of the city's origin.
    pub at_dm: (i32, i32),
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
}

impl Incident {
    /// Whether another one is near in place and time, and about the same.
    pub fn is_like(&self, other: &Self) -> bool {
        let apart = |a: i32, b: i32| i64::from(a) - i64::from(b);
        let (x, y) = (apart(self.at_dm.0, other.at_dm.0), apart(self.at_dm.1, other.at_dm.1));
        let near_dm = i64::from(NEAR_M) * 10;
        self.category == other.category
            && x * x + y * y <= near_dm * near_dm
            && (self.reported_at - other.reported_at).abs() <= TimeDelta::days(DAYS)
    }
}

/// The groups of at least [`LEAST`] cases in which each is like some other, and all are linked that way. Each case is in one group at
/// most; groups and their cases come in the order of their numbers.
pub fn recurrences(incidents: &[Incident]) -> Vec<Vec<CaseId>> {
    let mut group: Vec<usize> = (0..incidents.len()).collect();
    let squares = by_square(incidents);
    for (at, one) in incidents.iter().enumerate() {
        let (east, north) = square(one.at_dm);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (east + dx, north + dy)));
        for other in around.filter_map(|key| squares.get(&(one.category.as_str(), key))).flatten() {
            if *other < at && one.is_like(&incidents[*other]) {
                let (a, b) = (root(&mut group, at), root(&mut group, *other));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<CaseId>> = BTreeMap::new();
    for (at, one) in incidents.iter().enumerate() {
        groups.entry(root(&mut group, at)).or_default().push(one.case);
    }
    let mut found: Vec<_> = groups.into_values().filter(|cases| cases.len() >= LEAST).collect();
    for cases in &mut found {
        cases.sort_unstable();
    }
    found.sort_unstable();
    found
}

/// Squares as wide as two cases may lie apart: what is like a case lies on its own square or on one beside it.
fn square((x, y): (i32, i32)) -> (i32, i32) {
    (x.div_euclid(NEAR_M * 10), y.div_euclid(NEAR_M * 10))
}

type Squares<'a> = HashMap<(&'a str, (i32, i32)), Vec<usize>>;

fn by_square(incidents: &[Incident]) -> Squares<'_> {
    let mut squares = Squares::new();
    for (at, one) in incidents.iter().enumerate() {
        squares.entry((one.category.as_str(), square(one.at_dm))).or_default().push(at);
    }
    squares
}

/// The first of a group, with the way there made shorter.
fn root(group: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// The smallest area that holds all of these; nothing for none, or for two cities.
pub fn ground(areas: &[Area]) -> Option<Area> {
    let (first, others) = areas.split_first()?;
    first.path().into_iter().rev().find(|area| others.iter().all(|other| area.contains(*other)))
}

/// Where a root cause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Found, and nobody has taken it.
    Found,
    /// Somebody looks for the cause.
    Taken,
    /// Closed with words.
    Closed,
}

impl State {
    /// Every state with its word in addresses.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Found, "found"), (Self::Taken, "taken"), (Self::Closed, "closed")];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(state, _)| *state)
    }
}

/// A task to find why the same thing happens again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootCause {
    /// Its number.
    pub id: i64,
    /// The smallest area that holds its cases.
    pub area: Area,
    /// What the area is called.
    pub area_name: String,
    /// What they are about.
    pub category: CategoryCode,
    /// What the category is called in Chinese and English.
    pub category_name: Names,
    /// When it was found.
    pub found_on: NaiveDate,
    /// Rises with every change.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// The post that took it, in Chinese and English.
    pub taken_by: Option<Names>,
    /// What came of it, once it is closed.
    pub outcome: String,
    /// Its cases with their titles, the latest first.
    pub cases: Vec<(CaseId, String)>,
}

#[cfg(test)]
mod tests;
