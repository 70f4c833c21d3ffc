//! Which pieces of ground lie beside which, how long their borders are and how good they would be as borders of areas.
//!
//! Not for cutting (see [`super::cut`]).

use std::collections::BTreeMap;

use super::cut::Sets;
use super::ground::{Cover, Ground, NONE};
use crate::plan::PlannedBuilding;

/// A neighbour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub to: u32,
    /// Length of the common border in metres.
    pub length_m: f32,
    /// The same, each metre weighted by how bad a border it would be.
    pub cost: f32,
}

/// Atoms of ground and their neighbours.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Dwellings of each atom.
    pub weight: Vec<u32>,
    /// Middle in metres.
    pub centre: Vec<[f32; 2]>,
    /// Ground in square metres.
    pub area_m2: Vec<f32>,
    start: Vec<u32>,
    edges: Vec<Edge>,
}

impl Graph {
    /// Builds the graph of a ground, and tells the atom of each building.
    pub(super) fn of(ground: &Ground, buildings: &[&PlannedBuilding]) -> (Self, Vec<u32>) {
        let n = ground.atoms as usize;
        let mut graph = Self { weight: vec![0; n], ..Self::default() };
        let atom_of: Vec<u32> = buildings.iter().map(|b| ground.owner[ground.lattice.cell_of(b.point)]).collect();
        for (building, &atom) in buildings.iter().zip(&atom_of) {
            if atom != NONE {
                graph.weight[atom as usize] += building.capacity();
            }
        }
        graph.measure(ground);
        graph.connect(ground);
        (graph, atom_of)
    }

    pub(super) fn len(&self) -> usize {
        self.weight.len()
    }

    pub(super) fn edges(&self, atom: u32) -> &[Edge] {
        &self.edges[self.start[atom as usize] as usize..self.start[atom as usize + 1] as usize]
    }

    /// Atoms that have ground.
    pub(super) fn members(&self) -> Vec<u32> {
        (0..self.len() as u32).filter(|&atom| self.area_m2[atom as usize] > 0.0).collect()
    }

    fn measure(&mut self, ground: &Ground) {
        let cell_m2 = (f64::from(ground.lattice.cell_dm).powi(2) / 100.0) as f32;
        let mut sums = vec![[0.0_f64; 3]; self.len()];
        for (cell, &atom) in ground.owner.iter().enumerate() {
            if atom != NONE {
                let [x, y] = ground.lattice.centre(cell);
                let sum = &mut sums[atom as usize];
                *sum = [sum[0] + f64::from(x), sum[1] + f64::from(y), sum[2] + 1.0];
            }
        }
        let middle = |[x, y, n]: &[f64; 3]| [(x / n.max(1.0) / 10.0) as f32, (y / n.max(1.0) / 10.0) as f32];
        self.centre = sums.iter().map(middle).collect();
        self.area_m2 = sums.iter().map(|sum| sum[2] as f32 * cell_m2).collect();
    }

    fn connect(&mut self, ground: &Ground) {
        let width = ground.lattice.width;
        let cell_m = ground.lattice.cell_dm as f32 / 10.0;
        let mut borders: Vec<(u32, u32, Cover)> = Vec::new();
        for (cell, &atom) in ground.owner.iter().enumerate() {
            let east = (cell % width + 1 < width).then(|| cell + 1);
            let north = (cell + width < ground.owner.len()).then(|| cell + width);
            for next in [east, north].into_iter().flatten() {
                let other = ground.owner[next];
                if atom != other && atom != NONE && other != NONE {
                    let cover = ground.cover[cell].max(ground.cover[next]);
                    borders.push((atom.min(other), atom.max(other), cover));
                }
            }
        }
        borders.sort_unstable();
        let mut pairs: Vec<(u32, u32, f32, f32)> = Vec::new();
        for (a, b, cover) in borders {
            let cost = cover.border() * cell_m;
            match pairs.last_mut() {
                Some(last) if (last.0, last.1) == (a, b) => {
                    last.2 += cell_m;
                    last.3 += cost;
                }
                _ => pairs.push((a, b, cell_m, cost)),
            }
        }
        self.index(&pairs);
    }

