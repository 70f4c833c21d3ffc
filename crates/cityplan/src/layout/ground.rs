//! Divides the ground among buildings: each gets the cells that are nearest, when crossing a road or a river is far.
//!
//! The result is the smallest pieces that areas are made of. Not for deciding which pieces belong together.

use super::lattice::Lattice;
use crate::plan::{LandClass, PlannedBuilding, PlannedLand, PlannedRoad, RoadClass};

/// No atom.
pub(super) const NONE: u32 = u32::MAX;

/// What a cell of ground is, as far as borders care. Greater ones are better borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Cover {
    Open,
    Path,
    Service,
    Water,
    Street,
    Avenue,
    Rail,
    Artery,
}

impl Cover {
    /// What a step into such a cell costs, where ten is a step over open ground.
    fn step(self) -> u32 {
        match self {
            Self::Open => 10,
            Self::Path => 14,
            Self::Service => 40,
            Self::Water => 60,
            Self::Street => 160,
            Self::Avenue => 300,
            Self::Rail => 400,
            Self::Artery => 500,
        }
    }

    /// What a metre of border costs there, where one is a border over open ground between two neighbours.
    pub(super) fn border(self) -> f32 {
        match self {
            Self::Open => 1.0,
            Self::Path => 0.85,
            Self::Service => 0.65,
            Self::Water => 0.30,
            Self::Street => 0.36,
            Self::Avenue => 0.26,
            Self::Rail | Self::Artery => 0.18,
        }
    }

    /// Whether it parts the ground into blocks.
    fn parts_blocks(self) -> bool {
        self >= Self::Street
    }

    fn of_road(class: RoadClass) -> Self {
        match class {
            RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary | RoadClass::Secondary => Self::Artery,
            RoadClass::Tertiary => Self::Avenue,
            RoadClass::Residential | RoadClass::Living => Self::Street,
            RoadClass::Service | RoadClass::Track => Self::Service,
            RoadClass::Path => Self::Path,
            RoadClass::Rail => Self::Rail,
        }
    }
}

/// The ground with the owner of each cell.
pub(super) struct Ground {
    pub lattice: Lattice,
    pub cover: Vec<Cover>,
    /// The atom of each cell, or [`NONE`] outside the city.
    pub owner: Vec<u32>,
    /// Atoms, first those that began as buildings.
    pub atoms: u32,
    /// The zone of each cell; an atom lies in one zone only.
    zone: Vec<u32>,
}

/// An empty block of this size in square metres is an atom of its own; smaller ones go to their neighbours, larger ones are
/// divided among them.
const EMPTY_BLOCK_M2: std::ops::RangeInclusive<f64> = 2_500.0..=400_000.0;

/// Narrower empty blocks are strips of verge.
const STRIP_M: f64 = 30.0;

/// Divides all cells that lie in a zone.
pub(super) fn divide(
    lattice: Lattice,
    buildings: &[&PlannedBuilding],
    roads: &[PlannedRoad],
    land: &[PlannedLand],
    zone: Vec<u32>,
) -> Ground {
    let cover = cover(&lattice, roads, land);
    let mut owner = vec![NONE; lattice.len()];
    // Small ones first: a tower on a podium has its own ground, and the podium what is left.
    let mut by_area: Vec<(usize, &PlannedBuilding)> = buildings.iter().copied().enumerate().collect();
    by_area.sort_by_key(|(_, building)| crate::geometry::double_area_of(&building.rings));
    for &(index, building) in &by_area {
        // The point's own cell first, so that a building in a crowd keeps at least that one.
        let own = lattice.cell_of(building.point);
        if owner[own] == NONE && zone[own] != NONE {
            owner[own] = index as u32;
        }
    }
    for &(index, building) in &by_area {
        let own = zone[lattice.cell_of(building.point)];
        lattice.fill(&building.rings, |cell| {
            if owner[cell] == NONE && own != NONE && zone[cell] == own {
                owner[cell] = index as u32;
            }
        });
    }
    let mut ground = Ground { lattice, cover, owner, atoms: buildings.len() as u32, zone };
    ground.seed_empty_zones();
    ground.seed_empty_blocks();
    ground.flood();
    ground.make_whole();
    ground
}

fn cover(lattice: &Lattice, roads: &[PlannedRoad], land: &[PlannedLand]) -> Vec<Cover> {
    let mut cover = vec![Cover::Open; lattice.len()];
    for piece in land.iter().filter(|piece| piece.class == LandClass::Water) {
        lattice.fill(&piece.rings, |cell| cover[cell] = Cover::Water);
    }
    for road in roads {
        let class = Cover::of_road(road.class);
        lattice.trace(&road.line, |cell| cover[cell] = cover[cell].max(class));
    }
    cover
}

impl Ground {
    /// Makes one atom of every zone in which nothing stands.
    fn seed_empty_zones(&mut self) {
        let zones = self.zone.iter().filter(|zone| **zone != NONE).max().map_or(0, |last| last + 1) as usize;
        let mut atom_of_zone = vec![None; zones];
        for (cell, &zone) in self.zone.iter().enumerate() {
            if zone != NONE && self.owner[cell] != NONE {
                atom_of_zone[zone as usize] = Some(NONE);
            }
        }
        for cell in 0..self.zone.len() {
            let zone = self.zone[cell];
            if zone == NONE || atom_of_zone[zone as usize] == Some(NONE) {
                continue;
            }
            self.owner[cell] = *atom_of_zone[zone as usize].get_or_insert_with(|| {
                self.atoms += 1;
                self.atoms - 1
            });
        }
    }

    /// The zone of every atom, [`NONE`] for those without ground.
    pub(super) fn zones_of_atoms(&self) -> Vec<u32> {
        let mut zones = vec![NONE; self.atoms as usize];
        for (&atom, &zone) in self.owner.iter().zip(&self.zone) {
            if atom != NONE {
                zones[atom as usize] = zone;
            }
        }
        zones
    }

