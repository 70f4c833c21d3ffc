//! Rings and lines as small numbers.
//!
//! Houses have right angles, so the next edge of an outline is guessed to stand square on the last one: one number says
//! how long it is, and the other, how far the guess is off, is nearly always −1, 0 or 1. A fourth and last corner is
//! guessed to close a parallelogram, a house to stand parallel to the one before it, a road to go on straight.
//! Whole steps of a grid (see [`crate::city::Step`]), so that nothing is lost.

use crate::city::{MAX_COORDINATE_DM, Point};
use crate::wire::{DecodeError, Reader, Writer};

/// The columns that hold outlines, as indices into a pack's columns.
#[derive(Clone, Copy)]
pub(crate) struct RingColumns {
    pub length: usize,
    pub first: [usize; 2],
    pub edge: [usize; 2],
    /// Length and miss of the third corner of a ring of four.
    pub square: [usize; 2],
    /// Length and miss of all other corners.
    pub turn: [usize; 2],
    pub close: usize,
    pub step_dm: i32,
}

/// The columns that hold lines.
#[derive(Clone, Copy)]
pub(crate) struct LineColumns {
    pub length: usize,
    pub first: [usize; 2],
    pub step: [usize; 2],
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
        let value = i64::from(from) + steps * i64::from(step_dm);
        let near = value.abs() <= i64::from(MAX_COORDINATE_DM);
        if near { Ok(value as i32) } else { Err(DecodeError::Number) }
    };
    Ok(Point { x: part(from.x, edge.0)?, y: part(from.y, edge.1)? })
}

/// Division rounded to the nearest whole, ties away from zero.
fn divide(a: i64, b: i64) -> i64 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    if a >= 0 { (a + b / 2) / b } else { (a - b / 2) / b }
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
        if self.long == 0 { 0 } else { divide(along * self.short, self.long) }
    }

    /// Forwards is positive.
    fn sense(self) -> i64 {
        if self.long < 0 { -1 } else { 1 }
    }

    fn write(self, out: &mut [Writer], columns: [usize; 2], edge: Edge) {
        let (along, across) = if self.by_x { edge } else { (edge.1, edge.0) };
        out[columns[0]].signed(along * self.sense());
        out[columns[1]].signed(across - self.guess(along));
    }

    fn read(self, bytes: &[u8], input: &mut [Reader], columns: [usize; 2]) -> Result<Edge, DecodeError> {
        let (along, miss) = read_pair(bytes, input, columns)?;
        let along = along * self.sense();
        let across = self.guess(along) + miss;
        Ok(if self.by_x { (along, across) } else { (across, along) })
    }
}

fn write_pair(out: &mut [Writer], columns: [usize; 2], edge: Edge) {
    out[columns[0]].signed(edge.0);
    out[columns[1]].signed(edge.1);
}

fn read_pair(bytes: &[u8], input: &mut [Reader], columns: [usize; 2]) -> Result<Edge, DecodeError> {
    let x = input[columns[0]].signed(bytes)?;
    let y = input[columns[1]].signed(bytes)?;
    Ok((small(x)?, small(y)?))
}

/// Refuses numbers with which the arithmetic here could overflow; no valid pack has them.
fn small(value: i64) -> Result<i64, DecodeError> {
    if (-(1 << 30)..=1 << 30).contains(&value) { Ok(value) } else { Err(DecodeError::Number) }
}

pub(crate) fn write_ring(out: &mut [Writer], columns: RingColumns, ring: &[Point], cursor: &mut RingCursor) {
    out[columns.length].unsigned(ring.len() as u64);
    let Some(first) = ring.first() else { return };
    write_pair(out, columns.first, minus(*first, cursor.place, columns.step_dm));
    cursor.place = *first;
    let edges: Vec<Edge> = ring.windows(2).map(|pair| minus(pair[1], pair[0], columns.step_dm)).collect();
    for (index, edge) in edges.iter().enumerate() {
        match (index, ring.len()) {
            (0, _) => {
                Way::new(cursor.edge).write(out, columns.edge, *edge);
                cursor.edge = *edge;
            }
            (2, 4) => write_pair(out, [columns.close; 2], (edge.0 + edges[0].0, edge.1 + edges[0].1)),
            (_, 4) => Way::square(edges[index - 1]).write(out, columns.square, *edge),
            _ => Way::square(edges[index - 1]).write(out, columns.turn, *edge),
        }
    }
}

pub(crate) fn read_ring(
    bytes: &[u8],
    input: &mut [Reader],
    columns: RingColumns,
    cursor: &mut RingCursor,
) -> Result<Vec<Point>, DecodeError> {
    let length = input[columns.length].count(bytes, bytes.len())?;
    let mut ring = Vec::with_capacity(length.min(64));
    if length == 0 {
        return Ok(ring);
    }
    cursor.place = plus(cursor.place, read_pair(bytes, input, columns.first)?, columns.step_dm)?;
    let (mut place, mut last) = (cursor.place, (0, 0));
    ring.push(place);
    for index in 0..length - 1 {
        let edge = match (index, length) {
            (0, _) => {
                cursor.edge = Way::new(cursor.edge).read(bytes, input, columns.edge)?;
                cursor.edge
            }
            (2, 4) => {
                let miss = read_pair(bytes, input, [columns.close; 2])?;
                (miss.0 - cursor.edge.0, miss.1 - cursor.edge.1)
            }
            (_, 4) => Way::square(last).read(bytes, input, columns.square)?,
            _ => Way::square(last).read(bytes, input, columns.turn)?,
        };
        place = plus(place, edge, columns.step_dm)?;
        ring.push(place);
        last = edge;
    }
    Ok(ring)
}

pub(crate) fn write_line(out: &mut [Writer], columns: LineColumns, line: &[Point], cursor: &mut Point) {
    out[columns.length].unsigned(line.len() as u64);
    let mut last = (0, 0);
    for (index, point) in line.iter().enumerate() {
        let edge = minus(*point, *cursor, columns.step_dm);
        if index == 0 {
            write_pair(out, columns.first, edge);
        } else {
            Way::new(last).write(out, columns.step, edge);
            last = edge;
        }
        *cursor = *point;
    }
}

pub(crate) fn read_line(
    bytes: &[u8],
    input: &mut [Reader],
    columns: LineColumns,
    cursor: &mut Point,
) -> Result<Vec<Point>, DecodeError> {
    let length = input[columns.length].count(bytes, bytes.len())?;
    let mut line = Vec::with_capacity(length.min(64));
    let mut last = (0, 0);
    for index in 0..length {
        let edge = if index == 0 {
            read_pair(bytes, input, columns.first)?
        } else {
            last = Way::new(last).read(bytes, input, columns.step)?;
            last
        };
        *cursor = plus(*cursor, edge, columns.step_dm)?;
        line.push(*cursor);
    }
    Ok(line)
}
