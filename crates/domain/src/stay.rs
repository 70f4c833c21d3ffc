//! Stays: who lives, is registered or owns where, and what a move, a new head, a death or a merge changes about that.
//!
//! Rows end and others begin; nothing is overwritten, so that a household can be read as it was on any day. The functions
//! here say what is to change and touch nothing. Not here: a person's own fields ([`crate::file`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::file::Problem;
use crate::id::{DwellingId, ResidentId};
use crate::person::Relation;

/// How somebody belongs to a dwelling (户籍 and 实际居住, which need not be the same).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StayKind {
    /// Lives there and is registered there.
    Both,
    /// 实际居住: lives there, registered elsewhere.
    Actual,
    /// 户籍: registered there, lives elsewhere.
    Registered,
    /// Neither, such as a landlord or an owner who lives elsewhere.
    Away,
}

impl StayKind {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Both, "both"), (Self::Actual, "actual"), (Self::Registered, "registered"), (Self::Away, "away")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
    }

    /// Whether somebody with such a stay sleeps there.
    pub fn lives(self) -> bool {
        matches!(self, Self::Both | Self::Actual)
    }

    /// What is left of it when the person lives elsewhere from now on.
    fn without_living(self) -> Option<Self> {
        match self {
            Self::Both => Some(Self::Registered),
            Self::Actual => None,
            other => Some(other),
        }
    }

    /// What is left of it when the person is registered elsewhere from now on.
    fn without_register(self) -> Option<Self> {
        match self {
            Self::Both => Some(Self::Actual),
            Self::Registered => None,
            other => Some(other),
        }
    }
}

/// Why a stay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The person moved.
    Moved,
    /// It goes on as another row: another kind or relation.
    Changed,
    /// The person died.
    Died,
    /// The file was a duplicate of one that says otherwise.
    Merged,
}

impl EndReason {
    /// All reasons with their stored words.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Moved, "moved"), (Self::Changed, "changed"), (Self::Died, "died"), (Self::Merged, "merged")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(reason, _)| reason)
    }
}

/// One stay. `to_on` is the first day on which it no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// Its serial number.
    pub id: i64,
    /// Who: the file that counts, when a duplicate was merged into it.
    pub resident: ResidentId,
    /// Where.
    pub dwelling: DwellingId,
    /// How.
    pub kind: StayKind,
    /// Relation to the head of the household or to the dwelling.
    pub relation: Relation,
    /// First day; none when nobody knows.
    pub from_on: Option<NaiveDate>,
    /// First day on which it no longer holds; none while it holds.
    pub to_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
}

impl Stay {
    /// Whether it holds on a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from_on.is_none_or(|from| from <= day) && self.to_on.is_none_or(|to| day < to)
    }

    /// Whether it has no end yet.
    pub fn is_open(&self) -> bool {
        self.to_on.is_none()
    }
}

/// Something that is to change about stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A stay begins.
    Open(Opening),
    /// A stay ends; `to_on` is the first day on which it no longer holds.
    Close {
        /// Which.
        stay: i64,
        /// When.
        to_on: NaiveDate,
        /// Why.
        reason: EndReason,
    },
}

/// A stay that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Who.
    pub resident: ResidentId,
    /// Where.
    pub dwelling: DwellingId,
    /// How.
    pub kind: StayKind,
    /// Relation to the head of the household or to the dwelling.
    pub relation: Relation,
    /// First day; none when nobody knows.
    pub from_on: Option<NaiveDate>,
}

/// Who sleeps in a dwelling on a day, the head first, each person once. `stays` may hold other dwellings' too.
pub fn occupants(stays: &[Stay], dwelling: DwellingId, day: NaiveDate) -> Vec<&Stay> {
    let mut found: Vec<&Stay> = Vec::new();
    for stay in stays.iter().filter(|stay| stay.dwelling == dwelling && stay.kind.lives() && stay.covers(day)) {
        if !found.iter().any(|other| other.resident == stay.resident) {
            found.push(stay);
        }
    }
    found.sort_by_key(|stay| (stay.relation != Relation::Head, stay.id));
    found
}

/// Moves a person in. `here` are the open stays of the dwelling, `own` those of the person, wherever they are.
///
/// Whoever lives here from now on no longer lives elsewhere, but stays registered there, and the other way round: that is
/// how 人户分离 comes about. A missing first day is taken as `today` for what ends elsewhere.
///
/// *Errors*: all problems at once.
pub fn move_in(here: &[Stay], own: &[Stay], new: Opening, today: NaiveDate) -> Result<Vec<Change>, Vec<Problem>> {
    let day = new.from_on.unwrap_or(today);
    let mut problems = Vec::new();
    if day > today {
        problems.push(Problem::InFuture);
    }
    let open = own.iter().filter(|stay| stay.is_open());
    if open.clone().any(|stay| stay.dwelling == new.dwelling && stay.kind == new.kind) {
        problems.push(Problem::AlreadyHere);
    }
    if new.relation == Relation::Head && head(here).is_some_and(|head| head.resident != new.resident) {
        problems.push(Problem::HeadExists);
    }
    let mut changes = Vec::new();
    for stay in open {
        let rest = rest_after(stay, new);
        if rest == Some(stay.kind) {
            continue;
        }
        if stay.from_on.is_some_and(|from| from > day) {
            problems.push(Problem::OutOfOrder);
        }
        if stay.dwelling == new.dwelling {
            changes.push(Change::Close { stay: stay.id, to_on: day, reason: EndReason::Changed });
        } else {
            end(&mut changes, stay, day, rest.map(|kind| (kind, left(stay.relation))));
        }
    }
    changes.push(Change::Open(new));
    if problems.is_empty() { Ok(changes) } else { Err(problems) }
}

