//! Brings a city into the one form that is numbered and encoded: order, grids, directions.
//!
//! Everything done here is invisible on the map or fixes which of several equal forms is meant; it is what makes the pack
//! small. Done once, by whoever makes the scene; a decoded city is arranged already. Not for checking (`City::check`).

use std::collections::HashMap;

use crate::border::Border;
use crate::city::{Building, City, Point, Road, Step};
use crate::regular::Rough;
use crate::shape::Shapes;

/// Road points nearer than this to the straight line between their neighbours are left out, in decimetres.
const ROAD_STRAIGHT_DM: f64 = 20.0;
/// Points of borders nearer than this to the straight line between their neighbours are left out, in decimetres.
const BORDER_STRAIGHT_DM: f64 = 20.0;
/// The same for the edges of land, which nothing is built along.
const LAND_STRAIGHT_DM: f64 = 25.0;

impl City {
    /// Brings buildings into the order that numbers the cells, and all points on to their grids.
    ///
    /// Area indices must already fit [`City::areas`]. What shrinks to nothing is left out, but never a building.
    pub fn arrange(&mut self) {
        self.buildings.sort_by_key(Building::rank);
        let mut shapes = Shapes::default();
        let mut by_serial: Vec<&mut Building> = self.buildings.iter_mut().collect();
        by_serial.sort_by_key(|building| building.serial);
        for building in by_serial {
            building.arrange(&mut shapes);
        }
        for road in &mut self.roads {
            road.line = snapped(&straightened(&road.line, ROAD_STRAIGHT_DM), Step::Ground);
        }
        self.roads.retain(|road| road.line.len() >= 2);
        chain(&mut self.roads);
        for land in &mut self.land {
            land.rings = land_rings(&land.rings);
        }
        self.land.retain(|land| !land.rings.is_empty());
        self.land.sort_by_key(|land| land.rings[0].first().map(|point| curve(*point)));
        for border in &mut self.borders {
            border.line = snapped(&straightened(&border.line, BORDER_STRAIGHT_DM), Step::Ground);
        }
        self.borders.retain(|border| border.line.len() >= 2);
        walk_round(&mut self.borders);
        self.areas.iter_mut().for_each(|area| area.label = Step::Label.snap(area.label));
        self.estates.iter_mut().for_each(|estate| estate.label = Step::Label.snap(estate.label));
    }
}

impl Building {
    /// Outlines counter-clockwise from the left end of their longest southern wall, courtyards clockwise.
    fn arrange(&mut self, shapes: &mut Shapes) {
        let mut rings: Vec<Vec<Point>> = Vec::with_capacity(self.rings.len());
        for (index, ring) in self.rings.iter().enumerate() {
            let outline = index == 0;
            let (mut points, mut exact) = corners(ring);
            if points.len() < 3 {
                if !outline {
                    continue;
                }
                points = least_triangle(&points);
                exact.clone_from(&points);
            }
            if (doubled_area(&points) > 0) != outline {
                points.reverse();
                exact.reverse();
            }
            let start = first_edge(&points);
            points.rotate_left(start);
            exact.rotate_left(start);
            rings.push(Rough { points, exact }.regular(Step::Building as i32, shapes));
        }
        self.rings = rings;
    }
}

/// The corners of a ring on the grid and, for each, where it exactly is.
fn corners(ring: &[Point]) -> (Vec<Point>, Vec<Point>) {
    let mut pairs: Vec<(Point, Point)> = ring.iter().map(|exact| (Step::Building.snap(*exact), *exact)).collect();
    pairs.dedup_by_key(|(point, _)| *point);
    while pairs.len() > 1 && pairs.first().map(|(point, _)| point) == pairs.last().map(|(point, _)| point) {
        pairs.pop();
    }
    pairs.into_iter().unzip()
}

/// A building too small for the grid still stands somewhere.
fn least_triangle(points: &[Point]) -> Vec<Point> {
    const FAR_DM: i32 = 1_000_000;
    let at = points.first().copied().unwrap_or_default();
    let step = Step::Building as i32;
    let Point { x, y } = Step::Building.snap(Point { x: at.x.clamp(-FAR_DM, FAR_DM), y: at.y.clamp(-FAR_DM, FAR_DM) });
    vec![Point { x, y }, Point { x: x + step, y }, Point { x, y: y + step }]
}

/// The longest edge that goes east more than north or south; without one the longest of all.
fn first_edge(ring: &[Point]) -> usize {
    let edge = |index: usize| {
        let (from, to) = (ring[index], ring[(index + 1) % ring.len()]);
        (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y))
    };
    let key = |index: &usize| {
        let (dx, dy) = edge(*index);
        (dx > 0 && dy.abs() <= dx, dx * dx + dy * dy, std::cmp::Reverse(*index))
    };
    (0..ring.len()).max_by_key(key).unwrap_or(0)
}

