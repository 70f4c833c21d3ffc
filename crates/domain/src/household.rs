//! The household behind a cell: what a card and a cell board say about it.
//!
//! No names, telephone numbers or papers: those belong to the resident e-file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::case::CaseLine;
use crate::cell::{CellByte, LabelCode, Lens};
use crate::door::DoorNumber;
use crate::door_change::Story;
use crate::id::{BuildingId, DwellingId, EntryId, EstateId};
use crate::person::MaskedPerson;

/// How a dwelling is used (house status of the field: 自住, 出租, 待租, 空置, 其他).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occupancy {
    /// 自住.
    Owner = 1,
    /// 出租.
    Rented = 2,
    /// 待租.
    ToLet = 3,
    /// 空置.
    Vacant = 4,
    /// 其他.
    Other = 5,
    /// 未建档: nobody has looked yet.
    Unknown = 6,
}

impl Occupancy {
    /// All uses; the number is also the fill class of the occupancy lens.
    pub const ALL: [Self; 6] = [Self::Owner, Self::Rented, Self::ToLet, Self::Vacant, Self::Other, Self::Unknown];

    /// Stored form, 1 to 6.
    pub fn number(self) -> i16 {
        self as i16
    }

    /// Parses the stored form; anything else is not on file.
    pub fn from_number(number: i16) -> Self {
        Self::ALL.into_iter().find(|occupancy| occupancy.number() == number).unwrap_or(Self::Unknown)
    }
}

/// Where a dwelling stands in its building. Floors count from 1, units 单元 from 1, doors from 1 inside a unit's landing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Door {
    /// Unit (stairwell) 单元.
    pub unit: u16,
    /// Floor.
    pub floor: u16,
    /// Door on the landing.
    pub door: u16,
    /// The number that it was given; most doors have the one that their place gives.
    #[serde(default)]
    pub given: Option<DoorNumber>,
}

impl Door {
    /// A door with the number that its place gives.
    pub fn new(unit: u16, floor: u16, door: u16) -> Self {
        Self { unit, floor, door, given: None }
    }

    /// The number on the door: the one that it was given, else floor and two digits of the landing's door, such as 401.
    pub fn number(self) -> DoorNumber {
        self.given.unwrap_or_else(|| DoorNumber::of_place(self.floor, self.door))
    }
}

/// The address of a dwelling, level by level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Names from the city down to the grid, with their codes.
    pub areas: Vec<(Area, String)>,
    /// The estate 小区.
    pub estate: Option<(EstateId, String)>,
    /// The building's number in its estate.
    pub building_number: i32,
    /// Unit, floor and door.
    pub door: Door,
    /// The street and house number as the source map has it.
    pub source: Option<String>,
}

impl Address {
    /// The short form that people search with: building-unit-door, such as 3-2-401.
    pub fn short(&self) -> String {
        format!("{}-{}-{}", self.building_number, self.door.unit, self.door.number())
    }
}

/// The neighbours one step away, as doors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    /// Upstairs.
    pub above: Option<Neighbour>,
    /// Downstairs.
    pub below: Option<Neighbour>,
    /// The previous door on the same floor of the building.
    pub left: Option<Neighbour>,
    /// The next door on the same floor of the building.
    pub right: Option<Neighbour>,
}

/// A neighbour's door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// The short address.
    pub short: String,
}

/// The household card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdCard {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// Its cell in the current scene.
    pub cell: u32,
    /// Where it is.
    pub address: Address,
    /// What happened to the door.
    pub story: Story,
    /// How it is used.
    pub occupancy: Occupancy,
    /// Its labels, in the dictionary's order.
    pub labels: Vec<LabelCode>,
    /// How many people are registered in it.
    pub residents: i32,
    /// Who they are, masked; the head first.
    pub people: Vec<MaskedPerson>,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
    /// The last day the file was verified.
    pub verified_on: Option<NaiveDate>,
    /// Cases about it, open ones first.
    pub cases: Vec<CaseLine>,
    /// Who lives around it.
    pub neighbours: Neighbours,
    /// Rises with every change; a change names the revision it saw.
    pub revision: i64,
    /// Whether the people in it are made up.
    pub synthetic: bool,
    /// Whether the viewer may change its labels. Nobody changes what is behind a door that is none any more.
    pub may_edit: bool,
    /// Whether the viewer may see its people without masks, for a reason.
    pub may_unmask: bool,
}

/// A building's cell board: units × floors × doors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The building.
    pub building: BuildingId,
    /// Where it is: names from the post's own area down to the grid.
    pub areas: Vec<(Area, String)>,
    /// The estate 小区.
    pub estate: Option<(EstateId, String)>,
    /// Its number in the estate.
    pub number: i32,
    /// The street and house number as the source map has it.
    pub source: Option<String>,
    /// Floors above ground.
    pub floors: u16,
    /// Whether the source map did not say how many floors.
    pub floors_assumed: bool,
    /// Units 单元.
    pub units: u16,
    /// Doors on one landing.
    pub doors_per_unit: u16,
    /// The lowest floor with dwellings.
    pub first_floor: u16,
    /// The lens whose classes the bytes hold.
    pub lens: Lens,
    /// All dwellings, by floor from the top, then by column. Empty for a building nobody lives in.
    pub cells: Vec<BoardCell>,
    /// What the register has in this building.
    #[serde(default)]
    pub entries: Vec<EntryLine>,
    /// Whether the viewer may change labels here.
    pub may_edit: bool,
}

impl Board {
    /// How many homes it has; places that are part of another home are none.
    pub fn homes(&self) -> usize {
        self.cells.iter().filter(|cell| cell.home.is_none()).count()
    }
}

/// One household on a cell board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCell {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its cell in the current scene.
    pub cell: u32,
    /// Unit, floor and door.
    pub door: Door,
    /// Fill, light and badge, as the map has them.
    pub byte: CellByte,
    /// Its labels, in the dictionary's order.
    pub labels: Vec<LabelCode>,
    /// How many people are registered in it.
    pub residents: i32,
    /// Of a place that was merged into another: that home and the number on its door. `dwelling` and `door` are the place's own.
    #[serde(default)]
    pub home: Option<(DwellingId, DoorNumber)>,
}

impl BoardCell {
    /// Whose home it is: its own, or the one that it is part of.
    pub fn lived_in(&self) -> DwellingId {
        self.home.map_or(self.dwelling, |(home, _)| home)
    }
}

/// An open entry of the register, as a building lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The entry.
    pub entry: EntryId,
    /// What it is called.
    pub name: String,
    /// Its sub-class, in Chinese and English.
    pub kind: (String, String),
}
