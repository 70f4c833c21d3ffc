//! The throw-away PostgreSQL of the tests: a private cluster without fsync, gone when the tests are.

use std::path::{Path, PathBuf};

use cluster::{Cluster, Durability, Settings};

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

/// A killed run cannot clean up after itself; the next one does.
fn remove_leftovers() {
    let folders = std::fs::read_dir("/tmp").into_iter().flatten().flatten();
    for folder in folders.map(|entry| entry.path()) {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let owner = name.strip_prefix("gezhi-test-").and_then(|pid| pid.parse::<u32>().ok());
        if owner.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            let settings = Settings { data_dir: folder, durability: Durability::ForTests };
            let _removed = Cluster::open(&settings, &mut |_| ()).and_then(Cluster::destroy);
        }
    }
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
