//! What is kept outside the database, such as pictures in a folder: sealed with a key of its own.
//!
//! The key lies sealed in the row that knows of it ([`crate::Keyring`]). So a rotation touches rows only, and with the row the
//! key is gone: what is left in a backup of the folder opens for nobody. Not here: where parcels lie and what they are called.

use zeroize::Zeroizing;

use crate::VaultError;
use crate::nonce::{NONCE_BYTES, Nonce};
use crate::suite::{ROOT_BYTES, Suite};

/// The key of one record's parcels.
pub struct ParcelKey(Zeroizing<[u8; ROOT_BYTES]>);

impl std::fmt::Debug for ParcelKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ParcelKey(***)")
    }
}

impl ParcelKey {
    /// A key of thirty-two bytes that nobody can guess.
    pub fn new(fresh: [u8; ROOT_BYTES]) -> Self {
        Self(Zeroizing::new(fresh))
    }

    /// Reads the bytes of a key.
    ///
    /// *Errors*: [`VaultError::Refused`] when they are not thirty-two.
    pub fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        bytes.try_into().map(Self::new).map_err(|_other_length| VaultError::Refused)
    }

    /// The bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// Seals something under the name that it is kept by: suite, nonce, cipher text with tag.
    pub fn seal(&self, name: &str, nonce: Nonce, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let suite = Suite::NEWEST;
        let sealed = suite.machine(&self.0).seal(nonce, &associated(suite, name), plain).ok_or(VaultError::Refused)?;
        Ok([&[suite.number()][..], &nonce.0, &sealed].concat())
    }

    /// Opens what was sealed under this name.
    ///
    /// *Errors*: [`VaultError::Refused`] for anything changed or put in another's place, [`VaultError::UnknownSuite`].
    pub fn open(&self, name: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (number, rest) = sealed.split_first().ok_or(VaultError::Refused)?;
        let suite = Suite::from_number(*number).ok_or(VaultError::UnknownSuite { suite: *number })?;
        let (nonce, cipher) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(VaultError::Refused)?;
        let plain = suite.machine(&self.0).open(Nonce(*nonce), &associated(suite, name), cipher);
        plain.map(Zeroizing::new).ok_or(VaultError::Refused)
    }
}

/// The bytes that are authenticated with a parcel.
fn associated(suite: Suite, name: &str) -> Vec<u8> {
    [b"gezhi parcel\0", &[suite.number()][..], name.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Nonces;

    #[test]
    fn a_parcel_opens_under_its_own_name_and_key_only() {
        let (key, other) = (ParcelKey::new([7; 32]), ParcelKey::new([8; 32]));
        let sealed = key.seal("990001/a", Nonces::new([1; 32]).draw(), b"picture").unwrap();

        assert_eq!(&*key.open("990001/a", &sealed).unwrap(), b"picture");
        assert!(!sealed.windows(7).any(|window| window == b"picture"));
        assert!(key.open("990001/b", &sealed).is_err() && other.open("990001/a", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(key.open("990001/a", &bent).is_err(), "byte {at}");
            assert!(key.open("990001/a", &sealed[..at]).is_err(), "{at} bytes");
        }
        assert!(!format!("{key:?}").contains('7'));
    }
}
