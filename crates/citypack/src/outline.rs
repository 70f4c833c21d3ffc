//! Rings and lines as small numbers.
//!
//! Houses have right angles, so the next edge of an outline is guessed to stand square on the last one: one number says
//! how long it is, and the other, how far the guess is off, is nearly always −1, 0 or 1. The last corner is guessed to close
//! the outline at right angles, a house to stand parallel to the one before it, a road to go on straight.
//! Whole steps of a grid (see [`crate::city::Step`]), so that nothing is lost.

use crate::city::{MAX_COORDINATE_DM, Point};
use crate::field::{Field, Medium, Walk};
use crate::node::Nodes;
use crate::range::bits;
use crate::shape::Shapes;
use crate::wire::DecodeError;

/// The fields that hold lines.
#[derive(Clone, Copy)]
pub(crate) struct LineFields {
    pub length: Field,
    pub first: [Field; 2],
    pub step: [Field; 2],
    pub step_dm: i32,
}

/// Where the last ring began, and the rings so far.
#[derive(Default)]
pub(crate) struct RingCursor {
    place: Point,
    shapes: Shapes,
}

/// A difference between two points in steps.
pub(crate) type Edge = (i64, i64);

pub(crate) fn minus(to: Point, from: Point, step_dm: i32) -> Edge {
    let part = |to: i32, from: i32| (i64::from(to) - i64::from(from)) / i64::from(step_dm);
    (part(to.x, from.x), part(to.y, from.y))
}

pub(crate) fn plus(from: Point, edge: Edge, step_dm: i32) -> Result<Point, DecodeError> {
    let part = |from: i32, steps: i64| {
        let value = steps.checked_mul(i64::from(step_dm)).and_then(|dm| dm.checked_add(i64::from(from)));
        let near = value.filter(|value| value.unsigned_abs() <= u64::from(MAX_COORDINATE_DM.unsigned_abs()));
        near.map(|value| value as i32).ok_or(DecodeError::Number)
    };
    Ok(Point { x: part(from.x, edge.0)?, y: part(from.y, edge.1)? })
}

/// Division rounded to the nearest whole, ties away from zero.
fn divide(a: i128, b: i128) -> i64 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    (if a >= 0 { (a + b / 2) / b } else { (a - b / 2) / b }) as i64
}

fn size(value: i64) -> usize {
    bits(value.unsigned_abs()) as usize
}

/// A direction along which an edge is told: its longer part is the number, its shorter part is guessed from that.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    by_x: bool,
    long: i64,
    short: i64,
}

impl Way {
    pub(crate) fn new((x, y): Edge) -> Self {
        if x.abs() >= y.abs() {
            Self { by_x: true, long: x, short: y }
        } else {
            Self { by_x: false, long: y, short: x }
        }
    }

    /// Square to the left of an edge.
    pub(crate) fn square((x, y): Edge) -> Self {
        Self::new((-y, x))
    }

    fn guess(self, along: i64) -> i64 {
        if self.long == 0 { 0 } else { divide(i128::from(along) * i128::from(self.short), i128::from(self.long)) }
    }

    /// Forwards is positive.
    fn sense(self) -> i64 {
        if self.long < 0 { -1 } else { 1 }
    }

    /// How far an edge goes along, and how far it misses the guess.
    pub(crate) fn told(self, edge: Edge) -> Edge {
        let (along, across) = if self.by_x { edge } else { (edge.1, edge.0) };
        (along * self.sense(), across - self.guess(along))
    }

    /// The inverse of [`Way::told`].
    pub(crate) fn edge(self, (along, miss): Edge) -> Result<Edge, DecodeError> {
        let (along, miss) = (small(along)? * self.sense(), small(miss)?);
        let across = small(self.guess(along))? + miss;
        Ok(if self.by_x { (along, across) } else { (across, along) })
    }
}

/// Refuses numbers with which the arithmetic here could overflow; no valid pack has them.
fn small(value: i64) -> Result<i64, DecodeError> {
    if (-(1 << 30)..=1 << 30).contains(&value) { Ok(value) } else { Err(DecodeError::Number) }
}

/// A pair of which the second is as long as the first, more or less.
fn pair<M: Medium>(walk: &mut Walk<M>, fields: [Field; 2], situation: usize, known: Edge) -> Edge {
    let x = walk.signed(fields[0], situation, known.0);
    (x, walk.signed(fields[1], size(x), known.1))
}

