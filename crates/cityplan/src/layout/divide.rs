//! From pieces of ground to streets, communities, grids and estates, top down: each level is cut, then mended.
//!
//! Not for polygons (see [`super::arc`]) nor numbers and names (see [`super::number`]).

use std::collections::{BTreeMap, BTreeSet};

use super::Given;
use super::cut::{Cutter, Halves, Region, Size};
use super::graph::{Dice, Graph};
use super::ground::NONE;
use super::refine::{Division, Refiner};
use crate::error::CityError;
use crate::parameter::{Parameter, Progress, Stage, step};

/// Grids of a usual street.
const GRIDS_PER_STREET: f64 = 80.0;

/// An estate smaller than this is not cut off.
const ESTATE_MIN: u32 = 50;

/// An estate larger than this is cut even where no road runs.
const ESTATE_MAX: u32 = 300;

/// A cut whose border is at most this bad on the whole runs mostly along roads (see [`super::ground::Cover::border`]).
const ROAD_CUT: f32 = 0.62;

/// Two grids whose common border is at least this bad have no road between them: they are parts of one estate.
const NO_ROAD: f32 = 0.72;

/// Together such grids hold at most so many dwellings.
const JOINED_ESTATE_MAX: u32 = 1_000;

/// The parts of every atom: indices into lists that name their parents.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The grid of each atom, or [`NONE`] outside.
    pub grid: Vec<u32>,
    /// The estate of each atom, or [`NONE`] outside.
    pub estate: Vec<u32>,
    pub streets: u32,
    pub street_of_community: Vec<u32>,
    pub community_of_grid: Vec<u32>,
    pub community_of_estate: Vec<u32>,
    /// For streets, communities and grids the official area that each one is, or [`NONE`].
    pub official: [Vec<u32>; 3],
}

/// The size of a usual grid and how many there will be.
pub(super) fn plan_size(weights: impl Iterator<Item = u32> + Clone, parameter: &Parameter) -> (Size, u32) {
    let (low, high) = (f64::from(*parameter.grid_dwellings.start()), f64::from(*parameter.grid_dwellings.end()));
    let middle = f64::midpoint(low, high);
    let heavy = *parameter.grid_dwellings.end();
    let alone = weights.clone().filter(|weight| *weight > heavy).count() as u32;
    let rest: f64 = weights.filter(|weight| *weight <= heavy).map(f64::from).sum();
    let grids = parameter.grids.unwrap_or_else(|| (rest / middle).round() as u32 + alone).max(1);
    let leaf = if grids > alone { rest / f64::from(grids - alone) } else { middle };
    let leaf = if leaf > 0.0 { leaf } else { middle };
    // Centred on what grids will really hold; at least a tenth, so that odd parameters still lead somewhere.
    let slack = ((high - leaf).min(leaf - low) / leaf).max(0.10);
    (Size { leaf, slack, heavy }, grids)
}

/// Blocks from which streets and communities are made hold at most this share of a grid's dwellings.
const BLOCK_SHARE: f64 = 0.6;

/// And at most this ground in square metres.
const BLOCK_MAX_M2: f32 = 150_000.0;

/// A grid below this share of a usual one is joined to a neighbour.
const TINY: f64 = 0.4;

/// How many times grids that do not fit are taken up again.
const SETTLE_ROUNDS: usize = 10;

/// Work on one graph: the city's atoms, or the blocks that they make.
struct Divider<'a> {
    graph: &'a Graph,
    size: Size,
    cutter: Cutter<'a>,
    refiner: Refiner<'a>,
    dice: Dice,
}

/// A part of the city at some level, with the official area that it is.
struct Piece {
    region: Region,
    official: u32,
}

/// How a level is cut: its number (0 street, 1 community), how far the number of grids may lean, tries for each block, heat.
struct Manner {
    level: usize,
    lean: f64,
    tries: usize,
    heat: f64,
}

const STREET: Manner = Manner { level: 0, lean: 0.08, tries: 400, heat: 150.0 };
const COMMUNITY: Manner = Manner { level: 1, lean: 0.12, tries: 300, heat: 80.0 };

