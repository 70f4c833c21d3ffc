//! `gezhi seed`: synthetic people and their history.

use clap::{Args, ValueEnum};
use service::{Service, seed as sowing};

use crate::city;
use crate::command::{CommandError, migrate};
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;
use crate::shutdown::Shutdown;

/// What to seed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How much of the demo city; a city of your own is filled as it is
    #[arg(long, value_enum, default_value_t = Profile::Demo)]
    pub profile: Profile,

    /// The same number makes the same people
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// How much of the demo city gets synthetic people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// 3 streets, 126 grids, about 60,000 residents
    Demo,
    /// The whole city: 1,115 grids, about 390,000 households, 1 million residents
    District,
    /// A few grids, for tests
    Small,
}

impl From<Profile> for sowing::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Demo => Self::Demo,
            Profile::District => Self::District,
            Profile::Small => Self::Small,
        }
    }
}

/// Seeds the city of a database.
pub async fn perform(arguments: Arguments) -> Result<(), CommandError> {
    let shutdown = Shutdown::listen();
    let mut progress = Progress::new();
    let database = Database::open(&arguments.database, &mut progress).await?;
    let outcome = seed(&database, &arguments, &mut progress, &shutdown).await;
    database.close().await?;
    outcome
}

async fn seed(
    database: &Database,
    arguments: &Arguments,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<(), CommandError> {
    migrate::migrate(database, progress).await?;
    let service = database.service().await?;
    let counties = counties(&service).await?;
    let demo = sowing::Profile::county();
    // A city of somebody's own is filled; the demo city is laid out anew, because its size is the profile's.
    let harvest = match counties.iter().find(|county| **county != demo) {
        Some(own) => city::sow(&service, *own, arguments.seed, progress, shutdown).await?,
        None => city::load_demo(&service, arguments.profile.into(), arguments.seed, progress, shutdown).await?,
    };
    service.store.close().await;
    progress.say(&format!(
        "made up {} residents in {} dwellings, {} cases, {} patrols, {} visits",
        harvest.residents, harvest.dwellings, harvest.cases, harvest.tracks, harvest.visits
    ));
    Ok(())
}

/// The cities of a database.
pub async fn counties(service: &Service) -> Result<Vec<domain::area::County>, CommandError> {
    let found = async { store::city::counties(&mut service.store.begin_public().await?).await };
    found.await.map_err(CommandError::Store)
}

/// Loads the demo city when there is none, or finishes one whose people are missing.
pub async fn seed_if_empty(
    database: &Database,
    profile: Profile,
    progress: &mut Progress,
    shutdown: &Shutdown,
) -> Result<(), CommandError> {
    let service = database.service().await?;
    let counties = counties(&service).await?;
    let is_half_loaded = async {
        let mut tx = service.store.begin_system().await?;
        Ok(store::seed::real_residents(&mut tx).await? + store::seed::synthetic_residents(&mut tx).await? == 0)
    };
    let only_demo = counties.iter().all(|county| *county == sowing::Profile::county());
    if counties.is_empty() || (only_demo && is_half_loaded.await.map_err(CommandError::Store)?) {
        city::load_demo(&service, profile.into(), 1, progress, shutdown).await?;
    } else if !service::map::scene_is_current(&service).await.map_err(CommandError::Scene)? {
        return Err(CommandError::OldScene);
    }
    service.store.close().await;
    Ok(())
}