/// The last corner of an outline, as an edge from the one before: where `last`, turned left, meets the square on the first edge.
pub(crate) fn closing(last: Edge, first: Edge, back: Edge) -> Edge {
    let wide = |(x, y): Edge| (i128::from(x), i128::from(y));
    let ((lx, ly), (fx, fy), (bx, by)) = (wide(last), wide(first), wide(back));
    let (vx, vy) = (-ly, lx);
    let down = vx * fx + vy * fy;
    if down == 0 {
        return back;
    }
    let up = bx * fx + by * fy;
    let guess = (divide(vx * up, down), divide(vy * up, down));
    if small(guess.0).and(small(guess.1)).is_ok() { guess } else { back }
}

/// One ring of a house.
struct Ring {
    /// How far away the ring is that it may be parallel to (see `Shapes::guide`).
    far: usize,
    /// 0 of flats, 1 of anything else.
    use_of: usize,
    /// How many corners it has.
    length: usize,
    first: Edge,
    last: Edge,
    /// How far from square it has been so far.
    crooked: usize,
    /// How long the last edge was, and to which side it went.
    rhythm: usize,
}

impl Ring {
    /// The edge from corner `index` to the next.
    fn edge<M: Medium>(
        &mut self,
        walk: &mut Walk<M>,
        index: usize,
        known: Edge,
        back: Edge,
        before: Edge,
    ) -> Result<Edge, DecodeError> {
        use Field as F;
        if index + 2 == self.length && self.length >= 4 {
            let guess =
                if self.length == 4 { (-self.first.0, -self.first.1) } else { closing(self.last, self.first, back) };
            let fields = if self.length == 4 { [F::CLOSE_X, F::CLOSE_Y] } else { [F::LAST_X, F::LAST_Y] };
            let miss = pair(walk, fields, self.crooked.min(7), (known.0 - guess.0, known.1 - guess.1));
            return Ok((small(miss.0)? + guess.0, small(miss.1)? + guess.1));
        }
        let way = if index == 0 { Way::new(before) } else { Way::square(self.last) };
        let told = way.told(known);
        let (along, miss) = match (index, self.length) {
            (0, _) => {
                let along = walk.signed(F::EDGE, size(before.0).max(size(before.1)).min(11) + self.use_of * 12, told.0);
                (along, walk.signed(F::EDGE_MISS, (size(along) / 2).min(5) * 4 + self.far, told.1))
            }
            (_, 4) => {
                let along = walk.signed(F::SQUARE, size(self.first.0).min(11) + self.use_of * 12, told.0);
                (along, walk.signed(F::SQUARE_MISS, size(along), told.1))
            }
            _ => {
                let along = walk.signed(F::TURN, self.rhythm, told.0);
                let situation = self.crooked.min(5) * 4 + (size(along) / 2).min(3);
                (along, walk.signed(F::TURN_MISS, situation, told.1))
            }
        };
        if index > 0 {
            self.crooked = self.crooked.max(size(miss));
        }
        self.rhythm = size(along).min(11) * 2 + usize::from(along < 0);
        way.edge((along, miss))
    }
}

/// A ring of a house: where it begins, which earlier ring it is like, or else its edges.
pub(crate) fn ring<M: Medium>(
    walk: &mut Walk<M>,
    step_dm: i32,
    known: &[Point],
    cursor: &mut RingCursor,
    situation: usize,
) -> Result<Vec<Point>, DecodeError> {
    let leap = usize::from(walk.last(Field::SERIAL) > 2);
    let known_first = known.first().copied().unwrap_or_default();
    let told = minus(known_first, cursor.place, step_dm);
    let first = pair(walk, [Field::RING_X, Field::RING_Y], leap + 2 * walk.last(Field::RING_X).min(11), told);
    cursor.place = plus(cursor.place, first, step_dm)?;
    let known: Vec<Edge> = known.windows(2).map(|pair| minus(pair[1], pair[0], step_dm)).collect();
    // A reader knows no edges yet and need not look for them.
    let place = cursor.place;
    let twins = |wanted: bool| if wanted { cursor.shapes.twins(place) } else { Vec::new() };
    let twin = twins(!known.is_empty()).into_iter().position(|shape| cursor.shapes.edges[shape] == known);
    let twin = twin.map_or(0, |twin| twin as u64 + 1);
    let likely = 2 * walk.last(Field::TWIN).min(3) + leap;
    let twin = walk.unsigned(Field::TWIN, likely + 8 * usize::from(situation > 0), twin);
    let edges = if twin > 0 {
        let shape = *twins(true).get(twin as usize - 1).ok_or(DecodeError::Number)?;
        walk.medium.spend(cursor.shapes.edges[shape].len() + 1)?;
        cursor.shapes.edges[shape].clone()
    } else {
        let guide = cursor.shapes.guide(cursor.place);
        edges(walk, &known, guide, situation)?
    };
    let mut found = vec![cursor.place];
    let mut place = cursor.place;
    for edge in &edges {
        place = plus(place, *edge, step_dm)?;
        found.push(place);
    }
    cursor.shapes.push(cursor.place, edges);
    Ok(found)
}

