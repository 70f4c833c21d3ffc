//! Borders of labelled cells as arcs between junctions, each shared by the two faces beside it.
//!
//! Every junction has three arms: where four faces meet at a corner it is parted in two, so that no face ever touches itself in
//! a point. Not for smoothing (see [`super::border`]).

use super::ground::NONE;
use super::lattice::Lattice;
use crate::plan::PointDm;

/// A stretch of border with the same face on either side all along.
#[derive(Clone, Debug)]
pub(super) struct Arc {
    /// Face on the left, or [`NONE`] outside.
    pub left: u32,
    pub right: u32,
    /// Indices of the junctions at its ends; nothing for a ring without junctions.
    pub ends: Option<[u32; 2]>,
    /// Corners of cells from end to end; a ring's last point is its first.
    pub points: Vec<PointDm>,
}

/// All borders.
#[derive(Clone, Debug, Default)]
pub(super) struct Borders {
    pub arcs: Vec<Arc>,
    pub junctions: Vec<PointDm>,
}

#[derive(Clone, Copy)]
struct Step {
    from: u32,
    to: u32,
    left: u32,
    right: u32,
}

/// Where a border leaves a corner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    East,
    North,
    West,
    South,
}

struct Tracer<'a, F> {
    lattice: &'a Lattice,
    face: &'a [u32],
    /// How much two faces have in common; the closer pair stays together at a corner of four.
    kinship: F,
}

/// Traces all borders of labelled cells.
pub(super) fn trace(lattice: &Lattice, face: &[u32], kinship: impl Fn(u32, u32) -> u32) -> Borders {
    let tracer = Tracer { lattice, face, kinship };
    let steps = tracer.steps();
    tracer.arcs(&steps)
}

impl<F: Fn(u32, u32) -> u32> Tracer<'_, F> {
    fn at(&self, column: isize, row: isize) -> u32 {
        let is_on =
            (0..self.lattice.width as isize).contains(&column) && (0..self.lattice.height as isize).contains(&row);
        if is_on { self.face[row as usize * self.lattice.width + column as usize] } else { NONE }
    }

    /// The four faces round a corner: south-west, south-east, north-west, north-east.
    fn around(&self, x: usize, y: usize) -> [u32; 4] {
        let (x, y) = (x as isize, y as isize);
        [self.at(x - 1, y - 1), self.at(x, y - 1), self.at(x - 1, y), self.at(x, y)]
    }

    /// Whether four borders meet at a corner, and if so whether south-west stays together with north-east.
    fn split(&self, [sw, se, nw, ne]: [u32; 4]) -> Option<bool> {
        let is_cross = sw != se && se != ne && ne != nw && nw != sw;
        is_cross.then(|| (self.kinship)(sw, ne) >= (self.kinship)(se, nw))
    }

    fn corner(&self, x: usize, y: usize) -> u32 {
        (y * (self.lattice.width + 1) + x) as u32
    }

    /// The vertex of a corner that a border leaving in a direction belongs to.
    fn vertex(&self, x: usize, y: usize, way: Way) -> u32 {
        let second = match self.split(self.around(x, y)) {
            None => false,
            Some(true) => matches!(way, Way::North | Way::West),
            Some(false) => matches!(way, Way::North | Way::East),
        };
        self.corner(x, y) * 2 + u32::from(second)
    }

    fn position(&self, vertex: u32) -> PointDm {
        let (corner, is_second) = (vertex as usize / 2, vertex % 2 == 1);
        let (x, y) = (corner % (self.lattice.width + 1), corner / (self.lattice.width + 1));
        let [px, py] = self.lattice.corner(x, y);
        let quarter = self.lattice.cell_dm / 4;
        let (dx, dy) = match (self.split(self.around(x, y)), is_second) {
            (None, _) => (0, 0),
            (Some(true), false) => (quarter, -quarter),
            (Some(true), true) => (-quarter, quarter),
            (Some(false), false) => (-quarter, -quarter),
            (Some(false), true) => (quarter, quarter),
        };
        [px + dx, py + dy]
    }

    /// All unit steps of borders, each once.
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for y in 0..=self.lattice.height {
            for x in 0..=self.lattice.width {
                let around = self.around(x, y);
                let [sw, se, nw, ne] = around;
                if se != ne {
                    let (from, to) = (self.vertex(x, y, Way::East), self.vertex(x + 1, y, Way::West));
                    steps.push(Step { from, to, left: ne, right: se });
                }
                if nw != ne {
                    let (from, to) = (self.vertex(x, y, Way::North), self.vertex(x, y + 1, Way::South));
                    steps.push(Step { from, to, left: nw, right: ne });
                }
                let (first, second) = (self.corner(x, y) * 2, self.corner(x, y) * 2 + 1);
                match self.split(around) {
                    // From the south-east vertex to the north-west one: south-west on the left.
                    Some(true) if sw != ne => steps.push(Step { from: first, to: second, left: sw, right: ne }),
                    // From the south-west vertex to the north-east one: north-west on the left.
                    Some(false) if nw != se => steps.push(Step { from: first, to: second, left: nw, right: se }),
                    _ => {}
                }
            }
        }
        steps
    }

    fn arcs(&self, steps: &[Step]) -> Borders {
        let net = Net::of(steps);
        let mut borders = Borders::default();
        let mut used = vec![false; steps.len()];
        let mut junction_of = std::collections::BTreeMap::new();
        for vertex in net.junctions() {
            junction_of.insert(vertex, borders.junctions.len() as u32);
            borders.junctions.push(self.position(vertex));
        }
        for (&vertex, &junction) in &junction_of {
            for &step in net.at(vertex) {
                if used[step as usize] {
                    continue;
                }
                let (vertices, left, right) = net.walk(steps, vertex, step, &mut used);
                let end = vertices.last().and_then(|last| junction_of.get(last)).copied().unwrap_or(junction);
                let points = vertices.iter().map(|&vertex| self.position(vertex)).collect();
                borders.arcs.push(Arc { left, right, ends: Some([junction, end]), points });
            }
        }
        for start in 0..steps.len() {
            if !used[start] {
                let (vertices, left, right) = net.walk(steps, steps[start].from, start as u32, &mut used);
                let points = vertices.iter().map(|&vertex| self.position(vertex)).collect();
                borders.arcs.push(Arc { left, right, ends: None, points });
            }
        }
        borders
    }
}

