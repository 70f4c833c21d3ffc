//! Patrol walks that follow the roads: made up, but on the real street network.
//!
//! The network is what the source map draws: vertices that two roads share are junctions. A walk goes from door to door
//! by shortest paths and stays a few minutes at each; where no road leads, it cuts across.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use chrono::{DateTime, Duration, Utc};
use domain::geo::{Frame, Metre};
use domain::patrol::Fix;

use super::dice::Dice;

/// Roads as a graph; vertices are snapped to whole metres so that roads which touch are joined.
#[derive(Debug, Default)]
pub struct Network {
    nodes: Vec<Metre>,
    by_place: HashMap<(i64, i64), u32>,
    edges: Vec<Vec<(u32, f64)>>,
}

impl Network {
    /// Joins road lines (metres from the city's origin) into a network.
    pub fn new<'a>(lines: impl IntoIterator<Item = &'a [Metre]>) -> Self {
        let mut network = Self::default();
        for line in lines {
            for pair in line.windows(2) {
                let (a, b) = (network.node(pair[0]), network.node(pair[1]));
                let length_m = pair[0].distance_m(pair[1]);
                if a != b {
                    network.edges[a as usize].push((b, length_m));
                    network.edges[b as usize].push((a, length_m));
                }
            }
        }
        network
    }

    fn node(&mut self, place: Metre) -> u32 {
        let key = (place.x.round() as i64, place.y.round() as i64);
        *self.by_place.entry(key).or_insert_with(|| {
            self.nodes.push(place);
            self.edges.push(Vec::new());
            self.nodes.len() as u32 - 1
        })
    }

    /// Where three roads or more meet.
    pub fn junctions(&self) -> impl Iterator<Item = Metre> {
        self.nodes.iter().zip(&self.edges).filter(|(_, edges)| edges.len() >= 3).map(|(at, _)| *at)
    }

    /// Where a road bends or ends.
    pub fn corners(&self) -> impl Iterator<Item = Metre> {
        self.nodes.iter().zip(&self.edges).filter(|(_, edges)| edges.len() < 3).map(|(at, _)| *at)
    }

    /// The nearest vertex within `reach_m` metres.
    fn nearest(&self, place: Metre, reach_m: f64) -> Option<u32> {
        (0u32..)
            .zip(&self.nodes)
            .map(|(node, at)| (node, at.distance_m(place)))
            .filter(|(_, distance_m)| *distance_m <= reach_m)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(node, _)| node)
    }

    /// The shortest way between two vertices, both included; nothing when no road joins them.
    fn way(&self, from: u32, to: u32) -> Option<Vec<Metre>> {
        let mut best = vec![f64::INFINITY; self.nodes.len()];
        let mut came_from = vec![u32::MAX; self.nodes.len()];
        let mut queue = BinaryHeap::new();
        best[from as usize] = 0.0;
        queue.push((Reverse(0u64), from));
        while let Some((Reverse(at_mm), node)) = queue.pop() {
            if node == to {
                break;
            }
            let at_m = best[node as usize];
            if (at_m * 1000.0) as u64 + 1 < at_mm {
                continue;
            }
            for &(next, length_m) in &self.edges[node as usize] {
                if at_m + length_m < best[next as usize] {
                    best[next as usize] = at_m + length_m;
                    came_from[next as usize] = node;
                    queue.push((Reverse((best[next as usize] * 1000.0) as u64), next));
                }
            }
        }
        best[to as usize].is_finite().then(|| self.trace(&came_from, from, to))
    }

    fn trace(&self, came_from: &[u32], from: u32, to: u32) -> Vec<Metre> {
        let mut line = vec![self.nodes[to as usize]];
        let mut node = to;
        while node != from {
            node = came_from[node as usize];
            line.push(self.nodes[node as usize]);
        }
        line.reverse();
        line
    }

    /// The line from one door to another: out to the road, along it, and in; straight across where no road leads.
    fn path(&self, from: Metre, to: Metre) -> Vec<Metre> {
        let on_road = self.nearest(from, 120.0).zip(self.nearest(to, 120.0)).and_then(|(a, b)| self.way(a, b));
        let mut line = vec![from];
        line.extend(on_road.unwrap_or_default());
        line.push(to);
        line
    }
}

/// A walk: its fixes, and when it stood at which of the doors that it was sent to.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Every recorded position.
    pub fixes: Vec<Fix>,
    /// For each door, in the order of the walk: when the worker rang.
    pub rung_at: Vec<DateTime<Utc>>,
}

