//! Drawing households for a spot-check so that an outsider draws the same ones: stratified by grid, without replacement.
//!
//! The rule, which `docs/guide/spot-check.md` tells the outsider: the households of a grid stand in the order of
//! SHA-256(seed ‖ dwelling), both as plain text, ascending. The first ones are the sample, and whoever can't be reached is
//! replaced by the next of the same list. Not here: what is asked at the door ([`crate::spot_check`]), and who draws.

pub mod interval;
pub mod lot;
pub mod size;
pub mod weighted;

use std::fmt::{self, Write as _};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::area::Area;
use crate::id::{DwellingId, PostId};

/// What decides an order: 32 random bytes, secret until the round is over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed([u8; 32]);

/// Text that is no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seed has 64 hexadecimal digits")]
pub struct InvalidSeed;

impl Seed {
    /// A seed of random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, as they are stored.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// What is published at the draw: SHA-256 of the seed's text. It gives nothing away, and nobody can take another seed later.
    pub fn commitment(&self) -> String {
        fingerprint(&self.to_string())
    }

    /// The households of a grid in the order in which they are asked.
    pub fn order(&self, dwellings: &[DwellingId]) -> Vec<DwellingId> {
        let seed = self.to_string();
        let mut keyed: Vec<([u8; 32], DwellingId)> =
            dwellings.iter().map(|dwelling| (digest(&format!("{seed}{dwelling}")), *dwelling)).collect();
        keyed.sort_unstable();
        keyed.dedup();
        keyed.into_iter().map(|(_, dwelling)| dwelling).collect()
    }
}

/// Sixty-four hexadecimal digits.
impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// A log never tells an open round's seed.
impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl FromStr for Seed {
    type Err = InvalidSeed;
    fn from_str(text: &str) -> Result<Self, InvalidSeed> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(InvalidSeed);
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_no_digits| InvalidSeed)?;
        }
        Ok(Self(bytes))
    }
}

/// SHA-256 of a text in hexadecimal digits, as `sha256sum` prints it.
pub fn fingerprint(text: &str) -> String {
    hex(&digest(text))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A grid before the draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// The grid.
    pub area: Area,
    /// Households that may be lived in: what the grid weighs in the city's figure.
    pub households: u32,
    /// Those of them that may be drawn: not checked within [`REST_DAYS`].
    pub eligible: Vec<DwellingId>,
    /// How many are to be asked.
    pub size: u32,
}

/// A household that was checked is left in peace for so many days (field.md 6.1).
pub const REST_DAYS: i64 = 90;
/// After so many tries without an answer the next household of the list is asked (field.md 6.1).
pub const MOST_TRIES: u16 = 3;

/// The list that an outsider draws from, a household a line, by grid and number: `grid,size,dwelling`.
pub fn list_text(strata: &[Stratum]) -> String {
    let mut lines: Vec<(Area, u32, DwellingId)> = strata
        .iter()
        .flat_map(|stratum| stratum.eligible.iter().map(|dwelling| (stratum.area, stratum.size, *dwelling)))
        .collect();
    lines.sort_unstable();
    let mut text = String::from("grid,size,dwelling\n");
    for (area, size, dwelling) in lines {
        let _ = writeln!(text, "{area},{size},{dwelling}");
    }
    text
}

/// How many households of each grid a round asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Of every grid, for the city's figure.
    pub each: u32,
    /// Of one sixth of the grids, another sixth each month, for a verdict about the grid; 0 for none.
    pub full: u32,
}

impl Design {
    /// The cheapest sound design (field.md 6.1): three of each grid, twenty of one sixth of them.
    pub const CHEAPEST: Self = Self { each: 3, full: 20 };

    /// How many of a grid: `at` is its place among the city's grids, `month` the months since the year 0.
    pub fn size(self, at: usize, month: u32, eligible: usize) -> u32 {
        let turn = at % 6 == (month % 6) as usize;
        let wanted = if turn { self.each.max(self.full) } else { self.each };
        wanted.min(u32::try_from(eligible).unwrap_or(u32::MAX))
    }
}

/// Who checks each grid: nobody checks a grid of the street that one's own post is about, and the loads stay alike. None for
/// grids that nobody may check.
pub fn assign(grids: &[(Area, u32)], inspectors: &[(PostId, Area)]) -> Vec<Option<PostId>> {
    let mut loads: Vec<(u32, PostId, Area)> = inspectors.iter().map(|(post, area)| (0, *post, *area)).collect();
    let give = |(grid, tasks): &(Area, u32)| {
        let free = loads.iter_mut().filter(|(_, _, own)| is_elsewhere(*grid, *own));
        let chosen = free.min_by_key(|(load, post, _)| (*load, *post))?;
        chosen.0 += tasks;
        Some(chosen.1)
    };
    grids.iter().map(give).collect()
}

/// Whether a post is about another street than the one that a grid lies in. A post for the whole city is of no street.
pub fn is_elsewhere(grid: Area, own: Area) -> bool {
    match (grid.path().get(1), own.path().get(1)) {
        (Some(street), Some(other)) => street != other,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
