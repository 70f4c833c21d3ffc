//! Areas of jurisdiction: one number whose nested digits are county, street, community and grid.
//!
//! A subtree is a range of numbers, so that a scope is two comparisons on any B-tree.
//! Official codes (GB/T 2260, 12-digit statistical codes, 15-digit grid codes) are text beside it, not this number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How deep an area lies. City 县市区 is the root here; a grid 网格 is the leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// County-level city or district 县（市、区）.
    City,
    /// Street or town 街道（镇）.
    Street,
    /// Community 社区.
    Community,
    /// Grid 网格.
    Grid,
}

impl Level {
    /// The level one step down, or nothing below a grid.
    pub fn child(self) -> Option<Self> {
        match self {
            Self::City => Some(Self::Street),
            Self::Street => Some(Self::Community),
            Self::Community => Some(Self::Grid),
            Self::Grid => None,
        }
    }

    /// What one unit of this level is worth in an [`Area`] number.
    const fn weight(self) -> i64 {
        match self {
            Self::City => 1_000_000_000,
            Self::Street => 1_000_000,
            Self::Community => 1_000,
            Self::Grid => 1,
        }
    }

    /// Stored form: 1 city, 2 street, 3 community, 4 grid.
    pub fn number(self) -> i16 {
        match self {
            Self::City => 1,
            Self::Street => 2,
            Self::Community => 3,
            Self::Grid => 4,
        }
    }
}

/// A jurisdiction: county (6 digits), street, community and grid (3 digits each); zero digits mean "all below".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area(i64);

/// A number that is no area code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an area code has 15 digits: county 6, street 3, community 3, grid 3")]
pub struct InvalidArea;

impl Area {
    /// The whole county-level city with this 6-digit code.
    pub fn city(county: County) -> Self {
        Self(i64::from(county.0) * Level::City.weight())
    }

    /// Parses a stored number.
    pub fn new_checked(code: i64) -> Option<Self> {
        let area = Self(code);
        let county_ok = (100_000..=999_999).contains(&(code / Level::City.weight()));
        let digits = [area.digits(Level::Street), area.digits(Level::Community), area.digits(Level::Grid)];
        let gapless = digits.windows(2).all(|pair| pair[0] != 0 || pair[1] == 0);
        (county_ok && gapless).then_some(area)
    }

    /// The `number`-th (1 to 999) area one level down, or nothing for a grid or a number out of range.
    pub fn child(self, number: u16) -> Option<Self> {
        let level = self.level().child()?;
        (1..=999).contains(&number).then(|| Self(self.0 + i64::from(number) * level.weight()))
    }

    /// The enclosing area one level up; nothing above the city.
    pub fn parent(self) -> Option<Self> {
        let weight = match self.level() {
            Level::City => return None,
            Level::Street => Level::City.weight(),
            Level::Community => Level::Street.weight(),
            Level::Grid => Level::Community.weight(),
        };
        Some(Self(self.0 - self.0 % weight))
    }

    /// The area itself and all that enclose it, the city first.
    pub fn path(self) -> Vec<Self> {
        let mut path: Vec<_> = std::iter::successors(Some(self), |area| area.parent()).collect();
        path.reverse();
        path
    }

    /// The level, read off the trailing zero digits.
    pub fn level(self) -> Level {
        if self.digits(Level::Grid) != 0 {
            Level::Grid
        } else if self.digits(Level::Community) != 0 {
            Level::Community
        } else if self.digits(Level::Street) != 0 {
            Level::Street
        } else {
            Level::City
        }
    }

    /// The number of this area among its siblings (the last digits that are not zero), or the county code.
    pub fn number(self) -> i64 {
        self.digits(self.level())
    }

    fn digits(self, level: Level) -> i64 {
        match level {
            Level::City => self.0 / Level::City.weight(),
            _ => self.0 / level.weight() % 1_000,
        }
    }

    /// The county that the area lies in.
    pub fn county(self) -> County {
        County(self.digits(Level::City) as i32)
    }

    /// The half-open range of all area codes at or below this one.
    pub fn range(self) -> AreaRange {
        AreaRange { lo: self.0, hi: self.0 + self.level().weight() }
    }

    /// Whether `other` is this area or lies below it.
    pub fn contains(self, other: Self) -> bool {
        let AreaRange { lo, hi } = self.range();
        lo <= other.0 && other.0 < hi
    }

    /// The stored number.
    pub fn code(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Area {
    type Err = InvalidArea;
    fn from_str(text: &str) -> Result<Self, InvalidArea> {
        text.parse().ok().and_then(Self::new_checked).ok_or(InvalidArea)
    }
}

impl TryFrom<String> for Area {
    type Error = InvalidArea;
    fn try_from(text: String) -> Result<Self, InvalidArea> {
        text.parse()
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.to_string()
    }
}

/// `lo ≤ area < hi`: every row of a subtree and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRange {
    /// The first code inside.
    pub lo: i64,
    /// The first code past the end.
    pub hi: i64,
}

/// A county-level division code of six digits (GB/T 2260).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct County(i32);

impl County {
    /// Makes a county code, or nothing when it has not six digits.
    pub fn new_checked(code: i32) -> Option<Self> {
        (100_000..=999_999).contains(&code).then_some(Self(code))
    }

    /// The six digits.
    pub fn code(self) -> i32 {
        self.0
    }
}

impl TryFrom<i32> for County {
    type Error = InvalidArea;
    fn try_from(code: i32) -> Result<Self, InvalidArea> {
        Self::new_checked(code).ok_or(InvalidArea)
    }
}

impl From<County> for i32 {
    fn from(county: County) -> Self {
        county.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grid(street: u16, community: u16, grid: u16) -> Area {
        let city = Area::city(County::new_checked(990_001).unwrap());
        city.child(street).unwrap().child(community).unwrap().child(grid).unwrap()
    }

    #[test]
    fn a_grid_knows_its_path_from_the_city_down() {
        let path = grid(1, 2, 3).path();

        let levels: Vec<_> = path.iter().map(|area| area.level()).collect();
        assert_eq!(levels, [Level::City, Level::Street, Level::Community, Level::Grid]);
        assert_eq!(path[3].to_string(), "990001001002003");
    }

    #[test]
    fn a_code_with_a_hole_in_its_digits_is_refused() {
        assert!(Area::new_checked(990_001_001_000_003).is_none());
        assert!("17".parse::<Area>().is_err());
    }

    proptest! {
        #[test]
        fn an_area_contains_its_descendants_and_nobody_elses(a in 1u16..999, b in 1u16..999, c in 1u16..999, d in 1u16..999) {
            let area = grid(a, b, c);

            for outer in area.path() {
                prop_assert!(outer.contains(area));
            }
            prop_assert_eq!(area.parent().unwrap().contains(grid(a, d, c)), b == d);
            prop_assert_eq!(Area::new_checked(area.code()), Some(area));
        }
    }
}
