//! The lines between areas: each drawn once, and every level's outline put together from them.
//!
//! Only grids have lines of their own; a community, street or city is bounded by those of its grids' lines that have it on
//! one side only. Not for laying areas out (`cityplan`).

use std::collections::{BTreeMap, HashMap};

use domain::area::{Area, Level};

use crate::city::{City, Point};

/// A line with the same grid on its left and the same grid on its right all the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Border {
    /// Two points or more; the first and the last are equal when the line runs round an island.
    pub line: Vec<Point>,
    /// The index in [`City::areas`] of the grid on the left; none outside the city.
    pub left: Option<u32>,
    /// The same on the right.
    pub right: Option<u32>,
}

impl Border {
    /// The highest level at which this line is a border, or nothing when both sides are the same grid.
    pub fn level(&self, city: &City) -> Option<Level> {
        let side = |area: Option<u32>| area.and_then(|index| city.areas.get(index as usize)).map(|entry| entry.area);
        match (side(self.left), side(self.right)) {
            (Some(left), Some(right)) => {
                let apart = left.path().into_iter().zip(right.path()).find(|(a, b)| a != b);
                apart.map(|(a, _)| a.level())
            }
            (None, None) => None,
            _ => Some(Level::City),
        }
    }
}

/// Who lies on both sides of a piece of line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sides {
    left: Option<u32>,
    right: Option<u32>,
}

/// Makes borders from the rings of all grids: `(index in City::areas, rings)`, outlines and holes in any direction.
///
/// Neighbours must share their corners: a corner that lies on a neighbour's straight side must be a corner there too.
pub fn borders(grids: &[(u32, Vec<Vec<Point>>)]) -> Vec<Border> {
    let mut pieces: BTreeMap<(Point, Point), Sides> = BTreeMap::new();
    for (grid, rings) in grids {
        for (index, ring) in rings.iter().enumerate() {
            // An outline has its grid on the left when it runs counter-clockwise, a hole when it runs clockwise.
            let grid_is_left = (signed_area(ring) > 0) == (index == 0);
            for (from, to) in edges(ring) {
                let forward = from < to;
                let sides = pieces.entry(if forward { (from, to) } else { (to, from) }).or_default();
                let place = if grid_is_left == forward { &mut sides.left } else { &mut sides.right };
                *place = Some(*grid);
            }
        }
    }
    pieces.retain(|_, sides| sides.left != sides.right);
    chain(&pieces)
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (*a, *b)).filter(|(a, b)| a != b)
}

/// Twice the area, positive when counter-clockwise.
fn signed_area(ring: &[Point]) -> i64 {
    edges(ring).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

/// Joins pieces with the same sides into lines that end where three or more pieces meet.
fn chain(pieces: &BTreeMap<(Point, Point), Sides>) -> Vec<Border> {
    let mut at: HashMap<Point, Vec<(Point, Point)>> = HashMap::new();
    for key in pieces.keys() {
        at.entry(key.0).or_default().push(*key);
        at.entry(key.1).or_default().push(*key);
    }
    let mut used: BTreeMap<(Point, Point), bool> = pieces.keys().map(|key| (*key, false)).collect();
    let ends_first = |key: &(Point, Point)| at[&key.0].len() == 2 && at[&key.1].len() == 2;
    let mut order: Vec<(Point, Point)> = pieces.keys().copied().collect();
    order.sort_by_key(ends_first);
    let mut lines = Vec::new();
    for key in order {
        if used[&key] {
            continue;
        }
        let start = if at[&key.0].len() == 2 && at[&key.1].len() != 2 { key.1 } else { key.0 };
        lines.push(follow(pieces, &at, &mut used, key, start));
    }
    lines
}

fn follow(
    pieces: &BTreeMap<(Point, Point), Sides>,
    at: &HashMap<Point, Vec<(Point, Point)>>,
    used: &mut BTreeMap<(Point, Point), bool>,
    first: (Point, Point),
    start: Point,
) -> Border {
    let oriented = |key: (Point, Point), from: Point| {
        let sides = pieces[&key];
        if key.0 == from { sides } else { Sides { left: sides.right, right: sides.left } }
    };
    let sides = oriented(first, start);
    let mut line = vec![start];
    let (mut key, mut from) = (first, start);
    loop {
        used.insert(key, true);
        let to = if key.0 == from { key.1 } else { key.0 };
        line.push(to);
        let next = match at[&to].as_slice() {
            [a, b] => Some(if *a == key { *b } else { *a }),
            _ => None,
        };
        match next {
            Some(next) if !used[&next] && oriented(next, to) == sides => (key, from) = (next, to),
            _ => return Border { line, left: sides.left, right: sides.right },
        }
    }
}

impl City {
    /// The closed rings round an area of any level: outlines counter-clockwise, holes clockwise, in no particular order.
    pub fn outline(&self, area: Area) -> Vec<Vec<Point>> {
        let within = |side: Option<u32>| {
            side.and_then(|index| self.areas.get(index as usize)).is_some_and(|entry| area.contains(entry.area))
        };
        let mut open: HashMap<Point, Vec<Vec<Point>>> = HashMap::new();
        let mut starts = Vec::new();
        for border in &self.borders {
            let line = match (within(border.left), within(border.right)) {
                (true, false) => border.line.clone(),
                (false, true) => border.line.iter().rev().copied().collect(),
                _ => continue,
            };
            starts.push(line[0]);
            open.entry(line[0]).or_default().push(line);
        }
        starts.into_iter().filter_map(|start| close(&mut open, start)).collect()
    }
}

/// Takes lines from `open` until they come back to where they started.
fn close(open: &mut HashMap<Point, Vec<Vec<Point>>>, start: Point) -> Option<Vec<Point>> {
    let mut ring = open.get_mut(&start)?.pop()?;
    while let Some(end) = ring.last().copied() {
        if end == start {
            break;
        }
        let Some(next) = open.get_mut(&end).and_then(Vec::pop) else { break };
        ring.extend_from_slice(&next[1..]);
    }
    if ring.last() == Some(&start) {
        ring.pop();
    }
    (ring.len() >= 3).then_some(ring)
}