/// Divides a connected set of atoms.
pub(super) fn divide(
    graph: &Graph,
    members: &[u32],
    given: &Given,
    parameter: &Parameter,
    progress: &mut Progress<'_>,
) -> Result<Parts, CityError> {
    let (size, grids) = plan_size(members.iter().map(|&atom| graph.weight[atom as usize]), parameter);
    let streets = parameter.streets.unwrap_or((f64::from(grids) / GRIDS_PER_STREET).round() as u32).clamp(1, grids);
    step(progress, Stage::Divide, 0, u64::from(grids))?;
    let mut divider = Divider::new(graph, size);
    let mut parts = Parts { grid: vec![NONE; graph.len()], estate: vec![NONE; graph.len()], ..Parts::default() };
    let mut made: Vec<Region> = Vec::new();
    let city = Region { atoms: members.to_vec(), grids };
    for street in divider.pieces(&city, streets, given, &STREET) {
        let communities = f64::from(street.region.grids) / f64::from(parameter.grids_per_community);
        for community in divider.pieces(&street.region, communities.round() as u32, given, &COMMUNITY) {
            step(progress, Stage::Divide, made.len() as u64, u64::from(grids))?;
            for grid in divider.grids_given(community.region, given) {
                parts.community_of_grid.push(parts.street_of_community.len() as u32);
                parts.official[2].push(grid.official);
                made.push(grid.region);
            }
            parts.street_of_community.push(parts.streets);
            parts.official[1].push(community.official);
        }
        parts.streets += 1;
        parts.official[0].push(street.official);
    }
    if given.is_free() {
        divider.complete(&mut made, grids, &mut parts);
        divider.settle(&mut made, &parts);
        for _ in 0..2 {
            if divider.dissolve_tiny(&mut made, &mut parts) {
                divider.complete(&mut made, grids, &mut parts);
                divider.settle(&mut made, &parts);
            }
        }
    }
    for (grid, region) in made.iter().enumerate() {
        for &atom in &region.atoms {
            parts.grid[atom as usize] = grid as u32;
        }
    }
    divider.all_estates(&made, &mut parts);
    check_room(&parts)?;
    Ok(parts)
}

/// Codes have three digits a level.
fn check_room(parts: &Parts) -> Result<(), CityError> {
    let most = |parents: &[u32]| {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for parent in parents {
            *counts.entry(*parent).or_default() += 1;
        }
        counts.values().copied().max().unwrap_or(0)
    };
    let levels = [
        ("streets", parts.streets),
        ("communities", most(&parts.street_of_community)),
        ("grids", most(&parts.community_of_grid)),
    ];
    match levels.into_iter().find(|(_, needed)| *needed > 999) {
        Some((level, needed)) => Err(CityError::TooManyAreas { level, needed }),
        None => Ok(()),
    }
}

impl<'a> Divider<'a> {
    fn new(graph: &'a Graph, size: Size) -> Self {
        let (cutter, refiner) = (Cutter::new(graph, 1), Refiner::new(graph, size));
        Self { graph, size, cutter, refiner, dice: Dice::new(2) }
    }

    /// The official parts of a region, or so many made of blocks: of official areas of a lower level, or of what no road parts.
    fn pieces(&mut self, region: &Region, wanted: u32, given: &Given, manner: &Manner) -> Vec<Piece> {
        let official = |level: usize| region.atoms.first().and_then(|&atom| given.at(atom, level));
        if official(manner.level).is_some() {
            return self.official_parts(region, given, manner.level);
        }
        let lower = (manner.level + 1..3).find(|level| official(*level).is_some());
        let (blocks, block_of) = match lower {
            Some(level) => {
                let parts = self.official_parts(region, given, level);
                let mut block_of = vec![NONE; self.graph.len()];
                for (block, part) in parts.iter().enumerate() {
                    for &atom in &part.region.atoms {
                        block_of[atom as usize] = block as u32;
                    }
                }
                (self.graph.of_blocks(&block_of, parts.len()), block_of)
            }
            None => self.graph.contract(&region.atoms, (self.size.leaf * BLOCK_SHARE) as u32, BLOCK_MAX_M2),
        };
        let mut atoms_of: Vec<Vec<u32>> = vec![Vec::new(); blocks.len()];
        for &atom in &region.atoms {
            atoms_of[block_of[atom as usize] as usize].push(atom);
        }
        let whole = Region { atoms: blocks.members(), grids: region.grids };
        let mut divider = Divider { dice: self.dice.clone(), ..Divider::new(&blocks, self.size) };
        let made = divider.level(whole, wanted.max(1), manner.lean, manner.tries, manner.heat);
        self.dice = divider.dice;
        let unpacked = made.into_iter().map(|part| Region {
            atoms: part.atoms.iter().flat_map(|&block| &atoms_of[block as usize]).copied().collect(),
            grids: part.grids,
        });
        unpacked.map(|region| Piece { region, official: NONE }).collect()
    }

