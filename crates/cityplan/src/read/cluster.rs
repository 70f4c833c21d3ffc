//! Which buildings belong together: one that lies far from the rest is a mistake of the data, not a part of the city.
//!
//! Not for the border of the city (see [`crate::layout`]).

use std::collections::{BTreeMap, VecDeque};

use super::feature::Degrees;

/// Squares of this side are joined with their eight neighbours: for towns of their own, a gap of 2 km never parts and one of
/// 6 km always does; for strays half of that.
const TOWN_SIDE_M: f64 = 3_000.0;
const STRAY_SIDE_M: f64 = 1_500.0;

/// A town stays when it holds at least one building in so many; the largest always stays.
const TOWN_SHARE: usize = 20;

/// Strays stay when they are at least one building in so many, or this many.
const STRAY_SHARE: usize = 1_000;
const STRAY_MIN: usize = 20;

const DEGREE_M: f64 = 111_195.0;

/// For every position whether it belongs to the city.
pub(crate) fn belongs(positions: &[Degrees]) -> Vec<bool> {
    let all = positions.len();
    let town = sizes(positions, TOWN_SIDE_M);
    let stray = sizes(positions, STRAY_SIDE_M);
    let largest = town.iter().copied().max().unwrap_or(0);
    let stays = |(town, stray): (usize, usize)| {
        (town == largest || town * TOWN_SHARE >= all) && (stray >= STRAY_MIN || stray * STRAY_SHARE >= all)
    };
    town.into_iter().zip(stray).map(stays).collect()
}

/// For every position how many lie in its cluster.
fn sizes(positions: &[Degrees], side_m: f64) -> Vec<usize> {
    let squares = squares(positions, side_m);
    let clusters = clusters(&squares);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for square in &squares {
        *sizes.entry(clusters[square]).or_default() += 1;
    }
    squares.iter().map(|square| sizes[&clusters[square]]).collect()
}

fn squares(positions: &[Degrees], side_m: f64) -> Vec<(i64, i64)> {
    let mut lats: Vec<f64> = positions.iter().map(|p| p[1]).collect();
    lats.sort_by(f64::total_cmp);
    let middle = lats.get(lats.len() / 2).copied().unwrap_or(0.0);
    let lon_m = DEGREE_M * middle.to_radians().cos().max(0.01);
    let square =
        |[lon, lat]: &Degrees| ((lon * lon_m / side_m).floor() as i64, (lat * DEGREE_M / side_m).floor() as i64);
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
