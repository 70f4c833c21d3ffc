//! Official areas on the lattice: which cell belongs to which given street, community and grid.
//!
//! Borders are taken to within a cell, so that given and made areas share all their points; overlaps go to the area that comes
//! first in the file, gaps inside a parent to the nearest sibling, and an area in several pieces keeps its largest. Not for
//! laying out what is missing (see [`super::divide`]).

use std::collections::{BTreeMap, VecDeque};

use domain::area::Level;

use super::ground::NONE;
use super::lattice::Lattice;
use crate::read::OfficialArea;

/// Levels below the city, in order.
pub(super) const LEVELS: [Level; 3] = [Level::Street, Level::Community, Level::Grid];

/// What is given for each cell.
#[derive(Debug)]
pub(super) struct Zones {
    /// The zone of each cell, or [`NONE`] outside the city.
    pub zone: Vec<u32>,
    /// For each zone the index of its official street, community and grid, or [`NONE`] where none is given.
    pub official: Vec<[u32; 3]>,
}

impl Zones {
    /// One zone without anything given.
    pub(super) fn free(is_inside: &[bool]) -> Self {
        let zone = is_inside.iter().map(|inside| if *inside { 0 } else { NONE }).collect();
        Self { zone, official: vec![[NONE; 3]] }
    }

    /// Zones of official areas; where only the city is given, its ground is free.
    pub(super) fn of(lattice: &Lattice, official: &[OfficialArea]) -> Self {
        let given: Vec<Level> =
            LEVELS.into_iter().filter(|level| official.iter().any(|area| area.level == *level)).collect();
        let top = given.first().copied().unwrap_or(Level::City);
        let mut parent: Vec<u32> = painted(lattice, official, top);
        parent.iter_mut().filter(|index| **index != NONE).for_each(|index| *index = 0);
        let mut parent = one_piece(lattice, closed(lattice, parent));
        let mut layers = Vec::new();
        for level in LEVELS {
            if !given.contains(&level) {
                layers.push(vec![NONE; lattice.len()]);
                continue;
            }
            let mut child = painted(lattice, official, level);
            keep_to_parents(&mut child, &parent);
            let mut child = largest_pieces(lattice, child);
            spread(lattice, &mut child, &parent);
            // Where a parent has no such areas, it is the parent of the next level itself.
            let offset = official.len() as u32;
            parent = child
                .iter()
                .zip(&parent)
                .map(|(c, p)| if *c == NONE && *p != NONE { p + offset } else { *c })
                .collect();
            layers.push(child);
        }
        Self::combined(&parent, &layers)
    }

    fn combined(inside: &[u32], layers: &[Vec<u32>]) -> Self {
        let mut official = Vec::new();
        let mut known: BTreeMap<[u32; 3], u32> = BTreeMap::new();
        let zone = (0..inside.len()).map(|cell| {
            if inside[cell] == NONE {
                return NONE;
            }
            let key = [layers[0][cell], layers[1][cell], layers[2][cell]];
            *known.entry(key).or_insert_with(|| {
                official.push(key);
                official.len() as u32 - 1
            })
        });
        let zone = zone.collect();
        Self { zone, official }
    }
}

/// The index of the first area of a level that covers each cell.
fn painted(lattice: &Lattice, official: &[OfficialArea], level: Level) -> Vec<u32> {
    let mut cells = vec![NONE; lattice.len()];
    for (index, area) in official.iter().enumerate().filter(|(_, area)| area.level == level) {
        for rings in &area.polygons {
            lattice.fill(rings, |cell| {
                if cells[cell] == NONE {
                    cells[cell] = index as u32;
                }
            });
        }
    }
    cells
}

/// Side-connected pieces of equal value: the piece of each cell, and value and size of each piece.
fn pieces(lattice: &Lattice, value: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut piece_of = vec![NONE; value.len()];
    let mut pieces = Vec::new();
    let mut queue = Vec::new();
    for start in 0..value.len() {
        if value[start] == NONE || piece_of[start] != NONE {
            continue;
        }
        let piece = pieces.len() as u32;
        piece_of[start] = piece;
        queue.push(start);
        let mut size = 0;
        while let Some(cell) = queue.pop() {
            size += 1;
            for next in lattice.neighbours(cell) {
                if value[next] == value[start] && piece_of[next] == NONE {
                    piece_of[next] = piece;
                    queue.push(next);
                }
            }
        }
        pieces.push((value[start], size));
    }
    (piece_of, pieces)
}

