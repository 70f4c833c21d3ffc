//! Which grid a point lies in, as the borders tell it: what a building's grid is guessed from.
//!
//! Good for guesses only: lines that are very tall are not looked at. Not for laying out areas (`cityplan`).

use crate::border::Border;
use crate::city::{MAX_COORDINATE_DM, Point};

/// Height of a row in decimetres.
const ROW_DM: i32 = 256;
/// Lines that cross more rows are left out, so that no pack makes many rows of few bytes.
const MOST_ROWS: usize = 33;

/// A piece of border with the grids to its left and right.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Point,
    to: Point,
    sides: [Option<u32>; 2],
}

impl Piece {
    /// Where it crosses a parallel, or nothing when it does not.
    fn crossing(&self, y: i32) -> Option<i64> {
        if (self.from.y <= y) == (self.to.y <= y) {
            return None;
        }
        let [from, to] = [self.from, self.to].map(|point| (i64::from(point.x), i64::from(point.y)));
        Some(from.0 + ((i64::from(y) - from.1) * (to.0 - from.0)).div_euclid(to.1 - from.1))
    }

    /// The grid to its east.
    fn east(&self) -> Option<u32> {
        self.sides[usize::from(self.to.y > self.from.y)]
    }
}

/// The borders of a city by rows.
#[derive(Debug, Default)]
pub(crate) struct Locator {
    rows: Vec<Vec<Piece>>,
}

impl Locator {
    pub(crate) fn new(borders: &[Border]) -> Self {
        let mut rows = vec![Vec::new(); row(MAX_COORDINATE_DM) + 1];
        for border in borders {
            for pair in border.line.windows(2) {
                let piece = Piece { from: pair[0], to: pair[1], sides: [border.left, border.right] };
                let range = row(piece.from.y.min(piece.to.y))..=row(piece.from.y.max(piece.to.y));
                if range.end() - range.start() < MOST_ROWS {
                    rows[range].iter_mut().for_each(|row| row.push(piece));
                }
            }
        }
        Self { rows }
    }

    /// The grid to the east of the nearest border to the west of a point.
    pub(crate) fn grid(&self, point: Point) -> Option<u32> {
        let pieces = self.rows.get(row(point.y))?.iter();
        let west = pieces.filter_map(|piece| piece.crossing(point.y).map(|x| (x, piece)));
        let nearest = west.filter(|(x, _)| *x <= i64::from(point.x)).max_by_key(|(x, _)| *x);
        nearest.and_then(|(_, piece)| piece.east())
    }
}

fn row(y: i32) -> usize {
    ((y.clamp(-MAX_COORDINATE_DM, MAX_COORDINATE_DM) + MAX_COORDINATE_DM) / ROW_DM) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_lies_between_its_borders() {
        let at = |points: [(i32, i32); 3]| points.map(|(x, y)| Point { x, y }).to_vec();
        let west = Border { line: at([(0, 0), (100, 3000), (0, 6000)]), left: None, right: Some(3) };
        let middle = Border { line: at([(900, 6000), (1000, 3000), (900, 0)]), left: Some(4), right: Some(3) };
        let locator = Locator::new(&[west, middle]);

        for (x, y, grid) in
            [(50, 3000, None), (150, 3000, Some(3)), (950, 3000, Some(3)), (1050, 3000, Some(4)), (150, 9000, None)]
        {
            assert_eq!(locator.grid(Point { x, y }), grid, "{x} {y}");
        }
    }
}
