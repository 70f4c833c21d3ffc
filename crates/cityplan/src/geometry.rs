//! Exact plane geometry on whole decimetres: areas, sides, crossings, points inside.
//!
//! Not for overlays of polygons (`i_overlay` does them, see [`crate::repair`]) nor for degrees.

use crate::plan::{PointDm, RingDm};

/// Twice the area to the left of the turn a → b → c: positive when it turns left.
pub(crate) fn cross(a: PointDm, b: PointDm, c: PointDm) -> i64 {
    let [ux, uy] = [i64::from(b[0]) - i64::from(a[0]), i64::from(b[1]) - i64::from(a[1])];
    let [vx, vy] = [i64::from(c[0]) - i64::from(a[0]), i64::from(c[1]) - i64::from(a[1])];
    ux * vy - uy * vx
}

/// Dot product of the steps a → b and b → c.
pub(crate) fn dot(a: PointDm, b: PointDm, c: PointDm) -> i64 {
    let [ux, uy] = [i64::from(b[0]) - i64::from(a[0]), i64::from(b[1]) - i64::from(a[1])];
    let [vx, vy] = [i64::from(c[0]) - i64::from(b[0]), i64::from(c[1]) - i64::from(b[1])];
    ux * vx + uy * vy
}

/// Distance in decimetres.
pub(crate) fn distance_dm(a: PointDm, b: PointDm) -> f64 {
    (f64::from(a[0]) - f64::from(b[0])).hypot(f64::from(a[1]) - f64::from(b[1]))
}

/// Distance in decimetres from a point to the segment a–b.
pub(crate) fn segment_distance_dm(p: PointDm, a: PointDm, b: PointDm) -> f64 {
    let [dx, dy] = [f64::from(b[0]) - f64::from(a[0]), f64::from(b[1]) - f64::from(a[1])];
    let [px, py] = [f64::from(p[0]) - f64::from(a[0]), f64::from(p[1]) - f64::from(a[1])];
    let length2 = dx * dx + dy * dy;
    let t = if length2 > 0.0 { ((px * dx + py * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (px - t * dx).hypot(py - t * dy)
}

/// Twice the signed area of a ring: positive when it runs counter-clockwise.
pub(crate) fn double_area(ring: &[PointDm]) -> i64 {
    let Some(&first) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| cross(first, pair[0], pair[1])).sum()
}

/// Area in square metres of a polygon whose first ring is the outline and whose others are holes.
pub(crate) fn area_m2(rings: &[RingDm]) -> f64 {
    double_area_of(rings) as f64 / 200.0
}

/// Twice the area of a polygon with holes in square decimetres.
pub(crate) fn double_area_of(rings: &[RingDm]) -> i64 {
    let mut areas = rings.iter().map(|ring| double_area(ring).abs());
    let outer = areas.next().unwrap_or(0);
    outer - areas.sum::<i64>()
}

/// Length of a closed ring in decimetres.
pub(crate) fn perimeter_dm(ring: &[PointDm]) -> f64 {
    edges(ring).map(|(a, b)| distance_dm(a, b)).sum()
}

/// The edges of a closed ring, the closing one last.
pub(crate) fn edges(ring: &[PointDm]) -> impl Iterator<Item = (PointDm, PointDm)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).take(ring.len())
}

/// Smallest and largest corner; nothing without points.
pub(crate) fn bounds<'a>(points: impl IntoIterator<Item = &'a PointDm>) -> Option<[PointDm; 2]> {
    points.into_iter().fold(None, |bounds: Option<[PointDm; 2]>, &[x, y]| {
        let [[x0, y0], [x1, y1]] = bounds.unwrap_or([[x, y], [x, y]]);
        Some([[x0.min(x), y0.min(y)], [x1.max(x), y1.max(y)]])
    })
}

/// Where a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Inside.
    Inside,
    /// Exactly on the border.
    Border,
    /// Outside.
    Outside,
}

/// Where a point lies with regard to a polygon: exact, also on slanted borders.
pub fn side_of(point: PointDm, rings: &[RingDm]) -> Side {
    let mut is_inside = false;
    for ring in rings {
        for (a, b) in edges(ring) {
            let turn = cross(a, b, point);
            if turn == 0 && within_box(point, a, b) {
                return Side::Border;
            }
            if (a[1] > point[1]) != (b[1] > point[1]) && (turn > 0) == (b[1] > a[1]) {
                is_inside = !is_inside;
            }
        }
    }
    if is_inside { Side::Inside } else { Side::Outside }
}

/// Whether a point that lies on the line through a and b lies between them.
fn within_box(p: PointDm, a: PointDm, b: PointDm) -> bool {
    (a[0].min(b[0])..=a[0].max(b[0])).contains(&p[0]) && (a[1].min(b[1])..=a[1].max(b[1])).contains(&p[1])
}

/// How two segments meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// Not at all.
    Apart,
    /// In a point that is an end of one of them, or along a line.
    Touch,
    /// In a point inside both.
    Cross,
}

