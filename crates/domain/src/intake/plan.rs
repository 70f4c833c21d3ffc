//! From rows to changes: who is meant, what becomes of their files and stays, and what rows say against one another.
//!
//! The same plan is shown by a check and written afterwards. Blank identity numbers never match: without a number somebody is
//! recognised by name and birthday at the same door, and by nothing less.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::fault::{Fault, Found};
use super::read::{DoorKey, Entry, Words};
use super::settle;
use crate::area::Area;
use crate::door::DoorNumber;
use crate::file::{self, Group, Problem, Values};
use crate::household::Occupancy;
use crate::id::{DwellingId, ResidentId};
use crate::person::{IdNumber, Relation};
use crate::phone::Phone;
use crate::stay::{Change, Stay, StayKind};

/// A door that a row can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its grid.
    pub area: Area,
}

/// The buildings and doors of a city, as far as rows name them.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Names of all estates.
    pub estates: HashSet<String>,
    /// Buildings by number: the estate's name (empty for none), the building, its grid.
    pub buildings: HashMap<i32, Vec<(String, i64, Area)>>,
    /// Doors by building, unit and number on the door.
    pub doors: HashMap<(i64, u16, DoorNumber), Spot>,
}

impl Ground {
    /// The buildings that a door may be in, for a sender who writes `scope`.
    pub fn candidates<'a>(&'a self, door: &'a DoorKey, scope: Area) -> impl Iterator<Item = (i64, Area)> + 'a {
        let all = self.buildings.get(&door.building).map(Vec::as_slice).unwrap_or_default();
        let fits = move |found: &&(String, i64, Area)| {
            if door.estate.is_empty() { scope.contains(found.2) } else { found.0 == door.estate }
        };
        all.iter().filter(fits).map(|(_, building, area)| (*building, *area))
    }

    /// The door that a row means, when it means one that the sender writes.
    pub fn spot(&self, door: &DoorKey, scope: Area) -> Option<Spot> {
        self.find(door, scope).ok()
    }

    fn find(&self, door: &DoorKey, scope: Area) -> Result<Spot, (&'static str, Fault)> {
        if !door.estate.is_empty() && !self.estates.contains(&door.estate) {
            return Err(("estate", Fault::EstateUnknown));
        }
        let all: Vec<_> = self.candidates(door, scope).collect();
        // An estate of the same name elsewhere is no reason to doubt the own one.
        let own: Vec<_> = all.iter().filter(|(_, area)| scope.contains(*area)).collect();
        let building = match (all.as_slice(), own.as_slice()) {
            ([], _) => return Err(("building", Fault::BuildingUnknown)),
            (_, [(building, _)]) => *building,
            (_, []) => return Err(("building", Fault::DoorElsewhere)),
            _ => return Err(("building", Fault::DoorAmbiguous)),
        };
        let spot = self.doors.get(&(building, door.unit, door.number)).ok_or(("door", Fault::DoorUnknown))?;
        if scope.contains(spot.area) { Ok(*spot) } else { Err(("door", Fault::DoorElsewhere)) }
    }
}

/// Somebody with a file. Not for the wire.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub resident: ResidentId,
    /// Their grid.
    pub area: Area,
    /// The fields in clear.
    pub values: Values,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Whether it was checked against a document.
    pub is_checked: bool,
    /// Whether the person is written down as dead.
    pub is_dead: bool,
    /// Codes of key groups.
    pub key_groups: Vec<u8>,
    /// All stays.
    pub stays: Vec<Stay>,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody without one so far.
    New,
    /// The one at this place in the list of the known.
    Known(usize),
}

/// What is to be done about one person.
#[derive(Clone, Debug)]
pub struct PersonPlan {
    /// The row.
    pub row: u32,
    /// Whose file.
    pub who: Who,
    /// The door.
    pub spot: Spot,
    /// All fields afterwards.
    pub values: Values,
    /// Groups of fields that change.
    pub groups: BTreeSet<Group>,
    /// The identity number that is added.
    pub id_number: Option<IdNumber>,
    /// The telephone that is set.
    pub phone: Option<Phone>,
    /// Whether the file counts as checked afterwards.
    pub is_checked: bool,
    /// Codes of key groups that are added.
    pub key_groups: Vec<u8>,
    /// What becomes of the stays; for a new file the resident in it means nothing yet.
    pub stays: Vec<Change>,
}

impl PersonPlan {
    /// Whether anything is to be done.
    pub fn changes(&self) -> bool {
        self.who == Who::New || !self.groups.is_empty() || !self.stays.is_empty()
    }
}

/// What is to be done about all rows.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is wrong, by row.
    pub faults: Vec<Found>,
    /// The people of sound rows, unchanged ones included.
    pub people: Vec<PersonPlan>,
    /// How dwellings are used from now on.
    pub occupancy: BTreeMap<DwellingId, Occupancy>,
}

/// What a plan is made with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) known: &'a [Known],
    pub(super) words: &'a Words,
    pub(super) today: NaiveDate,
}

/// A row with its door and whom it means.
#[derive(Clone, Debug)]
pub(super) struct Meant<'a> {
    pub(super) entry: &'a Entry,
    pub(super) spot: Spot,
    pub(super) who: Who,
}