    /// Makes atoms of blocks between roads in which nothing stands, so that a park is not cut in two without need.
    fn seed_empty_blocks(&mut self) {
        let cell_m2 = f64::from(self.lattice.cell_dm).powi(2) / 100.0;
        let mut seen = vec![false; self.lattice.len()];
        for start in 0..self.lattice.len() {
            if seen[start] || self.zone[start] == NONE || self.cover[start].parts_blocks() {
                continue;
            }
            seen[start] = true;
            let (mut block, mut next, mut is_empty, mut rim) = (vec![start], 0, true, 0);
            while let Some(&cell) = block.get(next) {
                next += 1;
                is_empty &= self.owner[cell] == NONE;
                for neighbour in self.lattice.neighbours(cell) {
                    if self.zone[neighbour] != self.zone[start] || self.cover[neighbour].parts_blocks() {
                        rim += 1;
                    } else if !std::mem::replace(&mut seen[neighbour], true) {
                        block.push(neighbour);
                    }
                }
            }
            // A strip between two carriageways is no block.
            let width_m = 2.0 * block.len() as f64 * cell_m2.sqrt() / f64::from(rim.max(1));
            if is_empty && width_m >= STRIP_M && EMPTY_BLOCK_M2.contains(&(block.len() as f64 * cell_m2)) {
                for &cell in &block {
                    self.owner[cell] = self.atoms;
                }
                self.atoms += 1;
            }
        }
    }

    /// Gives every cell to the atom that reaches it with the least effort: Dijkstra with a ring of buckets.
    fn flood(&mut self) {
        const BUCKETS: usize = 1024;
        let mut effort = vec![u32::MAX; self.owner.len()];
        let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS];
        for (cell, owner) in self.owner.iter().enumerate() {
            if *owner != NONE {
                effort[cell] = 0;
                buckets[0].push(cell as u32);
            }
        }
        let (mut now, mut idle) = (0_u32, 0);
        while idle <= BUCKETS {
            let bucket = std::mem::take(&mut buckets[now as usize % BUCKETS]);
            idle = if bucket.is_empty() { idle + 1 } else { 0 };
            for cell in bucket {
                if effort[cell as usize] == now {
                    self.spread(cell as usize, now, &mut effort, |cell, at| {
                        buckets[at as usize % BUCKETS].push(cell);
                    });
                }
            }
            now += 1;
        }
    }

    /// One step of the flood to the eight neighbours.
    fn spread(&mut self, cell: usize, now: u32, effort: &mut [u32], mut push: impl FnMut(u32, u32)) {
        let (width, height) = (self.lattice.width as isize, self.lattice.height as isize);
        let (x, y) = (cell as isize % width, cell as isize / width);
        for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
            let (nx, ny) = (x + dx, y + dy);
            if nx < 0 || ny < 0 || nx >= width || ny >= height {
                continue;
            }
            let next = (ny * width + nx) as usize;
            if self.zone[next] != self.zone[cell] {
                continue;
            }
            let step = self.cover[next].step();
            let at = now + if dx != 0 && dy != 0 { step * 14 / 10 } else { step };
            if at < effort[next] {
                effort[next] = at;
                self.owner[next] = self.owner[cell];
                push(next as u32, at);
            }
        }
    }

    /// Keeps the largest side-connected piece of every atom and gives the crumbs to their neighbours.
    fn make_whole(&mut self) {
        let (piece_of, pieces) = self.pieces();
        let mut largest: Vec<Option<u32>> = vec![None; self.atoms as usize];
        for (piece, (atom, size)) in pieces.iter().enumerate() {
            let best = &mut largest[*atom as usize];
            if best.is_none_or(|best| pieces[best as usize].1 < *size) {
                *best = Some(piece as u32);
            }
        }
        let mut crumbs: Vec<usize> = Vec::new();
        for (cell, &piece) in piece_of.iter().enumerate() {
            if piece != NONE && largest[pieces[piece as usize].0 as usize] != Some(piece) {
                self.owner[cell] = NONE;
                crumbs.push(cell);
            }
        }
        while !crumbs.is_empty() {
            let before = crumbs.len();
            let found: Vec<(usize, u32)> = crumbs
                .iter()
                .filter_map(|&cell| {
                    let near = self.lattice.neighbours(cell).filter(|&next| self.zone[next] == self.zone[cell]);
                    let owner = near.map(|next| self.owner[next]).find(|&owner| owner != NONE)?;
                    Some((cell, owner))
                })
                .collect();
            for (cell, owner) in found {
                self.owner[cell] = owner;
            }
            crumbs.retain(|&cell| self.owner[cell] == NONE);
            if crumbs.len() == before {
                break;
            }
        }
    }

    /// The side-connected pieces: the piece of each cell, and atom and size of each piece.
    fn pieces(&self) -> (Vec<u32>, Vec<(u32, u32)>) {
        let mut piece_of = vec![NONE; self.owner.len()];
        let mut pieces = Vec::new();
        let mut queue = Vec::new();
        for start in 0..self.owner.len() {
            let atom = self.owner[start];
            if atom == NONE || piece_of[start] != NONE {
                continue;
            }
            let piece = pieces.len() as u32;
            piece_of[start] = piece;
            queue.push(start);
            let mut size = 0;
            while let Some(cell) = queue.pop() {
                size += 1;
                for next in self.lattice.neighbours(cell) {
                    if self.owner[next] == atom && piece_of[next] == NONE {
                        piece_of[next] = piece;
                        queue.push(next);
                    }
                }
            }
            pieces.push((atom, size));
        }
        (piece_of, pieces)
    }
}
