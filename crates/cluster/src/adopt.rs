//! Tells whether a cluster already runs, for example after gezhi was killed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::file_error;
use crate::{ClusterError, Folder};

/// What the cluster's process file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Running {
    /// No process.
    No,
    /// A process that is still starting or stopping.
    Starting,
    /// A process that takes connections.
    Ready,
}

/// Looks at `postmaster.pid`; removes one that a crash of the whole machine left behind.
///
/// A process number can be given to another program after a restart, and PostgreSQL then refuses to start; so the file
/// counts only when that process works in the cluster's folder.
pub(crate) fn running(folder: &Folder) -> Result<Running, ClusterError> {
    let path = folder.cluster().join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&path) else { return Ok(Running::No) };
    let Some(pid) = text.lines().next().and_then(|line| line.trim().parse::<u32>().ok()) else {
        return Ok(Running::No);
    };
    if !works_in(pid, folder.cluster()) {
        fs::remove_file(&path).map_err(file_error("remove the stale", &path))?;
        return Ok(Running::No);
    }
    let is_ready = text.lines().nth(7).is_some_and(|status| status.trim() == "ready");
    Ok(if is_ready { Running::Ready } else { Running::Starting })
}

fn works_in(pid: u32, cluster: &Path) -> bool {
    let process = PathBuf::from(format!("/proc/{pid}"));
    let (Ok(place), Ok(cluster)) = (fs::read_link(process.join("cwd")), fs::canonicalize(cluster)) else {
        return false;
    };
    place == cluster
}
