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
    /// For each level above the parts, the area of every part; these stay connected too.
    pub above: Vec<Vec<u32>>,
}

/// How many atoms are looked at to see whether a part stays connected; beyond it the answer is no.
const SEARCH_MAX: usize = 600;

/// How much more a metre of border counts for each level above that it also parts.
const RANK: f32 = 1.5;

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
    /// For each part the wanted size, and what turns a distance from it into one measured in what is allowed.
    wanted: Vec<[f64; 2]>,
    above: Vec<Vec<u32>>,
    seen: Vec<u32>,
    round: u32,
}

const OUT: u32 = u32::MAX;

/// Whether a change is made: always when it is none for the worse, else by chance while it is warm.
fn accepts(gain: f64, heat: f64, dice: &mut Dice) -> bool {
    gain >= 0.0 || heat > 0.0 && f64::from(dice.unit()) < (gain / heat).exp()
}

impl<'a> Refiner<'a> {
    pub(super) fn new(graph: &'a Graph, size: Size) -> Self {
        Self {
            graph,
            size,
            part: vec![OUT; graph.len()],
            sums: vec![],
            wanted: vec![],
            above: vec![],
            seen: vec![0; graph.len()],
            round: 0,
        }
    }

    /// Improves a division by single moves of its atoms, so many tries for each.
    pub(super) fn refine(&mut self, division: &mut Division, tries_per_atom: usize, heat: f64, dice: &mut Dice) {
        let all: Vec<u32> = division.atoms.clone();
        self.run(division, &all, tries_per_atom, dice, |this, atom, cold, dice| {
            this.try_move(atom, heat * cold * cold, dice);
        });
    }

    /// Improves a division by moves and double moves of some atoms.
    pub(super) fn exchange(
        &mut self,
        division: &mut Division,
        some: &[u32],
        tries_per_atom: usize,
        heat: f64,
        dice: &mut Dice,
    ) {
        self.run(division, some, tries_per_atom, dice, |this, atom, cold, dice| {
            this.try_exchange(atom, heat * cold * cold, dice);
        });
    }

    fn run(
        &mut self,
        division: &mut Division,
        some: &[u32],
        tries_per_atom: usize,
        dice: &mut Dice,
        mut attempt: impl FnMut(&mut Self, u32, f64, &mut Dice),
    ) {
        self.load(division);
        let tries = some.len() * tries_per_atom;
        for done in 0..tries {
            let atom = some[dice.below(some.len())];
            attempt(self, atom, 1.0 - done as f64 / tries as f64, dice);
        }
        for (part, &atom) in division.part.iter_mut().zip(&division.atoms) {
            *part = self.part[atom as usize];
            self.part[atom as usize] = OUT;
        }
    }

    fn load(&mut self, division: &Division) {
        let wanted = |grids: &u32| {
            let wanted = f64::from(*grids) * self.size.leaf;
            [wanted, Size::strictness(*grids) / (wanted * self.size.slack)]
        };
        self.wanted = division.grids.iter().map(wanted).collect();
        self.above.clone_from(&division.above);
        self.sums = vec![Sum::default(); division.grids.len()];
        for (&atom, &part) in division.atoms.iter().zip(&division.part) {
            self.part[atom as usize] = part;
            let sum = &mut self.sums[part as usize];
            sum.size += self.size.of(self.graph.weight[atom as usize]);
            sum.atoms += 1;
        }
    }

    /// What a part's size costs, in metres of border over open ground: little inside what is wanted, at its edge at once a
    /// lot, and beyond in proportion.
    fn price(&self, part: u32, size: f64) -> f64 {
        let [wanted, factor] = self.wanted[part as usize];
        let off = ((size - wanted) * factor).abs();
        if off < 0.9 { 60.0 * off * off } else { 50.0 + 1_500.0 * (off - 0.9).min(0.3) + 400.0 * (off - 0.9) }
    }

    /// Tries to give an atom to a neighbouring part.
    fn try_move(&mut self, atom: u32, heat: f64, dice: &mut Dice) {
        let from = self.part[atom as usize];
        let Some(to) = self.neighbour_part(atom, dice) else { return };
        if self.sums[from as usize].atoms < 2 {
            return;
        }
        let gain = self.gain(atom, from, to);
        if accepts(gain, heat, dice) && self.may_leave(atom, from, to) {
            self.shift(atom, from, to);
        }
    }

