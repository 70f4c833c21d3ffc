//! Makes borders of cells look like borders of a city: staircases are smoothed, points that say nothing dropped, and what
//! would cross is taken back until the whole is a valid partition.
//!
//! Each arc is shaped once for both its sides, so that neighbours share every point. Not for tracing (see [`super::arc`]).

use std::collections::{BTreeMap, BTreeSet};

use super::arc::{Arc, Borders};
use super::ground::NONE;
use crate::geometry::{Meeting, Side, cross, dot, double_area, meeting, segment_distance_dm, side_of};
use crate::plan::{PointDm, RingDm};

/// How much detail an arc keeps: rounds of smoothing (each moves a point half way to the middle of its neighbours) and the
/// tolerance of simplification in cells. Later ones are tried when earlier ones would cross something; the last keeps the
/// corners of cells as they are, which is always valid.
const DETAILS: [(usize, f64); 4] = [(14, 0.6), (5, 0.45), (2, 0.35), (0, 0.0)];

/// The last of [`DETAILS`].
const RAW: usize = DETAILS.len() - 1;

/// The outer ring and holes of one area.
pub(super) type Rings = Vec<RingDm>;

/// Borders in their final shape.
pub(super) struct Shaped<'a> {
    borders: &'a Borders,
    cell_dm: f64,
    /// For each detail the smoothed arcs and junctions.
    smooth: Vec<Smooth>,
    /// Index into [`DETAILS`] of each arc.
    detail: Vec<usize>,
    /// The finest detail of the arcs that meet at each junction.
    junction_detail: Vec<usize>,
    lines: Vec<Vec<PointDm>>,
}

/// Arcs and junctions after some rounds of smoothing.
#[derive(Clone)]
struct Smooth {
    lines: Vec<Vec<[f64; 2]>>,
    junctions: Vec<[f64; 2]>,
}

/// How many times conflicts are mended before everything is taken as it is.
const MENDS_MAX: usize = 16;

impl<'a> Shaped<'a> {
    /// Shapes borders so that all of them, and the areas of all levels made of them, are valid.
    ///
    /// `levels` gives for each level the area of every face, the last being the faces themselves; `points` must lie in their
    /// faces.
    pub(super) fn of(borders: &'a Borders, cell_dm: i32, levels: &[&[u32]], points: &[(PointDm, u32)]) -> Self {
        let mut shaped = Self {
            borders,
            cell_dm: f64::from(cell_dm),
            smooth: smoothed(borders),
            detail: vec![0; borders.arcs.len()],
            junction_detail: vec![0; borders.junctions.len()],
            lines: vec![Vec::new(); borders.arcs.len()],
        };
        let mut stale: BTreeSet<usize> = (0..borders.arcs.len()).collect();
        for _ in 0..MENDS_MAX {
            for &arc in &stale {
                shaped.lines[arc] = shaped.line(arc);
            }
            let mut faulty = shaped.conflicts();
            if faulty.is_empty() {
                faulty = shaped.misshapen(levels);
            }
            if faulty.is_empty() {
                faulty = shaped.strays(levels.last().copied().unwrap_or_default(), points);
            }
            stale = shaped.take_back(&faulty);
            if stale.is_empty() {
                return shaped;
            }
        }
        shaped.detail.fill(RAW);
        shaped.junction_detail.fill(RAW);
        for arc in 0..borders.arcs.len() {
            shaped.lines[arc] = shaped.line(arc);
        }
        shaped
    }

    /// Gives arcs more detail; what must be drawn anew.
    fn take_back(&mut self, faulty: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut moved = BTreeSet::new();
        let mut stale = BTreeSet::new();
        for &arc in faulty {
            self.detail[arc] = (self.detail[arc] + 1).min(RAW);
            stale.insert(arc);
            for end in self.borders.arcs[arc].ends.into_iter().flatten() {
                if self.junction_detail[end as usize] < self.detail[arc] {
                    self.junction_detail[end as usize] = self.detail[arc];
                    moved.insert(end);
                }
            }
        }
        let touches = |arc: &Arc| arc.ends.is_some_and(|ends| ends.iter().any(|end| moved.contains(end)));
        stale.extend((0..self.borders.arcs.len()).filter(|&arc| touches(&self.borders.arcs[arc])));
        stale
    }

    fn junction(&self, junction: u32) -> PointDm {
        let detail = self.junction_detail[junction as usize];
        rounded(self.smooth[detail].junctions[junction as usize])
    }

