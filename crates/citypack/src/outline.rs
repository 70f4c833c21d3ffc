//! Rings and lines as small numbers.
//!
//! Houses have right angles, so the next edge of an outline is guessed to stand square on the last one: one number says
//! how long it is, and the other, how far the guess is off, is nearly always −1, 0 or 1. The last corner is guessed to close
//! the outline at right angles, a house to stand parallel to the one before it, a road to go on straight.
//! Whole steps of a grid (see [`crate::city::Step`]), so that nothing is lost.

use crate::city::{MAX_COORDINATE_DM, Point};
use crate::field::{Field, Medium, Walk};
use crate::range::bits;
use crate::wire::DecodeError;

/// The fields that hold lines.
#[derive(Clone, Copy)]
pub(crate) struct LineFields {
    pub length: Field,
    pub first: [Field; 2],
    pub step: [Field; 2],
    pub step_dm: i32,
}

/// Where the last ring began and how its first edge went.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RingCursor {
    place: Point,
    edge: Edge,
}

/// A difference between two points in steps.
type Edge = (i64, i64);

fn minus(to: Point, from: Point, step_dm: i32) -> Edge {
    let part = |to: i32, from: i32| (i64::from(to) - i64::from(from)) / i64::from(step_dm);
    (part(to.x, from.x), part(to.y, from.y))
}

fn plus(from: Point, edge: Edge, step_dm: i32) -> Result<Point, DecodeError> {
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
struct Way {
    by_x: bool,
    long: i64,
    short: i64,
}

impl Way {
    fn new((x, y): Edge) -> Self {
        if x.abs() >= y.abs() {
            Self { by_x: true, long: x, short: y }
        } else {
            Self { by_x: false, long: y, short: x }
        }
    }

    /// Square to the left of an edge.
    fn square((x, y): Edge) -> Self {
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
    fn told(self, edge: Edge) -> Edge {
        let (along, across) = if self.by_x { edge } else { (edge.1, edge.0) };
        (along * self.sense(), across - self.guess(along))
    }

    /// The inverse of [`Way::told`].
    fn edge(self, (along, miss): Edge) -> Result<Edge, DecodeError> {
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
fn closing(last: Edge, first: Edge, back: Edge) -> Edge {
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

/// The ring with corners where they are guessed, as long as they stay near where they `exact`ly are; `points` are on the grid.
pub(crate) fn squared(points: &[Point], exact: &[Point], step_dm: i32, near_dm: f64) -> Vec<Point> {
    let mut found: Vec<Point> = points.iter().take(2).copied().collect();
    let (Some(&start), Some(&second)) = (points.first(), points.get(1)) else { return found };
    let first = minus(second, start, step_dm);
    let mut last = first;
    for (index, (point, exact)) in points.iter().zip(exact).enumerate().skip(2) {
        let place = found[index - 1];
        let plain = minus(*point, place, step_dm);
        let guesses: Vec<Edge> = if index + 1 == points.len() && index > 2 {
            let back = minus(start, place, step_dm);
            vec![if index == 3 { (-first.0, -first.1) } else { closing(last, first, back) }]
        } else {
            let way = Way::square(last);
            let along = way.told(plain).0;
            [along, along - 1, along + 1].into_iter().filter_map(|along| way.edge((along, 0)).ok()).collect()
        };
        let away = |point: &Point| f64::from(point.x - exact.x).hypot(f64::from(point.y - exact.y));
        let guessed =
            guesses.into_iter().filter(|edge| *edge != (0, 0)).filter_map(|edge| plus(place, edge, step_dm).ok());
        let nearest = guessed
            .filter(|point| *point != start && away(point) <= near_dm)
            .min_by(|a, b| away(a).total_cmp(&away(b)));
        let corner = nearest.unwrap_or(*point);
        last = minus(corner, place, step_dm);
        found.push(corner);
    }
    found
}

/// One ring of a house.
struct Ring {
    step_dm: i32,
    /// How many corners it has.
    length: usize,
    first: Edge,
    last: Edge,
    /// How far from square it has been so far.
    crooked: usize,
    /// How long the edge before the last one was, and to which side it went.
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
                let along = walk.signed(F::EDGE, walk.last(F::EDGE), told.0);
                (along, walk.signed(F::EDGE_MISS, size(along), told.1))
            }
            (_, 4) => {
                let along = walk.signed(F::SQUARE, size(self.first.0), told.0);
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

/// A ring of a house.
pub(crate) fn ring<M: Medium>(
    walk: &mut Walk<M>,
    step_dm: i32,
    known: &[Point],
    cursor: &mut RingCursor,
    situation: usize,
) -> Result<Vec<Point>, DecodeError> {
    let length: usize = walk.narrow(Field::RING_LENGTH, situation, known.len() as u64)?;
    walk.medium.spend(length)?;
    let mut found = Vec::with_capacity(length.min(64));
    if length == 0 {
        return Ok(found);
    }
    let known_at = |index: usize| known.get(index).copied().unwrap_or_default();
    let situation =
        [0, 0, 1, 1, 2, 2, 2].get(walk.last(Field::SERIAL)).unwrap_or(&3) * 6 + (walk.last(Field::RING_X) / 2).min(5);
    let first = pair(walk, [Field::RING_X, Field::RING_Y], situation, minus(known_at(0), cursor.place, step_dm));
    cursor.place = plus(cursor.place, first, step_dm)?;
    found.push(cursor.place);
    let mut place = cursor.place;
    let mut state = Ring { step_dm, length, first: (0, 0), last: (0, 0), crooked: 0, rhythm: 0 };
    for index in 0..length - 1 {
        let told = minus(known_at(index + 1), known_at(index), step_dm);
        let back = minus(cursor.place, place, state.step_dm);
        let edge = state.edge(walk, index, told, back, cursor.edge)?;
        if index == 0 {
            (state.first, cursor.edge) = (edge, edge);
        }
        place = plus(place, edge, step_dm)?;
        found.push(place);
        state.last = edge;
    }
    Ok(found)
}

/// A line, or a ring of land.
pub(crate) fn line<M: Medium>(
    walk: &mut Walk<M>,
    fields: LineFields,
    known: &[Point],
    cursor: &mut Point,
    situation: usize,
) -> Result<Vec<Point>, DecodeError> {
    let length: usize = walk.narrow(fields.length, situation, known.len() as u64)?;
    walk.medium.spend(length)?;
    let mut found = Vec::with_capacity(length.min(64));
    let mut last = (0, 0);
    let mut told_from = *cursor;
    for index in 0..length {
        let to = known.get(index).copied().unwrap_or_default();
        let told = minus(to, told_from, fields.step_dm);
        told_from = to;
        let edge = if index == 0 {
            pair(walk, fields.first, walk.last(fields.first[0]), told)
        } else {
            let way = Way::new(last);
            let told =
                pair(walk, fields.step, if index == 1 { 0 } else { size(last.0).max(size(last.1)) }, way.told(told));
            last = way.edge(told)?;
            last
        };
        *cursor = plus(*cursor, edge, fields.step_dm)?;
        found.push(*cursor);
    }
    Ok(found)
}
