//! Doors beyond the places that a building has: a flat is parted, a roof is built out, the map counted too few.
//!
//! A building's places are a lattice: floors × stairwells × doors of a landing. It grows at its ends only, so that nobody's place
//! becomes another; what it gains elsewhere are places without a door, until somebody proposes one there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Problem, Slot};
use crate::door::DoorNumber;
use crate::id::DwellingId;

/// The highest floor that a building can have, as in `citypack`.
pub const MAX_FLOORS: u16 = 255;
/// The most doors on one landing: their numbers have two digits behind the floor.
pub const MAX_DOORS: u16 = 99;
/// The most doors on one floor over all stairwells, as in `citypack`.
pub const MAX_COLUMNS: u16 = 1000;

/// Which doors there are more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum More {
    /// One on the landing, with its number; without one it has the number of its place.
    Door(Option<DoorNumber>),
    /// One on every floor of the stairwell that has doors.
    Column,
    /// So many on a floor above the stairwell's highest.
    Floor(u16),
}

/// The places of a building: floors × stairwells × doors of each landing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lattice {
    /// Floors from the ground, those without dwellings too.
    pub floors: u16,
    /// Stairwells 单元.
    pub units: u16,
    /// Doors on each landing.
    pub doors: u16,
}

impl Lattice {
    /// The cell of a place, counted from the building's first one. All count from one.
    pub fn cell(self, (unit, floor, door): (u16, u16, u16)) -> u32 {
        let columns = u32::from(self.units) * u32::from(self.doors);
        u32::from(floor - 1) * columns + u32::from(unit - 1) * u32::from(self.doors) + u32::from(door - 1)
    }

    fn with(self, door: NewDoor) -> Self {
        Self { floors: self.floors.max(door.floor), doors: self.doors.max(door.door), ..self }
    }

    fn is_sound(self) -> bool {
        self.floors <= MAX_FLOORS
            && self.doors <= MAX_DOORS
            && u32::from(self.units) * u32::from(self.doors) <= u32::from(MAX_COLUMNS)
    }
}

/// A door that there was no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDoor {
    /// Its floor.
    pub floor: u16,
    /// Its place on the landing.
    pub door: u16,
    /// The number on it.
    pub number: DoorNumber,
}

/// What a stairwell gains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The building's places afterwards: never fewer.
    pub lattice: Lattice,
    /// The new doors.
    pub doors: Vec<NewDoor>,
}

/// A stairwell with everything that says which places are free in it.
#[derive(Clone, Copy, Debug)]
pub struct Stairwell<'a> {
    /// Its doors, closed ones too.
    pub slots: &'a [Slot],
    /// Floor and door of every place that a record has or had.
    pub places: &'a BTreeSet<(u16, u16)>,
    /// The building's places.
    pub lattice: Lattice,
}

/// The doors that are added beside one, and what the building's places become.
///
/// *Errors*: `Unknown` and `Closed` about the door beside; `NumberTaken` for a number that an open door of the stairwell has; `Full`
/// where no building goes on.
pub fn grown(well: Stairwell<'_>, beside: DwellingId, more: More) -> Result<Growth, Problem> {
    let beside = well.slots.iter().find(|slot| slot.dwelling == beside).ok_or(Problem::Unknown)?;
    if beside.closing.is_some() {
        return Err(Problem::Closed);
    }
    let open = || well.slots.iter().filter(|slot| slot.closing.is_none());
    let places: Vec<(u16, u16)> = match more {
        More::Door(_) => vec![(beside.floor, free(well, &[beside.floor])?)],
        More::Column => {
            let floors: Vec<u16> = open().map(|slot| slot.floor).collect::<BTreeSet<_>>().into_iter().collect();
            let door = free(well, &floors)?;
            floors.into_iter().map(|floor| (floor, door)).collect()
        }
        More::Floor(doors) => {
            let top = well.slots.iter().map(|slot| slot.floor).max().unwrap_or(well.lattice.floors);
            let floor = top.checked_add(1).filter(|floor| *floor <= MAX_FLOORS).ok_or(Problem::Full)?;
            let free = (1..=MAX_DOORS).filter(|door| !well.places.contains(&(floor, *door)));
            let places: Vec<_> = free.take(doors.into()).map(|door| (floor, door)).collect();
            if places.is_empty() || places.len() < usize::from(doors) {
                return Err(Problem::Full);
            }
            places
        }
    };
    let mut taken: BTreeSet<DoorNumber> = open().map(|slot| slot.number).collect();
    let mut growth = Growth { lattice: well.lattice, doors: Vec::with_capacity(places.len()) };
    for (floor, door) in places {
        let number = match more {
            More::Door(Some(number)) => number,
            _ => number_of(&taken, floor, door).ok_or(Problem::NumberTaken)?,
        };
        if !taken.insert(number) {
            return Err(Problem::NumberTaken);
        }
        let new = NewDoor { floor, door, number };
        growth.lattice = growth.lattice.with(new);
        growth.doors.push(new);
    }
    if growth.lattice.is_sound() { Ok(growth) } else { Err(Problem::Full) }
}

/// The first door place that is free on all of these floors.
fn free(well: Stairwell<'_>, floors: &[u16]) -> Result<u16, Problem> {
    let is_free = |door: &u16| floors.iter().all(|floor| !well.places.contains(&(*floor, *door)));
    (1..=MAX_DOORS).find(is_free).ok_or(Problem::Full)
}

/// The number of a place, or where another door has it the same with the door behind it, as an import gives it.
fn number_of(taken: &BTreeSet<DoorNumber>, floor: u16, door: u16) -> Option<DoorNumber> {
    let own = DoorNumber::of_place(floor, door);
    let other = DoorNumber::new_checked(&format!("{own}-{door}"));
    [Some(own), other].into_iter().flatten().find(|number| !taken.contains(number))
}

#[cfg(test)]
mod tests;
