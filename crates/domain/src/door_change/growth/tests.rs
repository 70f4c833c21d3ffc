//! What must be true of a building whatever it grows by.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::area::County;
use crate::door_change::Closing;

/// A building: its lattice and the doors of each of its stairwells with their places.
#[derive(Clone, Debug)]
struct Building {
    lattice: Lattice,
    doors: Vec<(u16, u16, Slot)>,
    next: u64,
}

impl Building {
    fn new(lattice: Lattice) -> Self {
        let mut building = Self { lattice, doors: Vec::new(), next: 1 };
        for unit in 1..=lattice.units {
            for (floor, door) in
                (1..=lattice.floors).flat_map(|floor| (1..=lattice.doors).map(move |door| (floor, door)))
            {
                building.put(unit, NewDoor { floor, door, number: DoorNumber::of_place(floor, door) });
            }
        }
        building
    }

    fn put(&mut self, unit: u16, new: NewDoor) {
        let dwelling = DwellingId::new(County::new_checked(990_001).unwrap(), self.next);
        self.next += 1;
        self.doors.push((unit, new.door, Slot { dwelling, floor: new.floor, number: new.number, closing: None }));
    }

    /// The cell of every door by its id.
    fn cells(&self) -> HashMap<DwellingId, u32> {
        let cell =
            |(unit, door, slot): &(u16, u16, Slot)| (slot.dwelling, self.lattice.cell((*unit, slot.floor, *door)));
        self.doors.iter().map(cell).collect()
    }

    fn grow(&mut self, at: usize, more: More) -> Result<(), Problem> {
        let (unit, _, beside) = self.doors[at % self.doors.len()];
        let own = || self.doors.iter().filter(|(other, ..)| *other == unit);
        let slots: Vec<Slot> = own().map(|(_, _, slot)| *slot).collect();
        let places = own().map(|(_, door, slot)| (slot.floor, *door)).collect();
        let growth = grown(Stairwell { slots: &slots, places: &places, lattice: self.lattice }, beside.dwelling, more)?;
        self.lattice = growth.lattice;
        for new in growth.doors {
            self.put(unit, new);
        }
        Ok(())
    }
}

fn any_more() -> impl Strategy<Value = More> {
    let number = prop::option::of(
        (1u32..9, 1u32..4).prop_map(|(floor, part)| DoorNumber::new_checked(&format!("{floor}01-{part}")).unwrap()),
    );
    prop_oneof![number.prop_map(More::Door), Just(More::Column), (1u16..4).prop_map(More::Floor),]
}

proptest! {
    #[test]
    fn growing_loses_no_door_moves_none_and_gives_every_door_its_own_number_and_cell(
        size in (1u16..5, 1u16..4, 1u16..4),
        closed in prop::collection::vec(any::<usize>(), 0..3),
        steps in prop::collection::vec((any::<usize>(), any_more()), 1..12),
    ) {
        let mut building = Building::new(Lattice { floors: size.0, units: size.1, doors: size.2 });
        for at in closed {
            let at = at % building.doors.len();
            building.doors[at].2.closing = Some(Closing::Removed);
        }
        for (at, more) in steps {
            let before = building.clone();
            if building.grow(at, more).is_err() {
                prop_assert_eq!(&before.doors, &building.doors);
                continue;
            }
            prop_assert_eq!(&before.doors[..], &building.doors[..before.doors.len()], "who was there stays as they were");
            prop_assert!(building.doors.len() > before.doors.len());
            let (old, new) = (before.lattice, building.lattice);
            prop_assert!(new.floors >= old.floors && new.units == old.units && new.doors >= old.doors);
            let cells = building.cells();
            let all: BTreeSet<u32> = cells.values().copied().collect();
            prop_assert_eq!(all.len(), building.doors.len(), "a cell is one door's");
            let most = u32::from(new.floors) * u32::from(new.units) * u32::from(new.doors);
            prop_assert!(all.iter().all(|cell| *cell < most));
            let mut numbers = BTreeSet::new();
            let open = building.doors.iter().filter(|(_, _, slot)| slot.closing.is_none());
            for (unit, _, slot) in open {
                prop_assert!(numbers.insert((*unit, slot.number)), "two doors {} of stairwell {unit}", slot.number);
            }
        }
    }
}

fn grow(building: &mut Building, at: usize, more: More) -> Result<Vec<String>, Problem> {
    let count = building.doors.len();
    building.grow(at, more)?;
    Ok(building.doors[count..].iter().map(|(_, _, slot)| slot.number.to_string()).collect())
}

#[test]
fn a_parted_flat_a_third_door_and_a_loft_are_what_they_are_in_a_street() {
    let mut building = Building::new(Lattice { floors: 3, units: 2, doors: 2 });

    let parted = grow(&mut building, 0, More::Door(DoorNumber::new_checked("101-1"))).unwrap();
    let again = grow(&mut building, 0, More::Door(DoorNumber::new_checked("101-1")));
    let loft = grow(&mut building, 0, More::Floor(1)).unwrap();
    let third = grow(&mut building, 7, More::Column).unwrap();

    assert_eq!((parted, again), (vec!["101-1".to_owned()], Err(Problem::NumberTaken)));
    assert_eq!(loft, ["401"]);
    assert_eq!(
        third,
        ["103", "203", "303"],
        "the other stairwell has its own third door, in places that are there already"
    );
    assert_eq!(building.lattice, Lattice { floors: 4, units: 2, doors: 3 });
}

#[test]
fn no_building_goes_on_for_ever() {
    let mut building = Building::new(Lattice { floors: MAX_FLOORS, units: 1, doors: 1 });

    assert_eq!(grow(&mut building, 0, More::Floor(1)), Err(Problem::Full));
    assert_eq!(
        grow(&mut Building::new(Lattice { floors: 1, units: 1, doors: MAX_DOORS }), 0, More::Column),
        Err(Problem::Full)
    );
    assert_eq!(
        grow(&mut Building::new(Lattice { floors: 1, units: 1, doors: 1 }), 0, More::Floor(0)),
        Err(Problem::Full)
    );
}
