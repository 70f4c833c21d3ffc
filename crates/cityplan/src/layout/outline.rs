//! The city's reach: the ground near buildings, closed over gaps, in one piece without holes.
//!
//! Works on a coarse lattice with distances, which keeps the outline round. Not for borders inside.

use std::collections::VecDeque;

use super::lattice::Lattice;
use crate::plan::PointDm;

/// Ground this near to a building belongs to the city, in decimetres.
const NEAR_DM: f64 = 1_200.0;

/// Gaps are closed as a disc of this radius would roll round the city, in decimetres.
const ROLL_DM: f64 = 50_000.0;

/// The outline is rounded at this scale, in decimetres.
const BLUR_DM: f64 = 1_500.0;

/// Rounding never comes nearer to a building than this, in decimetres.
const KEPT_DM: f64 = 600.0;

/// Cells of the coarse lattice.
const CELLS_MAX: f64 = 1_500_000.0;

/// Margin that the coarse lattice needs, so that the rolling disc has room.
const MARGIN_DM: i32 = (ROLL_DM + 2.0 * NEAR_DM) as i32;

/// The outline as a field on the coarse lattice: positive inside.
pub(super) struct Outline {
    lattice: Lattice,
    depth: Vec<f32>,
}

/// How far beyond the points the outline reaches at most.
pub(super) const REACH_DM: i32 = NEAR_DM as i32 + 400;

impl Outline {
    /// The outline round points.
    pub(super) fn round(points: &[PointDm], bounds: [PointDm; 2]) -> Self {
        let lattice = Lattice::over(bounds, MARGIN_DM, 150, CELLS_MAX);
        let mut seeds = vec![false; lattice.len()];
        for point in points {
            seeds[lattice.cell_of(*point)] = true;
        }
        loop {
            let depth = closed(&lattice, &seeds);
            let pieces = pieces(&lattice, &depth);
            if pieces.len() < 2 {
                return Self { lattice, depth: without_holes(&lattice, depth) };
            }
            link(&lattice, &mut seeds, &pieces);
        }
    }

    /// Whether a point lies inside; smooth between the coarse cells.
    pub(super) fn holds(&self, point: PointDm) -> bool {
        let at = |axis: usize| {
            let cells =
                (f64::from(point[axis]) - f64::from(self.lattice.origin[axis])) / f64::from(self.lattice.cell_dm);
            (cells - 0.5).max(0.0)
        };
        let (x, y) = (at(0), at(1));
        let column = (x as usize).min(self.lattice.width.saturating_sub(2));
        let row = (y as usize).min(self.lattice.height.saturating_sub(2));
        let (tx, ty) = ((x - column as f64).min(1.0), (y - row as f64).min(1.0));
        let depth = |dx: usize, dy: usize| f64::from(self.depth[(row + dy) * self.lattice.width + column + dx]);
        let south = depth(0, 0) * (1.0 - tx) + depth(1, 0) * tx;
        let north = depth(0, 1) * (1.0 - tx) + depth(1, 1) * tx;
        south * (1.0 - ty) + north * ty > 0.0
    }
}

/// Dilates by the rolling radius and shrinks back to the near distance; positive inside.
fn closed(lattice: &Lattice, seeds: &[bool]) -> Vec<f32> {
    let cell = f64::from(lattice.cell_dm);
    let to_building = distance(lattice, seeds);
    let outside: Vec<bool> = to_building.iter().map(|cells| f64::from(*cells) * cell > ROLL_DM).collect();
    let to_outside = distance(lattice, &outside);
    let shrink = (ROLL_DM - NEAR_DM) / cell;
    let mut closed: Vec<f32> = to_outside.iter().map(|cells| (f64::from(*cells) - shrink) as f32).collect();
    let blur = (BLUR_DM / cell).round() as usize;
    for _ in 0..3 {
        closed = blurred(lattice, closed, blur);
    }
    let near = (KEPT_DM / cell) as f32;
    closed.iter().zip(&to_building).map(|(closed, to)| closed.max(near - to)).collect()
}

/// The mean over a square round each cell, clipped to twice its side so that far values do not pull.
fn blurred(lattice: &Lattice, field: Vec<f32>, radius: usize) -> Vec<f32> {
    let limit = 2.0 * radius as f32 + 1.0;
    let clipped: Vec<f32> = field.into_iter().map(|value| value.clamp(-limit, limit)).collect();
    let rows: Vec<f32> = clipped.chunks_exact(lattice.width).flat_map(|row| running_mean(row, radius)).collect();
    let mut out = vec![0.0; rows.len()];
    let mut column = vec![0.0; lattice.height];
    for x in 0..lattice.width {
        for (y, value) in column.iter_mut().enumerate() {
            *value = rows[y * lattice.width + x];
        }
        for (y, value) in running_mean(&column, radius).into_iter().enumerate() {
            out[y * lattice.width + x] = value;
        }
    }
    out
}

