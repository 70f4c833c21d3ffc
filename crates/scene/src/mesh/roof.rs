//! Flat surfaces cut into triangles.

use citypack::Point;

/// Triangles over rings (outline first, then holes), counter-clockwise, as indices into all points one after the other.
pub(crate) fn triangles(rings: &[Vec<Point>]) -> Vec<u32> {
    let Some(outline) = rings.first() else { return Vec::new() };
    if rings.len() == 1 && is_convex(outline) {
        return fan(outline);
    }
    let flat: Vec<f64> = rings.iter().flatten().flat_map(|point| [f64::from(point.x), f64::from(point.y)]).collect();
    let mut end = 0;
    let holes: Vec<usize> = rings[..rings.len() - 1]
        .iter()
        .map(|ring| {
            end += ring.len();
            end
        })
        .collect();
    let indices = earcutr::earcut(&flat, &holes, 2).unwrap_or_default();
    let place = |index: usize| (flat[index * 2], flat[index * 2 + 1]);
    let mut all = Vec::with_capacity(indices.len());
    for triangle in indices.chunks_exact(3) {
        let (from, mid, to) = (place(triangle[0]), place(triangle[1]), place(triangle[2]));
        let left = (mid.0 - from.0) * (to.1 - from.1) - (mid.1 - from.1) * (to.0 - from.0) > 0.0;
        let [first, second, third] = [triangle[0] as u32, triangle[1] as u32, triangle[2] as u32];
        all.extend(if left { [first, second, third] } else { [first, third, second] });
    }
    all
}

fn cross(a: Point, b: Point, c: Point) -> i64 {
    (i64::from(b.x) - i64::from(a.x)) * (i64::from(c.y) - i64::from(b.y))
        - (i64::from(b.y) - i64::from(a.y)) * (i64::from(c.x) - i64::from(b.x))
}

/// Whether all corners turn the same way and the ring goes round once.
fn is_convex(ring: &[Point]) -> bool {
    let corner = |index: usize| cross(ring[index], ring[(index + 1) % ring.len()], ring[(index + 2) % ring.len()]);
    let same = |sign: i64| (0..ring.len()).all(|index| corner(index) * sign > 0);
    ring.len() <= 5 && ring.len() >= 3 && (same(1) || same(-1)) && (ring.len() < 5 || winds_once(ring))
}

/// A star has five like turns too, but its edges run left to right more than once.
fn winds_once(ring: &[Point]) -> bool {
    let rising = |index: usize| ring[(index + 1) % ring.len()].x > ring[index].x;
    (0..ring.len()).filter(|index| rising(*index) != rising((index + 1) % ring.len())).count() <= 2
}

fn fan(ring: &[Point]) -> Vec<u32> {
    let left = cross(ring[0], ring[1], ring[2]) > 0;
    let spoke = |index: u32| if left { [0, index, index + 1] } else { [0, index + 1, index] };
    (1..ring.len() as u32 - 1).flat_map(spoke).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubled(rings: &[Vec<Point>], indices: &[u32]) -> i64 {
        let points: Vec<Point> = rings.iter().flatten().copied().collect();
        indices
            .chunks_exact(3)
            .map(|t| cross(points[t[0] as usize], points[t[1] as usize], points[t[2] as usize]))
            .inspect(|area| assert!(*area > 0, "clockwise"))
            .sum()
    }

    #[test]
    fn a_roof_with_a_courtyard_covers_everything_but_the_courtyard() {
        let square = |from: i32, to: i32| {
            vec![Point { x: from, y: from }, Point { x: to, y: from }, Point { x: to, y: to }, Point { x: from, y: to }]
        };
        let rings = [square(0, 100), square(40, 60)];

        assert_eq!(doubled(&rings, &triangles(&rings)), 2 * (100 * 100 - 20 * 20));
        assert_eq!(doubled(&rings[..1], &triangles(&rings[..1])), 2 * 100 * 100);
    }
}
