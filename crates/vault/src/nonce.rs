//! Nonces: a stream of them from one piece of chance.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::suite::hmac_of;

/// What makes two seals of the same value differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce(pub(crate) [u8; NONCE_BYTES]);

/// Bytes of a nonce in every suite so far.
pub(crate) const NONCE_BYTES: usize = 12;

/// Nonces drawn from a seed, one after the other: HMAC-SHA-256 of a counter. The seed must come from good chance and be used
/// for one stream only; should it repeat all the same, suite 1 gives away no more than that two values are equal.
#[derive(Clone)]
pub struct Nonces {
    mac: Hmac<Sha256>,
    drawn: u64,
}

impl Nonces {
    /// A stream from thirty-two bytes that nobody can guess.
    pub fn new(seed: [u8; 32]) -> Self {
        Self { mac: hmac_of(&seed), drawn: 0 }
    }

    /// The next nonce.
    pub fn draw(&mut self) -> Nonce {
        self.drawn += 1;
        let mut mac = self.mac.clone();
        mac.update(&self.drawn.to_be_bytes());
        let bytes = mac.finalize().into_bytes();
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&bytes[..NONCE_BYTES]);
        Nonce(nonce)
    }
}

impl std::fmt::Debug for Nonces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Nonces").field("drawn", &self.drawn).finish_non_exhaustive()
    }
}
