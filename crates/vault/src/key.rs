//! One key with its name, ready for work.

use std::fmt;

use zeroize::Zeroizing;

use crate::suite::{Machine, ROOT_BYTES, Suite};

/// The name of a key: a fingerprint of it, so that the keys of two files are never taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// A root key and what is derived from it.
pub(crate) struct Key {
    pub(crate) id: KeyId,
    pub(crate) suite: Suite,
    pub(crate) root: Zeroizing<[u8; ROOT_BYTES]>,
    pub(crate) machine: Machine,
}

impl Key {
    pub(crate) fn new(suite: Suite, root: [u8; ROOT_BYTES]) -> Self {
        let root = Zeroizing::new(root);
        let machine = suite.machine(&root);
        let print = machine.code(&[b"gezhi vault fingerprint"]);
        let id = KeyId(u32::from_be_bytes([print[0], print[1], print[2], print[3]]));
        Self { id, suite, root, machine }
    }
}
