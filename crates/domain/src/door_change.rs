//! Doors that change: another number, removed, two that become one, opened again, one more. Whoever works there proposes it, the
//! community decides.
//!
//! The functions here say what is to change and touch nothing. The places in a building stay as they are: a door that is gone
//! leaves a place without one, and a building that has more doors than places grows at its ends ([`growth`]).

pub mod growth;
mod proposal;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::growth::More;
pub use self::proposal::{Past, Proposal, State, Story};
use crate::door::DoorNumber;
use crate::id::{DwellingId, ResidentId};
use crate::person::Relation;
use crate::stay::{self, EndReason, Opening, Stay, StayKind};

/// Longest note and longest reason, in characters.
pub const NOTE_LIMIT: usize = 200;

/// Why a door is no door any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// It was pulled down.
    Demolished,
    /// It never was there: the map was wrong.
    NeverThere,
    /// Nobody can live behind it: a shop, a store room, a machine room.
    OtherUse,
}

impl Removal {
    /// All reasons with their stored words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::NeverThere, "never_there"), (Self::OtherUse, "other_use"), (Self::Demolished, "demolished")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(reason, _)| reason)
    }
}

/// What is to happen to a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It gets another number.
    Renumber {
        /// The door.
        dwelling: DwellingId,
        /// The new number.
        number: DoorNumber,
    },
    /// It is no door any more.
    Remove {
        /// The door.
        dwelling: DwellingId,
        /// Why.
        reason: Removal,
    },
    /// Two doors of one landing are one home from now on.
    Merge {
        /// The door that stays; everybody lives there afterwards.
        kept: DwellingId,
        /// The door that goes.
        gone: DwellingId,
    },
    /// A door that was removed or merged is a door of its own again.
    Open {
        /// The door.
        dwelling: DwellingId,
        /// Its number; without one it has the one it had.
        number: Option<DoorNumber>,
    },
    /// There are more doors than the building has places for.
    Add {
        /// A door of the stairwell that they belong to.
        beside: DwellingId,
        /// Which ones.
        more: More,
    },
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Another number.
    Renumber,
    /// No door any more.
    Remove,
    /// Two become one.
    Merge,
    /// A door again.
    Open,
    /// One more on a landing.
    AddDoor,
    /// One more on every floor of a stairwell.
    AddColumn,
    /// A floor more.
    AddFloor,
}

impl Kind {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Renumber, "renumber"),
        (Self::Remove, "remove"),
        (Self::Merge, "merge"),
        (Self::Open, "open"),
        (Self::AddDoor, "add_door"),
        (Self::AddColumn, "add_column"),
        (Self::AddFloor, "add_floor"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
    }
}

impl Change {
    /// What kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Renumber { .. } => Kind::Renumber,
            Self::Remove { .. } => Kind::Remove,
            Self::Merge { .. } => Kind::Merge,
            Self::Open { .. } => Kind::Open,
            Self::Add { more: More::Door(_), .. } => Kind::AddDoor,
            Self::Add { more: More::Column, .. } => Kind::AddColumn,
            Self::Add { more: More::Floor(_), .. } => Kind::AddFloor,
        }
    }

    /// The door that becomes another: of a merge the one that goes, of more doors the one beside them.
    pub fn dwelling(&self) -> DwellingId {
        match *self {
            Self::Renumber { dwelling, .. } | Self::Remove { dwelling, .. } | Self::Open { dwelling, .. } => dwelling,
            Self::Merge { gone, .. } => gone,
            Self::Add { beside, .. } => beside,
        }
    }

    /// The door that takes the other one in.
    pub fn kept(&self) -> Option<DwellingId> {
        match *self {
            Self::Merge { kept, .. } => Some(kept),
            _ => None,
        }
    }

    /// The number that it asks for.
    pub fn number(&self) -> Option<DoorNumber> {
        match *self {
            Self::Renumber { number, .. } => Some(number),
            Self::Open { number, .. } | Self::Add { more: More::Door(number), .. } => number,
            _ => None,
        }
    }

    /// How many doors a new floor has.
    pub fn doors(&self) -> Option<u16> {
        match *self {
            Self::Add { more: More::Floor(doors), .. } => Some(doors),
            _ => None,
        }
    }
}

/// What became of a door that is none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// It was removed.
    Removed,
    /// It is part of this one.
    MergedInto(DwellingId),
}

/// A place for a door in a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its floor: two doors of one unit and floor share a landing.
    pub floor: u16,
    /// The number on the door, or the one that was on it.
    pub number: DoorNumber,
    /// Why there is no door; nothing while there is one.
    pub closing: Option<Closing>,
}

/// Why a change can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It is no door of this unit.
    Unknown,
    /// There is no door any more.
    Closed,
    /// The door is there already.
    IsOpen,
    /// Another door of the unit has that number.
    NumberTaken,
    /// It has that number already.
    SameNumber,
    /// The two don't share a landing, or are one.
    OtherLanding,
    /// So many people still belong to it: they have to move first.
    Occupied(usize),
    /// No building has so many floors, or doors on a landing.
    Full,
}

