//! What is told of a city when all its buildings are known: their numbers, and where names are written.
//!
//! Buildings of an estate are mostly numbered row by row from the north-west, and names are written near the middle of what
//! they name; so both are guessed from the buildings. Not for making such numbers (`cityplan`).

use std::collections::HashMap;

use domain::area::Area;

use crate::city::{Building, City, Point, Step};
use crate::field::{Field, Medium, Walk};
use crate::house::middle;
use crate::wire::DecodeError;

/// Tells the numbers of all buildings and the labels of all areas and estates. A writer knows them already, a reader gets them.
pub(crate) fn settle<M: Medium>(walk: &mut Walk<M>, city: &mut City) -> Result<(), DecodeError> {
    numbers(walk, &mut city.buildings)?;
    labels(walk, city)
}

fn numbers<M: Medium>(walk: &mut Walk<M>, buildings: &mut [Building]) -> Result<(), DecodeError> {
    let mut groups: Vec<(Option<u32>, bool, usize)> =
        buildings.iter().enumerate().map(|(at, it)| (it.estate, it.columns == 0, at)).collect();
    groups.sort_unstable();
    let mut last = (None, 0);
    for group in groups.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let points: Vec<Point> = group
            .iter()
            .map(|(_, _, at)| buildings[*at].rings.first().map_or_else(Point::default, |ring| centroid(ring)))
            .collect();
        if group[0].0 != last.0 {
            last = (group[0].0, 0);
        }
        let next = i64::from(group[0].0.is_some());
        for index in rows(&points) {
            let building = &mut buildings[group[index].2];
            let situation = walk.last(Field::NUMBER).min(11) * 2 + usize::from(next == 0);
            let step = walk.signed(Field::NUMBER, situation, i64::from(building.number) - last.1 - next);
            last.1 = last.1.saturating_add(next).saturating_add(step);
            building.number = u32::try_from(last.1).map_err(|_wide| DecodeError::Number)?;
        }
    }
    Ok(())
}

/// The order in which points are numbered: rows from the north, in each row from the west.
fn rows(points: &[Point]) -> Vec<usize> {
    let range = |part: fn(&Point) -> i32| {
        let (low, high) =
            points.iter().map(part).fold((i32::MAX, i32::MIN), |(low, high), at| (low.min(at), high.max(at)));
        (f64::from(high), (f64::from(high) - f64::from(low)).max(1.0))
    };
    let ((_, wide), (north, high)) = (range(|point| point.x), range(|point| point.y));
    let row_dm = (wide * high / points.len() as f64).sqrt().max(1.0).min(high);
    let row = |point: Point| ((north - f64::from(point.y)) / row_dm).round() as i64;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|&index| (row(points[index]), points[index], index));
    order
}

/// Centre of gravity of a ring.
fn centroid(ring: &[Point]) -> Point {
    let Some(&first) = ring.first() else { return Point::default() };
    let from_first = |point: Point| (f64::from(point.x) - f64::from(first.x), f64::from(point.y) - f64::from(first.y));
    let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let (a, b) = (from_first(pair[0]), from_first(pair[1]));
        let turn = a.0 * b.1 - b.0 * a.1;
        (x, y, weight) = (x + turn * (a.0 + b.0), y + turn * (a.1 + b.1), weight + turn);
    }
    if weight == 0.0 {
        return first;
    }
    let at = |first: i32, sum: f64| (f64::from(first) + sum / (3.0 * weight)).round() as i32;
    Point { x: at(first.x, x), y: at(first.y, y) }
}

/// A mean of points.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    x: i64,
    y: i64,
    count: i64,
}

impl Mean {
    fn add(&mut self, point: Point) {
        *self = Self { x: self.x + i64::from(point.x), y: self.y + i64::from(point.y), count: self.count + 1 };
    }

    fn point(self) -> Option<Point> {
        (self.count > 0).then(|| Point { x: (self.x / self.count) as i32, y: (self.y / self.count) as i32 })
    }
}

fn labels<M: Medium>(walk: &mut Walk<M>, city: &mut City) -> Result<(), DecodeError> {
    let (mut estates, mut grids): (HashMap<u32, Mean>, HashMap<u32, Mean>) = Default::default();
    for building in &city.buildings {
        let Some(place) = building.rings.first().map(|ring| middle(ring)) else { continue };
        for (means, index) in [(&mut estates, building.estate), (&mut grids, building.area)] {
            if let Some(index) = index {
                means.entry(index).or_default().add(place);
            }
        }
    }
    let mut last = Point::default();
    for (index, estate) in (0..).zip(&mut city.estates) {
        last = label(walk, 0, estate.label, estates.get(&index).copied(), last)?;
        estate.label = last;
    }
    let mut parents: HashMap<Area, Mean> = HashMap::new();
    // Parts stand behind the whole, so from the end they come first.
    for (index, entry) in city.areas.iter_mut().enumerate().rev() {
        let mean = parents.get(&entry.area).or_else(|| grids.get(&(index as u32))).copied();
        last = label(walk, 1 + usize::from(parents.contains_key(&entry.area)), entry.label, mean, last)?;
        entry.label = last;
        if let Some(parent) = entry.area.parent() {
            parents.entry(parent).or_default().add(last);
        }
    }
    Ok(())
}

fn label<M: Medium>(
    walk: &mut Walk<M>,
    kind: usize,
    known: Point,
    mean: Option<Mean>,
    last: Point,
) -> Result<Point, DecodeError> {
    let step = i64::from(Step::Label as i32);
    let guess = Step::Label.snap(mean.and_then(Mean::point).unwrap_or(last));
    let situation = if mean.is_some() { kind } else { 3 };
    let mut part = |field: Field, known: i32, guess: i32| {
        let steps = walk.signed(field, situation, (i64::from(known) - i64::from(guess)) / step);
        let value = steps.saturating_mul(step).saturating_add(i64::from(guess));
        i32::try_from(value).map_err(|_wide| DecodeError::Number)
    };
    Ok(Point { x: part(Field::LABEL_X, known.x, guess.x)?, y: part(Field::LABEL_Y, known.y, guess.y)? })
}
