//! What can end a command, with the one thing to do next.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use server::asset::AssetError;
use server::http::tile::LayerError;
use service::rotation::RotationError;
use store::StoreError;

use crate::city::LoadError;
use crate::database::DatabaseError;
use crate::keys::KeyError;

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No database.
    #[error("no database; `gezhi doctor` says more")]
    Database(#[from] DatabaseError),
    /// The tables could not be brought to this version.
    #[error("the tables could not be brought to this version")]
    Migrate(#[source] StoreError),
    /// The index of people could not be made.
    #[error("the index of people could not be made, and the old one stays; people can be found as before")]
    Reindex(#[source] StoreError),
    /// Nowhere to keep pictures.
    #[error("pictures can't be kept there; GEZHI_OBJECTS says where")]
    Objects(#[from] server::object::ObjectsError),
    /// No keys.
    #[error("no keys for the sealed fields")]
    Key(#[from] KeyError),
    /// The keys were not changed.
    #[error("the keys were not changed")]
    Rotation(#[from] RotationError),
    /// The trail could not be walked.
    #[error("the audit chains could not be walked, which says nothing about them")]
    Verify(#[source] service::ServiceError),
    /// The store could not be opened or asked.
    #[error("the database was opened but cannot be used")]
    Store(#[source] StoreError),
    /// The scene could not be looked at.
    #[error("the city's scene cannot be read from the database")]
    Scene(#[source] service::ServiceError),
    /// The scene was packed by an older program.
    #[error(
        "the city was packed by an older gezhi, whose maps this one cannot read: load it again with `gezhi seed` (the demo \
        city, with its --profile) or `gezhi import city …` (your own files; its records stay)"
    )]
    OldScene,
    /// No city.
    #[error("no city was loaded")]
    Load(#[from] LoadError),
    /// The report could not be written as JSON.
    #[error("the report could not be written")]
    Report(#[source] serde_json::Error),
    /// Accounts could not be made or changed.
    #[error("the accounts cannot be used: check the login name, or see `gezhi doctor`")]
    Accounts(#[source] service::ServiceError),
    /// Standard output is closed.
    #[error("what was made could not be printed")]
    Print(#[source] io::Error),
    /// The list of served files.
    #[error("the served files cannot be used")]
    Assets(#[source] AssetError),
    /// The background layers.
    #[error("the background layers of the 2D map cannot be used")]
    Tiles(#[source] LayerError),
    /// The build leaves the permission policy open.
    #[error(
        "this program was built for tests, with the permission policy open; it serves nobody: build it without first-lock-open"
    )]
    FirstLockOpen,
    /// The port is taken.
    #[error("{address} is taken by another program; stop it or choose another with --port")]
    PortTaken {
        /// The address.
        address: SocketAddr,
    },
    /// Listening failed otherwise.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// A file could not be written or read.
    #[error("cannot {doing} {path}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The server broke off.
    #[error("the server ended unexpectedly")]
    Serve(#[source] io::Error),
}
