//! Squares of a heat map: how many cases lie on a hundred metres by a hundred.

use serde::{Deserialize, Serialize};

/// The side of a square in metres.
pub const SQUARE_M: i32 = 100;

/// A square with its cases, counted from the city's origin eastwards and northwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Square {
    /// Squares east of the origin; the one that begins there is 0.
    pub east: i32,
    /// Squares north of it.
    pub north: i32,
}

impl Square {
    /// Its form in addresses: `12.-3`.
    pub fn slug(self) -> String {
        format!("{}.{}", self.east, self.north)
    }

    /// Reads its form in addresses.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let (east, north) = slug.split_once('.')?;
        Some(Self { east: east.parse().ok()?, north: north.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_survives_its_address() {
        let square = Square { east: 12, north: -3 };
        assert_eq!(Square::from_slug(&square.slug()), Some(square));
        assert_eq!(Square::from_slug("12"), None);
    }
}