/// Walking pace in metres per second.
const PACE_M_PER_S: f64 = 1.15;
/// Seconds between two fixes while walking.
const FIX_EVERY_S: f64 = 30.0;

/// Walks from door to door, starting at `start`; positions scatter by a few metres as a telephone's do.
pub fn walk(dice: &mut Dice, network: &Network, frame: Frame, doors: &[Metre], start: DateTime<Utc>) -> Walk {
    let mut recorder = Recorder { dice, frame, at: start, fixes: Vec::new() };
    let mut rung_at = Vec::with_capacity(doors.len());
    for (n, door) in doors.iter().enumerate() {
        if n > 0 {
            recorder.go(&network.path(doors[n - 1], *door));
        }
        rung_at.push(recorder.at + Duration::seconds(30));
        recorder.stay(*door);
    }
    Walk { fixes: recorder.fixes, rung_at }
}

struct Recorder<'a> {
    dice: &'a mut Dice,
    frame: Frame,
    at: DateTime<Utc>,
    fixes: Vec<Fix>,
}

impl Recorder<'_> {
    fn fix(&mut self, place: Metre, scatter_m: f64) {
        let mut scatter = || (self.dice.fraction() + self.dice.fraction() - 1.0) * scatter_m;
        let seen = Metre { x: place.x + scatter(), y: place.y + scatter() };
        self.fixes.push(Fix { position: self.frame.to_lon_lat(seen), at: self.at });
    }

    /// Walks a line at [`PACE_M_PER_S`], with a fix at each bend that is far enough from the last.
    fn go(&mut self, line: &[Metre]) {
        let mut since_fix_s = 0.0;
        for pair in line.windows(2) {
            let length_m = pair[0].distance_m(pair[1]);
            let parts = (length_m / (PACE_M_PER_S * FIX_EVERY_S)).ceil().max(1.0);
            for part in 1..=parts as u32 {
                let share = f64::from(part) / parts;
                let step_s = length_m / parts / PACE_M_PER_S;
                self.at += Duration::milliseconds((step_s * 1000.0) as i64);
                since_fix_s += step_s;
                if since_fix_s >= FIX_EVERY_S * 0.4 {
                    since_fix_s = 0.0;
                    let place = Metre {
                        x: pair[0].x + (pair[1].x - pair[0].x) * share,
                        y: pair[0].y + (pair[1].y - pair[0].y) * share,
                    };
                    self.fix(place, 2.0);
                }
            }
        }
    }

    /// Stays three to nine minutes.
    fn stay(&mut self, place: Metre) {
        let minutes = self.dice.between(3, 9);
        self.at += Duration::seconds(5);
        for _ in 0..=minutes {
            self.fix(place, 4.0);
            self.at += Duration::seconds(60);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::geo::LonLat;
    use domain::patrol::stops;

    fn frame() -> Frame {
        Frame { origin: LonLat { lon: 71.4, lat: 51.1 } }
    }

    fn corner() -> Network {
        let street = [Metre { x: 0.0, y: 0.0 }, Metre { x: 300.0, y: 0.0 }];
        let lane = [Metre { x: 300.0, y: 0.0 }, Metre { x: 300.0, y: 200.0 }];
        Network::new([&street[..], &lane[..]])
    }

    #[test]
    fn a_walk_goes_round_the_corner_where_the_road_does() {
        let doors = [Metre { x: 10.0, y: 8.0 }, Metre { x: 292.0, y: 190.0 }];

        let walk = walk(&mut Dice::new(1, 1), &corner(), frame(), &doors, DateTime::UNIX_EPOCH);

        let near_the_corner =
            walk.fixes.iter().any(|fix| frame().to_metre(fix.position).distance_m(Metre { x: 300.0, y: 0.0 }) < 25.0);
        assert!(near_the_corner);
    }

    #[test]
    fn every_door_is_a_stop_and_time_never_runs_backwards() {
        let doors = [Metre { x: 10.0, y: 8.0 }, Metre { x: 292.0, y: 190.0 }, Metre { x: 150.0, y: -9.0 }];

        let walk = walk(&mut Dice::new(2, 1), &corner(), frame(), &doors, DateTime::UNIX_EPOCH);

        assert!(walk.fixes.windows(2).all(|pair| pair[0].at < pair[1].at));
        assert_eq!(stops(frame(), &walk.fixes).len(), doors.len());
        assert_eq!(walk.rung_at.len(), doors.len());
    }
}