    /// The parts of a region by their official areas; each shall have as many grids as its dwellings need.
    fn official_parts(&self, region: &Region, given: &Given, level: usize) -> Vec<Piece> {
        let mut atoms_of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &atom in &region.atoms {
            atoms_of.entry(given.at(atom, level).unwrap_or(NONE)).or_default().push(atom);
        }
        let piece = |(official, atoms): (u32, Vec<u32>)| {
            let grids = (self.weighed(&atoms) / self.size.leaf).round().max(1.0) as u32;
            Piece { region: Region { atoms, grids }, official }
        };
        atoms_of.into_iter().map(piece).collect()
    }

    /// The official grids of a community, or such as fit.
    fn grids_given(&mut self, region: Region, given: &Given) -> Vec<Piece> {
        if region.atoms.first().is_some_and(|&atom| given.at(atom, 2).is_some()) {
            return self.official_parts(&region, given, 2);
        }
        self.grids(region).into_iter().map(|region| Piece { region, official: NONE }).collect()
    }

    /// Cuts a region into so many parts and mends them.
    fn level(&mut self, region: Region, parts: u32, lean: f64, tries: usize, heat: f64) -> Vec<Region> {
        let mut made = Vec::new();
        self.cut_into(region, parts, lean, &mut made);
        if made.len() < 2 {
            return made;
        }
        let mut division = joined(&made);
        self.refiner.refine(&mut division, tries, heat, &mut self.dice);
        regions(&division)
    }

    fn cut_into(&mut self, region: Region, parts: u32, lean: f64, made: &mut Vec<Region>) {
        let parts = parts.min(region.grids);
        if parts < 2 {
            made.push(region);
            return;
        }
        let halves = Halves { first: parts / 2, second: parts - parts / 2, lean };
        let trees = match region.atoms.len() {
            0..=400 => 60,
            401..=5_000 => 40,
            _ => 16,
        };
        match self.cutter.cut(&region, halves, self.size, trees) {
            Some([first, second]) => {
                self.cut_into(first, halves.first, lean, made);
                self.cut_into(second, halves.second, lean, made);
            }
            None => made.push(region),
        }
    }

    /// Cuts a community into grids, several times when they do not fit, and keeps the best.
    fn grids(&mut self, region: Region) -> Vec<Region> {
        let mut best: Option<(f64, Vec<Region>)> = None;
        for _ in 0..3 {
            let grids = self.level(region.clone(), region.grids, 0.5, 100, 50.0);
            let misfit = self.misfit(&grids);
            if best.as_ref().is_none_or(|(before, _)| misfit < *before) {
                best = Some((misfit, grids));
            }
            if best.as_ref().is_some_and(|(misfit, _)| *misfit <= 0.0) {
                break;
            }
        }
        best.map_or_else(|| vec![region], |(_, grids)| grids)
    }

    /// Cuts the largest grids until there are as many as wanted, as far as buildings allow.
    fn complete(&mut self, made: &mut Vec<Region>, wanted: u32, parts: &mut Parts) {
        let mut whole: BTreeSet<usize> = BTreeSet::new();
        while (made.len() as u32) < wanted {
            let divisible = (0..made.len()).filter(|grid| !whole.contains(grid) && made[*grid].atoms.len() > 1);
            let largest = divisible.max_by_key(|&grid| self.dwellings(&made[grid].atoms));
            let Some(largest) = largest else { return };
            let halves = Halves { first: 1, second: 1, lean: 0.0 };
            let region = Region { atoms: made[largest].atoms.clone(), grids: 2 };
            match self.cutter.cut(&region, halves, self.size, 60) {
                Some([first, second]) => {
                    made[largest] = first;
                    made.push(second);
                    parts.community_of_grid.push(parts.community_of_grid[largest]);
                    parts.official[2].push(NONE);
                }
                None => {
                    whole.insert(largest);
                }
            }
        }
    }

