//! What people type into the one box: building + door, address words, area names, and who somebody is.
//!
//! Not here: where any of it is stored and in which order it is looked up (`store`, `service`).

pub mod probe;
pub mod spelling;
pub mod token;

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::door::DoorNumber;
use crate::id::{BuildingId, DwellingId, EntryId, EstateId, ResidentId};

/// Longest text that is looked at, in characters.
pub const TEXT_LIMIT: usize = 60;
/// How many days a text is kept that was searched for without script.
pub const KEPT_DAYS: u16 = 1;

/// One way to read a door query: some parts may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DoorQuery {
    /// The building's number in its estate.
    pub building: i32,
    /// The unit 单元, when it was given.
    pub unit: Option<i32>,
    /// The number on the door, such as 401, when it was given.
    pub door: Option<DoorNumber>,
}

impl DoorQuery {
    /// Every reading of what was typed, the likeliest first; none when it is no door.
    ///
    /// `3-2-401`, `3号楼2单元401室`, `3栋2单元401` and `3 2 401` are unambiguous. `3-401` is building and door. A door may have
    /// letters (`3-2-302甲`) or a hyphen (`3-2-3-2`; `5-3-2` may also be door 3-2 of building 5).
    /// Bare digits such as `32401` are split in every way that leaves a building, a one-digit unit and a door of three or four digits.
    pub fn parse(text: &str) -> Vec<Self> {
        let parts = parts(text).unwrap_or_default();
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i32>().ok()).filter(|number| *number > 0);
        let door = |at: usize| DoorNumber::new_checked(&parts[at..].join("-"));
        let mut readings = Vec::new();
        let mut read = |building: Option<i32>, unit: Option<Option<i32>>, door: Option<Option<DoorNumber>>| {
            if let (Some(building), Some(unit), Some(door)) = (building, unit, door) {
                readings.push(Self { building, unit, door });
            }
        };
        match parts.len() {
            1 => return number(0).map(Self::split).unwrap_or_default(),
            2 => {
                read(number(0), Some(None), door(1).map(Some));
                read(number(0), number(1).map(Some), Some(None));
            }
            3 => {
                read(number(0), number(1).map(Some), door(2).map(Some));
                read(number(0), Some(None), door(1).map(Some));
            }
            4 => read(number(0), number(1).map(Some), door(2).map(Some)),
            _ => {}
        }
        readings
    }

    fn split(digits: i32) -> Vec<Self> {
        let text = digits.to_string();
        let mut readings = Vec::new();
        for door_len in [3, 4] {
            if text.len() < door_len + 2 {
                continue;
            }
            let (head, door) = text.split_at(text.len() - door_len);
            let (building, unit) = head.split_at(head.len() - 1);
            if let (Ok(building), Ok(unit), Ok(door)) = (building.parse(), unit.parse(), door.parse::<u32>()) {
                let plausible = unit > 0 && door % 100 > 0 && door >= 101;
                if plausible {
                    readings.push(Self { building, unit: Some(unit), door: Some(DoorNumber::from(door)) });
                }
            }
        }
        if text.len() <= 3 {
            readings.push(Self { building: digits, unit: None, door: None });
        }
        readings
    }
}

/// The parts of a door query, each beginning with a digit; nothing when the text has words that are not part of a door.
fn parts(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().to_owned();
    for word in ["号楼", "单元", "楼", "栋", "幢", "座", "室", "号", "户", "#"] {
        rest = rest.replace(word, " ");
    }
    let plain: String = rest
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
            '-' | '－' | '—' | '–' | '_' | '/' | ',' | '，' | '.' | '、' => ' ',
            other => other,
        })
        .collect();
    let parts: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    let is_door = parts.iter().all(|part| DoorNumber::new_checked(part).is_some() || part.parse::<i32>().is_ok());
    is_door.then_some(parts)
}

/// Where a hit leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A household.
    Dwelling(DwellingId, BuildingId),
    /// A building.
    Building(BuildingId),
    /// An estate, shown in its community.
    Estate(EstateId, Area),
    /// An area.
    Area(Area),
    /// A person, in the household where they live.
    Person(ResidentId, DwellingId, BuildingId),
    /// An entry of the register: in its building, or, when it stands by itself, on a page of its own.
    Entry(EntryId, Option<BuildingId>),
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Where it leads.
    pub target: Target,
    /// What it is called.
    pub title: String,
    /// Where it is, in words.
    pub place: String,
    /// A person's age in full years.
    #[serde(default)]
    pub age_years: Option<u32>,
    /// The number that was asked for, when the door has another one now.
    #[serde(default)]
    pub formerly: Option<DoorNumber>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_door_mean_the_same() {
        let expected = DoorQuery { building: 3, unit: Some(2), door: Some(DoorNumber::from(401)) };

        for text in ["3-2-401", "3号楼2单元401室", "３－２－４０１", "3 2 401", "32401", "3栋2单元401"] {
            assert_eq!(DoorQuery::parse(text).first(), Some(&expected), "{text}");
        }
    }

    #[test]
    fn long_digits_also_read_as_a_high_floor() {
        let readings = DoorQuery::parse("1221203");

        assert!(readings.contains(&DoorQuery { building: 12, unit: Some(2), door: Some(DoorNumber::from(1203)) }));
    }

    #[test]
    fn letters_and_hyphens_of_a_number_are_read() {
        let door = |number: &str| DoorNumber::new_checked(number);
        let query = |unit, number| DoorQuery { building: 3, unit, door: door(number) };

        assert_eq!(DoorQuery::parse("3号楼2单元302甲室").first(), Some(&query(Some(2), "302甲")));
        assert_eq!(DoorQuery::parse("3-2-302a").first(), Some(&query(Some(2), "302A")));
        assert_eq!(DoorQuery::parse("3-2-4-1"), [query(Some(2), "4-1")]);
        assert!(DoorQuery::parse("3-2-4").contains(&query(None, "2-4")));
    }

    #[test]
    fn words_are_no_door() {
        assert!(DoorQuery::parse("阳光花园").is_empty());
        assert!(DoorQuery::parse("").is_empty());
    }
}
