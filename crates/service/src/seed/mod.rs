//! A living city for demonstrations, tests and benchmarks: made-up households, residents, labels, cases and patrols.
//!
//! Deterministic for a seed and an instant. Everything is marked as made up; nothing here ever touches a city that holds a
//! real resident.

mod check_point;
mod dice;
mod display;
mod file;
mod identity;
mod incident;
mod month;
mod patrol;
mod patrol_team;
mod population;
pub(crate) mod post;
mod profile;
mod spot_check;
mod unit;
mod volunteer;
mod walk;
mod watch_list;
mod wish;
mod wish_text;
mod work;
mod write;

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};

pub use display::occupancy_display;
pub use population::Seat;
pub use profile::{DEMO_COUNTY, Profile, UnknownProfile};
pub use write::seed;

/// What is being made, for a progress line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Households and residents; counts dwellings.
    Household,
    /// Cases; counts cases.
    Case,
    /// Patrol tracks, check-points and visits; counts grids.
    Patrol,
    /// Bringing roll-ups up to date.
    Settle,
}

/// Called with stage, done and total; `Break` cancels and leaves the city as it was.
pub type Progress<'a> = dyn FnMut(Stage, u64, u64) -> ControlFlow<()> + Send + 'a;

/// What a seed depends on besides the city.
#[derive(Clone, Copy, Debug)]
pub struct Sowing {
    /// The number that all chance comes from.
    pub seed: u64,
    /// The instant that counts as now: cases and tracks end there.
    pub now: DateTime<Utc>,
}

/// What was sown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Harvest {
    /// Dwellings.
    pub dwellings: u64,
    /// Residents.
    pub residents: u64,
    /// Cases, open and closed.
    pub cases: u64,
    /// Tracks.
    pub tracks: u64,
    /// Visits.
    pub visits: u64,
}

/// Why nothing was sown.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// There is no city yet.
    #[error("there is no city yet; import one first, see `gezhi import city --help`")]
    NoCity,
    /// The city has real residents.
    #[error("the city holds {0} real residents; made-up ones are only for cities without any")]
    RealPeople(i64),
    /// The stored scene can't be read.
    #[error("the stored city scene can't be read; import the city again")]
    Scene(#[source] citypack::DecodeError),
    /// Somebody stopped it.
    #[error("stopped; the city is as it was")]
    Cancelled,
    /// Reports about the made-up work.
    #[error("the made-up monthly reports could not be drawn up")]
    Month(#[source] crate::ServiceError),
    /// The database.
    #[error("the database did not take the seed")]
    Store(#[from] store::StoreError),
}
