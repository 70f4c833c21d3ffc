//! Where a data folder keeps its parts, and whether PostgreSQL's user can reach them.

use std::env;
use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use crate::error::file_error;
use crate::{ClusterError, Secret, ServerUser};

/// A socket's path must fit 107 bytes; this leaves room for its name.
const LONGEST_SOCKET_FOLDER: usize = 85;
/// Where root's clusters live when the chosen data folder cannot be reached by PostgreSQL's user.
const ELSEWHERE: &str = "/var/lib/gezhi/elsewhere";

/// A data folder and the places of its parts.
#[derive(Debug, Clone)]
pub struct Folder {
    data_dir: PathBuf,
    cluster: PathBuf,
    socket: PathBuf,
}

/// The data folder when none is chosen: `/var/lib/gezhi` for root, else `$XDG_DATA_HOME/gezhi` or `~/.local/share/gezhi`.
pub fn default_data_dir() -> PathBuf {
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    if is_root {
        return PathBuf::from("/var/lib/gezhi");
    }
    let home = env::var_os("HOME").map_or_else(|| PathBuf::from("/tmp"), PathBuf::from);
    env::var_os("XDG_DATA_HOME").map_or_else(|| home.join(".local/share"), PathBuf::from).join("gezhi")
}

impl Folder {
    /// Looks at a data folder without making anything.
    pub fn look(data_dir: &Path) -> Self {
        let data_dir = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        let cluster = fs::read_to_string(data_dir.join("cluster.path"))
            .map_or_else(|_| data_dir.join("cluster"), |text| PathBuf::from(text.trim()));
        Self::assemble(data_dir, cluster)
    }

    fn assemble(data_dir: PathBuf, cluster: PathBuf) -> Self {
        let beside = cluster.with_file_name("socket");
        let socket = if beside.as_os_str().len() <= LONGEST_SOCKET_FOLDER { beside } else { short_socket(&cluster) };
        Self { data_dir, cluster, socket }
    }

    /// Makes the data folder so that `user` can reach the cluster in it.
    ///
    /// When a parent folder is closed to `user` and no cluster exists yet, the cluster goes to
    /// `/var/lib/gezhi/elsewhere/…` and `cluster.path` says so; nobody else's folder is opened up.
    pub(crate) fn make(data_dir: &Path, user: &ServerUser) -> Result<Self, ClusterError> {
        let mut folder = Self::look(data_dir);
        make_open(&folder.data_dir)?;
        make_private(&folder.data_dir.join("secret"))?;
        if !folder.exists() && !reachable(&folder.cluster, user) {
            folder = folder.move_elsewhere()?;
        }
        make_private(&folder.socket)?;
        give(&folder.socket, user)?;
        Ok(folder)
    }

    fn move_elsewhere(self) -> Result<Self, ClusterError> {
        let name = Secret::random()?.reveal()[..16].to_owned();
        let place = Path::new(ELSEWHERE).join(name);
        make_open(&place)?;
        let cluster = place.join("cluster");
        let pointer = self.data_dir.join("cluster.path");
        fs::write(&pointer, format!("{}\n", cluster.display())).map_err(file_error("write", &pointer))?;
        Ok(Self::assemble(self.data_dir, cluster))
    }

    /// Whether a cluster was made here.
    pub fn exists(&self) -> bool {
        self.cluster.join("PG_VERSION").is_file()
    }

    /// The major version that made the cluster.
    pub fn major(&self) -> Option<u32> {
        fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// The whole data folder.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// PostgreSQL's own folder.
    pub fn cluster(&self) -> &Path {
        &self.cluster
    }

    /// The folder of the socket.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The server's log.
    pub fn log(&self) -> PathBuf {
        self.cluster.join("server.log")
    }

    /// The password file of a role.
    pub fn secret(&self, role: &str) -> PathBuf {
        self.data_dir.join("secret").join(format!("{role}.password"))
    }

    pub(crate) fn lock(&self, name: &str) -> PathBuf {
        self.data_dir.join(name)
    }

    /// Removes everything, the elsewhere part too.
    pub(crate) fn remove(&self) -> Result<(), ClusterError> {
        if !self.cluster.starts_with(&self.data_dir)
            && let Some(place) = self.cluster.parent()
        {
            remove_tree(place)?;
        }
        if !self.socket.starts_with(&self.data_dir) {
            remove_tree(&self.socket)?;
        }
        remove_tree(&self.data_dir)
    }
}

fn remove_tree(path: &Path) -> Result<(), ClusterError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file_error("remove", path)(error)),
        _ => Ok(()),
    }
}

fn short_socket(cluster: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    cluster.hash(&mut hasher);
    let base = if Path::new("/run").metadata().is_ok_and(|run| run.uid() == own_uid()) { "/run" } else { "/tmp" };
    PathBuf::from(format!("{base}/gezhi-{}-{:016x}", own_uid(), hasher.finish()))
}

fn own_uid() -> u32 {
    fs::metadata("/proc/self").map_or(0, |me| me.uid())
}

/// Makes a folder that others may pass through but not list; opens that one folder when it exists and is ours.
fn make_open(path: &Path) -> Result<(), ClusterError> {
    fs::create_dir_all(path).map_err(file_error("make", path))?;
    let about = fs::metadata(path).map_err(file_error("read", path))?;
    if about.uid() == own_uid() && about.mode() & 0o001 == 0 {
        let opened = fs::Permissions::from_mode(about.mode() | 0o011);
        fs::set_permissions(path, opened).map_err(file_error("open the way into", path))?;
    }
    Ok(())
}

fn make_private(path: &Path) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => refuse_strangers(path),
        other => other.map_err(file_error("make", path)),
    }
}

/// A folder under a shared one could have been put there by somebody else to read along.
fn refuse_strangers(path: &Path) -> Result<(), ClusterError> {
    let about = fs::symlink_metadata(path).map_err(file_error("read", path))?;
    let user = ServerUser::choose()?;
    // No right for group and others: the last six bits are zero.
    if about.is_dir() && [own_uid(), user.uid()].contains(&about.uid()) && about.mode().trailing_zeros() >= 6 {
        return Ok(());
    }
    let why = std::io::Error::other("it exists, and is not a private folder of this user");
    Err(file_error("use", path)(why))
}

pub(crate) fn give(path: &Path, user: &ServerUser) -> Result<(), ClusterError> {
    if own_uid() == user.uid() {
        return Ok(());
    }
    chown(path, Some(user.uid()), Some(user.gid())).map_err(file_error("give away", path))
}

/// Whether every existing folder above `path` lets `user` pass.
fn reachable(path: &Path, user: &ServerUser) -> bool {
    path.ancestors().skip(1).filter_map(|folder| fs::metadata(folder).ok()).all(|folder| user.can_enter(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_below_a_long_path_gets_a_short_folder() {
        let long = PathBuf::from(format!("/data/{}", "x".repeat(200)));

        let folder = Folder::look(&long);

        assert!(folder.socket().as_os_str().len() <= LONGEST_SOCKET_FOLDER);
    }

    #[test]
    fn two_data_folders_never_share_a_socket() {
        let (one, two) = (Folder::look(Path::new("/data/one")), Folder::look(Path::new("/data/two")));

        assert_ne!(one.socket(), two.socket());
    }
}
