//! From pieces of ground to streets, communities, grids and estates, top down: each level is cut, then mended.
//!
//! Not for polygons (see [`super::arc`]) nor numbers and names (see [`super::number`]).

use std::collections::BTreeMap;

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
const ESTATE_MAX: u32 = 420;

/// A cut whose border is at most this bad on the whole runs mostly along roads (see [`super::ground::Cover::border`]).
const ROAD_CUT: f32 = 0.48;

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

/// Work on one city.
struct Divider<'a> {
    graph: &'a Graph,
    size: Size,
    cutter: Cutter<'a>,
    refiner: Refiner<'a>,
    dice: Dice,
}

/// Divides a connected set of atoms.
pub(super) fn divide(
    graph: &Graph,
    members: Vec<u32>,
    parameter: &Parameter,
    progress: &mut Progress<'_>,
) -> Result<Parts, CityError> {
    let (size, grids) = plan_size(members.iter().map(|&atom| graph.weight[atom as usize]), parameter);
    let streets = parameter.streets.unwrap_or((f64::from(grids) / GRIDS_PER_STREET).round() as u32).clamp(1, grids);
    let mut divider = Divider {
        graph,
        size,
        cutter: Cutter::new(graph, 1),
        refiner: Refiner::new(graph, size),
        dice: Dice::new(2),
    };
    let mut parts =
        Parts { grid: vec![NONE; graph.len()], estate: vec![NONE; graph.len()], ..Parts::default() };
    let city = Region { atoms: members, grids };
    step(progress, Stage::Divide, 0, u64::from(grids))?;
    for street in divider.level(city, streets, 0.25, 30) {
        let communities = (f64::from(street.grids) / f64::from(parameter.grids_per_community)).round().max(1.0) as u32;
        for community in divider.level(street, communities.max(1), 0.22, 60) {
            step(progress, Stage::Divide, parts.community_of_grid.len() as u64, u64::from(grids))?;
            divider.community(community, &mut parts);
            parts.street_of_community.push(parts.streets);
        }
        parts.streets += 1;
    }
    check_room(&parts)?;
    Ok(parts)
}

/// Codes have three digits a level.
fn check_room(parts: &Parts) -> Result<(), CityError> {
    let most = |parents: &[u32]| {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        parents.iter().for_each(|parent| *counts.entry(*parent).or_default() += 1);
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

impl Divider<'_> {
    /// Cuts a region into so many parts and mends them.
    fn level(&mut self, region: Region, parts: u32, lean: f64, tries: usize) -> Vec<Region> {
        let mut made = Vec::new();
        self.cut_into(region, parts, lean, &mut made);
        if made.len() < 2 {
            return made;
        }
        let mut division = joined(&made);
        let mut dice = self.dice.clone();
        self.refiner.refine(&mut division, tries, 40.0, &mut dice);
        self.dice = dice;
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
            401..=5_000 => 30,
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

    /// Cuts a community into grids several times, keeps the best, and finds its estates.
    fn community(&mut self, region: Region, parts: &mut Parts) {
        let mut best: Option<(f64, Vec<Region>)> = None;
        for _ in 0..4 {
            let grids = self.level(region.clone(), region.grids, 0.5, 220);
            let misfit = self.misfit(&grids);
            if best.as_ref().is_none_or(|(before, _)| misfit < *before) {
                best = Some((misfit, grids));
            }
            if best.as_ref().is_some_and(|(misfit, _)| *misfit <= 0.0) {
                break;
            }
        }
        let community = parts.street_of_community.len() as u32;
        let grids = best.map_or_else(|| vec![region], |(_, grids)| grids);
        let first = parts.community_of_grid.len() as u32;
        for grid in &grids {
            let index = parts.community_of_grid.len() as u32;
            grid.atoms.iter().for_each(|&atom| parts.grid[atom as usize] = index);
            parts.community_of_grid.push(community);
        }
        self.estates(&grids, first, community, parts);
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
    fn estates(&mut self, grids: &[Region], first_grid: u32, community: u32, parts: &mut Parts) {
        let mut groups: Vec<Vec<Vec<u32>>> = grids.iter().map(|grid| self.clusters(grid.atoms.clone())).collect();
        let whole: Vec<bool> = groups.iter().map(|clusters| clusters.len() == 1).collect();
        let mut sets = super::cut::Sets::new(grids.len());
        let mut sizes: Vec<u32> = grids.iter().map(|grid| self.dwellings(&grid.atoms)).collect();
        for (a, b, quality) in self.borders(grids, first_grid, &parts.grid) {
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
                let estate = if whole[index] {
                    *estate_of_root.entry(sets.find(index as u32)).or_insert(fresh)
                } else {
                    fresh
                };
                if estate == fresh {
                    parts.community_of_estate.push(community);
                }
                cluster.iter().for_each(|&atom| parts.estate[atom as usize] = estate);
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
        let second: std::collections::BTreeSet<u32> = second.iter().copied().collect();
        let shared = first.iter().flat_map(|&atom| self.graph.edges(atom)).filter(|edge| second.contains(&edge.to));
        let (cost, length_m) = shared.fold((0.0, 0.0), |(cost, length), e| (cost + e.cost, length + e.length_m));
        if length_m > 0.0 { cost / length_m } else { 1.0 }
    }

    /// Pairs of neighbouring grids with the mean quality of their border, the worst borders first.
    fn borders(&self, grids: &[Region], first_grid: u32, grid_of: &[u32]) -> Vec<(u32, u32, f32)> {
        let mut shared: BTreeMap<(u32, u32), (f32, f32)> = BTreeMap::new();
        for (a, grid) in grids.iter().enumerate() {
            for edge in grid.atoms.iter().flat_map(|&atom| self.graph.edges(atom)) {
                let b = grid_of[edge.to as usize].wrapping_sub(first_grid);
                if (b as usize) < grids.len() && (a as u32) < b {
                    let sum = shared.entry((a as u32, b)).or_default();
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
    let labelled = regions.iter().enumerate().flat_map(|(part, region)| region.atoms.iter().map(move |&a| (a, part as u32)));
    let (atoms, part) = labelled.unzip();
    Division { atoms, part, grids: regions.iter().map(|region| region.grids).collect() }
}

fn regions(division: &Division) -> Vec<Region> {
    let mut regions: Vec<Region> = division.grids.iter().map(|&grids| Region { atoms: vec![], grids }).collect();
    for (&atom, &part) in division.atoms.iter().zip(&division.part) {
        regions[part as usize].atoms.push(atom);
    }
    regions
}