/// The edges of a ring but the last, the first of which goes like `guide`.
fn edges<M: Medium>(
    walk: &mut Walk<M>,
    known: &[Edge],
    (guide, far): (Edge, usize),
    situation: usize,
) -> Result<Vec<Edge>, DecodeError> {
    let rectangles = usize::from(walk.last(Field::RING_LENGTH) == 2);
    let length: usize = walk.narrow(Field::RING_LENGTH, 2 * situation + rectangles, known.len() as u64)?;
    walk.medium.spend(length.saturating_add(1))?;
    let mut found: Vec<Edge> = Vec::with_capacity(length.min(64));
    let mut state = Ring {
        far,
        use_of: usize::from(situation > 0),
        length: length.saturating_add(1),
        first: (0, 0),
        last: (0, 0),
        crooked: 0,
        rhythm: 0,
    };
    let mut back = (0i64, 0i64);
    for index in 0..length {
        let edge = state.edge(walk, index, known.get(index).copied().unwrap_or_default(), back, guide)?;
        if index == 0 {
            state.first = edge;
        }
        back = (small(back.0 - edge.0)?, small(back.1 - edge.1)?);
        state.last = edge;
        found.push(edge);
    }
    Ok(found)
}

/// The fields that say at which node a line begins and ends.
#[derive(Clone, Copy)]
pub(crate) struct NodeFields {
    pub first: Field,
    pub last: Field,
}

/// Where the last line ended, and where the last one began that did not begin at another.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineCursor {
    ended: Point,
    begun: Point,
}

/// A line, or a ring of land. Where there are `nodes`, a line begins and ends at them more often than not.
pub(crate) fn line<M: Medium>(
    walk: &mut Walk<M>,
    fields: LineFields,
    known: &[Point],
    cursor_of: &mut LineCursor,
    mut nodes: Option<(NodeFields, &mut Nodes)>,
) -> Result<Vec<Point>, DecodeError> {
    let length: usize = walk.narrow(fields.length, walk.last(fields.length), known.len() as u64)?;
    walk.medium.spend(length)?;
    let mut found = Vec::with_capacity(length.min(64));
    let mut last = (0, 0);
    let cursor = &mut cursor_of.ended;
    for index in 0..length {
        let to = known.get(index).copied();
        let node = match &nodes {
            Some((at, nodes)) if index == 0 => begin(walk, at.first, nodes, *cursor, to)?,
            Some((at, nodes)) if index + 1 == length => end(walk, at.last, nodes, *cursor, to, length)?,
            _ => None,
        };
        if let Some(node) = node {
            *cursor = node;
        } else {
            if index == 0 {
                *cursor = cursor_of.begun;
            }
            let told = minus(to.unwrap_or_default(), *cursor, fields.step_dm);
            let edge = if index == 0 {
                pair(walk, fields.first, walk.last(fields.first[0]), told)
            } else {
                let way = Way::new(last);
                let situation = if index == 1 { 0 } else { size(last.0).max(size(last.1)) };
                last = way.edge(pair(walk, fields.step, situation, way.told(told)))?;
                last
            };
            *cursor = plus(*cursor, edge, fields.step_dm)?;
            if index == 0 {
                cursor_of.begun = *cursor;
            }
        }
        if let Some((_, nodes)) = &mut nodes {
            nodes.push(*cursor);
        }
        found.push(*cursor);
    }
    Ok(found)
}

/// Where a line begins: 0 where the last one ended, 1 somewhere new, else at one of the nearest nodes.
fn begin<M: Medium>(
    walk: &mut Walk<M>,
    field: Field,
    nodes: &Nodes,
    from: Point,
    known: Option<Point>,
) -> Result<Option<Point>, DecodeError> {
    let place = match known {
        Some(known) if known == from => 0,
        Some(known) => 1 + nodes.place(from, known),
        None => 0,
    };
    match walk.unsigned(field, walk.last(field), place) {
        0 => Ok(Some(from)),
        place => nodes.named(from, place - 1),
    }
}

/// Where a line ends: 0 somewhere new, else at one of the nodes nearest to the point before.
fn end<M: Medium>(
    walk: &mut Walk<M>,
    field: Field,
    nodes: &Nodes,
    from: Point,
    known: Option<Point>,
    length: usize,
) -> Result<Option<Point>, DecodeError> {
    let place = known.map_or(0, |known| nodes.place(from, known));
    let place = walk.unsigned(field, length.min(7), place);
    nodes.named(from, place)
}