    /// Tries to give an atom to a neighbouring part; when that alone does not pay, to pass on another atom of that part too.
    fn try_exchange(&mut self, atom: u32, heat: f64, dice: &mut Dice) {
        let from = self.part[atom as usize];
        let Some(to) = self.neighbour_part(atom, dice) else { return };
        if self.sums[from as usize].atoms < 2 {
            return;
        }
        let gain = self.gain(atom, from, to);
        if accepts(gain, heat, dice) {
            if self.may_leave(atom, from, to) {
                self.shift(atom, from, to);
            }
        } else if self.graph.weight[atom as usize] > 0 {
            self.try_pair(atom, from, to, gain, heat, dice);
        }
    }

    /// Moves an atom and passes on another one of the part that gets it, if both together pay.
    fn try_pair(&mut self, atom: u32, from: u32, to: u32, gain: f64, heat: f64, dice: &mut Dice) {
        self.shift(atom, from, to);
        let second = self.stroll(atom, to, dice);
        let step = second.and_then(|second| Some((second, self.neighbour_part(second, dice)?)));
        let paying = step.filter(|&(second, next)| accepts(gain + self.gain(second, to, next), heat, dice));
        // Connectedness is dear to find out, so it comes last; the second step is judged after the first.
        let done = paying.is_some_and(|(second, next)| {
            let may = self.may_leave(atom, from, to) && self.may_leave(second, to, next);
            if may {
                self.shift(second, to, next);
            }
            may
        });
        if !done {
            self.shift(atom, to, from);
        }
    }

    /// A part beside an atom, by chance.
    fn neighbour_part(&self, atom: u32, dice: &mut Dice) -> Option<u32> {
        let from = self.part[atom as usize];
        let mut to = None;
        let mut options = 0;
        for edge in self.graph.edges(atom) {
            let part = self.part[edge.to as usize];
            if part != from && part != OUT {
                options += 1;
                if dice.below(options) == 0 {
                    to = Some(part);
                }
            }
        }
        to
    }

    /// Another atom of a part, some chance steps away.
    fn stroll(&self, start: u32, part: u32, dice: &mut Dice) -> Option<u32> {
        let mut at = start;
        for _ in 0..=dice.below(6) {
            let edges = self.graph.edges(at);
            let next = edges[dice.below(edges.len())].to;
            if self.part[next as usize] == part {
                at = next;
            }
        }
        (at != start && self.sums[part as usize].atoms > 1).then_some(at)
    }

    fn shift(&mut self, atom: u32, from: u32, to: u32) {
        let weight = self.size.of(self.graph.weight[atom as usize]);
        self.part[atom as usize] = to;
        self.sums[from as usize].size -= weight;
        self.sums[from as usize].atoms -= 1;
        self.sums[to as usize].size += weight;
        self.sums[to as usize].atoms += 1;
    }

    fn gain(&self, atom: u32, from: u32, to: u32) -> f64 {
        let weight = self.size.of(self.graph.weight[atom as usize]);
        let mut border = 0.0;
        for edge in self.graph.edges(atom) {
            let part = self.part[edge.to as usize];
            if part != OUT {
                border += f64::from(edge.cost * (self.rank(from, part) - self.rank(to, part)));
            }
        }
        let (size_from, size_to) = (self.sums[from as usize].size, self.sums[to as usize].size);
        border + self.price(from, size_from) - self.price(from, size_from - weight) + self.price(to, size_to)
            - self.price(to, size_to + weight)
    }

    /// How much a metre of border between two parts counts: nothing inside one, more between areas of higher levels.
    fn rank(&self, a: u32, b: u32) -> f32 {
        if a == b {
            return 0.0;
        }
        let parted = self.above.iter().filter(|level| level[a as usize] != level[b as usize]).count();
        1.0 + RANK * parted as f32
    }

    /// Whether the part that an atom leaves, and the areas above that it leaves with it, stay connected.
    fn may_leave(&mut self, atom: u32, from: u32, to: u32) -> bool {
        let above = std::mem::take(&mut self.above);
        let leaves = |level: &&Vec<u32>| level[from as usize] != level[to as usize];
        let may = self.stays_connected(atom, |part| part == from)
            && above
                .iter()
                .filter(leaves)
                .all(|level| self.stays_connected(atom, |part| level[part as usize] == level[from as usize]));
        self.above = above;
        may
    }

    /// Whether an area is still connected without an atom: the atom's neighbours there must reach each other.
    fn stays_connected(&mut self, without: u32, holds: impl Fn(u32) -> bool) -> bool {
        let holds = |part: u32| part != OUT && holds(part);
        let inside = |edge: &&super::graph::Edge| holds(self.part[edge.to as usize]);
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
                if holds(self.part[edge.to as usize]) && self.seen[edge.to as usize] != self.round {
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
