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
mod outline;
mod refine;

use self::divide::Parts;
use self::graph::Graph;
use self::ground::{Ground, NONE};
use self::lattice::Lattice;
use self::outline::Outline;
use crate::error::CityError;
use crate::geometry::bounds;
use crate::parameter::{Extent, Parameter, Progress, Stage, step};
use crate::plan::{CityPlan, PlannedBuilding, PointDm};
use crate::read::Survey;

/// Cells of the lattice on which borders are found.
const CELLS_MAX: f64 = 24_000_000.0;

/// Cells of the lattice on which a part of the city is chosen.
const CHOICE_CELLS_MAX: f64 = 4_000_000.0;

/// The finest cell in decimetres.
const CELL_MIN_DM: i32 = 40;

/// Divides the ground.
pub(crate) fn lay_out(
    survey: Survey,
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
    let parts = divide::divide(&site.graph, &site.members, parameter, progress)?;
    step(progress, Stage::Border, 0, 1)?;
    assemble::assemble(survey, buildings, &site, &parts, parameter)
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
    let ground = ground::divide(lattice, &every, &survey.roads, &survey.land, &inside(&lattice, outline));
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
}

impl Site {
    fn of(survey: &Survey, buildings: &mut [PlannedBuilding], outline: &Outline, chosen: &[bool]) -> Self {
        let footprints = || buildings.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        let reach = bounds(footprints().flat_map(|(b, _)| b.rings.iter().flatten())).unwrap_or_default();
        let lattice = Lattice::over(reach, outline::REACH_DM, CELL_MIN_DM, CELLS_MAX);
        let [low, high] = [lattice.corner(0, 0), lattice.corner(lattice.width, lattice.height)];
        let is_near = |p: PointDm| (low[0]..high[0]).contains(&p[0]) && (low[1]..high[1]).contains(&p[1]);
        let near: Vec<usize> = (0..buildings.len()).filter(|&i| is_near(buildings[i].point)).collect();
        near.iter().for_each(|&i| off_the_lines(&lattice, &mut buildings[i].point));
        let standing: Vec<&PlannedBuilding> = near.iter().map(|&i| &buildings[i]).collect();
        let mut is_inside = inside(&lattice, outline);
        standing.iter().for_each(|building| is_inside[lattice.cell_of(building.point)] = true);
        let ground = ground::divide(lattice, &standing, &survey.roads, &survey.land, &is_inside);
        let (graph, atom_of) = Graph::of(&ground, &standing);
        let members = members(&graph, &atom_of, &near, chosen);
        Self { ground, graph, members, near, atom_of }
    }
}

/// Moves a point by a decimetre when it lies on a line of the lattice, so that it lies in exactly one cell.
fn off_the_lines(lattice: &Lattice, point: &mut PointDm) {
    for axis in 0..2 {
        if (point[axis] - lattice.origin[axis]).rem_euclid(lattice.cell_dm) == 0 {
            point[axis] += 1;
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
    let all = graph.members();
    for _ in 0..3 {
        for &atom in &all {
            let (mut inner, mut total) = (0.0, 0.0);
            for edge in graph.edges(atom) {
                total += edge.length_m;
                inner += if is_member[edge.to as usize] { edge.length_m } else { 0.0 };
            }
            let is_whole = chosen.iter().all(|chosen| *chosen);
            is_member[atom as usize] |= !is_built[atom as usize] && (is_whole || inner > 0.6 * total);
        }
    }
    // What lies between members belongs to them, or the city would have holes.
    let outside = extent::components(graph, &all, |atom| !is_member[atom as usize]);
    for pocket in outside.into_iter().skip(1) {
        let weight: u32 = pocket.iter().map(|&atom| graph.weight[atom as usize]).sum();
        let is_small = pocket.len() < 12 && weight < 400;
        pocket.iter().for_each(|&atom| is_member[atom as usize] |= is_small);
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
