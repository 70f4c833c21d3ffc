//! Field encryption at rest: sealing single values for their place, blind tokens for finding them, and the audit trail's links.
//!
//! Belongs here: the suites behind one seam, the keys and their rotation, the key file. Does not belong here: which columns
//! are sealed (`store`), who may see them (`domain::actor`), where chance comes from (an argument everywhere). The only IO is
//! in the module `file`: reading and writing the key file.
#![warn(missing_docs)]

mod anchor;
mod chain;
mod error;
mod file;
mod key;
mod keyring;
mod nonce;
mod parcel;
mod place;
mod suite;
pub mod trail;

pub use anchor::{Anchors, anchor_line, read_anchors};
pub use chain::{LINK_BYTES, Link};
pub use error::VaultError;
pub use key::KeyId;
pub use keyring::{Keyring, RETIRE_AFTER_S};
pub use nonce::{Nonce, Nonces};
pub use parcel::ParcelKey;
pub use place::Place;
pub use suite::sign;
