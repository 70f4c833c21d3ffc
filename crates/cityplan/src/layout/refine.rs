//! Mends a division: moves atoms between neighbouring parts while every part stays connected, until sizes fit and borders
//! are short and lie on roads.
//!
//! Cooled chance: early moves may make it worse. Not for the first cut (see [`super::cut`]).

use super::cut::Size;
use super::graph::{Dice, Graph};

/// A division of some atoms into parts.
#[derive(Clone, Debug)]
pub(super) struct Division {
    pub atoms: Vec<u32>,
    /// The part of each atom, in the order of `atoms`.
    pub part: Vec<u32>,
    /// How many grids each part shall be.
    pub grids: Vec<u32>,
}

/// How many atoms are looked at to see whether a part stays connected; beyond it the answer is no.
const SEARCH_MAX: usize = 600;

/// One part's sums.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    size: f64,
    atoms: u32,
}

pub(super) struct Refiner<'a> {
    graph: &'a Graph,
    size: Size,
    /// Part of every atom of the graph; [`u32::MAX`] outside the division.
    part: Vec<u32>,
    sums: Vec<Sum>,
    grids: Vec<u32>,
    seen: Vec<u32>,
    round: u32,
}

const OUT: u32 = u32::MAX;

impl<'a> Refiner<'a> {
    pub(super) fn new(graph: &'a Graph, size: Size) -> Self {
        Self {
            graph,
            size,
            part: vec![OUT; graph.len()],
            sums: vec![],
            grids: vec![],
            seen: vec![0; graph.len()],
            round: 0,
        }
    }

    /// Improves a division by so many tries per atom.
    pub(super) fn refine(&mut self, division: &mut Division, tries_per_atom: usize, heat: f64, dice: &mut Dice) {
        self.load(division);
        let tries = division.atoms.len() * tries_per_atom;
        for done in 0..tries {
            let atom = division.atoms[dice.below(division.atoms.len())];
            let cold = 1.0 - done as f64 / tries as f64;
            self.try_move(atom, heat * cold * cold, dice);
        }
        for (part, &atom) in division.part.iter_mut().zip(&division.atoms) {
            *part = self.part[atom as usize];
            self.part[atom as usize] = OUT;
        }
    }

    fn load(&mut self, division: &Division) {
        self.grids.clone_from(&division.grids);
        self.sums = vec![Sum::default(); division.grids.len()];
        for (&atom, &part) in division.atoms.iter().zip(&division.part) {
            self.part[atom as usize] = part;
            let sum = &mut self.sums[part as usize];
            sum.size += self.size.of(self.graph.weight[atom as usize]);
            sum.atoms += 1;
        }
    }

    /// What a part's size costs, in metres of border over open ground.
    fn price(&self, part: u32, size: f64) -> f64 {
        let misfit = self.size.misfit(size, self.grids[part as usize]);
        // Beyond the edge it gets dear quickly.
        60.0 * misfit + 500.0 * (misfit.sqrt() - 0.93).max(0.0)
    }

    fn try_move(&mut self, atom: u32, heat: f64, dice: &mut Dice) {
        let from = self.part[atom as usize];
        let mut to = OUT;
        let mut options = 0;
        for edge in self.graph.edges(atom) {
            let part = self.part[edge.to as usize];
            if part != from && part != OUT {
                options += 1;
                if dice.below(options) == 0 {
                    to = part;
                }
            }
        }
        if to == OUT || self.sums[from as usize].atoms < 2 {
            return;
        }
        let weight = self.size.of(self.graph.weight[atom as usize]);
        let gain = self.gain(atom, weight, from, to);
        if gain < 0.0 && (heat <= 0.0 || f64::from(dice.unit()) >= (gain / heat).exp()) {
            return;
        }
        if self.stays_connected(atom, from) {
            self.part[atom as usize] = to;
            self.sums[from as usize].size -= weight;
            self.sums[from as usize].atoms -= 1;
            self.sums[to as usize].size += weight;
            self.sums[to as usize].atoms += 1;
        }
    }

    fn gain(&self, atom: u32, weight: f64, from: u32, to: u32) -> f64 {
        let mut border = 0.0;
        for edge in self.graph.edges(atom) {
            let part = self.part[edge.to as usize];
            if part == to {
                border += f64::from(edge.cost);
            } else if part == from {
                border -= f64::from(edge.cost);
            }
        }
        let (size_from, size_to) = (self.sums[from as usize].size, self.sums[to as usize].size);
        border + self.price(from, size_from) - self.price(from, size_from - weight) + self.price(to, size_to)
            - self.price(to, size_to + weight)
    }

    /// Whether a part is still connected without an atom: its neighbours there must reach each other.
    fn stays_connected(&mut self, without: u32, part: u32) -> bool {
        let inside = |edge: &&super::graph::Edge| self.part[edge.to as usize] == part;
        let wanted: Vec<u32> = self.graph.edges(without).iter().filter(inside).map(|edge| edge.to).collect();
        let Some((&first, rest)) = wanted.split_first() else { return false };
        if rest.is_empty() {
            return true;
        }
        self.round += 1;
        let mut missing = rest.len();
        self.seen[without as usize] = self.round;
        self.seen[first as usize] = self.round;
        let mut queue = vec![first];
        let mut next = 0;
        while let Some(&atom) = queue.get(next) {
            next += 1;
            if next > SEARCH_MAX {
                return false;
            }
            for edge in self.graph.edges(atom) {
                if self.part[edge.to as usize] == part && self.seen[edge.to as usize] != self.round {
                    self.seen[edge.to as usize] = self.round;
                    if rest.contains(&edge.to) {
                        missing -= 1;
                        if missing == 0 {
                            return true;
                        }
                    }
                    queue.push(edge.to);
                }
            }
        }
        false
    }
}
