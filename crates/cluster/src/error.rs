//! What can go wrong with a private cluster, each with the one thing to do next.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a private cluster could not be made, started or stopped.
#[derive(Debug)]
pub enum ClusterError {
    /// No folder holds `initdb`, `postgres` and `pg_ctl` together.
    NoBinaries {
        /// The major version that an existing data folder needs, when there is one.
        needed_major: Option<u32>,
    },
    /// A file or folder could not be read, written or given away.
    File {
        /// What was being done, as the end of "could not …".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A PostgreSQL program ended with an error.
    Program {
        /// `initdb` or `pg_ctl`.
        program: &'static str,
        /// The last lines it or the server's log said.
        said: String,
    },
    /// Root may not run PostgreSQL and no other user was found to do so.
    NoServerUser,
    /// The authentication file lets people in without a password.
    Trusts {
        /// The file.
        path: PathBuf,
        /// The first offending line, counted from 1.
        line: usize,
    },
    /// The folder is a cluster, but its passwords are gone.
    SecretLost {
        /// The missing file.
        path: PathBuf,
    },
    /// The server was started but did not become ready.
    NotReady {
        /// How long was waited.
        waited_s: u64,
        /// Its log.
        log: PathBuf,
    },
}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBinaries { needed_major: None } => f.write_str(
                "PostgreSQL's programs (initdb, postgres, pg_ctl) were not found; install them with `apt-get install -y postgresql`, \
                 or set GEZHI_PG_BIN to their folder, or set DATABASE_URL to use an existing server",
            ),
            Self::NoBinaries { needed_major: Some(major) } => write!(
                f,
                "the data folder was made by PostgreSQL {major}, and that version's programs were not found; \
                 install them with `apt-get install -y postgresql-{major}` or choose another --data-dir"
            ),
            Self::File { doing, path, .. } => write!(
                f,
                "could not {doing} {}; give this user the right to it or choose another --data-dir",
                path.display()
            ),
            Self::Program { program, said } => write!(f, "{program} failed and said:\n{said}"),
            Self::NoServerUser => f.write_str(
                "PostgreSQL refuses to run as root, and neither a user `postgres` nor `nobody` exists; \
                 start gezhi as an ordinary user, or set DATABASE_URL",
            ),
            Self::Trusts { path, line } => write!(
                f,
                "{} line {line} lets everybody in without a password (method `trust`); \
                 write `scram-sha-256` there and start again",
                path.display()
            ),
            Self::SecretLost { path } => write!(
                f,
                "the cluster exists but its password file {} is gone; put it back from a backup, \
                 or move the data folder away to start with an empty one",
                path.display()
            ),
            Self::NotReady { waited_s, log } => write!(
                f,
                "PostgreSQL did not become ready within {waited_s} s; its log is {}",
                log.display()
            ),
        }
    }
}

impl Error for ClusterError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Turns a system's answer into a [`ClusterError::File`].
pub(crate) fn file_error(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> ClusterError {
    let path = path.into();
    move |source| ClusterError::File { doing, path, source }
}
