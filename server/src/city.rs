//! Puts a city into the database: plans it from files or from the demo data, writes it, and makes up people.
//!
//! Shared by `up`, `import` and `seed`. Not for the rules of planning (`cityplan`), writing (`store`) and inventing
//! (`service::seed`).

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cityplan::{CityError, CityPlan, Parameter, Sources};
use service::import::{OPENSTREETMAP, import_city};
use service::seed::{Harvest, Profile, SeedError, Sowing};
use service::{Service, ServiceError};
use store::import::Outcome;

use crate::progress::Progress;
use crate::shutdown::Shutdown;

/// The demo city: a real one, under ODbL; `data/README.md` says where it is from.
const DEMO: [&[u8]; 4] = [
    include_bytes!("../../data/astana-buildings.geojson.gz"),
    include_bytes!("../../data/astana-roads.geojson.gz"),
    include_bytes!("../../data/astana-land.geojson.gz"),
    include_bytes!("../../data/astana-places.geojson.gz"),
];

/// Why there is no city.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file cannot be opened.
    #[error("cannot open {path}; check its name")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// The files make no city.
    #[error("nothing was changed")]
    Plan(#[from] CityError),
    /// The city could not be written.
    #[error("the city could not be written, and nothing was changed")]
    Write(#[source] ServiceError),
    /// No people could be made up.
    #[error("no people were made up")]
    Seed(#[from] SeedError),
    /// The system gave no random numbers.
    #[error("the system has no random numbers to seal with; nothing was changed")]
    Chance(#[source] ServiceError),
    /// The planning was cut off.
    #[error("planning was interrupted; nothing was changed")]
    Interrupted,
}

/// Where a city comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The demo data inside this program.
    Demo,
    /// Files of somebody's own.
    Files(Files),
}

/// The files of a city.
#[derive(Debug, Clone)]
pub struct Files {
    /// Footprints.
    pub buildings: PathBuf,
    /// Lines.
    pub roads: PathBuf,
    /// Water, green, land use.
    pub land: PathBuf,
    /// Named points.
    pub places: PathBuf,
    /// Official areas, when there are any.
    pub areas: Option<PathBuf>,
}

impl Source {
    fn open(&self) -> Result<Sources<'static>, LoadError> {
        match self {
            Self::Demo => {
                let [buildings, roads, land, places] = DEMO;
                Ok(Sources {
                    buildings: Box::new(buildings),
                    roads: Some(Box::new(roads)),
                    land: Some(Box::new(land)),
                    places: Some(Box::new(places)),
                    areas: None,
                })
            }
            Self::Files(files) => Ok(Sources {
                buildings: open(&files.buildings)?,
                roads: Some(open(&files.roads)?),
                land: Some(open(&files.land)?),
                places: Some(open(&files.places)?),
                areas: files.areas.as_deref().map(open).transpose()?,
            }),
        }
    }
}

fn open(path: &Path) -> Result<Box<dyn Read>, LoadError> {
    let file = File::open(path).map_err(|source| LoadError::File { path: path.to_owned(), source })?;
    Ok(Box::new(file))
}

/// Reads, judges and lays out a city, on a thread of its own; touches no database.
pub async fn plan(
    source: Source,
    parameter: Parameter,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<CityPlan, LoadError> {
    let (said, mut saying) = tokio::sync::mpsc::unbounded_channel();
    let shutdown = shutdown.clone();
    let planning = tokio::task::spawn_blocking(move || {
        let mut step = |stage, done, total| {
            let _nobody_listens = said.send((stage, done, total));
            go_on(&shutdown)
        };
        let survey = cityplan::read(source.open()?, &mut step)?;
        Ok(cityplan::plan_city(survey, &parameter, &mut step)?)
    });
    while let Some((stage, done, total)) = saying.recv().await {
        progress.at(name_of_planning(stage), done, total);
    }
    progress.finish();
    planning.await.map_err(|_cut| LoadError::Interrupted)?
}

/// Writes a planned city in one transaction.
pub async fn write(
    service: &Service,
    plan: &CityPlan,
    parameter: &Parameter,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<Outcome, LoadError> {
    let mut step = |stage, done, total| {
        progress.at(name_of_writing(stage), done, total);
        go_on(shutdown)
    };
    let outcome = import_city(service, plan, parameter, OPENSTREETMAP, &mut step).await.map_err(LoadError::Write)?;
    progress.finish();
    Ok(outcome)
}

/// Makes up people, cases and patrols for a city.
pub async fn sow(
    service: &Service,
    county: domain::area::County,
    seed: u64,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<Harvest, LoadError> {
    let mut step = |stage, done, total| {
        progress.at(name_of_sowing(stage), done, total);
        go_on(shutdown)
    };
    let sowing = Sowing { seed, now: service.now() };
    let nonces = service.nonces().map_err(LoadError::Chance)?;
    let harvest = service::seed::seed(&service.store, county, sowing, nonces, &mut step).await?;
    progress.finish();
    Ok(harvest)
}

/// Loads the demo city in a profile's size and fills it.
pub async fn load_demo(
    service: &Service,
    profile: Profile,
    seed: u64,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<Harvest, LoadError> {
    let parameter = profile.parameter();
    let planned = plan(Source::Demo, parameter.clone(), progress, shutdown).await?;
    write(service, &planned, &parameter, progress, shutdown).await?;
    sow(service, parameter.county, seed, progress, shutdown).await
}

fn go_on(shutdown: &Shutdown) -> ControlFlow<()> {
    if shutdown.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn name_of_planning(stage: cityplan::Stage) -> &'static str {
    match stage {
        cityplan::Stage::Read => "city: features read",
        cityplan::Stage::Repair => "city: footprints mended",
        cityplan::Stage::Dwelling => "city: dwellings derived",
        cityplan::Stage::Ground => "city: ground divided",
        cityplan::Stage::Divide => "city: areas cut",
        cityplan::Stage::Border => "city: borders drawn",
    }
}

fn name_of_writing(stage: store::import::Stage) -> &'static str {
    match stage {
        store::import::Stage::Scene => "city: scene packed",
        store::import::Stage::Area => "city: areas written",
        store::import::Stage::Building => "city: buildings written",
        store::import::Stage::Dwelling => "city: dwellings written, by building",
        store::import::Stage::Ground => "city: roads, land and places written",
    }
}

fn name_of_sowing(stage: service::seed::Stage) -> &'static str {
    match stage {
        service::seed::Stage::Household => "people: households",
        service::seed::Stage::Case => "people: cases",
        service::seed::Stage::Patrol => "people: patrols, by grid",
        service::seed::Stage::Settle => "people: totals",
    }
}