/// Steps by their ends.
struct Net {
    /// Vertex and step, sorted.
    ends: Vec<(u32, u32)>,
}

impl Net {
    fn of(steps: &[Step]) -> Self {
        let both = steps.iter().enumerate().flat_map(|(i, step)| [(step.from, i as u32), (step.to, i as u32)]);
        let mut ends: Vec<(u32, u32)> = both.collect();
        ends.sort_unstable();
        Self { ends }
    }

    fn at(&self, vertex: u32) -> impl Iterator<Item = &u32> {
        let from = self.ends.partition_point(|(v, _)| *v < vertex);
        self.ends[from..].iter().take_while(move |(v, _)| *v == vertex).map(|(_, step)| step)
    }

    fn junctions(&self) -> Vec<u32> {
        let groups = self.ends.chunk_by(|a, b| a.0 == b.0);
        groups.filter(|group| group.len() > 2).map(|group| group[0].0).collect()
    }

    /// Follows a border from a vertex to the next junction or back to the start; faces as seen in that direction.
    fn walk(&self, steps: &[Step], start: u32, first: u32, used: &mut [bool]) -> (Vec<u32>, u32, u32) {
        let step = steps[first as usize];
        let (left, right) = if step.from == start { (step.left, step.right) } else { (step.right, step.left) };
        let mut vertices = vec![start];
        let (mut at, mut along) = (start, first);
        loop {
            used[along as usize] = true;
            let step = steps[along as usize];
            at = if step.from == at { step.to } else { step.from };
            vertices.push(at);
            let mut others = self.at(at).copied().filter(|&other| other != along);
            match (others.next(), others.next()) {
                (Some(next), None) if !used[next as usize] && at != start => along = next,
                _ => return (vertices, left, right),
            }
        }
    }
}