/// What is left of an open stay when another begins; nothing of one at the same door, which the new one replaces.
fn rest_after(stay: &Stay, new: Opening) -> Option<StayKind> {
    if stay.dwelling == new.dwelling {
        return None;
    }
    rest_elsewhere(stay.kind, new.kind)
}

/// What is left of a stay of one kind when the person has one of another kind at another door from now on.
pub fn rest_elsewhere(kind: StayKind, elsewhere: StayKind) -> Option<StayKind> {
    match elsewhere {
        StayKind::Both => kind.without_living().and_then(StayKind::without_register),
        StayKind::Actual => kind.without_living(),
        StayKind::Registered => kind.without_register(),
        StayKind::Away => Some(kind),
    }
}

/// Moves a person out of a dwelling; `own` are the person's stays there. With `keeps_register` the person stays registered.
///
/// *Errors*: `NotHere` when the person has no open stay there, `InFuture`, `OutOfOrder`.
pub fn move_out(
    own: &[Stay],
    day: NaiveDate,
    keeps_register: bool,
    today: NaiveDate,
) -> Result<Vec<Change>, Vec<Problem>> {
    let open: Vec<&Stay> = own.iter().filter(|stay| stay.is_open()).collect();
    let mut problems = checked_day(&open, day, today);
    let mut changes = Vec::new();
    for stay in &open {
        let rest =
            if keeps_register { stay.kind.without_living().filter(|kind| *kind != StayKind::Away) } else { None };
        if rest != Some(stay.kind) {
            end(&mut changes, stay, day, rest.map(|kind| (kind, left(stay.relation))));
        }
    }
    if changes.is_empty() {
        problems.push(Problem::NotHere);
    }
    if problems.is_empty() { Ok(changes) } else { Err(problems) }
}

/// Whoever left a household is not its head, even when the register still says so.
pub fn left(relation: Relation) -> Relation {
    if relation == Relation::Head { Relation::Other } else { relation }
}

/// Makes somebody who lives there the head; the old head becomes `old_becomes`. `here` are the dwelling's open stays.
///
/// *Errors*: `NotHere` when the new head doesn't live there, `AlreadyHere` when it is the head, `InFuture`, `OutOfOrder`.
pub fn change_head(
    here: &[Stay],
    new_head: ResidentId,
    old_becomes: Relation,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Change>, Vec<Problem>> {
    let rises = here.iter().find(|stay| stay.is_open() && stay.kind.lives() && stay.resident == new_head);
    let falls = head(here);
    let Some(rises) = rises else { return Err(vec![Problem::NotHere]) };
    if rises.relation == Relation::Head {
        return Err(vec![Problem::AlreadyHere]);
    }
    let both: Vec<&Stay> = std::iter::once(rises).chain(falls).collect();
    let problems = checked_day(&both, day, today);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut changes = Vec::new();
    if let Some(falls) = falls {
        end(&mut changes, falls, day, Some((falls.kind, left(old_becomes))));
    }
    end(&mut changes, rises, day, Some((rises.kind, Relation::Head)));
    Ok(changes)
}

/// Ends all of a person's stays with the day of death.
///
/// *Errors*: `InFuture`, and `OutOfOrder` when the person moved somewhere after that day.
pub fn died(own: &[Stay], day: NaiveDate, today: NaiveDate) -> Result<Vec<Change>, Vec<Problem>> {
    let open: Vec<&Stay> = own.iter().filter(|stay| stay.is_open()).collect();
    let problems = checked_day(&open, day, today);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(open.iter().map(|stay| Change::Close { stay: stay.id, to_on: day, reason: EndReason::Died }).collect())
}

/// The open stays of a duplicate that end when it is merged: those that say the same as one of the kept file, and those
/// that would have the person live in two places. All others go on and count as the kept file's.
pub fn doubled(kept: &[Stay], merged: &[Stay]) -> Vec<i64> {
    let open = |stays: &'_ [Stay]| stays.iter().filter(|stay| stay.is_open()).cloned().collect::<Vec<_>>();
    let kept = open(kept);
    let lives = kept.iter().any(|stay| stay.kind.lives());
    let is_double = |stay: &Stay| (lives && stay.kind.lives()) || kept.iter().any(|own| own.dwelling == stay.dwelling);
    open(merged).iter().filter(|stay| is_double(stay)).map(|stay| stay.id).collect()
}

/// The household's head: of those who live there.
pub fn head(stays: &[Stay]) -> Option<&Stay> {
    stays.iter().find(|stay| stay.is_open() && stay.kind.lives() && stay.relation == Relation::Head)
}

fn checked_day(stays: &[&Stay], day: NaiveDate, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    if day > today {
        problems.push(Problem::InFuture);
    }
    if stays.iter().any(|stay| stay.from_on.is_some_and(|from| from > day)) {
        problems.push(Problem::OutOfOrder);
    }
    problems
}

/// Ends a stay; with a rest it goes on as another row from the same day.
fn end(changes: &mut Vec<Change>, stay: &Stay, day: NaiveDate, rest: Option<(StayKind, Relation)>) {
    let reason = if rest.is_some() { EndReason::Changed } else { EndReason::Moved };
    changes.push(Change::Close { stay: stay.id, to_on: day, reason });
    if let Some((kind, relation)) = rest {
        let (resident, dwelling) = (stay.resident, stay.dwelling);
        changes.push(Change::Open(Opening { resident, dwelling, kind, relation, from_on: Some(day) }));
    }
}

#[cfg(test)]
mod tests;
