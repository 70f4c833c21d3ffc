//! The keys of one installation: seal, open, token, link; rotation while others read.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use zeroize::Zeroizing;

use crate::file::{self, Stamp};
use crate::key::{Key, KeyId};
use crate::nonce::{NONCE_BYTES, Nonce};
use crate::suite::{ROOT_BYTES, Suite};
use crate::{Link, Place, VaultError};

/// Suite and key id in front of a sealed value.
const HEAD_BYTES: usize = 5;
/// How long after a rotation old keys must stay, in seconds: longer than any transaction that sealed before it may last.
pub const RETIRE_AFTER_S: i64 = 300;

/// What a key file holds.
pub(crate) struct Ring {
    /// Never empty; the last one seals.
    pub(crate) keys: Vec<Arc<Key>>,
    pub(crate) audit: Arc<Key>,
    pub(crate) rotated_at_s: i64,
}

impl Ring {
    fn new([first, audit]: [[u8; ROOT_BYTES]; 2]) -> Self {
        let key = |root| Arc::new(Key::new(Suite::NEWEST, root));
        Self { keys: vec![key(first)], audit: key(audit), rotated_at_s: 0 }
    }

    fn current(&self) -> &Key {
        &self.keys[self.keys.len() - 1]
    }

    fn find(&self, id: KeyId) -> Option<&Key> {
        self.keys.iter().rev().find(|key| key.id == id).map(Arc::as_ref)
    }
}

struct Loaded {
    ring: Arc<Ring>,
    stamp: Option<Stamp>,
}

/// The keys of one installation. Cheap to clone; all clones follow the file together. Shows nothing in debug output.
#[derive(Clone)]
pub struct Keyring {
    /// Nothing for keys that live in memory only.
    path: Option<Arc<Path>>,
    loaded: Arc<RwLock<Loaded>>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(***)")
    }
}

impl Keyring {
    /// Loads the keys of a file.
    ///
    /// *Errors*: [`VaultError::Missing`], [`VaultError::Exposed`] when others than its owner can read it,
    /// [`VaultError::Malformed`].
    pub fn load(path: &Path) -> Result<Self, VaultError> {
        let (ring, stamp) = file::read(path)?;
        Ok(Self::holding(Some(path), ring, Some(stamp)))
    }

    /// Makes a key file from 64 bytes that nobody can guess: the first key and the audit trail's.
    ///
    /// *Errors*: [`VaultError::Exists`] when there is one.
    pub fn make(path: &Path, fresh: [[u8; ROOT_BYTES]; 2]) -> Result<Self, VaultError> {
        file::create(path, &Ring::new(fresh))?;
        Self::load(path)
    }

    /// Loads the keys of a file, or makes one there.
    pub fn load_or_make(path: &Path, fresh: [[u8; ROOT_BYTES]; 2]) -> Result<Self, VaultError> {
        match Self::load(path) {
            Err(VaultError::Missing { .. }) => match Self::make(path, fresh) {
                // Somebody was faster.
                Err(VaultError::Exists { .. }) => Self::load(path),
                made => made,
            },
            loaded => loaded,
        }
    }

    /// Keys that are in no file: for tests, and for tables that nobody reads again.
    pub fn in_memory(fresh: [[u8; ROOT_BYTES]; 2]) -> Self {
        Self::holding(None, Ring::new(fresh), None)
    }

    fn holding(path: Option<&Path>, ring: Ring, stamp: Option<Stamp>) -> Self {
        Self { path: path.map(Arc::from), loaded: Arc::new(RwLock::new(Loaded { ring: Arc::new(ring), stamp })) }
    }

    /// Where the keys are kept; nothing for keys in memory.
    pub fn path(&self) -> Option<PathBuf> {
        self.path.as_deref().map(Path::to_owned)
    }

