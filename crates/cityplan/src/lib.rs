//! From open geodata of any city to a plan of an administrative city.
//!
//! Two steps: [`read`] takes GeoJSON and gives a [`Survey`] in which every feature was taken, repaired or refused with a
//! reason; [`plan_city`] derives dwellings and lays out streets 街道, communities 社区, estates 小区 and grids 网格.
//! Readers go in, values come out: no files, no database, no clock, no chance. The same data and [`Parameter`] give the
//! same [`CityPlan`].
#![warn(missing_docs)]

pub mod dwelling;
mod error;
mod geometry;
mod layout;
mod parameter;
mod plan;
mod read;
pub mod regrid;
mod repair;
mod report;

pub use error::{CityError, FileError, Layer};
pub use geometry::{Side, side_of};
pub use parameter::{Extent, FLAT_AREA_M2, Parameter, Progress, Stage};
pub use plan::{
    BuildingKind, BuildingPlace, Cell, CityPlan, LandClass, PlannedArea, PlannedBuilding, PlannedEstate, PlannedLand,
    PlannedPlace, PlannedRoad, PointDm, RingDm, RoadClass, SizeFlag,
};
pub use read::{Footprint, OfficialArea, Sources, Survey, Tags, read};
pub use report::{AreaCount, FlaggedGrid, LayerReport, Note, ROWS_KEPT, Refusal, Repair, Report, RowNote};

/// Plans an administrative city on a survey.
///
/// # Errors
/// When a parameter makes no sense, when codes run out, or when `progress` says stop.
pub fn plan_city(survey: Survey, parameter: &Parameter, progress: &mut Progress<'_>) -> Result<CityPlan, CityError> {
    parameter.check()?;
    let buildings = dwelling::buildings(&survey, parameter, progress)?;
    layout::lay_out(survey, buildings, parameter, progress)
}
