//! Cuts a connected piece of the city in two connected parts whose sizes fit, along the best borders that can be found.
//!
//! Many random spanning trees are tried that hold together what no road parts; removing one edge of a tree always leaves two
//! connected parts, and all its edges are judged at once. Not for mending afterwards (see [`super::refine`]).

use super::graph::{Dice, Graph};
use super::ground::NONE;

/// How sizes are judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Dwellings of a usual grid.
    pub leaf: f64,
    /// Share of it by which a grid may be smaller or larger.
    pub slack: f64,
    /// An atom with more dwellings counts as one grid.
    pub heavy: u32,
}

impl Size {
    /// What an atom counts.
    pub(super) fn of(&self, weight: u32) -> f64 {
        if weight > self.heavy { self.leaf } else { f64::from(weight) }
    }

    /// How badly a part of this size fits so many grids: 0 is perfect, 1 is at the edge of what one grid may be.
    pub(super) fn misfit(&self, size: f64, grids: u32) -> f64 {
        let relative = (size / (f64::from(grids) * self.leaf) - 1.0) / self.slack;
        (relative * Self::strictness(grids)).powi(2)
    }

    /// How much nearer to the middle so many grids together must be than one alone.
    pub(super) fn strictness(grids: u32) -> f64 {
        1.0 + f64::from(grids).ln()
    }
}

/// A connected piece of the city that shall become so many grids.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub atoms: Vec<u32>,
    pub grids: u32,
}

/// How many parts the two halves of a region shall have, and how far the number of grids may lean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Halves {
    pub first: u32,
    pub second: u32,
    /// Share of the region's grids by which the cut may lie off the middle.
    pub lean: f64,
}

/// Room for work on one region, reused so that nothing is allocated per tree.
pub(super) struct Cutter<'a> {
    graph: &'a Graph,
    local: Vec<u32>,
    dice: Dice,
}

struct Link {
    a: u32,
    b: u32,
    cost: f32,
}

/// A rooted spanning tree in local numbers.
struct Tree {
    /// Parents come before their children.
    order: Vec<u32>,
    parent: Vec<u32>,
}

struct Best {
    score: f64,
    inside: Vec<bool>,
    /// Grids of the part inside, and whether it is the first half.
    grids: u32,
    is_first: bool,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(graph: &'a Graph, seed: u64) -> Self {
        Self { graph, local: vec![NONE; graph.len()], dice: Dice::new(seed) }
    }

    /// Cuts a region, the first part for `halves.first`. Nothing when it cannot be cut.
    pub(super) fn cut(&mut self, region: &Region, halves: Halves, size: Size, trees: usize) -> Option<[Region; 2]> {
        if region.atoms.len() < 2 || region.grids < 2 {
            return None;
        }
        for (index, &atom) in region.atoms.iter().enumerate() {
            self.local[atom as usize] = index as u32;
        }
        let links = self.links(region);
        let mut best: Option<Best> = None;
        for _ in 0..trees {
            let Some(tree) = self.tree(region.atoms.len(), &links) else { break };
            self.judge(region, &links, &tree, halves, size, &mut best);
        }
        for &atom in &region.atoms {
            self.local[atom as usize] = NONE;
        }
        let best = best?;
        let part = |inside: bool| -> Vec<u32> {
            region.atoms.iter().zip(&best.inside).filter(|(_, is)| **is == inside).map(|(atom, _)| *atom).collect()
        };
        let inner = Region { atoms: part(true), grids: best.grids };
        let outer = Region { atoms: part(false), grids: region.grids - best.grids };
        Some(if best.is_first { [inner, outer] } else { [outer, inner] })
    }

    fn links(&self, region: &Region) -> Vec<Link> {
        let mut links = Vec::new();
        for (a, &atom) in region.atoms.iter().enumerate() {
            for edge in self.graph.edges(atom) {
                let b = self.local[edge.to as usize];
                if b != NONE && a < b as usize {
                    links.push(Link { a: a as u32, b, cost: edge.cost });
                }
            }
        }
        links
    }

    /// A spanning tree that prefers strong links, with chance; nothing when the region is not connected.
    fn tree(&mut self, n: usize, links: &[Link]) -> Option<Tree> {
        let mut keyed: Vec<(f32, u32)> = links
            .iter()
            .enumerate()
            .map(|(index, link)| (-link.cost * (0.08 + self.dice.unit()).powi(2), index as u32))
            .collect();
        keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut sets = Sets::new(n);
        let mut next: Vec<Vec<u32>> = vec![Vec::new(); n];
        let mut joined = 1;
        for (_, index) in keyed {
            let link = &links[index as usize];
            if sets.join(link.a, link.b) {
                next[link.a as usize].push(link.b);
                next[link.b as usize].push(link.a);
                joined += 1;
            }
        }
        (joined == n).then(|| {
            let mut tree = Tree { order: vec![0], parent: vec![NONE; n] };
            let mut at = 0;
            while let Some(&atom) = tree.order.get(at) {
                at += 1;
                for &child in &next[atom as usize] {
                    if child != tree.parent[atom as usize] {
                        tree.parent[child as usize] = atom;
                        tree.order.push(child);
                    }
                }
            }
            tree
        })
    }