    /// The points of an arc at its detail.
    fn line(&self, index: usize) -> Vec<PointDm> {
        let arc = &self.borders.arcs[index];
        let detail = self.detail[index];
        let mut line: Vec<PointDm> = self.smooth[detail].lines[index].iter().copied().map(rounded).collect();
        if let Some([first, last]) = arc.ends {
            let end = line.len() - 1;
            line[0] = self.junction(first);
            line[end] = self.junction(last);
        } else {
            let end = line.len() - 1;
            line[end] = line[0];
        }
        let tolerance_dm = DETAILS[detail].1 * self.cell_dm;
        simplified(&line, tolerance_dm, arc.ends.is_none_or(|[a, b]| a == b))
    }

    /// Arcs that cross or touch where they should not.
    fn conflicts(&self) -> BTreeSet<usize> {
        let segments = self.segments();
        let side = (self.cell_dm * 12.0).max(1.0);
        let mut squares: Vec<([i32; 2], u32)> = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            let low = |axis: usize| (f64::from(segment.a[axis].min(segment.b[axis])) / side).floor() as i32;
            let high = |axis: usize| (f64::from(segment.a[axis].max(segment.b[axis])) / side).floor() as i32;
            for x in low(0)..=high(0) {
                squares.extend((low(1)..=high(1)).map(|y| ([x, y], index as u32)));
            }
        }
        squares.sort_unstable();
        let mut faulty = BTreeSet::new();
        for square in squares.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, first)) in square.iter().enumerate() {
                for (_, second) in &square[at + 1..] {
                    let (first, second) = (&segments[*first as usize], &segments[*second as usize]);
                    if first.conflicts(second) {
                        faulty.extend([first.arc, second.arc]);
                    }
                }
            }
        }
        faulty
    }

    fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        for (arc, line) in self.lines.iter().enumerate() {
            let ends = self.borders.arcs[arc].ends;
            let last = line.len() - 1;
            let name = |at: usize| match ends {
                Some([first, _]) if at == 0 => (u32::MAX, first),
                Some([_, end]) if at == last => (u32::MAX, end),
                None if at == last => (arc as u32, 0),
                _ => (arc as u32, at as u32),
            };
            for at in 0..last {
                let (a, b) = (line[at], line[at + 1]);
                segments.push(Segment { arc, a, b, names: [name(at), name(at + 1)] });
            }
        }
        segments
    }

    /// Arcs of areas that would fall apart or turn inside out.
    fn misshapen(&self, levels: &[&[u32]]) -> BTreeSet<usize> {
        let mut faulty = BTreeSet::new();
        for level in levels {
            let bad: BTreeSet<u32> = self
                .chains(level)
                .into_iter()
                .filter(|(_, rings)| rings_of(rings.clone()).is_none())
                .map(|(area, _)| area)
                .collect();
            let area = |face: u32| if face == NONE { NONE } else { level[face as usize] };
            let of_bad = |arc: &Arc| {
                let (left, right) = (area(arc.left), area(arc.right));
                left != right && (bad.contains(&left) || bad.contains(&right))
            };
            faulty.extend((0..self.borders.arcs.len()).filter(|&arc| of_bad(&self.borders.arcs[arc])));
        }
        faulty.retain(|&arc| self.detail[arc] != RAW);
        faulty
    }

    /// Arcs beside points that do not lie in their face.
    fn strays(&self, faces: &[u32], points: &[(PointDm, u32)]) -> BTreeSet<usize> {
        let areas = self.areas(faces);
        let strayed = points
            .iter()
            .filter(|(point, face)| areas.get(face).is_none_or(|rings| side_of(*point, rings) != Side::Inside));
        let mut near: BTreeMap<u32, Vec<PointDm>> = BTreeMap::new();
        for (point, face) in strayed {
            near.entry(*face).or_default().push(*point);
        }
        let reach_dm = 8.0 * self.cell_dm;
        let is_near = |arc: &Arc| {
            let points = [arc.left, arc.right].into_iter().filter_map(|face| near.get(&face)).flatten();
            let mut pairs = points.flat_map(|point| arc.points.iter().map(move |corner| (*point, *corner)));
            pairs.any(|(point, corner)| crate::geometry::distance_dm(point, corner) < reach_dm)
        };
        let arcs = self.borders.arcs.iter().enumerate().filter(|(_, arc)| is_near(arc)).map(|(index, _)| index);
        arcs.filter(|&arc| self.detail[arc] != RAW).collect()
    }

    /// The rings of every area of a level.
    pub(super) fn areas(&self, level: &[u32]) -> BTreeMap<u32, Rings> {
        let chains = self.chains(level).into_iter();
        chains.map(|(area, rings)| (area, rings_of(rings.clone()).unwrap_or(rings))).collect()
    }

    /// Closed chains of arcs with an area on their left.
    fn chains(&self, level: &[u32]) -> BTreeMap<u32, Vec<RingDm>> {
        let area = |face: u32| if face == NONE { NONE } else { level[face as usize] };
        let mut open: BTreeMap<(u32, u32), (usize, bool)> = BTreeMap::new();
        let mut rings: BTreeMap<u32, Vec<RingDm>> = BTreeMap::new();
        for (index, arc) in self.borders.arcs.iter().enumerate() {
            let (left, right) = (area(arc.left), area(arc.right));
            if left == right {
                continue;
            }
            for (side, is_forward) in [(left, true), (right, false)] {
                match arc.ends {
                    _ if side == NONE => {}
                    Some([first, last]) => {
                        open.insert((side, if is_forward { first } else { last }), (index, is_forward));
                    }
                    None => rings.entry(side).or_default().push(self.run(index, is_forward)),
                }
            }
        }
        while let Some((&(side, start), _)) = open.first_key_value() {
            let mut ring = Vec::new();
            let mut at = start;
            while let Some((index, is_forward)) = open.remove(&(side, at)) {
                ring.extend(self.run(index, is_forward));
                at = match self.borders.arcs[index].ends {
                    Some([first, last]) => {
                        if is_forward {
                            last
                        } else {
                            first
                        }
                    }
                    None => break,
                };
            }
            rings.entry(side).or_default().push(ring);
        }
        rings
    }

    /// An arc's points in a direction, without the last.
    fn run(&self, arc: usize, is_forward: bool) -> RingDm {
        let mut line = self.lines[arc].clone();
        if !is_forward {
            line.reverse();
        }
        line.pop();
        line
    }
}

