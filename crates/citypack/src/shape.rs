//! The shapes of rings so far, and which of them the next one may repeat or stand parallel to.
//!
//! Not for how rings are told (`outline`), nor for making them alike (`regular`).

use std::collections::HashMap;

use crate::city::Point;
use crate::outline::Edge;

/// So many of the last rings, and so many of the nearest, may be repeated.
const TWINS: usize = 16;
/// How many rings of a cell are remembered.
const REMEMBERED: usize = 16;
/// The side of a cell in decimetres.
const CELL_DM: i32 = 640;

/// Shapes of rings: all edges but the last.
#[derive(Default)]
pub(crate) struct Shapes {
    pub(crate) edges: Vec<Vec<Edge>>,
    cells: HashMap<(i32, i32), Vec<(Point, usize)>>,
}

fn cell(place: Point) -> (i32, i32) {
    (place.x.div_euclid(CELL_DM), place.y.div_euclid(CELL_DM))
}

impl Shapes {
    pub(crate) fn push(&mut self, place: Point, edges: Vec<Edge>) {
        let near = self.cells.entry(cell(place)).or_default();
        if near.len() == REMEMBERED {
            near.remove(0);
        }
        near.push((place, self.edges.len()));
        self.edges.push(edges);
    }

    /// The nearest rings with their distances squared.
    fn near(&self, place: Point) -> impl Iterator<Item = (i64, usize)> {
        let (x, y) = cell(place);
        let cells = (x - 1..=x + 1).flat_map(move |x| (y - 1..=y + 1).filter_map(move |y| self.cells.get(&(x, y))));
        cells.flatten().map(move |(other, shape)| {
            let (x, y) = (i64::from(other.x) - i64::from(place.x), i64::from(other.y) - i64::from(place.y));
            (x * x + y * y, *shape)
        })
    }

    /// The rings that one at this place may repeat, the last ones first, then the nearest.
    pub(crate) fn twins(&self, place: Point) -> Vec<usize> {
        let mut near: Vec<(i64, usize)> = self.near(place).collect();
        near.sort_unstable();
        let last = (0..self.edges.len()).rev().take(TWINS);
        last.chain(near.into_iter().take(TWINS).map(|(_, shape)| shape)).collect()
    }

    /// The first edge of the nearest ring, or else of the last one, and how far away that is: 0 to 3, 3 very far.
    pub(crate) fn guide(&self, place: Point) -> (Edge, usize) {
        let nearest = self.near(place).min();
        let shape = nearest.map(|(_, shape)| shape).or(self.edges.len().checked_sub(1));
        let far = nearest.map_or(3, |(apart, _)| (apart.max(1).ilog2() as usize / 2).saturating_sub(7).min(2));
        (shape.and_then(|shape| self.edges[shape].first().copied()).unwrap_or_default(), far)
    }
}
