//! Rings and lines as small numbers.
//!
//! Houses have right angles, so the next edge of an outline is guessed to stand square on the last one: one number says
//! how long it is, and the other, how far the guess is off, is nearly always −1, 0 or 1. A fourth and last corner is
//! guessed to close a parallelogram. All in whole decimetres, so that nothing is lost.

use crate::city::{GROUND_STEP_DM, MAX_COORDINATE_DM, Point};
use crate::wire::{DecodeError, Reader, Writer};

/// The columns that hold outlines, as indices into a pack's columns.
#[derive(Clone, Copy)]
pub(crate) struct RingColumns {
    pub length: usize,
    pub first: [usize; 2],
    pub edge: [usize; 2],
    pub along: usize,
    pub miss: usize,
    pub close: usize,
}

/// The columns that hold lines, whose coordinates are whole ground steps.
#[derive(Clone, Copy)]
pub(crate) struct LineColumns {
    pub length: usize,
    pub first: [usize; 2],
    pub step: [usize; 2],
}

/// A difference between two points.
type Edge = (i64, i64);

fn minus(to: Point, from: Point) -> Edge {
    (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y))
}

fn plus(from: Point, edge: Edge) -> Result<Point, DecodeError> {
    let limit = i64::from(MAX_COORDINATE_DM);
    let range = -limit..=limit;
    if !range.contains(&edge.0.saturating_add(i64::from(from.x)))
        || !range.contains(&edge.1.saturating_add(i64::from(from.y)))
    {
        return Err(DecodeError::Number);
    }
    Ok(Point { x: from.x + edge.0 as i32, y: from.y + edge.1 as i32 })
}

/// Division rounded to the nearest whole, ties away from zero.
fn divide(a: i64, b: i64) -> i64 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    if a >= 0 { (a + b / 2) / b } else { (a - b / 2) / b }
}

/// Whether the edge square on `last` is coded by its east part, and the other part guessed from it.
fn guess(last: Edge, along: i64) -> (bool, i64) {
    let (square_x, square_y) = (-last.1, last.0);
    if square_x.abs() >= square_y.abs() {
        (true, if square_x == 0 { 0 } else { divide(along * square_y, square_x) })
    } else {
        (false, divide(along * square_x, square_y))
    }
}

/// Which way the square edge points on its coded axis: makes turns to the left positive.
fn sense(last: Edge) -> i64 {
    let (square_x, square_y) = (-last.1, last.0);
    let leading = if square_x.abs() >= square_y.abs() { square_x } else { square_y };
    if leading < 0 { -1 } else { 1 }
}

pub(crate) fn write_ring(out: &mut [Writer], columns: RingColumns, ring: &[Point], cursor: &mut Point) {
    out[columns.length].unsigned(ring.len() as u64);
    let Some(first) = ring.first() else { return };
    let start = minus(*first, *cursor);
    out[columns.first[0]].signed(start.0);
    out[columns.first[1]].signed(start.1);
    *cursor = *first;
    let edges: Vec<Edge> = ring.windows(2).map(|pair| minus(pair[1], pair[0])).collect();
    for (index, edge) in edges.iter().enumerate() {
        if index == 0 {
            out[columns.edge[0]].signed(edge.0);
            out[columns.edge[1]].signed(edge.1);
        } else if index == 2 && ring.len() == 4 {
            out[columns.close].signed(edge.0 + edges[0].0);
            out[columns.close].signed(edge.1 + edges[0].1);
        } else {
            let last = edges[index - 1];
            let (by_x, _) = guess(last, 0);
            let (along, across) = if by_x { *edge } else { (edge.1, edge.0) };
            out[columns.along].signed(along * sense(last));
            out[columns.miss].signed(across - guess(last, along).1);
        }
    }
}

pub(crate) fn read_ring(
    bytes: &[u8],
    input: &mut [Reader],
    columns: RingColumns,
    cursor: &mut Point,
) -> Result<Vec<Point>, DecodeError> {
    let length = input[columns.length].count(bytes, bytes.len())?;
    let mut ring = Vec::with_capacity(length.min(64));
    if length == 0 {
        return Ok(ring);
    }
    let first = read_pair(bytes, input, columns.first)?;
    *cursor = plus(*cursor, first)?;
    ring.push(*cursor);
    let (mut place, mut opening, mut last) = (*cursor, (0, 0), (0, 0));
    for index in 0..length - 1 {
        let edge = if index == 0 {
            opening = read_pair(bytes, input, columns.edge)?;
            opening
        } else if index == 2 && length == 4 {
            let miss = read_pair(bytes, input, [columns.close; 2])?;
            (miss.0 - opening.0, miss.1 - opening.1)
        } else {
            read_square_edge(bytes, input, columns, last)?
        };
        place = plus(place, edge)?;
        ring.push(place);
        last = edge;
    }
    Ok(ring)
}

fn read_square_edge(bytes: &[u8], input: &mut [Reader], columns: RingColumns, last: Edge) -> Result<Edge, DecodeError> {
    let along = small(input[columns.along].signed(bytes)?)? * sense(last);
    let miss = small(input[columns.miss].signed(bytes)?)?;
    let (by_x, across) = guess(last, along);
    Ok(if by_x { (along, across + miss) } else { (across + miss, along) })
}

fn read_pair(bytes: &[u8], input: &mut [Reader], columns: [usize; 2]) -> Result<Edge, DecodeError> {
    let x = input[columns[0]].signed(bytes)?;
    let y = input[columns[1]].signed(bytes)?;
    Ok((small(x)?, small(y)?))
}

/// Refuses numbers with which the arithmetic here could overflow; no valid pack has them.
fn small(value: i64) -> Result<i64, DecodeError> {
    if value.abs() <= 1 << 40 && value != i64::MIN { Ok(value) } else { Err(DecodeError::Number) }
}

pub(crate) fn write_line(out: &mut [Writer], columns: LineColumns, line: &[Point], cursor: &mut Point) {
    out[columns.length].unsigned(line.len() as u64);
    for (index, point) in line.iter().enumerate() {
        let to = if index == 0 { columns.first } else { columns.step };
        let step = minus(*point, *cursor);
        out[to[0]].signed(step.0 / i64::from(GROUND_STEP_DM));
        out[to[1]].signed(step.1 / i64::from(GROUND_STEP_DM));
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
    for index in 0..length {
        let from = if index == 0 { columns.first } else { columns.step };
        let (x, y) = read_pair(bytes, input, from)?;
        *cursor = plus(*cursor, (x * i64::from(GROUND_STEP_DM), y * i64::from(GROUND_STEP_DM)))?;
        line.push(*cursor);
    }
    Ok(line)
}
