//! The throw-away PostgreSQL of the tests: a private cluster without fsync, gone when the tests are.

use std::path::{Path, PathBuf};

use cluster::{Cluster, Durability, Folder, Settings};

use crate::failure::Failure;
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

/// The variable that tells tests where their database is: the address of a superuser of the throw-away cluster.
pub const VARIABLE: &str = "GEZHI_TEST_DATABASE_URL";

/// A throw-away cluster; dropping it removes it.
pub struct TestDatabase {
    cluster: Option<Cluster>,
}

impl TestDatabase {
    /// Makes an empty cluster, and removes those that killed runs left behind.
    pub fn make() -> Result<Self, Failure> {
        remove_leftovers();
        let data_dir = PathBuf::from(format!("/tmp/gezhi-test-{}", std::process::id()));
        let settings = Settings { data_dir, durability: Durability::ForTests };
        let cluster = Cluster::open(&settings, &mut |_| ())?;
        Ok(Self { cluster: Some(cluster) })
    }

    /// The superuser's address.
    pub fn url(&self) -> String {
        self.cluster.as_ref().map_or_else(String::new, |cluster| cluster.admin_url("postgres"))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.cluster.take().map(Cluster::destroy) {
            eprintln!("   the test database was not removed: {error}");
        }
    }
}

/// What this driver starts, each in `/tmp/gezhi-<name>-<its process number>`.
const KINDS: [&str; 5] = ["test", "smoke", "browser", "bench", "pictures"];

/// A killed run cannot clean up after itself; the next one does.
pub fn remove_leftovers() {
    let folders = std::fs::read_dir("/tmp").into_iter().flatten().flatten();
    for path in folders.map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !is_leftover(name, |pid| Path::new(&format!("/proc/{pid}")).exists()) {
            continue;
        }
        if Folder::look(&path).exists() {
            let settings = Settings { data_dir: path.clone(), durability: Durability::ForTests };
            let _removed = Cluster::open(&settings, &mut |_| ()).and_then(Cluster::destroy);
        }
        let _gone_already = std::fs::remove_dir_all(&path);
    }
}

fn is_leftover(name: &str, runs: impl Fn(u32) -> bool) -> bool {
    KINDS.iter().any(|kind| {
        let pid = name.strip_prefix("gezhi-").and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('-')?.parse().ok());
        pid.is_some_and(|pid| !runs(pid))
    })
}

/// `cargo xtask database`: holds a throw-away cluster until Enter or the end of input.
pub fn hold(_house: &House, stages: &mut Stages) -> Result<(), Failure> {
    tool::for_database(stages)?;
    let database = stages.run("database: make", TestDatabase::make)?;
    eprintln!("\n    export {VARIABLE}='{}'\n\nEnter (or Ctrl-D) removes it.", database.url());
    let mut line = String::new();
    let _read = std::io::stdin().read_line(&mut line);
    drop(database);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_ended_runs_are_leftovers() {
        let runs = |pid| pid == 7;

        assert!(is_leftover("gezhi-test-8", runs));
        assert!(is_leftover("gezhi-smoke-8", runs));
        assert!(!is_leftover("gezhi-test-7", runs));
        assert!(!is_leftover("gezhi-test-cluster", runs));
        assert!(!is_leftover("gezhi-somebody-8", runs));
    }
}
