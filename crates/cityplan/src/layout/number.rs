//! Numbers of areas and buildings: from west to east and from north to south inside the parent, as Xi'an's rule has it.
//!
//! Not for names (see [`super::name`]).

use crate::plan::PointDm;

/// The order in which things at these points are numbered: rows from the north, in each row from the west.
///
/// Rows are as high as things lie apart on average, so that neighbours get neighbouring numbers.
pub(super) fn order(points: &[PointDm]) -> Vec<usize> {
    let Some([low, high]) = crate::geometry::bounds(points) else { return Vec::new() };
    let side = |axis: usize| (f64::from(high[axis]) - f64::from(low[axis])).max(1.0);
    let row_dm = (side(0) * side(1) / points.len() as f64).sqrt().max(1.0).min(side(1));
    let row = |point: PointDm| ((f64::from(high[1]) - f64::from(point[1])) / row_dm).round() as i64;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|&i| (row(points[i]), points[i][0], points[i][1], i));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_from_west_to_east_and_from_north_to_south() {
        let points = [[0, 0], [100, 5], [0, 100], [100, 95]];

        assert_eq!(order(&points), [2, 3, 0, 1]);
    }
}
