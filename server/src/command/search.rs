//! `gezhi search`: the index by which people are found.

use std::ops::ControlFlow;

use clap::Subcommand;

use crate::command::{CommandError, migrate};
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::progress::Progress;
use crate::shutdown::Shutdown;

/// What can be done with the index.
#[derive(Debug, Subcommand)]
pub enum Search {
    /// Make the index of people anew: after a change of the secret it is made under, or in doubt
    ///
    /// Everybody can be found meanwhile; whoever changes a person waits for the end, a minute for a million people.
    Reindex(DatabaseConfig),
}

/// Makes the index anew. Stopping it leaves the old one.
pub async fn perform(search: Search) -> Result<(), CommandError> {
    let Search::Reindex(config) = search;
    let shutdown = Shutdown::listen();
    let mut progress = Progress::new();
    let database = Database::open(&config, &mut progress).await?;
    let outcome = reindex(&database, &mut progress, &shutdown).await;
    database.close().await?;
    outcome
}

async fn reindex(database: &Database, progress: &mut Progress, shutdown: &Shutdown) -> Result<(), CommandError> {
    migrate::migrate(database, progress).await?;
    let mut step = |done, total| {
        progress.at("people indexed", done, total);
        if shutdown.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let keyring = database.keyring()?;
    let done =
        store::search::reindex(database.owner.reveal(), &keyring, &mut step).await.map_err(CommandError::Reindex)?;
    progress.finish();
    progress.say(&match done {
        Some(done) => format!("{} people can be found by {} tokens", done.residents, done.tokens),
        None => "stopped; the index is as it was".to_owned(),
    });
    Ok(())
}