/// Puts the outer ring first; nothing when there is not exactly one with all holes inside.
fn rings_of(mut rings: Vec<RingDm>) -> Option<Rings> {
    let is_whole = rings.iter().all(|ring| ring.len() >= 3);
    let mut outer = (0..rings.len()).filter(|&ring| double_area(&rings[ring]) > 0);
    let (Some(first), None) = (outer.next(), outer.next()) else { return None };
    rings.swap(0, first);
    let (outer, holes) = rings.split_first()?;
    let outline = std::slice::from_ref(outer);
    let inside = holes
        .iter()
        .all(|hole| double_area(hole) < 0 && hole.iter().all(|point| side_of(*point, outline) != Side::Outside));
    (is_whole && inside).then_some(rings)
}

struct Segment {
    arc: usize,
    a: PointDm,
    b: PointDm,
    /// Arc and number of each end, or a junction's number.
    names: [(u32, u32); 2],
}

impl Segment {
    fn conflicts(&self, other: &Self) -> bool {
        if self.a == self.b || other.a == other.b {
            return true;
        }
        let meets = meeting(self.a, self.b, other.a, other.b);
        if meets == Meeting::Apart {
            return false;
        }
        let shared: Vec<_> = self.names.iter().filter(|name| other.names.contains(name)).collect();
        let &[name] = shared.as_slice() else { return true };
        if meets == Meeting::Cross {
            return true;
        }
        let (corner, mine) = if self.names[0] == *name { (self.a, self.b) } else { (self.b, self.a) };
        let theirs = if other.names[0] == *name { other.b } else { other.a };
        // They share a corner; it is a fault only when they lie upon each other.
        cross(corner, mine, theirs) == 0 && dot(mine, corner, theirs) < 0
    }
}

fn rounded([x, y]: [f64; 2]) -> PointDm {
    [x.round() as i32, y.round() as i32]
}

/// Smooths arcs and junctions together, for every detail; a junction follows the two arms that run straight through it.
fn smoothed(borders: &Borders) -> Vec<Smooth> {
    let float = |point: &PointDm| point.map(f64::from);
    let mut now = Smooth {
        lines: borders.arcs.iter().map(|arc| arc.points.iter().map(float).collect()).collect(),
        junctions: borders.junctions.iter().map(float).collect(),
    };
    let through = through(borders);
    let mut done = 0;
    let mut all = Vec::new();
    for (rounds, _) in DETAILS.iter().rev() {
        smooth(borders, &through, &mut now, rounds - done);
        done = *rounds;
        all.push(now.clone());
    }
    all.reverse();
    all
}

