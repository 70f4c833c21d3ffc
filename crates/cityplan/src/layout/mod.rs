//! Lays out areas on the ground: outline, pieces of ground, division, borders, numbers and names.
//!
//! Not for dwellings (see [`crate::dwelling`]). Every building's point lies in the polygon of its grid and of its estate:
//! borders are taken back where they would say otherwise.

mod arc;
mod assemble;
mod border;
mod cut;
mod divide;
mod extent;
mod graph;
mod ground;
mod lattice;
mod name;
mod number;
mod official;
mod outline;
mod refine;

use std::collections::BTreeMap;

pub(crate) use self::assemble::label_point;
use self::divide::Parts;
use self::graph::Graph;
use self::ground::{Ground, NONE};
use self::lattice::Lattice;
use self::official::Zones;
use self::outline::Outline;
use crate::error::CityError;
use crate::geometry::bounds;
use crate::parameter::{Extent, Parameter, Progress, Stage, step};
use crate::plan::{CityPlan, PlannedBuilding, PointDm};
use crate::read::Survey;
use crate::report::Refusal;

/// Cells of the lattice on which borders are found.
const CELLS_MAX: f64 = 24_000_000.0;

/// Cells of the lattice on which a part of the city is chosen.
const CHOICE_CELLS_MAX: f64 = 4_000_000.0;

/// The finest cell in decimetres.
const CELL_MIN_DM: i32 = 40;

/// Divides the ground.
pub(crate) fn lay_out(
    mut survey: Survey,
    mut buildings: Vec<PlannedBuilding>,
    parameter: &Parameter,
    progress: &mut Progress<'_>,
) -> Result<CityPlan, CityError> {
    step(progress, Stage::Ground, 0, 3)?;
    let points: Vec<PointDm> = buildings.iter().map(|building| building.point).collect();
    let all = bounds(buildings.iter().flat_map(|building| building.rings.iter().flatten())).unwrap_or_default();
    let outline = Outline::round(&points, all);
    step(progress, Stage::Ground, 1, 3)?;
    let chosen = chosen(&survey, &buildings, &outline, all, parameter);
    step(progress, Stage::Ground, 2, 3)?;
    let site = Site::of(&survey, &mut buildings, &outline, &chosen);
    let zones = Given { zone_of: site.ground.zones_of_atoms(), official: site.official.clone() };
    let parts = divide::divide(&site.graph, &site.members, &zones, parameter, progress)?;
    step(progress, Stage::Border, 0, 1)?;
    if !survey.official.is_empty() {
        refuse_outside(&mut survey, &mut buildings, &site);
    }
    assemble::assemble(survey, buildings, &site, &parts, parameter)
}

/// What is officially given for each atom.
struct Given {
    zone_of: Vec<u32>,
    /// For each zone the index of its official street, community and grid, or [`NONE`].
    official: Vec<[u32; 3]>,
}

impl Given {
    /// The official area of an atom at a level (0 street, 1 community, 2 grid).
    fn at(&self, atom: u32, level: usize) -> Option<u32> {
        let zone = self.zone_of[atom as usize];
        self.official.get(zone as usize).map(|given| given[level]).filter(|index| *index != NONE)
    }

    fn is_free(&self) -> bool {
        self.official.iter().flatten().all(|index| *index == NONE)
    }
}

/// Takes back the buildings that lie outside every official area.
fn refuse_outside(survey: &mut Survey, buildings: &mut [PlannedBuilding], site: &Site) {
    let mut stays: BTreeMap<u32, bool> = survey.footprints.iter().map(|footprint| (footprint.row, false)).collect();
    let row_of: BTreeMap<&str, u32> = survey.footprints.iter().map(|f| (f.source_ref.as_str(), f.row)).collect();
    for (&index, &atom) in site.near.iter().zip(&site.atom_of) {
        let source_ref = buildings[index].source_ref.as_str();
        let whole = row_of.get(source_ref).or_else(|| row_of.get(source_ref.rsplit_once('/')?.0));
        if let Some(row) = whole.filter(|_| atom != NONE) {
            stays.insert(*row, true);
        }
    }
    let mut done = std::collections::BTreeSet::new();
    for footprint in &survey.footprints {
        if !stays[&footprint.row] && done.insert(footprint.row) {
            let report = &mut survey.report.buildings;
            report.take_back(footprint.row, &footprint.source_ref, &footprint.repairs, Refusal::OutsideEveryArea);
        }
    }
}

/// Which buildings lie in the part that is planned.
fn chosen(
    survey: &Survey,
    buildings: &[PlannedBuilding],
    outline: &Outline,
    all: [PointDm; 2],
    parameter: &Parameter,
) -> Vec<bool> {
    let Extent::Dwellings(wanted) = parameter.extent else { return vec![true; buildings.len()] };
    let every: Vec<&PlannedBuilding> = buildings.iter().collect();
    let lattice = Lattice::over(all, outline::REACH_DM, CELL_MIN_DM, CHOICE_CELLS_MAX);
    let zones = if survey.official.is_empty() {
        Zones::free(&inside(&lattice, outline))
    } else {
        Zones::of(&lattice, &survey.official)
    };
    let ground = ground::divide(lattice, &every, &survey.roads, &survey.land, zones.zone);
    let (graph, atom_of) = Graph::of(&ground, &every);
    let chosen = extent::choose(&graph, wanted, *parameter.grid_dwellings.end());
    atom_of.iter().map(|&atom| atom != NONE && chosen[atom as usize]).collect()
}