fn running_mean(values: &[f32], radius: usize) -> Vec<f32> {
    let n = values.len();
    let mut sums = Vec::with_capacity(n + 1);
    sums.push(0.0_f64);
    for value in values {
        sums.push(sums[sums.len() - 1] + f64::from(*value));
    }
    let mean = |i: usize| {
        let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(n));
        ((sums[to] - sums[from]) / (to - from) as f64) as f32
    };
    (0..n).map(mean).collect()
}

/// Exact Euclidean distance in cells to the nearest seed (Felzenszwalb and Huttenlocher's two passes).
fn distance(lattice: &Lattice, seeds: &[bool]) -> Vec<f32> {
    let far = (lattice.width + lattice.height) as f32;
    let mut squared: Vec<f32> = seeds.iter().map(|seed| if *seed { 0.0 } else { far * far }).collect();
    let mut column = vec![0.0; lattice.height];
    for x in 0..lattice.width {
        for (y, value) in column.iter_mut().enumerate() {
            *value = squared[y * lattice.width + x];
        }
        for (y, value) in parabolas(&column).into_iter().enumerate() {
            squared[y * lattice.width + x] = value;
        }
    }
    for row in squared.chunks_exact_mut(lattice.width) {
        let passed = parabolas(row);
        row.copy_from_slice(&passed);
    }
    squared.iter().map(|value| value.sqrt()).collect()
}

/// Lower envelope of the parabolas that stand on the values.
fn parabolas(values: &[f32]) -> Vec<f32> {
    let n = values.len();
    let mut feet: Vec<usize> = Vec::with_capacity(n);
    let mut starts: Vec<f64> = Vec::with_capacity(n);
    let height = |i: usize| f64::from(values[i]) + (i * i) as f64;
    for i in 0..n {
        let mut start = f64::NEG_INFINITY;
        while let (Some(&foot), Some(&before)) = (feet.last(), starts.last()) {
            start = (height(i) - height(foot)) / (2.0 * (i - foot) as f64);
            if start > before {
                break;
            }
            feet.pop();
            starts.pop();
            start = f64::NEG_INFINITY;
        }
        feet.push(i);
        starts.push(start);
    }
    let mut at = 0;
    let value = |i: usize| {
        while at + 1 < feet.len() && starts[at + 1] < i as f64 {
            at += 1;
        }
        let d = i as f64 - feet[at] as f64;
        (d * d + f64::from(values[feet[at]])) as f32
    };
    (0..n).map(value).collect()
}

/// Connected pieces of the inside.
fn pieces(lattice: &Lattice, depth: &[f32]) -> Vec<Vec<usize>> {
    let mut seen: Vec<bool> = depth.iter().map(|depth| *depth <= 0.0).collect();
    let mut pieces = Vec::new();
    for start in 0..depth.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut piece = vec![start];
        let mut next = 0;
        while let Some(&cell) = piece.get(next) {
            next += 1;
            for neighbour in lattice.neighbours(cell) {
                if !std::mem::replace(&mut seen[neighbour], true) {
                    piece.push(neighbour);
                }
            }
        }
        pieces.push(piece);
    }
    pieces
}

/// Sows a straight line from the smallest piece to its nearest neighbour, which makes a corridor of both.
fn link(lattice: &Lattice, seeds: &mut [bool], pieces: &[Vec<usize>]) {
    let Some(smallest) = (0..pieces.len()).min_by_key(|&i| pieces[i].len()) else { return };
    let mut others = vec![false; lattice.len()];
    let cells = pieces.iter().enumerate().filter(|(i, _)| *i != smallest).flat_map(|(_, piece)| piece);
    cells.for_each(|&cell| others[cell] = true);
    let to_others = distance(lattice, &others);
    let from = pieces[smallest].iter().copied().min_by(|&a, &b| to_others[a].total_cmp(&to_others[b]));
    let Some(from) = from else { return };
    let squared = |cell: usize| {
        let dx = (cell % lattice.width).abs_diff(from % lattice.width);
        let dy = (cell / lattice.width).abs_diff(from / lattice.width);
        dx * dx + dy * dy
    };
    let to = (0..others.len()).filter(|&cell| others[cell]).min_by_key(|&cell| squared(cell));
    if let Some(to) = to {
        lattice.trace(&[lattice.centre(from), lattice.centre(to)], |cell| seeds[cell] = true);
    }
}

/// Fills what the outside does not reach from the border of the lattice.
fn without_holes(lattice: &Lattice, mut depth: Vec<f32>) -> Vec<f32> {
    let mut outside = vec![false; depth.len()];
    let mut queue: VecDeque<usize> = VecDeque::from([0]);
    outside[0] = true;
    while let Some(cell) = queue.pop_front() {
        for neighbour in lattice.neighbours(cell) {
            if depth[neighbour] <= 0.0 && !std::mem::replace(&mut outside[neighbour], true) {
                queue.push_back(neighbour);
            }
        }
    }
    for (depth, outside) in depth.iter_mut().zip(outside) {
        if !outside && *depth <= 0.0 {
            *depth = 1.0;
        }
    }
    depth
}
