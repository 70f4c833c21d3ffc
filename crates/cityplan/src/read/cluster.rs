//! Which buildings belong together: one that lies far from the rest is a mistake of the data, not a part of the city.
//!
//! Not for the border of the city (see [`crate::layout`]).

use std::collections::{BTreeMap, VecDeque};

use super::feature::Degrees;

/// Squares of this side are joined with their eight neighbours; a gap of 1.5 km never separates, one of 4 km always does.
const SIDE_M: f64 = 2_000.0;

/// A cluster stays when it holds at least one building in so many; the largest always stays.
const SHARE: usize = 10;

const DEGREE_M: f64 = 111_195.0;

/// For every position whether it belongs to the city.
pub(crate) fn belongs(positions: &[Degrees]) -> Vec<bool> {
    let squares = squares(positions);
    let clusters = clusters(&squares);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for square in &squares {
        *sizes.entry(clusters[square]).or_default() += 1;
    }
    let largest = sizes.values().copied().max().unwrap_or(0);
    squares.iter().map(|square| sizes[&clusters[square]]).map(|size| size == largest || size * SHARE >= squares.len()).collect()
}

fn squares(positions: &[Degrees]) -> Vec<(i64, i64)> {
    let mut lats: Vec<f64> = positions.iter().map(|p| p[1]).collect();
    lats.sort_by(f64::total_cmp);
    let middle = lats.get(lats.len() / 2).copied().unwrap_or(0.0);
    let lon_m = DEGREE_M * middle.to_radians().cos().max(0.01);
    let square = |[lon, lat]: &Degrees| ((lon * lon_m / SIDE_M).floor() as i64, (lat * DEGREE_M / SIDE_M).floor() as i64);
    positions.iter().map(square).collect()
}

/// The number of the cluster of each square.
fn clusters(squares: &[(i64, i64)]) -> BTreeMap<(i64, i64), usize> {
    const NEW: usize = usize::MAX;
    let mut clusters: BTreeMap<(i64, i64), usize> = squares.iter().map(|square| (*square, NEW)).collect();
    let starts: Vec<_> = clusters.keys().copied().collect();
    for (number, start) in starts.into_iter().enumerate() {
        let mut queue = VecDeque::from([start]);
        while let Some((x, y)) = queue.pop_front() {
            match clusters.get_mut(&(x, y)) {
                Some(cluster) if *cluster == NEW => *cluster = number,
                _ => continue,
            }
            queue.extend((-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy))));
        }
    }
    clusters
}
