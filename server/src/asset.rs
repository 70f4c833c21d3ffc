//! The served files, as `cargo xtask` listed them in `target/site/manifest.json`.
//!
//! The list is read once at start. Without it the server still answers: pages come as plain HTML, without styles,
//! script or WebAssembly. Not for how files are sent ([`crate::http::asset`]).

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One served file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Asset {
    /// Where it is served; contains the hash of its content.
    pub path: String,
    /// Size in bytes, uncompressed.
    #[serde(default)]
    pub bytes: u64,
    /// Size in bytes as brotli, when it was compressed.
    #[serde(default)]
    pub brotli: Option<u64>,
}

/// Why the list of files can't be used.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// It is there but can't be read.
    #[error("cannot read {path}: run `cargo xtask build` again")]
    Unreadable {
        /// The list.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is not what `cargo xtask` writes.
    #[error("{path} is not a list of assets: run `cargo xtask build` again")]
    Malformed {
        /// The list.
        path: PathBuf,
        /// Where it goes wrong.
        #[source]
        source: serde_json::Error,
    },
}

/// All served files by their logical names, such as `desk.js` or `main.css`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    root: Option<PathBuf>,
    files: BTreeMap<String, Asset>,
}

impl Assets {
    /// No files at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads the list in `site_root`; a folder without one has no files.
    pub fn load(site_root: &Path) -> Result<Self, AssetError> {
        let path = site_root.join("manifest.json");
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::none()),
            Err(source) => return Err(AssetError::Unreadable { path, source }),
        };
        let files = serde_json::from_slice(&text).map_err(|source| AssetError::Malformed { path, source })?;
        Ok(Self { root: Some(site_root.to_path_buf()), files })
    }

    /// The folder with the files, when there is one.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The file with this logical name.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.files.get(name)
    }

    /// Where the file with this logical name is served.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.get(name).map(|asset| asset.path.as_str())
    }

    /// Whether a file is also served under its own name, such as `/favicon.svg`.
    ///
    /// Only names of the list count, so that nothing else in the folder can be asked for.
    pub fn is_static(&self, request_path: &str) -> bool {
        let name = request_path.trim_start_matches('/');
        self.files.contains_key(name) && self.root().is_some_and(|root| root.join(name).is_file())
    }

    /// What hydration needs, when the bundle is complete.
    pub fn bundle(&self, name: &str) -> Option<Bundle<'_>> {
        Some(Bundle { script: self.path(&format!("{name}.js"))?, module: self.path(&format!("{name}_bg.wasm"))? })
    }
}

/// The two files of one WebAssembly bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundle<'a> {
    /// Where the JavaScript bindings are served.
    pub script: &'a str,
    /// Where the WebAssembly module is served.
    pub module: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("gezhi-asset-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_folder_without_a_list_has_no_files() {
        let assets = Assets::load(&folder("empty")).unwrap();

        assert!(assets.bundle("desk").is_none());
        assert!(!assets.is_static("/favicon.svg"));
    }

    #[test]
    fn a_bundle_is_complete_or_absent() {
        let folder = folder("half");
        std::fs::write(folder.join("manifest.json"), r#"{"desk.js": {"path": "/pkg/desk.1a.js", "bytes": 3}}"#)
            .unwrap();
        let assets = Assets::load(&folder).unwrap();

        assert_eq!(assets.path("desk.js"), Some("/pkg/desk.1a.js"));
        assert!(assets.bundle("desk").is_none());
    }

    #[test]
    fn only_names_of_the_list_are_served_as_they_are() {
        let folder = folder("static");
        std::fs::write(folder.join("manifest.json"), r#"{"robots.txt": {"path": "/pkg/robots.1a.txt"}}"#).unwrap();
        std::fs::write(folder.join("robots.txt"), "").unwrap();
        let assets = Assets::load(&folder).unwrap();

        assert!(assets.is_static("/robots.txt"));
        assert!(!assets.is_static("/manifest.json"));
        assert!(!assets.is_static("/../robots.txt"));
    }

    #[test]
    fn a_broken_list_is_named() {
        let folder = folder("broken");
        std::fs::write(folder.join("manifest.json"), "{").unwrap();

        assert!(Assets::load(&folder).unwrap_err().to_string().contains("manifest.json"));
    }
}
