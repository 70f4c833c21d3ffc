//! Makes outlines as regular as they were meant to be: right angles, neighbours in parallel, houses that are alike.
//!
//! Nothing moves further than a hand's breadth from where it is. Done once, when a city is arranged; not for telling rings
//! (`outline`).

use crate::city::Point;
use crate::outline::{Edge, Way, closing, minus, plus};
use crate::shape::Shapes;

/// How far a corner may come to lie from where it exactly is, in decimetres.
const NEAR_DM: f64 = 2.5;

/// A ring on the grid of `step_dm` and, corner by corner, where it exactly is.
pub(crate) struct Rough {
    pub points: Vec<Point>,
    pub exact: Vec<Point>,
}

impl Rough {
    /// The regular ring; `shapes` are the ones before it, in the order in which they are told.
    pub(crate) fn regular(self, step_dm: i32, shapes: &mut Shapes) -> Vec<Point> {
        // A ring that lies on the grid was arranged before.
        let found =
            if self.points == self.exact { self.points } else { self.best(step_dm, shapes).unwrap_or(self.points) };
        let Some(&start) = found.first() else { return found };
        let edges = found.windows(2).map(|pair| minus(pair[1], pair[0], step_dm)).collect();
        shapes.push(start, edges);
        found
    }

    /// The ring like an earlier one, or else the one with the fewest corners that are not where they are guessed.
    fn best(&self, step_dm: i32, shapes: &Shapes) -> Option<Vec<Point>> {
        let starts = around(*self.points.first()?, *self.exact.first()?, step_dm);
        if let Some(twin) = starts.iter().find_map(|start| self.twin(*start, step_dm, shapes)) {
            return Some(twin);
        }
        let mut best: Option<(f64, Vec<Point>)> = None;
        for start in starts {
            let (guide, _) = shapes.guide(start);
            for second in self.seconds(start, step_dm, guide) {
                let (cost, found) = self.squared(start, second, step_dm, guide);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, found));
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// The ring like an earlier one.
    fn twin(&self, start: Point, step_dm: i32, shapes: &Shapes) -> Option<Vec<Point>> {
        let alike = |shape: usize| {
            let edges = &shapes.edges[shape];
            if edges.len() + 1 != self.points.len() {
                return None;
            }
            let mut found = vec![start];
            for (edge, exact) in edges.iter().zip(&self.exact[1..]) {
                let corner = plus(*found.last()?, *edge, step_dm).ok()?;
                if away_dm(corner, *exact) > NEAR_DM {
                    return None;
                }
                found.push(corner);
            }
            Some(found)
        };
        shapes.twins(start).into_iter().find_map(alike)
    }

    /// Where the second corner may be: parallel to the guide, or anywhere near.
    fn seconds(&self, start: Point, step_dm: i32, guide: Edge) -> Vec<Point> {
        let (Some(&point), Some(&exact)) = (self.points.get(1), self.exact.get(1)) else { return Vec::new() };
        let mut found = guessed(Way::new(guide), start, minus(point, start, step_dm), step_dm);
        found.retain(|corner| away_dm(*corner, exact) <= NEAR_DM);
        found.extend(around(point, exact, step_dm));
        found.retain(|corner| *corner != start);
        found
    }

    /// The ring from its first two corners on with the others where they are guessed, wherever that is near enough, and its
    /// cost: about the bits that it takes.
    fn squared(&self, start: Point, second: Point, step_dm: i32, guide: Edge) -> (f64, Vec<Point>) {
        let mut found = vec![start, second];
        let first = minus(second, start, step_dm);
        let mut last = first;
        let mut cost = miss_cost(Way::new(guide), first) + spread(start, self.exact[0]) + spread(second, self.exact[1]);
        for (index, (point, exact)) in self.points.iter().zip(&self.exact).enumerate().skip(2) {
            let place = found[index - 1];
            let plain = minus(*point, place, step_dm);
            let is_last = index + 1 == self.points.len() && index > 2;
            let way = Way::square(last);
            let corners = if is_last {
                let back = minus(start, place, step_dm);
                let edge = if index == 3 { (-first.0, -first.1) } else { closing(last, first, back) };
                plus(place, edge, step_dm).into_iter().collect()
            } else {
                guessed(way, place, plain, step_dm)
            };
            let near = corners
                .into_iter()
                .filter(|corner| *corner != start && *corner != place && away_dm(*corner, *exact) <= NEAR_DM);
            let guess = near.min_by(|a, b| away_dm(*a, *exact).total_cmp(&away_dm(*b, *exact)));
            cost += match guess {
                Some(_) => 0.0,
                None if is_last => 6.0,
                None => miss_cost(way, plain),
            };
            let corner = guess.unwrap_or(*point);
            cost += spread(corner, *exact);
            last = minus(corner, place, step_dm);
            found.push(corner);
        }
        (cost, found)
    }
}

/// About how many bits an edge's miss takes.
fn miss_cost(way: Way, edge: Edge) -> f64 {
    let miss = way.told(edge).1.unsigned_abs() as f64;
    if miss == 0.0 { 0.0 } else { 2.0 + 2.0 * miss.log2() }
}

/// Decides between rings that take the same: the nearer the better.
fn spread(corner: Point, exact: Point) -> f64 {
    away_dm(corner, exact).powi(2) / 100.0
}

/// Corners at the end of an edge that goes a given way and is about as long as `plain`.
fn guessed(way: Way, from: Point, plain: Edge, step_dm: i32) -> Vec<Point> {
    let along = way.told(plain).0;
    let edges = [along, along - 1, along + 1].into_iter().filter_map(|along| way.edge((along, 0)).ok());
    edges.filter_map(|edge| plus(from, edge, step_dm).ok()).collect()
}

/// The points of the grid near enough to an exact one; at least the nearest, first.
fn around(point: Point, exact: Point, step_dm: i32) -> Vec<Point> {
    let steps = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (x, y)));
    let others = steps.filter(|step| *step != (0, 0)).filter_map(|step| plus(point, step, step_dm).ok());
    std::iter::once(point).chain(others.filter(|other| away_dm(*other, exact) <= NEAR_DM)).collect()
}

fn away_dm(a: Point, b: Point) -> f64 {
    (f64::from(a.x) - f64::from(b.x)).hypot(f64::from(a.y) - f64::from(b.y))
}
