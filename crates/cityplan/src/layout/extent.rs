//! Chooses the part of a city that a jurisdiction of a given size covers: compact, connected, bordered by roads.
//!
//! Not for dividing it (see [`super::divide`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::cut::Size;
use super::graph::{Dice, Graph};
use super::ground::NONE;
use super::refine::{Division, Refiner};

/// Side of the squares in metres on whose middles a centre is tried.
const SQUARE_M: f32 = 250.0;

/// A building of at most so many dwellings is a house.
const HOUSE_MAX: u32 = 3;

/// A jurisdiction with at least this share of its dwellings in houses shows a city's variety and is preferred.
const HOUSE_SHARE: f32 = 0.03;

/// Which atoms belong to the most compact part with about so many dwellings. All of them when there are no more.
pub(super) fn choose(graph: &Graph, wanted: u32, heavy: u32) -> Vec<bool> {
    let members = graph.members();
    let total: u64 = members.iter().map(|&atom| u64::from(graph.weight[atom as usize])).sum();
    if total <= u64::from(wanted) {
        return graph.area_m2.iter().map(|area| *area > 0.0).collect();
    }
    let Some(centre) = centre(graph, &members, wanted, heavy) else { return vec![true; graph.len()] };
    let (blocks, block_of) = graph.contract(&members, wanted / 40, BLOCK_MAX_M2);
    let members = blocks.members();
    let mut chosen = grow(&blocks, &members, centre, wanted);
    fill_pockets(&blocks, &members, &mut chosen, wanted / 20);
    smooth(&blocks, members, &mut chosen, wanted, total);
    block_of.iter().map(|&block| block != NONE && chosen[block as usize]).collect()
}

/// Blocks are not larger than this.
const BLOCK_MAX_M2: f32 = 200_000.0;

/// The middle round which the wanted number lives closest together, with few buildings too large for a grid and
/// some houses.
fn centre(graph: &Graph, members: &[u32], wanted: u32, heavy: u32) -> Option<[f32; 2]> {
    let mut squares: BTreeMap<[i32; 2], [f32; 3]> = BTreeMap::new();
    for &atom in members {
        let weight = graph.weight[atom as usize];
        let square = squares.entry(graph.centre[atom as usize].map(|n| (n / SQUARE_M).floor() as i32)).or_default();
        square[0] += weight as f32;
        square[1] += if weight > heavy { weight as f32 } else { 0.0 };
        square[2] += if weight <= HOUSE_MAX { weight as f32 } else { 0.0 };
    }
    let middle = |square: &[i32; 2]| square.map(|n| (n as f32 + 0.5) * SQUARE_M);
    let score = |centre: [f32; 2]| {
        let distance = |square: &[i32; 2]| {
            let [x, y] = middle(square);
            (x - centre[0]).hypot(y - centre[1])
        };
        let mut by_distance: Vec<(f32, [f32; 3])> = squares.iter().map(|(at, sums)| (distance(at), *sums)).collect();
        by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut sum, mut too_large, mut houses) = (0.0, 0.0, 0.0);
        for (radius, [weight, heavy, small]) in by_distance {
            sum += weight;
            too_large += heavy;
            houses += small;
            if sum >= wanted as f32 {
                let missing = (1.0 - houses / sum / HOUSE_SHARE).max(0.0);
                return (radius + SQUARE_M) * (1.0 + 3.0 * too_large / sum + missing);
            }
        }
        f32::MAX
    };
    let dense = squares.iter().filter(|(_, [weight, ..])| *weight > 0.0);
    dense.map(|(at, _)| middle(at)).map(|at| (score(at), at)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
}

/// Grows from the atom nearest the centre, always to the nearest neighbour.
fn grow(graph: &Graph, members: &[u32], centre: [f32; 2], wanted: u32) -> Vec<bool> {
    let distance_mm = |atom: u32| {
        let [x, y] = graph.centre[atom as usize];
        ((x - centre[0]).hypot(y - centre[1]) * 1_000.0) as u64
    };
    let mut chosen = vec![false; graph.len()];
    let mut seen = vec![false; graph.len()];
    let mut queue = BinaryHeap::new();
    if let Some(&start) = members.iter().min_by_key(|&&atom| distance_mm(atom)) {
        seen[start as usize] = true;
        queue.push(Reverse((distance_mm(start), start)));
    }
    let mut sum = 0;
    while let Some(Reverse((_, atom))) = queue.pop() {
        if sum >= wanted {
            break;
        }
        chosen[atom as usize] = true;
        sum += graph.weight[atom as usize];
        for edge in graph.edges(atom) {
            if !std::mem::replace(&mut seen[edge.to as usize], true) {
                queue.push(Reverse((distance_mm(edge.to), edge.to)));
            }
        }
    }
    chosen
}

/// Connected sets of members for which `is_in` holds.
pub(super) fn components(graph: &Graph, members: &[u32], is_in: impl Fn(u32) -> bool) -> Vec<Vec<u32>> {
    let mut seen = vec![false; graph.len()];
    let mut components = Vec::new();
    for &start in members {
        if seen[start as usize] || !is_in(start) {
            continue;
        }
        seen[start as usize] = true;
        let (mut component, mut next) = (vec![start], 0);
        while let Some(&atom) = component.get(next) {
            next += 1;
            for edge in graph.edges(atom) {
                if is_in(edge.to) && !std::mem::replace(&mut seen[edge.to as usize], true) {
                    component.push(edge.to);
                }
            }
        }
        components.push(component);
    }
    components.sort_by_key(|component| Reverse(component.len()));
    components
}

/// Takes in small sets of atoms that are cut off from the rest.
fn fill_pockets(graph: &Graph, members: &[u32], chosen: &mut [bool], weight_max: u32) {
    for pocket in components(graph, members, |atom| !chosen[atom as usize]).into_iter().skip(1) {
        if pocket.iter().map(|&atom| graph.weight[atom as usize]).sum::<u32>() <= weight_max {
            for atom in pocket {
                chosen[atom as usize] = true;
            }
        }
    }
}

/// Moves the border onto roads.
fn smooth(graph: &Graph, members: Vec<u32>, chosen: &mut [bool], wanted: u32, total: u64) {
    let size = Size { leaf: f64::from(wanted) / 100.0, slack: 0.14, heavy: u32::MAX };
    let rest = ((total - u64::from(wanted)) as f64 / size.leaf).round().max(1.0) as u32;
    let part = members.iter().map(|&atom| u32::from(!chosen[atom as usize])).collect();
    let mut division = Division { atoms: members, part, grids: vec![100, rest], above: vec![] };
    Refiner::new(graph, size).refine(&mut division, 200, 50.0, &mut Dice::new(7));
    for (&atom, &part) in division.atoms.iter().zip(&division.part) {
        chosen[atom as usize] = part == 0;
    }
}
