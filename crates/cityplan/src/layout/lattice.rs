//! A lattice of square cells over a part of the ground, and what is drawn on it: polygons and lines.
//!
//! Not for distances and floods (see [`super::outline`] and [`super::ground`]).

use crate::geometry::{clip, edges};
use crate::plan::{PointDm, RingDm};

/// Square cells in rows from south to north.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lattice {
    /// South-west corner in decimetres.
    pub origin: PointDm,
    /// Side of a cell in decimetres.
    pub cell_dm: i32,
    pub width: usize,
    pub height: usize,
}

impl Lattice {
    /// A lattice that covers bounds and a margin with at most `cells_max` cells, none smaller than `cell_min_dm`.
    pub(super) fn over([low, high]: [PointDm; 2], margin_dm: i32, cell_min_dm: i32, cells_max: f64) -> Self {
        let side = |axis: usize| f64::from(high[axis]) - f64::from(low[axis]) + 2.0 * f64::from(margin_dm);
        let cell_dm = (side(0) * side(1) / cells_max).sqrt().ceil() as i32;
        let cell_dm = (cell_dm.max(cell_min_dm) + 1) / 2 * 2;
        let count = |axis: usize| (side(axis) / f64::from(cell_dm)).ceil() as usize + 1;
        Self { origin: low.map(|n| n - margin_dm), cell_dm, width: count(0), height: count(1) }
    }

    pub(super) fn len(&self) -> usize {
        self.width * self.height
    }

    /// Column and row, not yet held inside.
    fn position(&self, point: PointDm) -> [i64; 2] {
        let at =
            |axis: usize| (i64::from(point[axis]) - i64::from(self.origin[axis])).div_euclid(i64::from(self.cell_dm));
        [at(0), at(1)]
    }

    /// The cell that holds a point; points outside are held at the border.
    pub(super) fn cell_of(&self, point: PointDm) -> usize {
        let [x, y] = self.position(point);
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        y * self.width + x
    }

    /// The middle of a cell.
    pub(super) fn centre(&self, cell: usize) -> PointDm {
        let half = self.cell_dm / 2;
        let [x, y] = self.corner(cell % self.width, cell / self.width);
        [x + half, y + half]
    }

    /// The south-west corner of a cell, or of the lattice's far ends.
    pub(super) fn corner(&self, column: usize, row: usize) -> PointDm {
        [self.origin[0] + column as i32 * self.cell_dm, self.origin[1] + row as i32 * self.cell_dm]
    }

    /// The four neighbours that exist.
    pub(super) fn neighbours(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, y) = (cell % self.width, cell / self.width);
        let west = (x > 0).then(|| cell - 1);
        let east = (x + 1 < self.width).then_some(cell + 1);
        let south = (y > 0).then(|| cell - self.width);
        let north = (y + 1 < self.height).then_some(cell + self.width);
        [west, east, south, north].into_iter().flatten()
    }

    /// Calls `paint` for every cell whose middle lies inside a polygon (even-odd, so holes stay free).
    pub(super) fn fill(&self, rings: &[RingDm], mut paint: impl FnMut(usize)) {
        let rows = rings.iter().flatten().map(|point| self.position(*point)[1]);
        let (low, high) = rows.fold((i64::MAX, i64::MIN), |(low, high), row| (low.min(row), high.max(row)));
        let mut crossings: Vec<f64> = Vec::new();
        for row in low.max(0)..=high.min(self.height as i64 - 1) {
            let y = f64::from(self.origin[1]) + (row as f64 + 0.5) * f64::from(self.cell_dm);
            crossings.clear();
            for (a, b) in rings.iter().flat_map(|ring| edges(ring)) {
                let (ay, by) = (f64::from(a[1]), f64::from(b[1]));
                if (ay > y) != (by > y) {
                    crossings.push(f64::from(a[0]) + (y - ay) / (by - ay) * (f64::from(b[0]) - f64::from(a[0])));
                }
            }
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let column = |x: f64| (x - f64::from(self.origin[0])) / f64::from(self.cell_dm) - 0.5;
                let first = column(pair[0]).ceil().max(0.0) as usize;
                let last = column(pair[1]).floor().min(self.width as f64 - 1.0);
                if last >= 0.0 {
                    (first..=last as usize).for_each(|x| paint(row as usize * self.width + x));
                }
            }
        }
    }

    /// Calls `paint` for the cells along a line, each connected to the next by a side, so that no flood slips through.
    pub(super) fn trace(&self, line: &[PointDm], mut paint: impl FnMut(usize)) {
        for pair in line.windows(2) {
            self.trace_segment(pair[0], pair[1], &mut paint);
        }
    }

    fn trace_segment(&self, first: PointDm, second: PointDm, paint: &mut impl FnMut(usize)) {
        let scale = f64::from(self.cell_dm);
        let to_cells = |p: PointDm| {
            [
                (f64::from(p[0]) - f64::from(self.origin[0])) / scale,
                (f64::from(p[1]) - f64::from(self.origin[1])) / scale,
            ]
        };
        let Some((from, to)) = clip(to_cells(first), to_cells(second), [self.width as f64, self.height as f64]) else {
            return;
        };
        let steps = ((to[0] - from[0]).abs().max((to[1] - from[1]).abs()) * 2.0).ceil().max(1.0) as usize;
        let mut last: Option<[usize; 2]> = None;
        for step in 0..=steps {
            let t = step as f64 / steps as f64;
            let x = ((from[0] + t * (to[0] - from[0])) as usize).min(self.width - 1);
            let y = ((from[1] + t * (to[1] - from[1])) as usize).min(self.height - 1);
            if let Some([lx, ly]) = last
                && lx != x
                && ly != y
            {
                paint(ly * self.width + x);
            }
            if last != Some([x, y]) {
                paint(y * self.width + x);
            }
            last = Some([x, y]);
        }
    }
}