    /// Joins grids that hold next to nothing to a neighbour in their community; whether there were any.
    fn dissolve_tiny(&self, made: &mut Vec<Region>, parts: &mut Parts) -> bool {
        let mut grid_of = vec![NONE; self.graph.len()];
        for (grid, region) in made.iter().enumerate() {
            for &atom in &region.atoms {
                grid_of[atom as usize] = grid as u32;
            }
        }
        let is_tiny = |region: &Region| self.weighed(&region.atoms) < TINY * self.size.leaf;
        let tiny: Vec<usize> = (0..made.len()).filter(|&grid| is_tiny(&made[grid])).collect();
        let mut gone = BTreeSet::new();
        for grid in tiny {
            let near = made[grid].atoms.iter().flat_map(|&atom| self.graph.edges(atom));
            let others = near.map(|edge| grid_of[edge.to as usize]).filter(|&other| other != NONE);
            let siblings = others.map(|other| other as usize).filter(|&other| {
                other != grid
                    && !gone.contains(&other)
                    && parts.community_of_grid[other] == parts.community_of_grid[grid]
            });
            let smallest = siblings.min_by_key(|&other| (self.dwellings(&made[other].atoms), other));
            if let Some(other) = smallest {
                let atoms = std::mem::take(&mut made[grid].atoms);
                for &atom in &atoms {
                    grid_of[atom as usize] = other as u32;
                }
                made[other].atoms.extend(atoms);
                gone.insert(grid);
            }
        }
        for &grid in gone.iter().rev() {
            made.remove(grid);
            parts.community_of_grid.remove(grid);
            parts.official[2].remove(grid);
        }
        !gone.is_empty()
    }

    /// Moves atoms between all grids of the city, also across communities and streets, until sizes fit.
    fn settle(&mut self, made: &mut Vec<Region>, parts: &Parts) {
        if made.len() < 2 {
            return;
        }
        for grid in made.iter_mut() {
            grid.grids = 1;
        }
        let street = |community: &u32| parts.street_of_community[*community as usize];
        let streets = parts.community_of_grid.iter().map(street).collect();
        let mut division = joined(made);
        division.above = vec![parts.community_of_grid.clone(), streets];
        self.refiner.refine(&mut division, 40, 25.0, &mut self.dice);
        for _ in 0..SETTLE_ROUNDS {
            let unfit = self.round_unfit(&division);
            if unfit.is_empty() {
                break;
            }
            self.refiner.exchange(&mut division, &unfit, 120, 100.0, &mut self.dice);
        }
        *made = regions(&division);
    }

    /// The atoms of all grids that do not fit, of their neighbours, and of theirs.
    fn round_unfit(&self, division: &Division) -> Vec<u32> {
        let mut sizes = vec![0.0; division.grids.len()];
        let mut part_of = vec![NONE; self.graph.len()];
        for (&atom, &part) in division.atoms.iter().zip(&division.part) {
            sizes[part as usize] += self.size.of(self.graph.weight[atom as usize]);
            part_of[atom as usize] = part;
        }
        let mut is_in: Vec<bool> = sizes.iter().map(|&size| self.size.misfit(size, 1) > 1.0).collect();
        for _ in 0..2 {
            let mut reached = is_in.clone();
            for &atom in division.atoms.iter().filter(|&&atom| is_in[part_of[atom as usize] as usize]) {
                let parts = self.graph.edges(atom).iter().map(|edge| part_of[edge.to as usize]);
                parts.filter(|&part| part != NONE).for_each(|part| reached[part as usize] = true);
            }
            is_in = reached;
        }
        division.atoms.iter().copied().filter(|&atom| is_in[part_of[atom as usize] as usize]).collect()
    }

    fn all_estates(&mut self, made: &[Region], parts: &mut Parts) {
        for community in 0..parts.street_of_community.len() as u32 {
            let of_community = (0..made.len()).filter(|&grid| parts.community_of_grid[grid] == community);
            let inside: Vec<(u32, Region)> = of_community.map(|grid| (grid as u32, made[grid].clone())).collect();
            self.estates(&inside, community, parts);
        }
    }

    /// How far grids lie outside what is wanted, summed.
    fn misfit(&self, grids: &[Region]) -> f64 {
        let sizes = grids.iter().map(|grid| self.weighed(&grid.atoms));
        sizes.map(|size| (self.size.misfit(size, 1).sqrt() - 1.0).max(0.0)).sum()
    }

    fn weighed(&self, atoms: &[u32]) -> f64 {
        atoms.iter().map(|&atom| self.size.of(self.graph.weight[atom as usize])).sum()
    }

    fn dwellings(&self, atoms: &[u32]) -> u32 {
        atoms.iter().map(|&atom| self.graph.weight[atom as usize]).sum()
    }