    fn index(&mut self, pairs: &[(u32, u32, f32, f32)]) {
        let mut directed: Vec<(u32, Edge)> = pairs
            .iter()
            .flat_map(|&(a, b, length_m, cost)| {
                [(a, Edge { to: b, length_m, cost }), (b, Edge { to: a, length_m, cost })]
            })
            .collect();
        directed.sort_by_key(|(from, edge)| (*from, edge.to));
        self.start = vec![0; self.len() + 1];
        for (from, _) in &directed {
            self.start[*from as usize + 1] += 1;
        }
        for i in 0..self.len() {
            self.start[i + 1] += self.start[i];
        }
        self.edges = directed.into_iter().map(|(_, edge)| edge).collect();
    }
}

impl Graph {
    /// Joins atoms between which no road runs into blocks of at most this weight and ground; tells the block of each atom.
    pub(super) fn contract(&self, members: &[u32], weight_max: u32, area_max_m2: f32) -> (Self, Vec<u32>) {
        let mut joints: Vec<(f32, u32, u32)> = Vec::new();
        for &atom in members {
            let worse = self.edges(atom).iter().filter(|edge| atom < edge.to && edge.cost > NO_ROAD * edge.length_m);
            joints.extend(worse.map(|edge| (edge.cost, atom, edge.to)));
        }
        joints.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut sets = Sets::new(self.len());
        let mut is_member = vec![false; self.len()];
        for &atom in members {
            is_member[atom as usize] = true;
        }
        let (mut weight, mut area_m2) = (self.weight.clone(), self.area_m2.clone());
        for (_, a, b) in joints {
            let (a, b) = (sets.find(a) as usize, sets.find(b) as usize);
            let fits = weight[a] + weight[b] <= weight_max && area_m2[a] + area_m2[b] <= area_max_m2;
            if a != b && fits && is_member[a] && is_member[b] {
                sets.join(a as u32, b as u32);
                let root = sets.find(a as u32) as usize;
                (weight[root], area_m2[root]) = (weight[a] + weight[b], area_m2[a] + area_m2[b]);
            }
        }
        let mut block_of_root = BTreeMap::new();
        let mut block_of = vec![NONE; self.len()];
        for &atom in members {
            let next = block_of_root.len() as u32;
            block_of[atom as usize] = *block_of_root.entry(sets.find(atom)).or_insert(next);
        }
        (self.of_blocks(&block_of, block_of_root.len()), block_of)
    }

    /// The graph of blocks of atoms.
    pub(super) fn of_blocks(&self, block_of: &[u32], blocks: usize) -> Self {
        let mut graph = Self {
            weight: vec![0; blocks],
            centre: vec![[0.0; 2]; blocks],
            area_m2: vec![0.0; blocks],
            ..Self::default()
        };
        let mut pairs: BTreeMap<(u32, u32), (f32, f32)> = BTreeMap::new();
        for (atom, &block) in block_of.iter().enumerate().filter(|(_, block)| **block != NONE) {
            let (at, area_m2) = (block as usize, self.area_m2[atom]);
            graph.weight[at] += self.weight[atom];
            graph.area_m2[at] += area_m2;
            let share = if graph.area_m2[at] > 0.0 { area_m2 / graph.area_m2[at] } else { 1.0 };
            for axis in 0..2 {
                graph.centre[at][axis] += (self.centre[atom][axis] - graph.centre[at][axis]) * share;
            }
            for edge in self.edges(atom as u32) {
                let other = block_of[edge.to as usize];
                if other != NONE && block < other {
                    let sum = pairs.entry((block, other)).or_default();
                    *sum = (sum.0 + edge.length_m, sum.1 + edge.cost);
                }
            }
        }
        let pairs: Vec<_> = pairs.into_iter().map(|((a, b), (length_m, cost))| (a, b, length_m, cost)).collect();
        graph.index(&pairs);
        graph
    }
}

/// A border at least this bad on the whole has no road along it.
const NO_ROAD: f32 = 0.55;

/// A stream of numbers that look like chance and are the same in every run.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The next number (splitmix64).
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least 0, below 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.roll() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Below n.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }
}
