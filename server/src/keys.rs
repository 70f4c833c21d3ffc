//! Where the keys of the sealed fields are, and what to do when they are not.

use std::path::{Path, PathBuf};

use cluster::Folder;
use service::{Entropy, OsEntropy, ServiceError};
use vault::{KeyId, Keyring, VaultError};

use crate::config::DatabaseConfig;

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Nothing is made by itself for a database elsewhere: it may have keys of its own already.
    #[error(
        "there is no key file at {path}: copy the one that this database was first used with to there, or name it with \
         --key-file (GEZHI_KEY_FILE); for a new database make one with `gezhi key make`"
    )]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The keys are of another database.
    #[error(
        "the database is sealed with key {key}, which {path} does not hold: put the key file of this database there, or name \
         it with --key-file"
    )]
    Wrong {
        /// The key that is needed.
        key: KeyId,
        /// The file.
        path: PathBuf,
    },
    /// Keys beside the data would be copied with them.
    #[error(
        "{path} lies inside PostgreSQL's own folder, where every backup of the database would contain it; choose another"
    )]
    InsideCluster {
        /// The file.
        path: PathBuf,
    },
    /// The file.
    #[error("the keys of the sealed fields cannot be used")]
    Vault(#[from] VaultError),
    /// Chance.
    #[error("the system has no random numbers for a key")]
    Chance(#[source] ServiceError),
}

/// Loads the keys. They are made for a private cluster whose key file was not named; for anything else a missing file is
/// somebody's mistake.
pub fn open(config: &DatabaseConfig) -> Result<Keyring, KeyError> {
    let path = place(config)?;
    if config.database_url.is_none() && config.key_file.is_none() {
        return Ok(Keyring::load_or_make(&path, fresh()?)?);
    }
    load(&path)
}

/// Loads the keys and makes nothing.
pub fn look(config: &DatabaseConfig) -> Result<Keyring, KeyError> {
    load(&place(config)?)
}

/// Whether the keys hold the one that the database needs, if it needs any.
pub fn fits(keyring: &Keyring, needed: Option<KeyId>) -> Result<(), KeyError> {
    let held = keyring.keys()?;
    match needed.filter(|key| !held.contains(key)) {
        Some(key) => Err(KeyError::Wrong { key, path: keyring.path().unwrap_or_default() }),
        None => Ok(()),
    }
}

/// Makes a key file where the configuration says, and fails when there is one.
pub fn make(config: &DatabaseConfig) -> Result<Keyring, KeyError> {
    Ok(Keyring::make(&place(config)?, fresh()?)?)
}

fn load(path: &Path) -> Result<Keyring, KeyError> {
    Keyring::load(path).map_err(|error| match error {
        VaultError::Missing { path } => KeyError::Missing { path },
        other => KeyError::Vault(other),
    })
}

fn place(config: &DatabaseConfig) -> Result<PathBuf, KeyError> {
    let path = config.key_file();
    let path = std::path::absolute(&path).unwrap_or(path);
    let folder = Folder::look(&config.data_dir());
    if config.database_url.is_none() && path.starts_with(folder.cluster()) {
        return Err(KeyError::InsideCluster { path });
    }
    Ok(path)
}

fn fresh() -> Result<[[u8; 32]; 2], KeyError> {
    let token = || OsEntropy.token().map_err(KeyError::Chance);
    Ok([token()?, token()?])
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        database: DatabaseConfig,
    }

    fn config(arguments: &[&str]) -> DatabaseConfig {
        Line::parse_from(["gezhi"].iter().chain(arguments)).database
    }

    #[test]
    fn nothing_is_made_for_a_database_elsewhere() {
        let folder = std::env::temp_dir().join(format!("gezhi-keys-{}", std::process::id()));
        let data_dir = folder.to_str().unwrap();

        let refused =
            open(&config(&["--data-dir", data_dir, "--database-url", "postgres://owner@db/gezhi"])).unwrap_err();

        assert!(refused.to_string().contains("gezhi key make"), "{refused}");
        assert!(!folder.exists());
    }

    #[test]
    fn keys_do_not_lie_among_the_data() {
        let refused = open(&config(&["--data-dir", "/tmp/gezhi-x", "--key-file", "/tmp/gezhi-x/cluster/vault.json"]));

        assert!(matches!(refused, Err(KeyError::InsideCluster { .. })), "{refused:?}");
    }
}