    /// Estates are cut out of a grid along roads; grids without a road between them are one estate.
    fn estates(&mut self, grids: &[(u32, Region)], community: u32, parts: &mut Parts) {
        let mut groups: Vec<Vec<Vec<u32>>> = grids.iter().map(|(_, grid)| self.clusters(grid.atoms.clone())).collect();
        let whole: Vec<bool> = groups.iter().map(|clusters| clusters.len() == 1).collect();
        let mut sets = super::cut::Sets::new(grids.len());
        let mut sizes: Vec<u32> = grids.iter().map(|(_, grid)| self.dwellings(&grid.atoms)).collect();
        for (a, b, quality) in self.borders(grids, &parts.grid) {
            let (root_a, root_b) = (sets.find(a), sets.find(b));
            let joined = sizes[root_a as usize] + sizes[root_b as usize];
            if quality < NO_ROAD || !whole[a as usize] || !whole[b as usize] || joined > JOINED_ESTATE_MAX {
                continue;
            }
            if sets.join(root_a, root_b) {
                let root = sets.find(root_a);
                sizes[root as usize] = joined;
            }
        }
        let mut estate_of_root: BTreeMap<u32, u32> = BTreeMap::new();
        for (index, clusters) in groups.drain(..).enumerate() {
            for cluster in clusters {
                let fresh = parts.community_of_estate.len() as u32;
                let estate =
                    if whole[index] { *estate_of_root.entry(sets.find(index as u32)).or_insert(fresh) } else { fresh };
                if estate == fresh {
                    parts.community_of_estate.push(community);
                }
                for atom in cluster {
                    parts.estate[atom as usize] = estate;
                }
            }
        }
    }

    /// Cuts a grid where roads run through it.
    fn clusters(&mut self, atoms: Vec<u32>) -> Vec<Vec<u32>> {
        let dwellings = self.dwellings(&atoms);
        if dwellings < 2 * ESTATE_MIN || atoms.len() < 2 {
            return vec![atoms];
        }
        let size = Size { leaf: f64::from(dwellings) / 2.0, slack: 0.7, heavy: u32::MAX };
        let halves = Halves { first: 1, second: 1, lean: 0.0 };
        let region = Region { atoms: atoms.clone(), grids: 2 };
        let Some([first, second]) = self.cutter.cut(&region, halves, size, 24) else { return vec![atoms] };
        let fits = self.dwellings(&first.atoms) >= ESTATE_MIN && self.dwellings(&second.atoms) >= ESTATE_MIN;
        if fits && (dwellings > ESTATE_MAX || self.border(&first.atoms, &second.atoms) <= ROAD_CUT) {
            let mut clusters = self.clusters(first.atoms);
            clusters.extend(self.clusters(second.atoms));
            clusters
        } else {
            vec![atoms]
        }
    }

    /// The mean quality of the border between two sets of atoms.
    fn border(&self, first: &[u32], second: &[u32]) -> f32 {
        let second: BTreeSet<u32> = second.iter().copied().collect();
        let shared = first.iter().flat_map(|&atom| self.graph.edges(atom)).filter(|edge| second.contains(&edge.to));
        let (cost, length_m) = shared.fold((0.0, 0.0), |(cost, length), e| (cost + e.cost, length + e.length_m));
        if length_m > 0.0 { cost / length_m } else { 1.0 }
    }

    /// Pairs of neighbouring grids with the mean quality of their border, the worst borders first.
    fn borders(&self, grids: &[(u32, Region)], grid_of: &[u32]) -> Vec<(u32, u32, f32)> {
        let mut shared: BTreeMap<(u32, u32), (f32, f32)> = BTreeMap::new();
        for (a, (_, grid)) in grids.iter().enumerate() {
            for edge in grid.atoms.iter().flat_map(|&atom| self.graph.edges(atom)) {
                let Ok(b) = grids.binary_search_by_key(&grid_of[edge.to as usize], |(index, _)| *index) else {
                    continue;
                };
                if a < b {
                    let sum = shared.entry((a as u32, b as u32)).or_default();
                    *sum = (sum.0 + edge.cost, sum.1 + edge.length_m);
                }
            }
        }
        let mut borders: Vec<_> = shared.into_iter().map(|((a, b), (cost, length))| (a, b, cost / length)).collect();
        borders.sort_by(|x, y| y.2.total_cmp(&x.2));
        borders
    }
}

fn joined(regions: &[Region]) -> Division {
    let labelled =
        regions.iter().enumerate().flat_map(|(part, region)| region.atoms.iter().map(move |&a| (a, part as u32)));
    let (atoms, part) = labelled.unzip();
    Division { atoms, part, grids: regions.iter().map(|region| region.grids).collect(), above: vec![] }
}

fn regions(division: &Division) -> Vec<Region> {
    let mut regions: Vec<Region> = division.grids.iter().map(|&grids| Region { atoms: vec![], grids }).collect();
    for (&atom, &part) in division.atoms.iter().zip(&division.part) {
        regions[part as usize].atoms.push(atom);
    }
    regions
}