fn smooth(borders: &Borders, through: &[Option<[Arm; 2]>], Smooth { lines, junctions }: &mut Smooth, rounds: usize) {
    for _ in 0..rounds {
        let moved: Vec<[f64; 2]> = through
            .iter()
            .zip(&*junctions)
            .map(|(arms, junction)| match arms {
                Some([a, b]) => middle(lines[a.0][a.1], *junction, lines[b.0][b.1]),
                None => *junction,
            })
            .collect();
        for (line, arc) in lines.iter_mut().zip(&borders.arcs) {
            let n = line.len();
            let old = line.clone();
            for at in 1..n - 1 {
                line[at] = middle(old[at - 1], old[at], old[at + 1]);
            }
            if arc.ends.is_none() && n > 3 {
                line[0] = middle(old[n - 2], old[0], old[1]);
                line[n - 1] = line[0];
            }
        }
        *junctions = moved;
        for (line, arc) in lines.iter_mut().zip(&borders.arcs) {
            if let Some([first, last]) = arc.ends {
                let end = line.len() - 1;
                line[0] = junctions[first as usize];
                line[end] = junctions[last as usize];
            }
        }
    }
}

fn middle(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> [f64; 2] {
    [0.25 * a[0] + 0.5 * b[0] + 0.25 * c[0], 0.25 * a[1] + 0.5 * b[1] + 0.25 * c[1]]
}

/// An arc and the index of its point next to a junction.
type Arm = (usize, usize);

/// For each junction the two arms that run most nearly straight through it.
fn through(borders: &Borders) -> Vec<Option<[Arm; 2]>> {
    /// How many points away the direction of an arm is taken.
    const SIGHT: usize = 8;
    let mut arms: Vec<Vec<(Arm, PointDm)>> = vec![Vec::new(); borders.junctions.len()];
    for (index, arc) in borders.arcs.iter().enumerate() {
        let Some([first, last]) = arc.ends else { continue };
        let end = arc.points.len() - 1;
        arms[first as usize].push(((index, 1), arc.points[SIGHT.min(end)]));
        arms[last as usize].push(((index, end - 1), arc.points[end - SIGHT.min(end)]));
    }
    let straightest = |(junction, arms): (&PointDm, Vec<(Arm, PointDm)>)| {
        let pairs = (0..arms.len()).flat_map(|i| (i + 1..arms.len()).map(move |j| (i, j)));
        let bend = |&(i, j): &(usize, usize)| {
            let length = |p: PointDm| crate::geometry::distance_dm(p, *junction).max(1.0);
            -(dot(arms[i].1, *junction, arms[j].1) as f64) / (length(arms[i].1) * length(arms[j].1))
        };
        let best = pairs.min_by(|a, b| bend(a).total_cmp(&bend(b)))?;
        Some([arms[best.0].0, arms[best.1].0])
    };
    borders.junctions.iter().zip(arms).map(straightest).collect()
}

/// Douglas and Peucker, keeping the ends. A ring keeps at least a triangle.
fn simplified(line: &[PointDm], tolerance_dm: f64, is_ring: bool) -> Vec<PointDm> {
    let n = line.len();
    let mut keep = vec![false; n];
    keep[0] = true;
    keep[n - 1] = true;
    let mut spans = vec![(0, n - 1)];
    if is_ring && n > 4 {
        let (third, two_thirds) = (n / 3, 2 * n / 3);
        keep[third] = true;
        keep[two_thirds] = true;
        spans = vec![(0, third), (third, two_thirds), (two_thirds, n - 1)];
    }
    while let Some((from, to)) = spans.pop() {
        let distance = |at: usize| segment_distance_dm(line[at], line[from], line[to]);
        let furthest = (from + 1..to).max_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        let Some(furthest) = furthest.filter(|&at| distance(at) > tolerance_dm) else { continue };
        keep[furthest] = true;
        spans.extend([(from, furthest), (furthest, to)]);
    }
    let mut kept: Vec<PointDm> = line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect();
    kept.dedup();
    if kept.len() < 2 {
        kept.push(line[n - 1]);
    }
    kept
}
