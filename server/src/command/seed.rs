//! `gezhi seed`: synthetic people and their history.

use clap::{Args, ValueEnum};

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;

/// What to seed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How much of the city
    #[arg(long, value_enum, default_value_t = Profile::Demo)]
    pub profile: Profile,

    /// The same number makes the same people
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,

    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
}

/// How much of the city gets synthetic people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// 3 streets, 126 grids, about 60,000 residents
    Demo,
    /// The whole city: 1,115 grids, about 390,000 households, 1 million residents
    District,
    /// A few grids, for tests
    Small,
}

/// Seeds the city of a database.
pub async fn perform(arguments: Arguments) -> Result<(), CommandError> {
    let mut progress = Progress::new();
    let database = Database::open(&arguments.database, &mut progress).await?;
    let outcome = seed(&database, arguments.profile, arguments.seed, &mut progress).await;
    database.close().await?;
    outcome
}

/// Seeds the city of an open database.
pub async fn seed(
    _database: &Database,
    _profile: Profile,
    _seed: u64,
    _progress: &mut Progress,
) -> Result<(), CommandError> {
    Ok(())
}
