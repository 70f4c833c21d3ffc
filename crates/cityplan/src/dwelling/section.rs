//! Cuts a footprint that holds more dwellings than one building 楼栋 does into sections, across its length.
//!
//! On open maps a whole ring of towers on one podium is often a single outline. As an address and as a grid worker's stretch
//! it is several buildings. Not for deciding how many dwellings there are (see [`super`]).

use i_overlay::core::overlay_rule::OverlayRule;

use crate::geometry::{area_m2, perimeter_dm};
use crate::plan::{PointDm, RingDm};
use crate::repair::{Polygon, overlay};

/// No section is smaller.
const AREA_MIN_M2: f64 = 140.0;

/// No section is narrower, taken as the depth of the rectangle with its area and perimeter.
const DEPTH_MIN_M: f64 = 7.5;

/// Where along an axis a cut is tried.
const SHARES: [f64; 7] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68];

/// Sections of at most this ground area, as far as the shape lets itself be cut; at least the footprint itself.
pub(super) fn sections(rings: &[RingDm], most_m2: f64) -> Vec<Polygon> {
    let mut done = Vec::new();
    let mut open = vec![rings.to_vec()];
    while let Some(piece) = open.pop() {
        let halves = if area_m2(&piece) > most_m2 { best_cut(&piece) } else { None };
        match halves {
            Some(mut pieces) => {
                pieces.reverse();
                open.extend(pieces);
            }
            None => done.push(piece),
        }
    }
    done
}

/// The pieces of the cut that is shortest and most even.
fn best_cut(piece: &Polygon) -> Option<Vec<Polygon>> {
    let (centre, along) = axis(piece.first()?)?;
    let across = [-along[1], along[0]];
    let before_dm = perimeter_dm(piece.first()?);
    let mut best: Option<(f64, Vec<Polygon>)> = None;
    for axis in [along, across] {
        let reach = reach(&piece[0], centre, axis);
        for share in SHARES {
            let pieces = cut(piece, centre, axis, reach[0] + share * (reach[1] - reach[0]));
            if pieces.len() < 2 || !pieces.iter().all(is_sound) {
                continue;
            }
            let perimeters: f64 = pieces.iter().flatten().map(|ring| perimeter_dm(ring)).sum();
            let largest = pieces.iter().map(|piece| area_m2(piece)).fold(0.0, f64::max);
            let uneven = largest / area_m2(piece);
            let score = perimeters / before_dm + uneven + 0.1 * pieces.len() as f64;
            if best.as_ref().is_none_or(|(before, _)| score < *before) {
                best = Some((score, pieces));
            }
        }
    }
    best.map(|(_, pieces)| pieces)
}

fn is_sound(piece: &Polygon) -> bool {
    let area = area_m2(piece);
    let half_perimeter_m = piece.iter().map(|ring| perimeter_dm(ring)).sum::<f64>() / 20.0;
    let depth_m = (half_perimeter_m - (half_perimeter_m * half_perimeter_m - 4.0 * area).max(0.0).sqrt()) / 2.0;
    area >= AREA_MIN_M2 && depth_m >= DEPTH_MIN_M
}

/// A corner to measure from, and the direction in which the tightest rectangle round a ring is longest.
fn axis(ring: &[PointDm]) -> Option<(PointDm, [f64; 2])> {
    let centre = *ring.first()?;
    let extent = |direction: [f64; 2]| {
        let [low, high] = reach(ring, centre, direction);
        high - low
    };
    let directions = crate::geometry::edges(ring).filter_map(|(a, b)| {
        let step = [f64::from(b[0]) - f64::from(a[0]), f64::from(b[1]) - f64::from(a[1])];
        let length = step[0].hypot(step[1]);
        (length > 0.0).then(|| [step[0] / length, step[1] / length])
    });
    let rated = directions.map(|along| {
        let (length, depth) = (extent(along), extent([-along[1], along[0]]));
        (length * depth, if length >= depth { along } else { [-along[1], along[0]] })
    });
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, along)| (centre, along))
}

/// How far a ring reaches from a point along a direction, backwards and forwards.
fn reach(ring: &[PointDm], from: PointDm, [dx, dy]: [f64; 2]) -> [f64; 2] {
    let along = |p: &PointDm| (f64::from(p[0]) - f64::from(from[0])) * dx + (f64::from(p[1]) - f64::from(from[1])) * dy;
    ring.iter().map(along).fold([f64::MAX, f64::MIN], |[low, high], at| [low.min(at), high.max(at)])
}

/// Both sides of a line across a direction.
fn cut(piece: &Polygon, from: PointDm, [dx, dy]: [f64; 2], at: f64) -> Vec<Polygon> {
    /// Larger than any footprint.
    const FAR: f64 = 100_000.0;
    let (x, y) = (f64::from(from[0]) + at * dx, f64::from(from[1]) + at * dy);
    let corner = |along: f64, side: f64| {
        [(x + along * dx - side * dy).round() as i32, (y + along * dy + side * dx).round() as i32]
    };
    let half: RingDm = vec![corner(0.0, FAR), corner(0.0, -FAR), corner(FAR, -FAR), corner(FAR, FAR)];
    let mut pieces = overlay(piece, std::slice::from_ref(&half), OverlayRule::Difference);
    pieces.extend(overlay(piece, &[half], OverlayRule::Intersect));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_slab_is_cut_across() {
        let slab = vec![vec![[0, 0], [2_000, 0], [2_000, 150], [0, 150]]];

        let sections = sections(&slab, 800.0);

        assert_eq!(sections.len(), 4);
        let total: f64 = sections.iter().map(|section| area_m2(section)).sum();
        assert!((total - 3_000.0).abs() < 1.0);
        assert!(sections.iter().all(|section| area_m2(section) <= 800.0));
    }

    #[test]
    fn a_small_tower_stays_whole() {
        let tower = vec![vec![[0, 0], [160, 0], [160, 160], [0, 160]]];

        assert_eq!(sections(&tower, 100.0).len(), 1);
    }
}
