//! `gezhi migrate`.

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;

/// Opens the database, brings its tables to this version, and leaves it as it was found: running or not.
pub async fn perform(config: &DatabaseConfig) -> Result<(), CommandError> {
    let mut progress = Progress::new();
    let database = Database::open(config, &mut progress).await?;
    let outcome = migrate(&database, &mut progress).await;
    database.close().await?;
    outcome
}

/// Brings the tables of an open database to this version.
pub async fn migrate(database: &Database, progress: &mut Progress) -> Result<(), CommandError> {
    progress.at("migrations", 0, 0);
    let done = store::provision::migrate(database.owner.reveal()).await.map_err(CommandError::Migrate)?;
    progress.at("migrations", done as u64, 0);
    progress.finish();
    Ok(())
}
