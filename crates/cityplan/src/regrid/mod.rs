//! Redraws the outlines of grids after buildings went to other grids: no gap, no overlap, the other borders where they were.
//!
//! A grid that gives buildings away is cut by straight lines, chosen like the questions of a decision tree: until all points of
//! a piece belong to one grid. Pieces go to their grids and what then lies between two pieces of one grid is dropped. Not for
//! deciding which building goes where, nor for laying out a city (`layout`).

mod cut;
mod edge;

use std::collections::{BTreeMap, BTreeSet};

use domain::area::Area;

use self::edge::{Edges, Splits};
use crate::geometry::{Side, double_area, point_inside, side_of};
use crate::layout::label_point;
use crate::plan::{PointDm, RingDm};

/// A building as the ground sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Where it stands: strictly inside its grid.
    pub point: PointDm,
    /// Its grid so far.
    pub from: Area,
    /// Its grid from now on.
    pub to: Area,
}

/// An outline that was drawn anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Rings counter-clockwise round ground and clockwise round holes; the largest first. An area may lie in several pieces.
    pub rings: Vec<RingDm>,
    /// Where its name is written.
    pub label_point: PointDm,
    /// How large it is.
    pub area_m2: f64,
}

/// Why outlines could not be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegridError {
    /// Two buildings of different grids stand on the very same spot.
    #[error("two buildings of different grids stand on the same spot")]
    SameSpot,
    /// A building would not lie in its grid.
    #[error("a building would lie outside its grid")]
    Stray,
}

/// The new rings of every grid whose outline changes: the ones that gave, the ones that took (also such as were not there
/// before), and neighbours that a new corner was set into. A grid that gave everything away has no rings.
///
/// `grids` are all grids that share borders, `stands` all buildings of the grids that give some away.
///
/// # Errors
/// When buildings can't be told apart by where they stand.
pub fn redraw(
    grids: &BTreeMap<Area, Vec<RingDm>>,
    stands: &[Stand],
) -> Result<BTreeMap<Area, Vec<RingDm>>, RegridError> {
    let givers: BTreeSet<Area> = stands.iter().filter(|stand| stand.from != stand.to).map(|stand| stand.from).collect();
    let takers: BTreeSet<Area> = stands.iter().filter(|stand| stand.from != stand.to).map(|stand| stand.to).collect();
    let mut splits = Splits::default();
    let mut pieces: BTreeMap<Area, Edges> = BTreeMap::new();
    for giver in &givers {
        let rings = grids.get(giver).map(Vec::as_slice).unwrap_or_default();
        let inside: Vec<(PointDm, Area)> =
            stands.iter().filter(|stand| stand.from == *giver).map(|stand| (stand.point, stand.to)).collect();
        for (grid, piece) in cut::cut(edge::of_rings(rings), &inside, &mut splits)? {
            pieces.entry(grid).or_default().extend(piece);
        }
    }
    let mut changed = BTreeMap::new();
    for (grid, rings) in grids {
        let given = pieces.remove(grid);
        let own = if givers.contains(grid) { Edges::new() } else { edge::of_rings(rings) };
        let whole = splits.expand(own.into_iter().chain(given.unwrap_or_default()));
        let is_changed = givers.contains(grid) || takers.contains(grid) || whole.len() != edge::count(rings);
        if is_changed {
            changed.insert(*grid, edge::rings(whole));
        }
    }
    // What is left goes to grids that were not there before.
    changed.extend(pieces.into_iter().map(|(grid, piece)| (grid, edge::rings(splits.expand(piece)))));
    let stands_inside = |stand: &Stand| {
        let rings = changed.get(&stand.to).or_else(|| grids.get(&stand.to));
        rings.is_some_and(|rings| side_of(stand.point, rings) == Side::Inside)
    };
    if stands.iter().all(stands_inside) { Ok(changed) } else { Err(RegridError::Stray) }
}

/// The outline of several grids together.
pub fn union<'a>(grids: impl IntoIterator<Item = &'a [RingDm]>) -> Vec<RingDm> {
    edge::rings(grids.into_iter().flat_map(edge::of_rings).collect())
}

/// An outline of rings as [`redraw`] and [`union`] give them.
pub fn outline(rings: Vec<RingDm>) -> Outline {
    let doubled: i64 = rings.iter().map(|ring| double_area(ring)).sum();
    let first = rings.first().map(std::slice::from_ref).unwrap_or_default();
    let mut label = label_point(&rings);
    if side_of(label, &rings) != Side::Inside {
        label = point_inside(first);
    }
    Outline { label_point: label, area_m2: doubled as f64 / 200.0, rings }
}

/// The polygons that rings make, as one outline with holes each, for whoever needs no more than correct sides: all holes stand
/// in the first.
pub fn polygons(rings: &[RingDm]) -> Vec<Vec<RingDm>> {
    let (outer, holes): (Vec<&RingDm>, Vec<&RingDm>) = rings.iter().partition(|ring| double_area(ring) > 0);
    let mut polygons: Vec<Vec<RingDm>> = outer.into_iter().map(|ring| vec![ring.clone()]).collect();
    if let Some(first) = polygons.first_mut() {
        first.extend(holes.into_iter().cloned());
    }
    polygons
}

#[cfg(test)]
mod tests;
