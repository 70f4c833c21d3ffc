//! `gezhi key`: makes, changes and forgets the keys of the sealed fields.

use std::ops::ControlFlow;

use clap::Subcommand;
use service::rotation;

use crate::command::CommandError;
use crate::config::DatabaseConfig;
use crate::database::Database;
use crate::keys;
use crate::progress::Progress;
use crate::shutdown::Shutdown;

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make the key file of a new database; never overwrites one
    Make(DatabaseConfig),
    /// Add a key and seal every field with it, while the server runs; goes on with a rotation that was stopped
    Rotate(DatabaseConfig),
    /// Forget the keys that no field needs any more, at the earliest five minutes after `rotate`
    Retire(DatabaseConfig),
}

impl Key {
    /// The database whose keys are meant.
    pub fn database_mut(&mut self) -> &mut DatabaseConfig {
        match self {
            Self::Make(config) | Self::Rotate(config) | Self::Retire(config) => config,
        }
    }
}

/// Performs one of them.
pub async fn perform(key: Key) -> Result<(), CommandError> {
    let mut progress = Progress::new();
    let config = match &key {
        Key::Make(config) => {
            let keyring = keys::make(config)?;
            let path = keyring.path().unwrap_or_default();
            progress.say(&format!(
                "made {}: keep a copy apart from the backups; without it the sealed fields are lost",
                path.display()
            ));
            return Ok(());
        }
        Key::Rotate(config) | Key::Retire(config) => config,
    };
    let database = Database::open(config, &mut progress).await?;
    let outcome = change(&key, &database, &mut progress).await;
    database.close().await?;
    outcome
}

async fn change(key: &Key, database: &Database, progress: &mut Progress) -> Result<(), CommandError> {
    let service = database.service().await?;
    if matches!(key, Key::Retire(_)) {
        let forgotten = rotation::retire(&service).await?;
        progress.say(&format!("{} old keys were forgotten", forgotten.len()));
    } else {
        let shutdown = Shutdown::listen();
        let mut step = |done, total| {
            progress.at("residents sealed anew", done, total);
            if shutdown.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let rotation = rotation::rotate(&service, rotation::BATCH, &mut step).await?;
        progress.finish();
        progress.say(&format!(
            "{} residents are sealed with key {}; `gezhi key retire` forgets the old one, in five minutes at the earliest",
            rotation.residents, rotation.key
        ));
    }
    service.store.close().await;
    Ok(())
}