/// Keeps the largest piece of every value.
fn largest_pieces(lattice: &Lattice, mut value: Vec<u32>) -> Vec<u32> {
    let (piece_of, pieces) = pieces(lattice, &value);
    let mut largest: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (piece, (value, size)) in pieces.iter().enumerate() {
        let best = largest.entry(*value).or_default();
        if *size > best.1 {
            *best = (piece as u32, *size);
        }
    }
    for (value, piece) in value.iter_mut().zip(piece_of) {
        if *value != NONE && largest.get(value).is_none_or(|best| best.0 != piece) {
            *value = NONE;
        }
    }
    value
}

/// Cracks between areas of at most twice so many cells are closed.
const CRACK_CELLS: usize = 4;

/// Closes cracks in the covered ground: what it reaches when it grows, less what the outside takes back.
fn closed(lattice: &Lattice, covered: Vec<u32>) -> Vec<u32> {
    let grown = grown(lattice, covered.clone());
    let outside = grown.iter().map(|value| if *value == NONE { 0 } else { NONE }).collect();
    let taken_back = self::grown(lattice, outside);
    let kept = |(covered, outside): (u32, u32)| if covered != NONE || outside == NONE { 0 } else { NONE };
    covered.into_iter().zip(taken_back).map(kept).collect()
}

/// Grows what is not [`NONE`] by [`CRACK_CELLS`].
fn grown(lattice: &Lattice, mut value: Vec<u32>) -> Vec<u32> {
    let mut rim: Vec<usize> = (0..value.len()).filter(|&cell| value[cell] != NONE).collect();
    for _ in 0..CRACK_CELLS {
        let mut next_rim = Vec::new();
        for cell in rim {
            for next in lattice.neighbours(cell) {
                if value[next] == NONE {
                    value[next] = value[cell];
                    next_rim.push(next);
                }
            }
        }
        rim = next_rim;
    }
    value
}

/// Keeps the largest piece of the covered ground and fills its holes.
fn one_piece(lattice: &Lattice, covered: Vec<u32>) -> Vec<u32> {
    let mut covered = largest_pieces(lattice, covered);
    let mut outside = vec![false; covered.len()];
    let rim = (0..lattice.width).flat_map(|x| [x, (lattice.height - 1) * lattice.width + x]);
    let sides = (0..lattice.height).flat_map(|y| [y * lattice.width, (y + 1) * lattice.width - 1]);
    let mut queue: VecDeque<usize> = rim.chain(sides).filter(|&cell| covered[cell] == NONE).collect();
    for &cell in &queue {
        outside[cell] = true;
    }
    while let Some(cell) = queue.pop_front() {
        for next in lattice.neighbours(cell) {
            if covered[next] == NONE && !std::mem::replace(&mut outside[next], true) {
                queue.push_back(next);
            }
        }
    }
    for (covered, outside) in covered.iter_mut().zip(outside) {
        if !outside {
            *covered = 0;
        }
    }
    covered
}

/// An area belongs to the parent that holds most of it; what lies elsewhere is dropped.
fn keep_to_parents(child: &mut [u32], parent: &[u32]) {
    let mut shares: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (child, parent) in child.iter().zip(parent) {
        if *child != NONE && *parent != NONE {
            *shares.entry((*child, *parent)).or_default() += 1;
        }
    }
    let mut home: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for ((child, parent), cells) in shares {
        let best = home.entry(child).or_default();
        if cells > best.1 {
            *best = (parent, cells);
        }
    }
    for (child, parent) in child.iter_mut().zip(parent) {
        if home.get(child).is_none_or(|home| home.0 != *parent) {
            *child = NONE;
        }
    }
}

/// Lets areas grow over what is left of their parent.
fn spread(lattice: &Lattice, child: &mut [u32], parent: &[u32]) {
    let mut queue: VecDeque<usize> = (0..child.len()).filter(|&cell| child[cell] != NONE).collect();
    while let Some(cell) = queue.pop_front() {
        for next in lattice.neighbours(cell) {
            if child[next] == NONE && parent[next] != NONE && parent[next] == parent[cell] {
                child[next] = child[cell];
                queue.push_back(next);
            }
        }
    }
}
