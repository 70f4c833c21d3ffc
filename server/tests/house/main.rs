//! The house rules of `ARCHITECTURE.md`, checked: which way arrows point, where SQL and browser code may stand,
//! how long files may be, and what everything may weigh.
//!
//! These tests read the sources and `cargo metadata`; they need neither a database nor a browser.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

mod arrow;
mod budget;
mod document;
mod form;
mod lock;
mod source;
mod text;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the server's folder lies in the workspace")
}

/// All our Rust files, as paths relative to the workspace.
fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["app", "bench", "crates", "frontend", "server", "xtask"] {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let skipped = path.file_name().is_some_and(|name| name == "target" || name == "node_modules");
        if path.is_dir() && !skipped {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.strip_prefix(root()).expect("found below the root").to_path_buf());
        }
    }
}