/// Makes the plan. `known` are those with one of the rows' numbers and those with an open stay at one of the rows' doors;
/// `scope` is the area that the sender writes.
pub fn plan(entries: &[Entry], ground: &Ground, known: &[Known], scope: Area, words: &Words, today: NaiveDate) -> Plan {
    let (mut plan, mut meant) = (Plan::default(), Vec::new());
    let index = Index::of(known);
    let (mut numbers, mut people) = (HashMap::new(), HashMap::new());
    for entry in entries {
        let mut refuse = |field: &str, fault, value: &str| plan.faults.push(Found::new(entry.row, field, fault, value));
        if let Some(number) = &entry.id_number {
            let first = *numbers.entry(number.reveal()).or_insert(entry.row);
            if first != entry.row {
                plan.faults.push(Found::new(entry.row, "id_number", Fault::IdTwice, number.reveal()).with(first));
                continue;
            }
        }
        let spot = match ground.find(&entry.door, scope) {
            Ok(spot) => spot,
            Err((field, fault)) => {
                refuse(field, fault, &door_value(&entry.door, field));
                continue;
            }
        };
        let who = match index.who(entry, spot.dwelling, known) {
            Ok(who) => who,
            Err((field, fault)) => {
                refuse(field, fault, entry.typed.get(field).map(String::as_str).unwrap_or_default());
                continue;
            }
        };
        let first = *people.entry(Likeness::of(entry, spot.dwelling, who)).or_insert(entry.row);
        if first == entry.row {
            meant.push(Meant { entry, spot, who });
        } else {
            let name = entry.typed.get("name").map(String::as_str).unwrap_or_default();
            plan.faults.push(Found::new(entry.row, "name", Fault::PersonTwice, name).with(first));
        }
    }
    settle::settle(&mut plan, meant, Context { known, words, today });
    plan.faults.sort_by(|a, b| (a.row, &a.field).cmp(&(b.row, &b.field)));
    plan
}

/// What a door's part looks like, for the shape of a fault.
fn door_value(door: &DoorKey, field: &str) -> String {
    match field {
        "estate" => door.estate.clone(),
        "building" => door.building.to_string(),
        _ => door.number.to_string(),
    }
}

/// What tells two people of a file apart.
#[derive(PartialEq, Eq, Hash)]
enum Likeness {
    Known(usize),
    Number(String),
    Nameless(DwellingId, Option<String>, Option<String>),
}

impl Likeness {
    fn of(entry: &Entry, dwelling: DwellingId, who: Who) -> Self {
        match (who, &entry.id_number) {
            (Who::Known(at), _) => Self::Known(at),
            (_, Some(number)) => Self::Number(number.reveal().to_owned()),
            _ => Self::Nameless(dwelling, entry.typed.get("name").cloned(), entry.typed.get("born_on").cloned()),
        }
    }
}

/// Where the known can be found.
struct Index<'a> {
    by_number: HashMap<&'a str, Vec<usize>>,
    by_door: HashMap<DwellingId, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn of(known: &'a [Known]) -> Self {
        let mut index = Self { by_number: HashMap::new(), by_door: HashMap::new() };
        for (at, person) in known.iter().enumerate() {
            if let Some(number) = &person.id_number {
                index.by_number.entry(number.reveal()).or_default().push(at);
            }
            let doors: BTreeSet<_> =
                person.stays.iter().filter(|stay| stay.is_open()).map(|stay| stay.dwelling).collect();
            for door in doors {
                index.by_door.entry(door).or_default().push(at);
            }
        }
        index
    }

    fn who(&self, entry: &Entry, dwelling: DwellingId, known: &[Known]) -> Result<Who, (&'static str, Fault)> {
        let found = match &entry.id_number {
            Some(number) => self.by_number.get(number.reveal()).map(Vec::as_slice).unwrap_or_default(),
            None => &[],
        };
        let who = match found {
            [] => self.at_door(entry, dwelling, known)?,
            [at] => Who::Known(*at),
            _ => return Err(("id_number", Fault::IdSeveralFiles)),
        };
        match who {
            Who::Known(at) if known[at].is_dead => Err(("name", Fault::PersonDead)),
            who => Ok(who),
        }
    }

    /// Somebody of the same name at the same door. Equal birthdays make it the same person; different ones, or different
    /// numbers, another one; a missing birthday leaves it open unless a number decides.
    fn at_door(&self, entry: &Entry, dwelling: DwellingId, known: &[Known]) -> Result<Who, (&'static str, Fault)> {
        let here = self.by_door.get(&dwelling).map(Vec::as_slice).unwrap_or_default();
        for at in here {
            let person = &known[*at];
            if person.values.get("name") != entry.typed.get("name") {
                continue;
            }
            let days = person.values.get("born_on").zip(entry.typed.get("born_on"));
            match (days, &person.id_number, &entry.id_number) {
                (Some((theirs, ours)), ..) if theirs != ours => {}
                (Some(_), Some(_), Some(_)) => return Err(("id_number", Fault::IdOther)),
                (Some(_), ..) | (None, None, Some(_)) => return Ok(Who::Known(*at)),
                (None, Some(_), Some(_)) => {}
                (None, _, None) => return Err(("name", Fault::PersonUnclear)),
            }
        }
        Ok(Who::New)
    }
}

/// How somebody belongs to a dwelling when the row does not say.
pub(super) fn usual_kind(relation: Relation) -> StayKind {
    match relation {
        Relation::Tenant => StayKind::Actual,
        Relation::Owner | Relation::Landlord => StayKind::Away,
        _ => StayKind::Both,
    }
}

/// The fault that a problem of an entry amounts to.
pub(super) fn fault_of(problem: Problem) -> Fault {
    match problem {
        Problem::TooLong => Fault::TooLong,
        Problem::InFuture => Fault::DateInFuture,
        Problem::OutOfOrder => Fault::DateOrder,
        Problem::NotADay => Fault::DateForm,
        _ => Fault::WordUnknown,
    }
}

/// The groups whose fields differ.
pub(super) fn changed_groups(before: &Values, after: &Values) -> BTreeSet<Group> {
    let differs = |field: &&file::FieldSpec| before.get(field.slug) != after.get(field.slug);
    file::FIELDS.iter().filter(differs).map(|field| field.group).collect()
}
