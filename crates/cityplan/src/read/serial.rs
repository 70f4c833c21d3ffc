//! Serial numbers of buildings that stay the same when the same data is imported again.
//!
//! Not for ids of records: those carry the county in front and are the store's.

use std::collections::BTreeSet;

use crate::plan::RingDm;

/// OSM elements get ten times their number plus their kind, and stay below this.
const NAMED_BELOW: u64 = 500_000_000_000;

/// All serials stay below this.
const BELOW: u64 = 1_000_000_000_000;

/// Hands out serials, each once.
#[derive(Debug, Default)]
pub(crate) struct Serials(BTreeSet<u64>);

impl Serials {
    /// Keeps a serial from being handed out.
    pub(crate) fn reserve(&mut self, serial: u64) {
        self.0.insert(serial);
    }

    /// The serial of a feature's part. Without a number in its id it comes from the shape.
    pub(crate) fn take(&mut self, id: &str, part: usize, rings: &[RingDm]) -> u64 {
        let named = if part == 0 { osm_serial(id) } else { None };
        let mut serial = named.unwrap_or_else(|| hashed(id, part, rings));
        while !self.0.insert(serial) {
            serial = if serial + 1 < BELOW { serial + 1 } else { NAMED_BELOW };
        }
        serial
    }
}

fn osm_serial(id: &str) -> Option<u64> {
    let (kind, number) = id.split_once('/').unwrap_or(("way", id));
    let kind = match kind {
        "node" => 0,
        "way" => 1,
        "relation" => 2,
        _ => return None,
    };
    let serial = number.parse::<u64>().ok()?.checked_mul(10)? + kind;
    (serial < NAMED_BELOW).then_some(serial)
}

/// FNV-1a, because it must be the same in every version of Rust.
fn hashed(id: &str, part: usize, rings: &[RingDm]) -> u64 {
    let coordinates = rings.iter().filter(|_| id.is_empty()).flatten().flatten().flat_map(|n| n.to_le_bytes());
    let bytes = id.bytes().chain((part as u64).to_le_bytes()).chain(coordinates);
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    NAMED_BELOW + hash % (BELOW - NAMED_BELOW)
}
