//! Where things are: the workspace and its build output.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, while_doing};

/// The folders of the workspace.
#[derive(Debug, Clone)]
pub struct House {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's output: `target`, or `CARGO_TARGET_DIR`.
    pub target: PathBuf,
}

impl House {
    /// Finds the workspace this driver was built from, and enters it.
    pub fn find() -> Result<Self, Failure> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().map(Path::to_path_buf).unwrap_or(manifest);
        env::set_current_dir(&root).map_err(while_doing(format!("enter {}", root.display())))?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path));
        Ok(Self { root, target })
    }

    /// The release server.
    pub fn gezhi(&self) -> PathBuf {
        self.target.join("release/gezhi")
    }

    /// What the server serves as files.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// A file of the build's own notes: what was built from what.
    pub fn stamp(&self, step: &str) -> PathBuf {
        self.target.join("stamp").join(step)
    }

    /// A file of an npm package.
    pub fn npm(&self, path: &str) -> PathBuf {
        self.root.join("node_modules").join(path)
    }
}
