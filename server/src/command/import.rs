//! `gezhi import city`: a real city from GeoJSON.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use cityplan::{CityPlan, Parameter, Report};
use clap::{Args, Subcommand};
use domain::area::County;
use store::import::Outcome;

use crate::city::{self, Files, Source};
use crate::command::{CommandError, migrate};
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;
use crate::shutdown::Shutdown;

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

    /// Name of the city; made up when absent
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// Six digits of the county that all codes begin with; 99… is no real one
    #[arg(long, value_name = "CODE", default_value = "990002", value_parser = county)]
    pub county: County,

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

fn county(text: &str) -> Result<County, &'static str> {
    text.parse().ok().and_then(County::new_checked).ok_or("a county code has six digits, for example 222405")
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
        let (from, to) = (from.trim().parse().ok().ok_or(wrong)?, to.trim().parse().ok().ok_or(wrong)?);
        if 0 < from && from <= to { Ok(Self { from, to }) } else { Err(wrong) }
    }
}

impl Arguments {
    fn parameter(&self) -> Parameter {
        let mut parameter = Parameter::whole(self.county);
        parameter.grid_dwellings = self.grid_households.from..=self.grid_households.to;
        parameter.city_name.clone_from(&self.name);
        if let Some(area) = self.flat_area_m2 {
            parameter.flat_area_m2 = area;
        }
        parameter
    }

    fn source(&self) -> Source {
        Source::Files(Files {
            buildings: self.buildings.clone(),
            roads: self.roads.clone(),
            land: self.land.clone(),
            places: self.places.clone(),
            areas: self.areas.clone(),
        })
    }
}

/// Loads a city. The files are judged before the database is touched.
pub async fn perform(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let shutdown = Shutdown::listen();
    let mut progress = Progress::new();
    let parameter = arguments.parameter();
    let plan = city::plan(arguments.source(), parameter.clone(), &mut progress, &shutdown).await?;
    let mut unchanged = false;
    if !arguments.dry_run {
        let database = Database::open(&arguments.database, &mut progress).await?;
        let outcome = write(&database, &plan, &parameter, &mut progress, &shutdown).await;
        database.close().await?;
        unchanged = outcome?.unchanged;
    }
    progress.finish();
    if unchanged {
        progress.say("the very same city was there already; nothing was changed");
    }
    if !arguments.dry_run {
        progress.say("`gezhi up` shows it, `gezhi seed` fills it with made-up people; use the same --data-dir");
    }
    if arguments.json {
        let text = serde_json::to_string(&plan.report).map_err(CommandError::Report)?;
        Ok(print(&text))
    } else {
        Ok(print(&in_words(&plan.report, arguments.dry_run)))
    }
}

async fn write(
    database: &Database,
    plan: &CityPlan,
    parameter: &Parameter,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<Outcome, CommandError> {
    migrate::migrate(database, progress).await?;
    let service = database.service().await?;
    let outcome = city::write(&service, plan, parameter, progress, shutdown).await;
    service.store.close().await;
    Ok(outcome?)
}

/// Prints the result to standard output; a reader that went away is no error.
fn print(text: &str) -> ExitCode {
    let _reader_is_gone = writeln!(std::io::stdout().lock(), "{text}");
    ExitCode::SUCCESS
}

fn in_words(report: &Report, dry_run: bool) -> String {
    let mut text = String::from(if dry_run { "Nothing was changed (--dry-run).\n" } else { "" });
    let layers = [
        ("buildings", &report.buildings),
        ("roads", &report.roads),
        ("land", &report.land),
        ("places", &report.places),
        ("official areas", &report.official_areas),
    ];
    for (name, layer) in layers.iter().filter(|(_, layer)| layer.read > 0) {
        let line = format!(
            "{name:<15} read {:>7}, taken {:>7}, of these repaired {:>6}, refused {:>6}\n",
            layer.read,
            layer.taken,
            layer.repaired,
            layer.refused_total()
        );
        text.push_str(&line);
        for (reason, number) in &layer.refused {
            let line = format!("                refused {number:>6}: {reason}\n");
            text.push_str(&line);
        }
    }
    let areas = &report.areas;
    let totals = format!(
        "{:<15} {} streets, {} communities, {} grids, {} estates\n{:<15} {}\n{:<15} {} inside the size, {} outside",
        "areas",
        areas.streets,
        areas.communities,
        areas.grids,
        areas.estates,
        "dwellings",
        report.dwellings,
        "grids",
        report.grids_in_size,
        report.flagged.len()
    );
    text + &totals
}