/// How the segments a–b and c–d meet: exact.
pub(crate) fn meeting(a: PointDm, b: PointDm, c: PointDm, d: PointDm) -> Meeting {
    let (abc, abd, cda, cdb) =
        (cross(a, b, c).signum(), cross(a, b, d).signum(), cross(c, d, a).signum(), cross(c, d, b).signum());
    if abc * abd < 0 && cda * cdb < 0 {
        return Meeting::Cross;
    }
    let touches = (abc == 0 && within_box(c, a, b))
        || (abd == 0 && within_box(d, a, b))
        || (cda == 0 && within_box(a, c, d))
        || (cdb == 0 && within_box(b, c, d));
    if touches { Meeting::Touch } else { Meeting::Apart }
}

/// A point strictly inside a polygon: its centre of gravity when that lies inside, else the middle of the widest chord.
///
/// Falls back to the first corner for polygons thinner than a decimetre.
pub(crate) fn point_inside(rings: &[RingDm]) -> PointDm {
    let Some(outer) = rings.first() else { return [0, 0] };
    let centre = centroid(outer);
    if side_of(centre, rings) == Side::Inside {
        return centre;
    }
    widest_chord(rings).unwrap_or_else(|| outer.first().copied().unwrap_or_default())
}

/// Centre of gravity of a ring.
pub(crate) fn centroid(ring: &[PointDm]) -> PointDm {
    let Some(&first) = ring.first() else { return [0, 0] };
    let (mut sum_x, mut sum_y, mut weight) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let turn = cross(first, pair[0], pair[1]) as f64;
        sum_x += turn * (f64::from(pair[0][0]) + f64::from(pair[1][0]) - 2.0 * f64::from(first[0]));
        sum_y += turn * (f64::from(pair[0][1]) + f64::from(pair[1][1]) - 2.0 * f64::from(first[1]));
        weight += turn;
    }
    if weight == 0.0 {
        return first;
    }
    let at = |first: i32, sum: f64| (f64::from(first) + sum / (3.0 * weight)).round() as i32;
    [at(first[0], sum_x), at(first[1], sum_y)]
}

/// How many chords are tried for a point inside.
const CHORDS: i32 = 24;

/// The middle of the widest of some horizontal chords, if it is strictly inside.
fn widest_chord(rings: &[RingDm]) -> Option<PointDm> {
    let [[_, y0], [_, y1]] = bounds(rings.first()?)?;
    let chords =
        (1..=CHORDS).map(|i| y0 + ((i64::from(y1) - i64::from(y0)) * i64::from(i) / i64::from(CHORDS + 1)) as i32);
    let widest = chords.filter_map(|y| chord(rings, y)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (side_of(widest.1, rings) == Side::Inside).then_some(widest.1)
}

/// Width and middle of the widest stretch inside at a height.
fn chord(rings: &[RingDm], y: i32) -> Option<(f64, PointDm)> {
    let mut crossings: Vec<f64> = rings
        .iter()
        .flat_map(|ring| edges(ring))
        .filter(|(a, b)| (a[1] > y) != (b[1] > y))
        .map(|(a, b)| {
            let t = (f64::from(y) - f64::from(a[1])) / (f64::from(b[1]) - f64::from(a[1]));
            f64::from(a[0]) + t * (f64::from(b[0]) - f64::from(a[0]))
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).map(|pair| (pair[1] - pair[0], f64::midpoint(pair[0], pair[1])));
    stretches.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(width, x)| (width, [x.round() as i32, y]))
}

/// The part of a segment inside 0..size (Liang–Barsky).
pub(crate) fn clip(a: [f64; 2], b: [f64; 2], size: [f64; 2]) -> Option<([f64; 2], [f64; 2])> {
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let d = b[axis] - a[axis];
        if d == 0.0 {
            if a[axis] < 0.0 || a[axis] > size[axis] {
                return None;
            }
            continue;
        }
        let (enter, leave) = (-a[axis] / d, (size[axis] - a[axis]) / d);
        t0 = t0.max(enter.min(leave));
        t1 = t1.min(enter.max(leave));
    }
    let at = |t: f64| [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    (t0 <= t1).then(|| (at(t0), at(t1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const U_SHAPE: [PointDm; 8] = [[0, 0], [90, 0], [90, 90], [60, 90], [60, 30], [30, 30], [30, 90], [0, 90]];

    #[test]
    fn a_point_inside_a_u_shape_is_not_in_its_mouth() {
        let rings = vec![U_SHAPE.to_vec()];

        let point = point_inside(&rings);

        assert_eq!(side_of(point, &rings), Side::Inside);
        assert_eq!(side_of([45, 60], &rings), Side::Outside);
        assert_eq!(side_of([30, 50], &rings), Side::Border);
    }

    #[test]
    fn segments_meet_by_crossing_touching_or_not() {
        assert_eq!(meeting([0, 0], [10, 10], [0, 10], [10, 0]), Meeting::Cross);
        assert_eq!(meeting([0, 0], [10, 0], [5, 0], [5, 9]), Meeting::Touch);
        assert_eq!(meeting([0, 0], [10, 0], [0, 1], [10, 1]), Meeting::Apart);
    }
}