/// The places of one unit that a change makes different, as they are afterwards. `people` belong to the changed door today.
pub fn after(unit: &[Slot], change: &Change, people: usize) -> Result<Vec<Slot>, Problem> {
    let find = |dwelling| unit.iter().find(|slot| slot.dwelling == dwelling).copied().ok_or(Problem::Unknown);
    let open = |dwelling| find(dwelling).and_then(|slot| slot.closing.map_or(Ok(slot), |_| Err(Problem::Closed)));
    let is_free = |number, own| {
        let others = unit.iter().filter(|slot| slot.dwelling != own && slot.closing.is_none());
        others.map(|slot| slot.number).all(|other| other != number)
    };
    match *change {
        Change::Renumber { dwelling, number } => {
            let slot = open(dwelling)?;
            if slot.number == number {
                return Err(Problem::SameNumber);
            }
            if !is_free(number, dwelling) {
                return Err(Problem::NumberTaken);
            }
            Ok(vec![Slot { number, ..slot }])
        }
        Change::Remove { dwelling, .. } => {
            let slot = open(dwelling)?;
            if people > 0 {
                return Err(Problem::Occupied(people));
            }
            Ok(closed(unit, slot, Closing::Removed))
        }
        Change::Merge { kept, gone } => {
            let (kept, gone) = (open(kept)?, open(gone)?);
            if kept.dwelling == gone.dwelling || kept.floor != gone.floor {
                return Err(Problem::OtherLanding);
            }
            Ok(closed(unit, gone, Closing::MergedInto(kept.dwelling)))
        }
        Change::Open { dwelling, number } => {
            let slot = find(dwelling)?;
            let number = number.unwrap_or(slot.number);
            if slot.closing.is_none() {
                return Err(Problem::IsOpen);
            }
            if !is_free(number, dwelling) {
                return Err(Problem::NumberTaken);
            }
            Ok(vec![Slot { number, closing: None, ..slot }])
        }
        // What is added is new ([`growth::grown`]); of what is there nothing changes.
        Change::Add { beside, .. } => open(beside).map(|_| Vec::new()),
    }
}

/// The place without its door; doors that were merged into it before share its fate.
fn closed(unit: &[Slot], slot: Slot, closing: Closing) -> Vec<Slot> {
    let followers = unit.iter().filter(|other| other.closing == Some(Closing::MergedInto(slot.dwelling)));
    std::iter::once(slot).chain(followers.copied()).map(|slot| Slot { closing: Some(closing), ..slot }).collect()
}

/// Everybody who belongs to the door that goes belongs to the one that is kept, from that day on: stays end and others begin.
///
/// Whoever belongs to both has one stay there afterwards that says both things. The kept door's head stays the head; without
/// one the other door's head is it, and a second head becomes another member. `stays` may hold other doors' too.
pub fn merged_stays(stays: &[Stay], kept: DwellingId, gone: DwellingId, today: NaiveDate) -> Vec<stay::Change> {
    let of = |door: DwellingId| stays.iter().filter(move |stay| stay.is_open() && stay.dwelling == door);
    let mut homes: BTreeMap<ResidentId, Vec<&Stay>> = BTreeMap::new();
    for stay in of(kept).chain(of(gone)) {
        homes.entry(stay.resident).or_default().push(stay);
    }
    let is_head = |stay: &&Stay| stay.kind.lives() && stay.relation == Relation::Head;
    let head = of(kept).find(is_head).or_else(|| of(gone).find(is_head)).map(|stay| stay.resident);
    let movers = homes.into_iter().filter(|(_, own)| own.iter().any(|stay| stay.dwelling == gone));
    let mut changes = Vec::new();
    for (resident, own) in movers {
        let kind = both(&own);
        let relation = own.iter().find(|stay| !is_head(stay) && stay.relation != Relation::Head);
        let relation = if head == Some(resident) && kind.lives() {
            Relation::Head
        } else {
            relation.map_or(Relation::Other, |stay| stay.relation)
        };
        let first = own.iter().filter_map(|stay| stay.from_on).max().map_or(today, |from| from.max(today));
        changes.extend(own.iter().map(|stay| {
            let to_on = stay.from_on.map_or(first, |from| from.max(today));
            stay::Change::Close { stay: stay.id, to_on, reason: EndReason::Changed }
        }));
        let new = Opening { resident, dwelling: kept, kind, relation, from_on: Some(first) };
        changes.push(stay::Change::Open(new));
    }
    changes
}

/// What several stays of one person at one door say together.
fn both(stays: &[&Stay]) -> StayKind {
    let lives = stays.iter().any(|stay| stay.kind.lives());
    let is_registered = stays.iter().any(|stay| matches!(stay.kind, StayKind::Both | StayKind::Registered));
    match (lives, is_registered) {
        (true, true) => StayKind::Both,
        (true, false) => StayKind::Actual,
        (false, true) => StayKind::Registered,
        (false, false) => StayKind::Away,
    }
}

#[cfg(test)]
mod tests;
