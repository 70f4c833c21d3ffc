//! The anchor file: lines that are only ever added, outside the database.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use service::chain::AnchorLog;

/// A file of anchor lines.
#[derive(Clone, Debug)]
pub struct AnchorFile {
    path: PathBuf,
}

impl AnchorFile {
    /// The file at a path; it is made with the first line.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }
}

impl AnchorLog for AnchorFile {
    fn read(&self) -> io::Result<String> {
        match fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            other => other,
        }
    }

    fn append(&self, line: &str) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        // Opened for adding only, so that the file may carry the system's append-only mark (chattr +a).
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_and_stay() {
        let path = std::env::temp_dir().join(format!("gezhi-anchor-{}", std::process::id()));
        let _absent = fs::remove_file(&path);
        let file = AnchorFile::at(path.clone());

        assert_eq!(file.read().unwrap(), "");
        file.append("one").unwrap();
        file.append("two").unwrap();

        assert_eq!(file.read().unwrap(), "one\ntwo\n");
        fs::remove_file(path).unwrap();
    }
}
