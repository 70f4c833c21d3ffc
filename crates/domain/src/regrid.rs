//! Grids that split, merge and hand buildings over: what may be asked for, and what it does to their sizes.
//!
//! Not for outlines on the ground (`cityplan::regrid`) nor for who may do it ([`crate::actor`]).

use serde::{Deserialize, Serialize};

use crate::area::{Area, Level};
use crate::id::BuildingId;

/// Longest name of a grid, in signs.
pub const LONGEST_NAME: usize = 30;

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Some buildings become a new grid of the same community.
    Split,
    /// The grid goes into another one of its community and is closed.
    Merge,
    /// Some buildings go to another grid of the same street.
    HandOver,
}

impl Kind {
    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Merge => "merge",
            Self::HandOver => "hand_over",
        }
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Split, Self::Merge, Self::HandOver].into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A change that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Regrid {
    /// Buildings of `from` become a grid of their own.
    Split {
        /// The grid that gives.
        from: Area,
        /// The buildings that leave it.
        buildings: Vec<BuildingId>,
        /// What the new grid is called; numbered when nothing is said.
        name: Option<String>,
    },
    /// All of `from` goes to `into`.
    Merge {
        /// The grid that is closed.
        from: Area,
        /// The grid that goes on.
        into: Area,
    },
    /// Buildings of `from` go to `into`.
    HandOver {
        /// The grid that gives.
        from: Area,
        /// The grid that takes.
        into: Area,
        /// The buildings that go.
        buildings: Vec<BuildingId>,
    },
}

/// Why a change makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRegrid {
    /// An area that is no grid, or the same grid twice.
    #[error("choose another grid")]
    NotAnotherGrid,
    /// Too far away: another community for a merge, another street for a hand-over.
    #[error("choose a grid of the same community, or of the same street to hand buildings over")]
    TooFar,
    /// Nothing was chosen.
    #[error("choose at least one building")]
    NoBuilding,
    /// Everything was chosen.
    #[error("a grid keeps at least one building: merge it instead")]
    AllBuildings,
    /// A name that is too long or has signs that are no text.
    #[error("a name has 1 to {LONGEST_NAME} signs on one line")]
    BadName,
}

impl Regrid {
    /// What kind of change it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Split { .. } => Kind::Split,
            Self::Merge { .. } => Kind::Merge,
            Self::HandOver { .. } => Kind::HandOver,
        }
    }

    /// The grid that gives.
    pub fn from(&self) -> Area {
        match self {
            Self::Split { from, .. } | Self::Merge { from, .. } | Self::HandOver { from, .. } => *from,
        }
    }

    /// The grid that takes, when there is one already.
    pub fn into_grid(&self) -> Option<Area> {
        match self {
            Self::Split { .. } => None,
            Self::Merge { into, .. } | Self::HandOver { into, .. } => Some(*into),
        }
    }

    /// The buildings that were named; a merge takes all.
    pub fn buildings(&self) -> &[BuildingId] {
        match self {
            Self::Split { buildings, .. } | Self::HandOver { buildings, .. } => buildings,
            Self::Merge { .. } => &[],
        }
    }

    /// Whether the change makes sense as far as that shows without looking at the city.
    ///
    /// # Errors
    /// Says what has to be chosen otherwise.
    pub fn check(&self) -> Result<(), InvalidRegrid> {
        let from = self.from();
        if from.level() != Level::Grid {
            return Err(InvalidRegrid::NotAnotherGrid);
        }
        if let Some(into) = self.into_grid() {
            if into.level() != Level::Grid || into == from {
                return Err(InvalidRegrid::NotAnotherGrid);
            }
            let shared = if self.kind() == Kind::Merge { from.parent() } else { from.parent().and_then(Area::parent) };
            if !shared.is_some_and(|shared| shared.contains(into)) {
                return Err(InvalidRegrid::TooFar);
            }
        }
        if self.kind() != Kind::Merge && self.buildings().is_empty() {
            return Err(InvalidRegrid::NoBuilding);
        }
        match self {
            Self::Split { name: Some(name), .. } if !is_name(name) => Err(InvalidRegrid::BadName),
            _ => Ok(()),
        }
    }
}

fn is_name(name: &str) -> bool {
    let signs = name.chars().count();
    (1..=LONGEST_NAME).contains(&signs) && name.trim() == name && !name.chars().any(char::is_control)
}

/// How large a grid is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Doors.
    pub dwellings: i64,
    /// Doors behind which somebody lives.
    pub households: i64,
}

impl Size {
    /// Together with another.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { dwellings: self.dwellings + other.dwellings, households: self.households + other.households }
    }

    /// Without a part of it.
    #[must_use]
    pub fn minus(self, part: Self) -> Self {
        Self { dwellings: self.dwellings - part.dwellings, households: self.households - part.households }
    }

    /// Whether the city's standard asks for more or fewer doors in a grid.
    pub fn is_outside(self, (least, most): (i32, i32)) -> bool {
        !(i64::from(least)..=i64::from(most)).contains(&self.dwellings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    fn grid(street: u16, community: u16, grid: u16) -> Area {
        let city = Area::city(County::new_checked(990_001).unwrap());
        city.child(street).unwrap().child(community).unwrap().child(grid).unwrap()
    }

    fn building() -> Vec<BuildingId> {
        vec![BuildingId::new(County::new_checked(990_001).unwrap(), 1)]
    }

    #[test]
    fn grids_merge_inside_their_community_and_hand_over_inside_their_street() {
        let from = grid(1, 1, 1);
        let merge = |into| Regrid::Merge { from, into }.check();
        let hand = |into| Regrid::HandOver { from, into, buildings: building() }.check();

        assert_eq!(merge(grid(1, 1, 2)), Ok(()));
        assert_eq!(merge(grid(1, 2, 1)), Err(InvalidRegrid::TooFar));
        assert_eq!(hand(grid(1, 2, 1)), Ok(()));
        assert_eq!(hand(grid(2, 1, 1)), Err(InvalidRegrid::TooFar));
        for into in [from, from.parent().unwrap()] {
            assert_eq!(merge(into), Err(InvalidRegrid::NotAnotherGrid));
        }
    }

    #[test]
    fn a_split_needs_buildings_and_a_plain_name() {
        let split = |buildings, name: Option<&str>| {
            Regrid::Split { from: grid(1, 1, 1), buildings, name: name.map(str::to_owned) }.check()
        };

        assert_eq!(split(building(), None), Ok(()));
        assert_eq!(split(building(), Some("河东网格")), Ok(()));
        assert_eq!(split(Vec::new(), None), Err(InvalidRegrid::NoBuilding));
        for name in ["", " 河东", "河\n东", &"河".repeat(31)] {
            assert_eq!(split(building(), Some(name)), Err(InvalidRegrid::BadName), "{name:?}");
        }
    }
}