    /// Seals a value for its place: suite, key id, nonce, cipher text with tag. Always with the file's newest key.
    pub fn seal(&self, place: Place, nonce: Nonce, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let ring = self.fresh()?;
        let key = ring.current();
        let mut out = Vec::with_capacity(HEAD_BYTES + NONCE_BYTES + plain.len() + 16);
        out.push(key.suite.number());
        out.extend_from_slice(&key.id.0.to_be_bytes());
        let associated = associated(&out, place);
        out.extend_from_slice(&nonce.0);
        out.extend(key.machine.seal(nonce, &associated, plain).ok_or(VaultError::Refused)?);
        Ok(out)
    }

    /// Opens what was sealed for this place.
    ///
    /// *Errors*: [`VaultError::Refused`] for anything changed or moved, [`VaultError::UnknownKey`],
    /// [`VaultError::UnknownSuite`].
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (suite, id) = head(sealed)?;
        let mut ring = self.ring();
        if ring.find(id).is_none() {
            ring = self.reload()?;
        }
        let key = ring.find(id).ok_or(VaultError::UnknownKey { key: id })?;
        let rest = &sealed[HEAD_BYTES..];
        let nonce: [u8; NONCE_BYTES] =
            rest.get(..NONCE_BYTES).and_then(|bytes| bytes.try_into().ok()).ok_or(VaultError::Refused)?;
        if key.suite != suite {
            return Err(VaultError::Refused);
        }
        let associated = associated(&sealed[..HEAD_BYTES], place);
        let plain = key.machine.open(Nonce(nonce), &associated, &rest[NONCE_BYTES..]);
        plain.map(Zeroizing::new).ok_or(VaultError::Refused)
    }

    /// Opens a value that is text.
    pub fn open_text(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<String>, VaultError> {
        let plain = self.open(place, sealed)?;
        std::str::from_utf8(&plain).map(|text| Zeroizing::new(text.to_owned())).map_err(|_no_text| VaultError::NoText)
    }

    /// The blind token of a text for a purpose, never negative, under the newest key. The caller normalises the text.
    pub fn token(&self, purpose: &'static str, text: &str) -> Result<i64, VaultError> {
        Ok(token(self.fresh()?.current(), purpose, text))
    }

    /// The tokens of a text under every key of the file, the newest first: rows that a rotation has not come to yet carry
    /// an older one.
    pub fn tokens(&self, purpose: &'static str, text: &str) -> Result<Vec<i64>, VaultError> {
        Ok(self.fresh()?.keys.iter().rev().map(|key| token(key, purpose, text)).collect())
    }

    /// The link of an audit chain after `before`. The audit key stays through rotations: old links must be checked for ever.
    pub fn link(&self, before: Link, chain: i64, number: i64, row: &[u8]) -> Link {
        before.after(&self.ring().audit.machine, chain, number, row)
    }

    /// A code over a line of the anchor file, chained to the line before.
    pub fn anchor(&self, before: Link, line: &[u8]) -> Link {
        Link(self.ring().audit.machine.code(&[b"anchor", &before.0, line]))
    }

    /// A digest of a text for a purpose, for an index. Like the audit key its key stays through rotations, because an index
    /// holds nothing that could be made anew from itself.
    pub fn digest(&self, purpose: &str, text: &str) -> i64 {
        let code = self.ring().audit.machine.code(&[b"digest", purpose.as_bytes(), &[0], text.as_bytes()]);
        code.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
    }

    /// A key for signing what goes elsewhere, for a purpose and a salt: nothing of it has to be stored. Like the audit key it stays
    /// through rotations, because the receiver keeps it too.
    pub fn signing_key(&self, purpose: &str, salt: &[u8]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.ring().audit.machine.code(&[b"signing", purpose.as_bytes(), &[0], salt]))
    }

    /// The key that seals.
    pub fn current(&self) -> Result<KeyId, VaultError> {
        Ok(self.fresh()?.current().id)
    }

    /// All keys, the oldest first.
    pub fn keys(&self) -> Result<Vec<KeyId>, VaultError> {
        Ok(self.fresh()?.keys.iter().map(|key| key.id).collect())
    }

    /// The key that a value was sealed with.
    pub fn key_of(sealed: &[u8]) -> Result<KeyId, VaultError> {
        head(sealed).map(|(_suite, id)| id)
    }

    /// Adds a key from 32 bytes that nobody can guess; from now on everybody seals with it, and opens with the old ones too.
    /// `now_s`: seconds since 1970.
    pub fn rotate(&self, fresh: [u8; ROOT_BYTES], now_s: i64) -> Result<KeyId, VaultError> {
        let key = Arc::new(Key::new(Suite::NEWEST, fresh));
        let id = key.id;
        self.change(|ring| {
            ring.keys.push(key);
            ring.rotated_at_s = now_s;
            Ok(())
        })?;
        Ok(id)
    }

    /// Forgets all keys but the newest. The caller has made sure that no value needs them.
    ///
    /// *Errors*: [`VaultError::TooEarly`] within [`RETIRE_AFTER_S`] of the rotation.
    pub fn retire(&self, now_s: i64) -> Result<Vec<KeyId>, VaultError> {
        self.change(|ring| {
            let wait_s = ring.rotated_at_s + RETIRE_AFTER_S - now_s;
            if ring.keys.len() > 1 && wait_s > 0 {
                return Err(VaultError::TooEarly { wait_s });
            }
            let newest = ring.keys.len() - 1;
            Ok(ring.keys.drain(..newest).map(|key| key.id).collect())
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Ring) -> Result<T, VaultError>) -> Result<T, VaultError> {
        if let Some(path) = &self.path {
            let answer = file::replace(path, change)?;
            self.reload()?;
            return Ok(answer);
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let old = &loaded.ring;
        let mut ring = Ring { keys: old.keys.clone(), audit: old.audit.clone(), rotated_at_s: old.rotated_at_s };
        let answer = change(&mut ring)?;
        loaded.ring = Arc::new(ring);
        Ok(answer)
    }

    fn ring(&self) -> Arc<Ring> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).ring.clone()
    }

    /// The keys as the file has them now. A file that can't be seen for a moment changes nothing.
    fn fresh(&self) -> Result<Arc<Ring>, VaultError> {
        let Some(path) = &self.path else { return Ok(self.ring()) };
        let stamp = file::stamp(path);
        let known = self.loaded.read().unwrap_or_else(PoisonError::into_inner).stamp;
        if stamp.is_none() || stamp == known { Ok(self.ring()) } else { self.reload() }
    }

    fn reload(&self) -> Result<Arc<Ring>, VaultError> {
        let Some(path) = &self.path else { return Ok(self.ring()) };
        let (ring, stamp) = file::read(path)?;
        let ring = Arc::new(ring);
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        *loaded = Loaded { ring: ring.clone(), stamp: Some(stamp) };
        Ok(ring)
    }
}

fn head(sealed: &[u8]) -> Result<(Suite, KeyId), VaultError> {
    let (Some(number), Some(id)) = (sealed.first(), sealed.get(1..HEAD_BYTES)) else {
        return Err(VaultError::Refused);
    };
    let suite = Suite::from_number(*number).ok_or(VaultError::UnknownSuite { suite: *number })?;
    Ok((suite, KeyId(u32::from_be_bytes([id[0], id[1], id[2], id[3]]))))
}

/// What a value is bound to: its own head, so that it can't be passed off as another key's, and its place.
fn associated(head: &[u8], place: Place) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    out.extend_from_slice(head);
    place.write(&mut out);
    out
}

fn token(key: &Key, purpose: &'static str, text: &str) -> i64 {
    let code = key.machine.code(&[b"token", purpose.as_bytes(), &[0], text.as_bytes()]);
    let mut first = [0; 8];
    first.copy_from_slice(&code[..8]);
    i64::from_be_bytes(first) & i64::MAX
}