fn inside(lattice: &Lattice, outline: &Outline) -> Vec<bool> {
    (0..lattice.len()).map(|cell| outline.holds(lattice.centre(cell))).collect()
}

/// The ground that is planned.
struct Site {
    ground: Ground,
    graph: Graph,
    /// Connected atoms that belong to the jurisdiction.
    members: Vec<u32>,
    /// Which buildings stand on the lattice, and the atom of each.
    near: Vec<usize>,
    atom_of: Vec<u32>,
    /// See [`Given`].
    official: Vec<[u32; 3]>,
}

impl Site {
    fn of(survey: &Survey, buildings: &mut [PlannedBuilding], outline: &Outline, chosen: &[bool]) -> Self {
        let footprints = || buildings.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        let given = survey.official.iter().flat_map(|area| area.polygons.iter().flatten().flatten());
        let is_whole = chosen.iter().all(|chosen| *chosen);
        let given = given.filter(|_| is_whole);
        let reach = bounds(footprints().flat_map(|(b, _)| b.rings.iter().flatten()).chain(given)).unwrap_or_default();
        let lattice = Lattice::over(reach, outline::REACH_DM, CELL_MIN_DM, CELLS_MAX);
        let [low, high] = [lattice.corner(0, 0), lattice.corner(lattice.width, lattice.height)];
        let is_near = |p: PointDm| (low[0]..high[0]).contains(&p[0]) && (low[1]..high[1]).contains(&p[1]);
        let near: Vec<usize> = (0..buildings.len()).filter(|&i| is_near(buildings[i].point)).collect();
        for &index in &near {
            off_the_lines(&lattice, &mut buildings[index].point);
        }
        let standing: Vec<&PlannedBuilding> = near.iter().map(|&i| &buildings[i]).collect();
        let zones = if survey.official.is_empty() {
            let mut is_inside = inside(&lattice, outline);
            for building in &standing {
                is_inside[lattice.cell_of(building.point)] = true;
            }
            Zones::free(&is_inside)
        } else {
            Zones::of(&lattice, &survey.official)
        };
        let ground = ground::divide(lattice, &standing, &survey.roads, &survey.land, zones.zone);
        let (graph, atom_of) = Graph::of(&ground, &standing);
        let members = members(&graph, &atom_of, &near, chosen);
        Self { ground, graph, members, near, atom_of, official: zones.official }
    }
}

/// Moves a point by a decimetre when it lies on a line of the lattice, so that it lies in exactly one cell.
fn off_the_lines(lattice: &Lattice, point: &mut PointDm) {
    for (value, origin) in point.iter_mut().zip(lattice.origin) {
        if (*value - origin).rem_euclid(lattice.cell_dm) == 0 {
            *value += 1;
        }
    }
}

/// The largest connected set of atoms that hold chosen buildings, with the empty ones among them.
fn members(graph: &Graph, atom_of: &[u32], near: &[usize], chosen: &[bool]) -> Vec<u32> {
    let mut is_member = vec![false; graph.len()];
    let mut is_built = vec![false; graph.len()];
    for (&atom, &building) in atom_of.iter().zip(near) {
        if atom != NONE {
            is_built[atom as usize] = true;
            is_member[atom as usize] |= chosen[building];
        }
    }
    let is_whole = chosen.iter().all(|chosen| *chosen);
    let all = graph.members();
    for _ in 0..3 {
        for &atom in &all {
            let (mut inner, mut total) = (0.0, 0.0);
            for edge in graph.edges(atom) {
                total += edge.length_m;
                inner += if is_member[edge.to as usize] { edge.length_m } else { 0.0 };
            }
            is_member[atom as usize] |= !is_built[atom as usize] && (is_whole || inner > 0.6 * total);
        }
    }
    // What lies between members belongs to them, or the city would have holes.
    let outside = extent::components(graph, &all, |atom| !is_member[atom as usize]);
    for pocket in outside.into_iter().skip(1) {
        let weight: u32 = pocket.iter().map(|&atom| graph.weight[atom as usize]).sum();
        let is_small = pocket.len() < 12 && weight < 400;
        for &atom in &pocket {
            is_member[atom as usize] |= is_small;
        }
    }
    extent::components(graph, &all, |atom| is_member[atom as usize]).into_iter().next().unwrap_or_default()
}

/// Faces are the smallest areas of a plan: parts of a grid in one estate.
fn faces(parts: &Parts) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut pairs: Vec<(u32, u32)> =
        parts.grid.iter().copied().zip(parts.estate.iter().copied()).filter(|(grid, _)| *grid != NONE).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let face = |pair: (&u32, &u32)| pairs.binary_search(&(*pair.0, *pair.1)).map_or(NONE, |face| face as u32);
    (parts.grid.iter().zip(&parts.estate).map(face).collect(), pairs)
}
