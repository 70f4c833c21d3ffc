//! Finds PostgreSQL's programs; does not install them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;

const PROGRAMS: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// A folder that holds `initdb`, `postgres` and `pg_ctl` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// Finds the programs: `GEZHI_PG_BIN`, then the versioned folders of the distribution (newest first), then PATH.
    ///
    /// The versioned folders come before PATH because PATH may hold wrappers that expect another environment.
    pub fn find() -> Result<Self, ClusterError> {
        Self::all().into_iter().next().ok_or(ClusterError::NoBinaries { needed_major: None })
    }

    /// Finds the programs of the version that made a data folder: another major version refuses to open it.
    pub fn find_major(major: u32) -> Result<Self, ClusterError> {
        Self::all()
            .into_iter()
            .find(|found| found.major == major)
            .ok_or(ClusterError::NoBinaries { needed_major: Some(major) })
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder of the programs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The major version, for example 15.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// Whether a library that the server can load lies where this version looks for it, beside the programs.
    pub fn has_library(&self, name: &str) -> bool {
        let beside = self.folder.parent().map(|version| version.join("lib").join(format!("{name}.so")));
        beside.is_some_and(|path| path.is_file())
    }

    fn all() -> Vec<Self> {
        let chosen = env::var_os("GEZHI_PG_BIN").map(PathBuf::from);
        let path = env::var_os("PATH").unwrap_or_default();
        chosen
            .into_iter()
            .chain(versioned_folders())
            .chain(env::split_paths(&path))
            .filter(|folder| PROGRAMS.iter().all(|program| folder.join(program).is_file()))
            .filter_map(|folder| Some(Self { major: major_version(&folder.join("postgres"))?, folder }))
            .collect()
    }
}

/// The folders where distributions keep PostgreSQL, newest version first.
fn versioned_folders() -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        if let Some(major) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            found.push((major, entry.path().join("bin")));
        }
    }
    for entry in fs::read_dir("/usr").into_iter().flatten().flatten() {
        let name = entry.file_name();
        if let Some(major) = name.to_str().and_then(|name| name.strip_prefix("pgsql-")?.parse().ok()) {
            found.push((major, entry.path().join("bin")));
        }
    }
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    found.into_iter().map(|(_, folder)| folder).collect()
}

fn major_version(postgres: &Path) -> Option<u32> {
    let answer = Command::new(postgres).arg("--version").output().ok()?;
    parse_major(&String::from_utf8_lossy(&answer.stdout))
}

/// Reads the 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_major(answer: &str) -> Option<u32> {
    let number = answer.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_releases_and_betas() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_major("something else"), None);
    }

    #[test]
    fn a_missing_major_version_is_named_in_the_message() {
        let error = Binaries::find_major(7).unwrap_err();

        assert!(error.to_string().contains("postgresql-7"), "{error}");
    }
}
