//! Cuts a piece of ground by straight lines until the buildings of every piece belong together.

use std::collections::BTreeMap;

use domain::area::Area;

use super::RegridError;
use super::edge::{Edge, Edges, Splits};
use crate::plan::PointDm;

/// Directions across which is cut, in whole numbers, so that "left of the line" is exact: every 18 to 27 degrees.
const ACROSS: [[i64; 2]; 8] = [[1, 0], [0, 1], [1, 1], [1, -1], [2, 1], [1, 2], [2, -1], [1, -2]];

/// A line: all points whose product with `across` is `at` and a half. No whole point lies on it.
#[derive(Clone, Copy, Debug)]
struct Line {
    across: [i64; 2],
    at: i64,
}

impl Line {
    fn product(&self, point: PointDm) -> i64 {
        self.across[0] * i64::from(point[0]) + self.across[1] * i64::from(point[1])
    }

    /// Whether a point lies on the side that comes first.
    fn holds(&self, point: PointDm) -> bool {
        self.product(point) <= self.at
    }

    /// How far along the line a place lies.
    fn along(&self, place: [f64; 2]) -> f64 {
        place[1] * self.across[0] as f64 - place[0] * self.across[1] as f64
    }
}

/// A piece of ground and the grid that it goes to.
pub(super) type Piece = (Area, Edges);

/// Cuts until every piece holds buildings of one grid only.
pub(super) fn cut(ground: Edges, stands: &[(PointDm, Area)], splits: &mut Splits) -> Result<Vec<Piece>, RegridError> {
    let mut open = vec![(ground, stands.to_vec())];
    let mut pieces = Vec::new();
    while let Some((ground, stands)) = open.pop() {
        let Some(&(_, grid)) = stands.first() else { continue };
        if stands.iter().all(|stand| stand.1 == grid) {
            pieces.push((grid, ground));
            continue;
        }
        let line = best_line(&stands).ok_or(RegridError::SameSpot)?;
        let (first, second) = sides(splits.expand(ground), line, splits);
        let (here, there): (Vec<_>, Vec<_>) = stands.into_iter().partition(|stand| line.holds(stand.0));
        open.extend([(second, there), (first, here)]);
    }
    Ok(pieces)
}

/// The line that leaves the least mixture on both sides; of equally good ones that with the widest berth.
fn best_line(stands: &[(PointDm, Area)]) -> Option<Line> {
    let mut best: Option<((f64, f64), Line)> = None;
    for across in ACROSS {
        let line = Line { across, at: 0 };
        let mut sorted: Vec<(i64, Area)> = stands.iter().map(|(point, grid)| (line.product(*point), *grid)).collect();
        sorted.sort_unstable();
        let mut after: BTreeMap<Area, usize> = BTreeMap::new();
        for (_, grid) in &sorted {
            *after.entry(*grid).or_default() += 1;
        }
        let mut before: BTreeMap<Area, usize> = BTreeMap::new();
        let length = ((across[0] * across[0] + across[1] * across[1]) as f64).sqrt();
        for pair in sorted.windows(2) {
            let ((low, grid), (high, _)) = (pair[0], pair[1]);
            *before.entry(grid).or_default() += 1;
            if let Some(count) = after.get_mut(&grid) {
                *count -= 1;
            }
            if low == high {
                continue;
            }
            let berth = (high - low) as f64 / length;
            let badness = (mixture(&before) + mixture(&after), -berth);
            if best.as_ref().is_none_or(|(least, _)| badness < *least) {
                let at = low + (high - low - 1) / 2;
                best = Some((badness, Line { across, at }));
            }
        }
    }
    best.map(|(_, line)| line)
}

/// How many pairs of different grids stand together, per building (Gini's impurity, weighed).
fn mixture(counts: &BTreeMap<Area, usize>) -> f64 {
    let all: usize = counts.values().sum();
    if all == 0 {
        return 0.0;
    }
    let squares: usize = counts.values().map(|count| count * count).sum();
    all as f64 - squares as f64 / all as f64
}

/// Ground on both sides of a line. Corners that the line sets into edges are remembered.
fn sides(ground: Edges, line: Line, splits: &mut Splits) -> (Edges, Edges) {
    let (mut first, mut second) = (Edges::new(), Edges::new());
    let mut corners: Vec<(f64, PointDm)> = Vec::new();
    for (from, to) in ground {
        match (line.holds(from), line.holds(to)) {
            (true, true) => first.push((from, to)),
            (false, false) => second.push((from, to)),
            (starts_first, _) => {
                let (along, corner) = crossing((from, to), line);
                splits.set((from, to), corner);
                corners.push((along, corner));
                let (near, far) = if starts_first { (&mut first, &mut second) } else { (&mut second, &mut first) };
                near.push((from, corner));
                far.push((corner, to));
            }
        }
    }
    corners.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for pair in corners.chunks_exact(2) {
        // Walking along the line, what comes first lies on the left.
        first.push((pair[0].1, pair[1].1));
        second.push((pair[1].1, pair[0].1));
    }
    let is_edge = |(a, b): &Edge| a != b;
    first.retain(is_edge);
    second.retain(is_edge);
    (first, second)
}

/// Where an edge crosses a line: how far along it, and the nearest whole point.
fn crossing((from, to): Edge, line: Line) -> (f64, PointDm) {
    // From the same end whichever way it is walked, so that both sides round alike.
    let (low, high) = if from < to { (from, to) } else { (to, from) };
    let (a, b) = (line.product(low) as f64, line.product(high) as f64);
    let share = (line.at as f64 + 0.5 - a) / (b - a);
    let place = [0, 1].map(|axis| f64::from(low[axis]) + share * (f64::from(high[axis]) - f64::from(low[axis])));
    (line.along(place), place.map(|value| value.round() as i32))
}