    fn judge(&self, region: &Region, links: &[Link], tree: &Tree, halves: Halves, size: Size, best: &mut Option<Best>) {
        let n = region.atoms.len();
        let mut weight: Vec<f64> = region.atoms.iter().map(|&atom| size.of(self.graph.weight[atom as usize])).collect();
        let mut cost = crossing_costs(n, links, tree);
        for &atom in tree.order.iter().rev() {
            let parent = tree.parent[atom as usize];
            if parent != NONE {
                weight[parent as usize] += weight[atom as usize];
                cost[parent as usize] += cost[atom as usize];
            }
        }
        let total = weight[0];
        let mut chosen: Option<(u32, u32, bool)> = None;
        for &atom in &tree.order[1..] {
            for is_first in [true, false] {
                if is_first && halves.first == halves.second {
                    continue;
                }
                let (score, grids) =
                    score(region.grids, halves, size, weight[atom as usize], total, cost[atom as usize], is_first);
                if best.as_ref().is_none_or(|best| score < best.score) {
                    chosen = Some((atom, grids, is_first));
                    *best = Some(Best { score, inside: Vec::new(), grids, is_first });
                }
            }
        }
        if let (Some((top, ..)), Some(best)) = (chosen, best.as_mut()) {
            best.inside = below(tree, top, n);
        }
    }
}

/// The score of a part (less is better) and the grids that it should have.
fn score(grids: u32, halves: Halves, size: Size, weight: f64, total: f64, cost: f32, is_first: bool) -> (f64, u32) {
    let parts = if is_first { halves.first } else { halves.second };
    let others = halves.first + halves.second - parts;
    let ideal = f64::from(grids) * f64::from(parts) / f64::from(parts + others);
    let lean = (f64::from(grids) * halves.lean).floor();
    let low = (ideal - lean).ceil().max(f64::from(parts)).min(f64::from(grids - 1));
    let high = (ideal + lean).floor().min(f64::from(grids.saturating_sub(others))).max(low);
    let wanted = (weight / size.leaf).round().clamp(low, high) as u32;
    let wanted = wanted.clamp(1, grids - 1);
    let misfit = size.misfit(weight, wanted) + size.misfit(total - weight, grids - wanted);
    let off = (f64::from(wanted) - ideal) / f64::from(grids);
    (f64::from(cost).max(1.0) * (1.0 + 2.0 * misfit) * (1.0 + 4.0 * off * off), wanted)
}

/// What a tree's atoms below one contain.
fn below(tree: &Tree, top: u32, n: usize) -> Vec<bool> {
    let mut inside = vec![false; n];
    inside[top as usize] = true;
    for &atom in &tree.order {
        let parent = tree.parent[atom as usize];
        if parent != NONE && inside[parent as usize] {
            inside[atom as usize] = true;
        }
    }
    inside
}

/// Numbers whose sums over subtrees are the costs of the links that leave them (each link counts at its ends and off at
/// their lowest common ancestor).
fn crossing_costs(n: usize, links: &[Link], tree: &Tree) -> Vec<f32> {
    let mut depth = vec![0_u32; n];
    for &atom in &tree.order[1..] {
        depth[atom as usize] = depth[tree.parent[atom as usize] as usize] + 1;
    }
    let ancestors = Ancestors::of(tree, &depth);
    let mut cost = vec![0.0; n];
    for link in links {
        cost[link.a as usize] += link.cost;
        cost[link.b as usize] += link.cost;
        cost[ancestors.common(link.a, link.b, &depth) as usize] -= 2.0 * link.cost;
    }
    cost
}

/// Heavy paths: the common ancestor of two atoms is a few jumps away.
struct Ancestors<'a> {
    tree: &'a Tree,
    head: Vec<u32>,
}

impl<'a> Ancestors<'a> {
    fn of(tree: &'a Tree, depth: &[u32]) -> Self {
        let n = depth.len();
        let mut size = vec![1_u32; n];
        let mut heavy = vec![NONE; n];
        for &atom in tree.order.iter().rev() {
            let parent = tree.parent[atom as usize];
            if parent != NONE {
                size[parent as usize] += size[atom as usize];
                let best = &mut heavy[parent as usize];
                if *best == NONE || size[*best as usize] < size[atom as usize] {
                    *best = atom;
                }
            }
        }
        let mut head: Vec<u32> = (0..n as u32).collect();
        for &atom in &tree.order {
            if heavy[atom as usize] != NONE {
                head[heavy[atom as usize] as usize] = head[atom as usize];
            }
        }
        Self { tree, head }
    }

    fn common(&self, mut a: u32, mut b: u32, depth: &[u32]) -> u32 {
        while self.head[a as usize] != self.head[b as usize] {
            let (head_a, head_b) = (self.head[a as usize], self.head[b as usize]);
            if depth[head_a as usize] >= depth[head_b as usize] {
                a = self.tree.parent[head_a as usize];
            } else {
                b = self.tree.parent[head_b as usize];
            }
        }
        if depth[a as usize] < depth[b as usize] { a } else { b }
    }
}

/// Disjoint sets with path halving.
pub(super) struct Sets(Vec<u32>);

impl Sets {
    pub(super) fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    pub(super) fn find(&mut self, mut x: u32) -> u32 {
        while self.0[x as usize] != x {
            self.0[x as usize] = self.0[self.0[x as usize] as usize];
            x = self.0[x as usize];
        }
        x
    }

    /// Whether they were apart.
    pub(super) fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a as usize] = b;
        a != b
    }
}
