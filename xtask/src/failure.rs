//! What can end a task, with the one thing to do next.

use std::error::Error;
use std::fmt;
use std::io;

/// Why a task ended early.
#[derive(Debug)]
pub enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// A program is missing and could not be installed.
    Missing { what: &'static str, run: String },
    /// A program ended with an error.
    Program { line: String, status: String },
    /// Something could not be read, written or started.
    System { doing: String, source: io::Error },
    /// The private database did not come up.
    Cluster(cluster::ClusterError),
    /// The system was started and did not do what it must.
    Unhealthy(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Unhealthy(text) => f.write_str(text),
            Self::Missing { what, run } => write!(f, "{what} is missing; run this once:\n\n    {run}\n"),
            Self::Program { line, status } => write!(f, "this ended with {status}:\n    {line}"),
            Self::System { doing, source } => write!(f, "could not {doing}: {source}"),
            Self::Cluster(error) => write!(f, "the private database: {error}"),
        }
    }
}

impl Error for Failure {}

impl From<cluster::ClusterError> for Failure {
    fn from(error: cluster::ClusterError) -> Self {
        Self::Cluster(error)
    }
}

/// Says what was being done when the system refused.
pub fn while_doing(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Failure {
    let doing = doing.into();
    move |source| Failure::System { doing, source }
}
