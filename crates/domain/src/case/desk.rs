//! Desks 办理位: where a case can lie.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::area::{Area, Level};
use crate::id::UnitId;

/// One desk: the office of an area (grid, community, street, the city's command centre) or a unit such as a department.
///
/// Stored as one number, because the codes of areas (15 digits) and of units (18 digits) never meet; written as text on the wire,
/// because a browser's numbers end at 2^53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Desk(i64);

/// What a desk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskKind {
    /// The office of an area.
    Area(Area),
    /// A unit.
    Unit(UnitId),
}

/// A number that is no desk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a desk is an area's code or a unit's id")]
pub struct InvalidDesk;

impl Desk {
    /// The office of an area.
    pub fn area(area: Area) -> Self {
        Self(area.code())
    }

    /// A unit's desk.
    pub fn unit(unit: UnitId) -> Self {
        Self(unit.number())
    }

    /// Parses a stored number.
    pub fn new_checked(number: i64) -> Option<Self> {
        (UnitId::new_checked(number).is_some() || Area::new_checked(number).is_some()).then_some(Self(number))
    }

    /// The stored number.
    pub fn number(self) -> i64 {
        self.0
    }

    /// What it is.
    pub fn kind(self) -> DeskKind {
        match (UnitId::new_checked(self.0), Area::new_checked(self.0)) {
            (Some(unit), _) => DeskKind::Unit(unit),
            (None, Some(area)) => DeskKind::Area(area),
            // No constructor lets one through.
            (None, None) => unreachable!("a desk is an area or a unit"),
        }
    }

    /// The area whose office it is; nothing for a unit.
    pub fn as_area(self) -> Option<Area> {
        match self.kind() {
            DeskKind::Area(area) => Some(area),
            DeskKind::Unit(_) => None,
        }
    }

    /// The level of the office; nothing for a unit.
    pub fn level(self) -> Option<Level> {
        self.as_area().map(Area::level)
    }

    /// Whether it is the office of a community, a street or the city: who may hand cases to units and end them.
    pub fn is_office(self) -> bool {
        matches!(self.level(), Some(Level::Community | Level::Street | Level::City))
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Desk {
    type Err = InvalidDesk;
    fn from_str(text: &str) -> Result<Self, InvalidDesk> {
        text.parse().ok().and_then(Self::new_checked).ok_or(InvalidDesk)
    }
}

impl TryFrom<String> for Desk {
    type Error = InvalidDesk;
    fn try_from(text: String) -> Result<Self, InvalidDesk> {
        text.parse()
    }
}

impl From<Desk> for String {
    fn from(desk: Desk) -> Self {
        desk.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    #[test]
    fn areas_and_units_never_meet() {
        let county = County::new_checked(990_001).unwrap();
        let area = Area::city(county).child(3).unwrap().child(7).unwrap();
        let unit = UnitId::new(county, 5);

        assert_eq!(Desk::area(area).kind(), DeskKind::Area(area));
        assert_eq!(Desk::unit(unit).kind(), DeskKind::Unit(unit));
        assert_eq!(Desk::new_checked(12), None);
        assert_eq!(Desk::unit(unit).to_string().parse(), Ok(Desk::unit(unit)));
    }
}
