//! One link of an audit chain: a keyed code over the link before, the chain, the number in it, and the row.

use crate::suite::Machine;

/// Bytes of a link.
pub const LINK_BYTES: usize = 32;

/// A link; the first one of a chain follows [`Link::START`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Link(pub [u8; LINK_BYTES]);

impl Link {
    /// What the first link follows.
    pub const START: Self = Self([0; LINK_BYTES]);

    /// Reads a stored link.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn after(self, machine: &Machine, chain: i64, number: i64, row: &[u8]) -> Self {
        Self(machine.code(&[b"link", &self.0, &chain.to_be_bytes(), &number.to_be_bytes(), row]))
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
