//! Points where lines meet: what the ends of the next line are looked for among.
//!
//! Roads and borders end on each other; the place of a point among its neighbours takes a few bits, its coordinates twenty.
//! Not for rings.

use std::collections::HashMap;

use crate::city::Point;
use crate::wire::DecodeError;

/// The side of a cell in decimetres.
const CELL_DM: i32 = 1_500;
/// How many points of a cell are remembered.
const REMEMBERED: usize = 48;
/// So many of the nearest can be named.
const NAMED: usize = 48;

/// Points of lines so far.
#[derive(Default)]
pub(crate) struct Nodes {
    cells: HashMap<(i32, i32), Vec<Point>>,
}

fn cell(place: Point) -> (i32, i32) {
    (place.x.div_euclid(CELL_DM), place.y.div_euclid(CELL_DM))
}

impl Nodes {
    pub(crate) fn push(&mut self, place: Point) {
        let near = self.cells.entry(cell(place)).or_default();
        if !near.contains(&place) {
            if near.len() == REMEMBERED {
                near.remove(0);
            }
            near.push(place);
        }
    }

    /// Which of the nodes nearest to a place `wanted` is, from 1; 0 when it is none of them.
    pub(crate) fn place(&self, from: Point, wanted: Point) -> u64 {
        self.near(from).iter().position(|node| *node == wanted).map_or(0, |place| place as u64 + 1)
    }

    /// The inverse of [`Nodes::place`].
    pub(crate) fn named(&self, from: Point, place: u64) -> Result<Option<Point>, DecodeError> {
        match usize::try_from(place) {
            Ok(0) => Ok(None),
            Ok(place) => self.near(from).get(place - 1).copied().map(Some).ok_or(DecodeError::Number),
            Err(_) => Err(DecodeError::Number),
        }
    }

    /// The nodes nearest to a place, without that place itself.
    fn near(&self, place: Point) -> Vec<Point> {
        let (x, y) = cell(place);
        let cells = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).filter_map(move |y| self.cells.get(&(x, y))));
        let apart = |other: &Point| {
            let (x, y) = (i64::from(other.x) - i64::from(place.x), i64::from(other.y) - i64::from(place.y));
            (x * x + y * y, *other)
        };
        let mut near: Vec<Point> = cells.flatten().copied().filter(|other| *other != place).collect();
        near.sort_unstable_by_key(apart);
        near.truncate(NAMED);
        near
    }
}
