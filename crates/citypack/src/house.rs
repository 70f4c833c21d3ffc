//! Buildings, field by field. Not for their outlines' points (`outline`).

use std::collections::BTreeMap;

use crate::border::Border;
use crate::city::{Building, Kind, Point, Step};
use crate::field::{Field, Medium, THING, Walk};
use crate::item::{option_number, option_step};
use crate::locate::Locator;
use crate::outline::{RingCursor, ring};
use crate::wire::DecodeError;

/// How many buildings of a grid are remembered.
const NEAR: usize = 32;

/// What the next building is compared with.
#[derive(Default)]
pub(crate) struct HouseCursor {
    locator: Locator,
    serial: u64,
    /// The last buildings in each grid: their middles and estates.
    grids: BTreeMap<Option<u32>, Vec<(Point, Option<u32>)>>,
    ring: RingCursor,
    /// The last building.
    kind: u64,
    floors: u16,
    /// The floor area of a flat in dm², about, in each kind.
    flats: [f64; Kind::ALL.len()],
    /// The last floor height of each kind.
    heights: [i64; Kind::ALL.len()],
}

impl HouseCursor {
    pub(crate) fn new(borders: &[Border]) -> Self {
        Self { locator: Locator::new(borders), ..Self::default() }
    }
}

/// The middle of the box round a ring.
pub(crate) fn middle(ring: &[Point]) -> Point {
    let part = |part: fn(&Point) -> i32| {
        let (low, high) =
            ring.iter().map(part).fold((i32::MAX, i32::MIN), |(low, high), at| (low.min(at), high.max(at)));
        i32::midpoint(low, high)
    };
    if ring.is_empty() { Point::default() } else { Point { x: part(|point| point.x), y: part(|point| point.y) } }
}

/// A building without its number, which is told later. Buildings come by serial, for neighbours were often drawn together.
pub(crate) fn building<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut HouseCursor,
    known: Option<&Building>,
) -> Result<Building, DecodeError> {
    walk.medium.spend(2 * THING)?;
    let serial = serial(walk, last, known)?;
    let leap = usize::from(walk.last(Field::SERIAL) > 2);
    let kind_number =
        walk.unsigned(Field::KIND, 2 * last.kind as usize + leap, known.map_or(0, |known| known.kind as u64));
    let kind = Kind::from_number(kind_number).ok_or(DecodeError::Number)?;
    let situation = if last.kind == kind_number && leap == 0 {
        usize::from(last.floors.min(14))
    } else {
        15 + kind_number as usize
    };
    last.kind = kind_number;
    let floors: u16 = walk.narrow(Field::FLOORS, situation, known.map_or(0, |known| known.floors))?;
    last.floors = floors;
    let rings = rings(walk, last, kind, known)?;
    let (area, estate) = place(walk, last, rings.first().map_or(&[], |ring| ring), known)?;
    let [units, columns] = doors(walk, &mut last.flats[kind as usize], kind, area_dm2(&rings), known)?;
    let first_floor = walk.narrow(Field::FIRST_FLOOR, kind as usize, known.map_or(0, |known| known.first_floor))?;
    let height = last.heights[kind as usize];
    let step = known.map_or(0, |known| i64::from(known.floor_height_dm)) - height;
    let height = height.saturating_add(walk.signed(Field::FLOOR_HEIGHT, kind as usize, step));
    last.heights[kind as usize] = height;
    let floor_height_dm = u8::try_from(height).map_err(|_wide| DecodeError::Number)?;
    Ok(Building { serial, area, estate, number: 0, kind, floors, floor_height_dm, columns, units, first_floor, rings })
}

/// The grid, guessed from the borders, and the estate, guessed from the nearest building of that grid.
fn place<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut HouseCursor,
    outline: &[Point],
    known: Option<&Building>,
) -> Result<(Option<u32>, Option<u32>), DecodeError> {
    let middle = middle(outline);
    let guess = option_number(last.locator.grid(middle));
    let area = option_step(walk, Field::AREA, usize::from(guess == 0), known.and_then(|known| known.area), guess)?;
    let apart = |other: Point| {
        let (x, y) = (i64::from(other.x) - i64::from(middle.x), i64::from(other.y) - i64::from(middle.y));
        x * x + y * y
    };
    let near = last.grids.get(&area).map_or(&[][..], |near| near);
    let nearest = near.iter().min_by_key(|(other, _)| apart(*other));
    let all_alike = near.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let (guess, situation) = match nearest {
        Some((other, estate)) => {
            (*estate, (apart(*other).max(1).ilog2() / 2).clamp(6, 15) as usize * 2 - 11 + usize::from(all_alike))
        }
        None => {
            (last.grids.range(..area).next_back().and_then(|(_, near)| near.last().and_then(|(_, estate)| *estate)), 0)
        }
    };
    let situation = if area.is_none() { 23 } else { situation };
    let estate =
        option_step(walk, Field::ESTATE, situation, known.and_then(|known| known.estate), option_number(guess))?;
    let near = last.grids.entry(area).or_default();
    if near.len() == NEAR {
        near.remove(0);
    }
    near.push((middle, estate));
    Ok((area, estate))
}

