//! What the caller decides: sizes of dwellings and areas, and how much of the city is planned.
//!
//! Not for file paths and the command line, which are the server's.

use std::ops::{ControlFlow, RangeInclusive};

use domain::area::County;

use crate::error::CityError;

/// Everything that a plan depends on besides the data. The same data and parameters give the same plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The county code that all areas begin with.
    pub county: County,
    /// Name of the city; made up when absent.
    pub city_name: Option<String>,
    /// Gross floor area of one dwelling in square metres, walls and stairs included.
    pub flat_area_m2: f64,
    /// Wanted dwellings per grid.
    pub grid_dwellings: RangeInclusive<u32>,
    /// Exact number of grids; from the dwellings when absent.
    pub grids: Option<u32>,
    /// Exact number of streets; from the number of grids when absent.
    pub streets: Option<u32>,
    /// Wanted grids per community.
    pub grids_per_community: u32,
    /// How much of the city is planned.
    pub extent: Extent,
}

/// How much of the city is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The most compact contiguous part with about so many dwellings; the rest is surroundings, only drawn.
    Dwellings(u32),
}

/// Gross floor area per dwelling in square metres that [`crate::dwelling`] explains.
pub const FLAT_AREA_M2: f64 = 92.0;

impl Parameter {
    /// The whole city with the national habit of 300 to 400 households in a grid.
    pub fn whole(county: County) -> Self {
        Self {
            county,
            city_name: None,
            flat_area_m2: FLAT_AREA_M2,
            grid_dwellings: 300..=400,
            grids: None,
            streets: None,
            grids_per_community: 9,
            extent: Extent::Whole,
        }
    }

    /// A jurisdiction of Longjing's size: 3 streets, 126 grids, about 60,000 residents.
    pub fn demo(county: County) -> Self {
        Self {
            grid_dwellings: 130..=240,
            grids: Some(126),
            streets: Some(3),
            grids_per_community: 7,
            extent: Extent::Dwellings(23_200),
            ..Self::whole(county)
        }
    }

    /// A jurisdiction of Penglai's size on the whole city: 11 streets, 1,115 grids.
    pub fn district(county: County) -> Self {
        Self { grids: Some(1_115), streets: Some(11), ..Self::whole(county) }
    }

    /// A jurisdiction for tests: 2 streets, 12 grids.
    pub fn small(county: County) -> Self {
        Self {
            grid_dwellings: 110..=230,
            grids: Some(12),
            streets: Some(2),
            grids_per_community: 3,
            extent: Extent::Dwellings(2_000),
            ..Self::whole(county)
        }
    }

    /// Whether the numbers make sense together.
    pub(crate) fn check(&self) -> Result<(), CityError> {
        let fault = if !(10.0..=1_000.0).contains(&self.flat_area_m2) {
            "a dwelling's floor area must be 10 to 1,000 m²"
        } else if *self.grid_dwellings.start() == 0 || self.grid_dwellings.end() < self.grid_dwellings.start() {
            "the wanted grid size must be a range such as 300-400"
        } else if self.grids_per_community == 0 || self.grids == Some(0) || self.streets == Some(0) {
            "numbers of areas must be at least 1"
        } else if self.extent == Extent::Dwellings(0) {
            "a part of the city needs at least one dwelling"
        } else {
            return Ok(());
        };
        Err(CityError::Parameter(fault))
    }
}

/// What is being done, for a progress line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Reading a file; done counts features, the total is not known (0).
    Read,
    /// Mending footprints.
    Repair,
    /// Deriving dwellings.
    Dwelling,
    /// Dividing the ground among buildings.
    Ground,
    /// Cutting streets, communities, grids and estates.
    Divide,
    /// Drawing borders.
    Border,
}

/// Called with stage, done and total (0: not known); `Break` cancels.
pub type Progress<'a> = dyn FnMut(Stage, u64, u64) -> ControlFlow<()> + 'a;

/// Reports progress and turns a wish to stop into an error.
pub(crate) fn step(progress: &mut Progress<'_>, stage: Stage, done: u64, total: u64) -> Result<(), CityError> {
    match progress(stage, done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(CityError::Cancelled),
    }
}
