//! The key under which tails of numbers are searched.
//!
//! Not for encrypting anything: this key only makes digests that nobody can compute without it.

use std::fmt;

use domain::search::token::KeyedHash;
use sha2::{Digest, Sha256};

/// Bytes that SHA-256 takes at a time.
const BLOCK: usize = 64;

/// HMAC-SHA-256 (RFC 2104) under one secret, cut to eight bytes; both halves have taken the key in already.
#[derive(Clone)]
pub struct SecretHash {
    inner: Sha256,
    outer: Sha256,
}

impl SecretHash {
    /// Takes a secret of any length; the product's has 32 random bytes or more.
    pub fn new(secret: &[u8]) -> Self {
        let mut key = [0u8; BLOCK];
        if secret.len() > BLOCK {
            key[..32].copy_from_slice(&Sha256::digest(secret));
        } else {
            key[..secret.len()].copy_from_slice(secret);
        }
        let half = |mask: u8| Sha256::new().chain_update(key.map(|byte| byte ^ mask));
        Self { inner: half(0x36), outer: half(0x5c) }
    }

    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let inner = parts.iter().fold(self.inner.clone(), |inner, part| inner.chain_update(part));
        self.outer.clone().chain_update(inner.finalize()).finalize().into()
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretHash").finish_non_exhaustive()
    }
}

impl KeyedHash for SecretHash {
    fn token(&self, purpose: &str, text: &str) -> i64 {
        let digest = self.digest(&[purpose.as_bytes(), &[0], text.as_bytes()]);
        digest.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_rfc_4231() {
        let digest = SecretHash::new(b"Jefe").digest(&[b"what do ya want ", b"for nothing?"]);

        assert_eq!(digest[..8], [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e]);
    }

    #[test]
    fn purpose_and_key_change_the_digest_and_no_log_line_holds_the_key() {
        let (one, other) = (SecretHash::new(b"one"), SecretHash::new(b"other"));

        assert_eq!(one.token("a", "1234"), one.token("a", "1234"));
        assert_ne!(one.token("a", "1234"), one.token("b", "1234"));
        assert_ne!(one.token("a", "1234"), other.token("a", "1234"));
        assert_ne!(one.token("a1", "234"), one.token("a", "1234"));
        assert_eq!(format!("{one:?}"), "SecretHash { .. }");
    }
}
