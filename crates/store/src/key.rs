//! The key under which tails of numbers are searched: the vault's lasting one.
//!
//! Not for sealing anything: its digests can only be computed, not opened.

use domain::search::token::KeyedHash;
use vault::Keyring;

/// Digests for the index of people. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SearchKey(Keyring);

impl SearchKey {
    /// The search key of a keyring.
    pub fn of(keyring: &Keyring) -> Self {
        Self(keyring.clone())
    }
}

impl KeyedHash for SearchKey {
    fn token(&self, purpose: &str, text: &str) -> i64 {
        self.0.digest(purpose, text)
    }
}