fn serial<M: Medium>(walk: &mut Walk<M>, last: &mut HouseCursor, known: Option<&Building>) -> Result<u64, DecodeError> {
    let known = known.map_or(0, |known| known.serial);
    let step = walk.signed(Field::SERIAL, walk.last(Field::SERIAL), (known / 10).wrapping_sub(last.serial) as i64);
    last.serial = last.serial.wrapping_add(step as u64);
    let digit = walk.unsigned(Field::SERIAL_DIGIT, 0, known % 10);
    let serial = last.serial.checked_mul(10).and_then(|tens| tens.checked_add(digit)).filter(|_| digit < 10);
    serial.ok_or(DecodeError::Number)
}

fn rings<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut HouseCursor,
    kind: Kind,
    known: Option<&Building>,
) -> Result<Vec<Vec<Point>>, DecodeError> {
    let known = known.map_or(&[][..], |known| &known.rings);
    let count: usize = walk.narrow(Field::RINGS, 0, known.len() as u64)?;
    walk.medium.spend(count.saturating_mul(THING))?;
    let mut rings = Vec::with_capacity(count.min(8));
    for index in 0..count {
        let known = known.get(index).map_or(&[][..], |ring| ring);
        let situation = if index == 0 { kind as usize } else { 10 };
        rings.push(ring(walk, Step::Building as i32, known, &mut last.ring, situation)?);
    }
    Ok(rings)
}

/// Floor area inside a building's outline and outside its courtyards.
fn area_dm2(rings: &[Vec<Point>]) -> f64 {
    let area = |ring: &Vec<Point>| {
        let next = ring.iter().cycle().skip(1);
        let doubled =
            ring.iter().zip(next).map(|(a, b)| f64::from(a.x) * f64::from(b.y) - f64::from(b.x) * f64::from(a.y));
        doubled.sum::<f64>() / 2.0
    };
    // Courtyards run clockwise, so their areas are negative.
    rings.iter().map(area).sum::<f64>().max(1.0)
}

/// Units, and columns, which are guessed from the floor area: flats of a kind are about as large as the ones before.
fn doors<M: Medium>(
    walk: &mut Walk<M>,
    flat_dm2: &mut f64,
    kind: Kind,
    area_dm2: f64,
    known: Option<&Building>,
) -> Result<[u16; 2], DecodeError> {
    let (units, columns) = known.map_or((0, 0), |known| (known.units, known.columns));
    let fit = if *flat_dm2 > 0.0 { (area_dm2 / *flat_dm2).clamp(1.0, 1_000.0) } else { 1.0 };
    let situation = if kind == Kind::Apartments { 10 + (fit as u64).ilog2() as usize } else { kind as usize };
    let units: u16 = walk.narrow(Field::UNITS, situation, units)?;
    let each = f64::from(units.max(1));
    let guess = if units == 0 { 0 } else { ((fit / each).round().max(1.0) * each) as i64 };
    // Near the middle between two guesses it is less sure.
    let sure = usize::from(((fit / each).fract() - 0.5).abs() > 0.15);
    let situation = if units == 0 {
        0
    } else {
        1 + 2 * usize::from(kind != Kind::Apartments) + sure + 4 * usize::from(units.min(4) - 1)
    };
    let columns = guess.saturating_add(walk.signed(Field::HOUSE_COLUMNS, situation, i64::from(columns) - guess));
    let columns = u16::try_from(columns).map_err(|_wide| DecodeError::Number)?;
    if columns > 0 {
        let flat = area_dm2 / f64::from(columns);
        let share = if *flat_dm2 == 0.0 {
            1.0
        } else if columns < 3 {
            0.0
        } else {
            1.0 / 64.0
        };
        *flat_dm2 += (flat - *flat_dm2) * share;
    }
    Ok([units, columns])
}
