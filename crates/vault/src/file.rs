//! The key file: JSON, readable by its owner only, always replaced as a whole. All of this crate's IO.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::VaultError;
use crate::anchor::{bytes, hex};
use crate::key::Key;
use crate::keyring::Ring;
use crate::suite::{ROOT_BYTES, Suite};

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Text {
    version: u32,
    /// Seconds since 1970 when the newest key was added; 0 while there is only the first.
    rotated_at: i64,
    audit: KeyText,
    /// The oldest first; values are sealed with the last.
    keys: Vec<KeyText>,
}

#[derive(Serialize, Deserialize)]
struct KeyText {
    suite: u8,
    key: String,
}

impl Drop for KeyText {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// What tells one state of the file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    inode: u64,
    bytes: u64,
    changed_s: i64,
    changed_ns: i64,
}

/// The file as it stands; nothing when it can't be seen just now.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|meta| stamp_of(&meta))
}

fn stamp_of(meta: &fs::Metadata) -> Stamp {
    Stamp { inode: meta.ino(), bytes: meta.len(), changed_s: meta.mtime(), changed_ns: meta.mtime_nsec() }
}

/// Reads the keys.
pub(crate) fn read(path: &Path) -> Result<(Ring, Stamp), VaultError> {
    let mut file = File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => VaultError::Missing { path: path.to_owned() },
        _ => failed("open", path)(source),
    })?;
    let meta = file.metadata().map_err(failed("look at", path))?;
    if meta.mode() & 0o077 != 0 {
        return Err(VaultError::Exposed { path: path.to_owned(), mode: meta.mode() & 0o777 });
    }
    let mut text = Zeroizing::new(String::with_capacity(meta.len() as usize + 1));
    io::Read::read_to_string(&mut file, &mut text).map_err(failed("read", path))?;
    let ring = parse(&text).ok_or_else(|| VaultError::Malformed { path: path.to_owned() })?;
    Ok((ring, stamp_of(&meta)))
}

/// Writes keys to a file that must not be there yet. Of two who try at once, one gets [`VaultError::Exists`].
pub(crate) fn create(path: &Path, ring: &Ring) -> Result<(), VaultError> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed("make the folder of", path))?;
    }
    let half = write_half(path, ring)?;
    // A hard link never replaces: whoever comes second is told.
    let linked = fs::hard_link(&half, path);
    fs::remove_file(&half).map_err(failed("tidy up beside", path))?;
    linked.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => VaultError::Exists { path: path.to_owned() },
        _ => failed("make", path)(source),
    })?;
    sync_folder(path)
}

/// Replaces the file by what `change` makes of it; one process at a time.
pub(crate) fn replace<T>(
    path: &Path,
    change: impl FnOnce(&mut Ring) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    let lock_path = beside(path, "lock");
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&lock_path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(failed("lock", &lock_path))?;
    let (mut ring, _) = read(path)?;
    let answer = change(&mut ring)?;
    let half = write_half(path, &ring)?;
    fs::rename(&half, path).map_err(failed("replace", path))?;
    sync_folder(path)?;
    drop(lock);
    Ok(answer)
}

fn write_half(path: &Path, ring: &Ring) -> Result<PathBuf, VaultError> {
    let half = beside(path, &format!("half-{}", std::process::id()));
    let _absent = fs::remove_file(&half);
    let text = render(ring).map_err(|source| failed("write", path)(source.into()))?;
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(failed("write", &half))?;
    Ok(half)
}

fn sync_folder(path: &Path) -> Result<(), VaultError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed("keep", path))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> VaultError + use<> {
    let path = path.to_owned();
    move |source| VaultError::File { doing, path, source }
}

fn render(ring: &Ring) -> Result<Zeroizing<String>, serde_json::Error> {
    let text = Text {
        version: VERSION,
        rotated_at: ring.rotated_at_s,
        audit: key_text(&ring.audit),
        keys: ring.keys.iter().map(|key| key_text(key)).collect(),
    };
    serde_json::to_string_pretty(&text).map(|text| Zeroizing::new(text + "\n"))
}

fn parse(text: &str) -> Option<Ring> {
    let text: Text = serde_json::from_str(text).ok()?;
    if text.version != VERSION || text.keys.is_empty() {
        return None;
    }
    let keys = text.keys.iter().map(|key| read_key(key).map(Into::into)).collect::<Option<_>>()?;
    Some(Ring { keys, audit: read_key(&text.audit)?.into(), rotated_at_s: text.rotated_at })
}

fn key_text(key: &Key) -> KeyText {
    KeyText { suite: key.suite.number(), key: hex(&*key.root) }
}

fn read_key(text: &KeyText) -> Option<Key> {
    let bytes = Zeroizing::new(bytes(&text.key)?);
    let root: [u8; ROOT_BYTES] = bytes.as_slice().try_into().ok()?;
    Some(Key::new(Suite::from_number(text.suite)?, root))
}
