//! The seam for ciphers: everything outside this module says `Suite` and a number.
//!
//! Suite 1 is AES-256-GCM-SIV (RFC 8452) with HMAC-SHA-256. Another suite, such as SM4-GCM with HMAC-SM3, is another variant
//! here and nowhere else: the number stands in every sealed value and beside every key.

use aes_gcm_siv::Aes256GcmSiv;
use aes_gcm_siv::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::nonce::Nonce;

/// Length of every key's root and of every authentication code, in bytes.
pub(crate) const ROOT_BYTES: usize = 32;

/// A cipher with an authentication code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    /// Number 1.
    AesGcmSiv,
}

/// A suite with its keys in it, ready for work.
pub(crate) enum Machine {
    /// Number 1: separate keys for sealing and for codes.
    AesGcmSiv { cipher: Box<Aes256GcmSiv>, code: Box<Hmac<Sha256>> },
}

impl Suite {
    /// The suite of new keys.
    pub(crate) const NEWEST: Self = Self::AesGcmSiv;

    /// The number in sealed values and in the key file.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::AesGcmSiv => 1,
        }
    }

    /// Reads the number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::AesGcmSiv),
            _ => None,
        }
    }

    /// Derives the working keys from a root: one step of HKDF's expansion (RFC 5869) each, so neither tells of the other.
    pub(crate) fn machine(self, root: &[u8; ROOT_BYTES]) -> Machine {
        match self {
            Self::AesGcmSiv => {
                let derive = |label: &[u8]| Zeroizing::new(code(&hmac_of(root), &[label, &[1]]));
                let (seal, token) = (derive(b"gezhi vault seal"), derive(b"gezhi vault code"));
                Machine::AesGcmSiv {
                    cipher: Box::new(Aes256GcmSiv::new((&*seal).into())),
                    code: Box::new(hmac_of(&token)),
                }
            }
        }
    }
}

impl Machine {
    /// Encrypts and authenticates; nothing when the value is too long for the suite (64 GiB).
    pub(crate) fn seal(&self, nonce: Nonce, associated: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::AesGcmSiv { cipher, .. } => {
                cipher.encrypt(&nonce.0.into(), Payload { msg: plain, aad: associated }).ok()
            }
        }
    }

    /// Decrypts; nothing unless value, nonce and associated bytes are those of the seal.
    pub(crate) fn open(&self, nonce: Nonce, associated: &[u8], cipher_text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::AesGcmSiv { cipher, .. } => {
                cipher.decrypt(&nonce.0.into(), Payload { msg: cipher_text, aad: associated }).ok()
            }
        }
    }

    /// A keyed authentication code over all parts, end to end: the caller keeps them apart.
    pub(crate) fn code(&self, parts: &[&[u8]]) -> [u8; ROOT_BYTES] {
        match self {
            Self::AesGcmSiv { code: machine, .. } => code(machine, parts),
        }
    }
}

/// HMAC-SHA-256 with a key of 32 bytes, which RFC 2104 fills up to the hash's block with zeros.
pub(crate) fn hmac_of(key: &[u8; ROOT_BYTES]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..ROOT_BYTES].copy_from_slice(key);
    Hmac::new((&*block).into())
}

/// HMAC-SHA-256 of a message under a key that the receiver has as well.
pub fn sign(key: &[u8; ROOT_BYTES], message: &[u8]) -> [u8; ROOT_BYTES] {
    code(&hmac_of(key), &[message])
}

fn code(machine: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; ROOT_BYTES] {
    let mut machine = machine.clone();
    for part in parts {
        machine.update(part);
    }
    machine.finalize().into_bytes().into()
}
