//! What can go wrong with a sealed value or the key file. No variant ever carries what was sealed.

use std::io;
use std::path::PathBuf;

use crate::KeyId;

/// Why a value was not sealed or opened, or the keys not loaded.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The value names a key that the key file does not hold.
    #[error(
        "a value was sealed with key {key}, which the key file does not hold: put the key file of this database back"
    )]
    UnknownKey {
        /// The key's name.
        key: KeyId,
    },
    /// The value names a suite that this version does not know.
    #[error("a value was sealed with suite {suite}, which this version does not know: use a newer gezhi")]
    UnknownSuite {
        /// The suite's number.
        suite: u8,
    },
    /// The value is no sealed value, was changed, or stands in another place than it was sealed for.
    #[error("a sealed value does not open: it was changed, or brought from another row or column")]
    Refused,
    /// The opened value is not text.
    #[error("a sealed value is no text")]
    NoText,
    /// There is no key file.
    #[error("there is no key file at {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A key file is there already.
    #[error("there is a key file at {path} already: it is not overwritten")]
    Exists {
        /// Where it is.
        path: PathBuf,
    },
    /// Others than the file's owner can read the keys.
    #[error("the key file {path} can be read by others (mode {mode:03o}): chmod 600 it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file does not hold keys.
    #[error("the key file {path} cannot be understood: put its backup back")]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be read or written.
    #[error("cannot {doing} the key file {path}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// A key was replaced so recently that a transaction may still write with it.
    #[error(
        "the key was changed less than five minutes ago, and somebody may still write with the old one: try again in {wait_s} s"
    )]
    TooEarly {
        /// Seconds to wait.
        wait_s: i64,
    },
}
