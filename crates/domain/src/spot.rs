//! Where a case or a work is, as far as that is known: always the area, mostly a building or a point.
//!
//! Not for positions in degrees ([`crate::geo`]): points here are decimetres from the city's origin, as they are stored.

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::id::BuildingId;

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The smallest area that is known to hold it.
    pub area: Area,
    /// The building that it is in or at.
    pub building: Option<BuildingId>,
    /// Decimetres east and north of the city's origin.
    pub at_dm: Option<(i32, i32)>,
}

impl Spot {
    /// Somewhere in an area.
    pub fn somewhere(area: Area) -> Self {
        Self { area, building: None, at_dm: None }
    }

    /// Whether both are known to be at one building.
    pub fn shares_building(&self, other: &Self) -> bool {
        self.building.is_some() && self.building == other.building
    }

    /// Metres between the two points, rounded down; nothing when one is unknown.
    pub fn metres_to(&self, other: &Self) -> Option<u32> {
        let (own, other) = (self.at_dm?, other.at_dm?);
        let (x, y) = (f64::from(own.0) - f64::from(other.0), f64::from(own.1) - f64::from(other.1));
        Some((x.hypot(y) / 10.0) as u32)
    }

    /// Whether one of the areas holds the other.
    pub fn overlaps(&self, area: Area) -> bool {
        self.area.contains(area) || area.contains(self.area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    #[test]
    fn metres_are_counted_between_points_and_unknown_without_one() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let at = |x, y| Spot { at_dm: Some((x, y)), ..Spot::somewhere(city) };

        assert_eq!(at(0, 0).metres_to(&at(30, 40)), Some(5));
        assert_eq!(at(i32::MIN, 0).metres_to(&at(i32::MAX, 0)), Some(429_496_729), "no overflow");
        assert_eq!(at(0, 0).metres_to(&Spot::somewhere(city)), None);
        assert!(!Spot::somewhere(city).shares_building(&Spot::somewhere(city)), "unknown is not the same");
    }
}
