//! Random passwords in files that only their owner can read.

use std::fmt::{self, Write as _};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use crate::error::file_error;
use crate::{ClusterError, Folder};

/// A password; shown as `***` in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Makes a random password: 32 bytes of the system's randomness in hexadecimal.
    pub fn random() -> Result<Self, ClusterError> {
        let mut bytes = [0_u8; 32];
        File::open("/dev/urandom")
            .and_then(|mut source| source.read_exact(&mut bytes))
            .map_err(file_error("read", "/dev/urandom"))?;
        let mut text = String::with_capacity(64);
        for byte in bytes {
            let _infallible = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The password itself. Do not log it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The password of a role in a data folder that holds no cluster of its own, made at first use.
    pub fn of(folder: &Folder, role: &str) -> Result<Self, ClusterError> {
        let path = folder.secret(role);
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(file_error("make", parent))?;
        }
        Self::read_or_make(&path)
    }

    pub(crate) fn read(path: &Path) -> Result<Self, ClusterError> {
        match fs::read_to_string(path) {
            Ok(text) => Ok(Self(text.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(ClusterError::SecretLost { path: path.to_owned() })
            }
            Err(error) => Err(file_error("read", path)(error)),
        }
    }

    /// Reads the password in `path`, or makes one there.
    pub(crate) fn read_or_make(path: &Path) -> Result<Self, ClusterError> {
        if path.exists() {
            return Self::read(path);
        }
        let secret = Self::random()?;
        secret.write(path)?;
        Ok(secret)
    }

    /// Writes the password to a file that only its owner can read.
    pub(crate) fn write(&self, path: &Path) -> Result<(), ClusterError> {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| writeln!(file, "{}", self.0))
            .map_err(file_error("write", path))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let secret = Secret::random().unwrap();

        assert_eq!(secret.reveal().len(), 64);
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }
}
