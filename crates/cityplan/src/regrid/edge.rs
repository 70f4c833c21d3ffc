//! Ground as the set of its border's edges, the ground on their left. Put together, edges of neighbours cancel out.

use std::collections::BTreeMap;

use crate::geometry::{cross, double_area, edges};
use crate::plan::{PointDm, RingDm};

/// From, to.
pub(super) type Edge = (PointDm, PointDm);

/// Edges in any order.
pub(super) type Edges = Vec<Edge>;

/// The edges of rings: the first is an outline, or all say by their direction what they are.
pub(super) fn of_rings(rings: &[RingDm]) -> Edges {
    let turned = rings.first().is_some_and(|ring| double_area(ring) < 0);
    let all = rings.iter().flat_map(|ring| edges(ring));
    all.map(|(a, b)| if turned { (b, a) } else { (a, b) }).collect()
}

/// How many edges rings have.
pub(super) fn count(rings: &[RingDm]) -> usize {
    rings.iter().map(Vec::len).sum()
}

/// Corners that were set into edges: both sides of an edge have to follow.
#[derive(Debug, Default)]
pub(super) struct Splits(BTreeMap<Edge, PointDm>);

impl Splits {
    /// Remembers a corner between the ends of an edge. An end itself is no new corner.
    pub(super) fn set(&mut self, edge: Edge, corner: PointDm) {
        if corner != edge.0 && corner != edge.1 {
            self.0.insert(key(edge), corner);
        }
    }

    /// Edges with all corners that were set into them.
    pub(super) fn expand(&self, edges: impl IntoIterator<Item = Edge>) -> Edges {
        let mut open: Edges = edges.into_iter().collect();
        open.reverse();
        let mut whole = Edges::with_capacity(open.len());
        while let Some(edge) = open.pop() {
            match self.0.get(&key(edge)) {
                Some(&corner) => open.extend([(corner, edge.1), (edge.0, corner)]),
                None => whole.push(edge),
            }
        }
        whole
    }
}

fn key((a, b): Edge) -> Edge {
    if a < b { (a, b) } else { (b, a) }
}

/// Closed rings of what remains when opposite edges cancel out; the largest first.
pub(super) fn rings(edges: Edges) -> Vec<RingDm> {
    let mut number: BTreeMap<Edge, i32> = BTreeMap::new();
    for edge in edges.into_iter().filter(|(a, b)| a != b) {
        *number.entry(key(edge)).or_default() += if edge.0 < edge.1 { 1 } else { -1 };
    }
    let mut from: BTreeMap<PointDm, Vec<PointDm>> = BTreeMap::new();
    for ((a, b), times) in number.into_iter().filter(|(_, times)| *times != 0) {
        let (a, b) = if times > 0 { (a, b) } else { (b, a) };
        from.entry(a).or_default().extend(std::iter::repeat_n(b, times.unsigned_abs() as usize));
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = from.first_key_value() {
        let ring = walk(&mut from, start);
        if ring.len() >= 3 {
            rings.push(ring);
        }
    }
    rings.sort_by_key(|ring| std::cmp::Reverse(double_area(ring)));
    rings
}

/// Takes edges until they come back to where they started; where several leave a corner, the one furthest to the left.
fn walk(from: &mut BTreeMap<PointDm, Vec<PointDm>>, start: PointDm) -> RingDm {
    let mut ring = vec![start];
    let mut before = None;
    let mut at = start;
    loop {
        let Some(ends) = from.get_mut(&at) else { return ring };
        let next = before.map_or(0, |before| leftmost(before, at, ends));
        let to = ends.swap_remove(next);
        if ends.is_empty() {
            from.remove(&at);
        }
        if to == start {
            return ring;
        }
        ring.push(to);
        (before, at) = (Some(at), to);
    }
}

fn leftmost(before: PointDm, at: PointDm, ends: &[PointDm]) -> usize {
    // How far round from straight back, clockwise: the angle on the right side of the path.
    let angle = |to: PointDm| {
        let turn = cross(before, at, to) as f64;
        let step =
            |axis: usize| (f64::from(at[axis]) - f64::from(before[axis])) * (f64::from(to[axis]) - f64::from(at[axis]));
        turn.atan2(step(0) + step(1))
    };
    (0..ends.len()).max_by(|a, b| angle(ends[*a]).total_cmp(&angle(ends[*b]))).unwrap_or(0)
}