fn doubled_area(ring: &[Point]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

fn land_rings(rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let round = |ring: &Vec<Point>| {
        let Some(&first) = ring.first() else { return Vec::new() };
        let closed: Vec<Point> = ring.iter().copied().chain([first]).collect();
        ring_snapped(&straightened(&closed, LAND_STRAIGHT_DM), Step::Ground)
    };
    let outline_left = rings.first().is_some_and(|ring| round(ring).len() >= 3);
    let kept = rings.iter().map(round).filter(|ring| outline_left && ring.len() >= 3);
    kept.collect()
}

fn snapped(line: &[Point], step: Step) -> Vec<Point> {
    let mut points: Vec<Point> = line.iter().map(|point| step.snap(*point)).collect();
    points.dedup();
    points
}

fn ring_snapped(ring: &[Point], step: Step) -> Vec<Point> {
    let mut points = snapped(ring, step);
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// The line without points that lie on it anyway (Douglas and Peucker's way).
fn straightened(line: &[Point], least_dm: f64) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, line.len().saturating_sub(1))];
    while let Some((from, to)) = open.pop() {
        let Some((start, end)) = line.get(from).zip(line.get(to)) else { break };
        (keep[from], keep[to]) = (true, true);
        let apart = |index: &usize| distance_dm(line[*index], *start, *end);
        if let Some(far) = (from + 1..to).max_by(|a, b| apart(a).total_cmp(&apart(b)))
            && apart(&far) > least_dm
        {
            open.extend([(from, far), (far, to)]);
        }
    }
    line.iter().zip(keep).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// From a point to the stretch between two others.
fn distance_dm(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y));
    let (px, py) = (f64::from(point.x) - f64::from(from.x), f64::from(point.y) - f64::from(from.y));
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { ((px * dx + py * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (px - t * dx).hypot(py - t * dy)
}

/// The place of a point on a curve that fills the plane (Hilbert's), so that neighbours follow each other.
fn curve(point: Point) -> u64 {
    const ORDER: u32 = 22;
    let mut x = (point.x.clamp(-(1 << 21), (1 << 21) - 1) + (1 << 21)) as u32;
    let mut y = (point.y.clamp(-(1 << 21), (1 << 21) - 1) + (1 << 21)) as u32;
    let mut place = 0u64;
    for bit in (0..ORDER).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        place = place << 2 | u64::from((3 * right) ^ up);
        if up == 0 {
            let mask = (1 << bit) - 1;
            if right == 1 {
                (x, y) = (!x & mask, !y & mask);
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    place
}

/// Orders and turns roads so that, where it can be, one begins where the last one ended; else where one is near.
fn chain(roads: &mut Vec<Road>) {
    let mut waiting: Vec<Option<Road>> = std::mem::take(roads).into_iter().map(Some).collect();
    let ends = |road: &Road| [road.line[0], road.line[road.line.len() - 1]];
    let mut at: HashMap<Point, Vec<usize>> = HashMap::new();
    let mut order: Vec<(u64, usize)> = Vec::with_capacity(waiting.len());
    for (index, road) in waiting.iter().enumerate() {
        let Some(road) = road else { continue };
        for end in ends(road) {
            at.entry(end).or_default().push(index);
        }
        order.push((curve(road.line[0]), index));
    }
    order.sort_unstable();
    for (_, first) in order {
        let mut next = Some(first);
        while let Some(mut road) = next.and_then(|index| waiting[index].take()) {
            let before = roads.last().map(|last: &Road| ends(last)[1]);
            if before == Some(ends(&road)[1]) {
                road.line.reverse();
            }
            let end = ends(&road)[1];
            roads.push(road);
            next = at.get(&end).and_then(|near| near.iter().copied().find(|index| waiting[*index].is_some()));
        }
    }
}

/// Orders and turns borders so that they walk round one grid after the other: most begin where the last one ended.
fn walk_round(borders: &mut Vec<Border>) {
    let key = |border: &Border| border.left.min(border.right).unwrap_or(u32::MAX);
    let mut by_grid: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, border) in borders.iter().enumerate() {
        for side in [border.left, border.right].into_iter().flatten() {
            by_grid.entry(side).or_default().push(index);
        }
    }
    let mut grids: Vec<u32> = by_grid.keys().copied().collect();
    grids.sort_unstable();
    let mut waiting: Vec<Option<Border>> = std::mem::take(borders).into_iter().map(Some).collect();
    for grid in grids {
        let mut at = borders.last().and_then(|border: &Border| border.line.last().copied());
        loop {
            let open = by_grid[&grid].iter().copied().filter(|index| waiting[*index].is_some());
            let begins = |index: &usize| {
                let start = waiting[*index].as_ref().and_then(|border| turned(border, grid).line.first().copied());
                (start != at, *index)
            };
            let Some(next) = open.min_by_key(begins) else { break };
            let Some(border) = waiting[next].take() else { break };
            let border = turned(&border, grid);
            at = border.line.last().copied();
            borders.push(border);
        }
    }
    // Lines without a grid on either side are no borders; they are kept, last, so that nothing is lost silently.
    let mut rest: Vec<Border> = waiting.into_iter().flatten().collect();
    rest.sort_by_key(key);
    borders.extend(rest);
}

/// The border with a grid on its left.
fn turned(border: &Border, grid: u32) -> Border {
    if border.left == Some(grid) {
        return border.clone();
    }
    Border { line: border.line.iter().rev().copied().collect(), left: border.right, right: border.left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arranging_twice_changes_nothing_more() {
        let ring: Vec<Point> = [(13, 7), (211, 9), (208, 101), (11, 97)].map(|(x, y)| Point { x, y }).to_vec();
        let reversed: Vec<Point> = ring.iter().rev().copied().collect();
        let mut building = Building {
            serial: 1,
            area: None,
            estate: None,
            number: 0,
            kind: crate::city::Kind::House,
            floors: 1,
            floor_height_dm: 30,
            columns: 0,
            units: 0,
            first_floor: 1,
            rings: vec![reversed],
        };

        building.arrange(&mut Shapes::default());
        let once = building.clone();
        building.arrange(&mut Shapes::default());

        assert_eq!(building, once);
        assert_eq!(once.rings[0][0], Point { x: 12, y: 6 });
        assert!(doubled_area(&once.rings[0]) > 0);
    }
}
