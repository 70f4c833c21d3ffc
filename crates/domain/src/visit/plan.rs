//! A day's plan: the households that are due, by building, in an order that is short to walk.
//!
//! The order follows from the ground alone: nothing of the people behind the doors is weighed, and nobody is ranked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::due::Due;
use crate::geo::{LonLat, Metre};
use crate::household::Door;
use crate::id::{BuildingId, DwellingId};

/// A shorter walk has to be shorter by this much, in metres: less is rounding, and would be looked for for ever.
const LEAST_GAIN_M: f64 = 1e-6;

/// A household that is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DueHousehold {
    /// The household.
    pub dwelling: DwellingId,
    /// Its door.
    pub door: Door,
    /// The short address: building-unit-door.
    pub short: String,
    /// Why it is due.
    pub due: Due,
}

/// A building with households that are due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanStop {
    /// The building.
    pub building: BuildingId,
    /// Estate and number, or the street as the source has it.
    pub name: String,
    /// Where it stands.
    pub at: LonLat,
    /// Its households, by unit, floor and door.
    pub households: Vec<DueHousehold>,
}

/// What is to be visited on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayPlan {
    /// The day.
    pub day: NaiveDate,
    /// The buildings, in the order of the walk.
    pub stops: Vec<PlanStop>,
    /// How long the walk between them is, in metres as the crow flies.
    pub walk_m: u32,
}

impl DayPlan {
    /// A plan of households, each with its building, name and place; `start` is where the walk begins, the first building otherwise.
    pub fn new(day: NaiveDate, start: Option<Metre>, due: Vec<(PlanStop, Metre)>) -> Self {
        let (mut stops, mut points): (Vec<PlanStop>, Vec<Metre>) = (Vec::new(), Vec::new());
        for (stop, at) in due {
            if let Some(known) = stops.iter_mut().find(|known| known.building == stop.building) {
                known.households.extend(stop.households);
            } else {
                stops.push(stop);
                points.push(at);
            }
        }
        for stop in &mut stops {
            stop.households.sort_by_key(|home| (home.door.unit, home.door.floor, home.door.door, home.dwelling));
        }
        let order = walking_order(start, &points);
        let walk_m = length_m(start, &points, &order).round() as u32;
        let mut left: Vec<Option<PlanStop>> = stops.into_iter().map(Some).collect();
        let stops = order.into_iter().filter_map(|at| left.get_mut(at).and_then(Option::take)).collect();
        Self { day, stops, walk_m }
    }

    /// How many households are due.
    pub fn households(&self) -> usize {
        self.stops.iter().map(|stop| stop.households.len()).sum()
    }
}

/// How long a walk over points is in an order, from a start if there is one.
pub fn length_m(start: Option<Metre>, points: &[Metre], order: &[usize]) -> f64 {
    let way: Vec<Metre> = start.into_iter().chain(order.iter().filter_map(|&at| points.get(at).copied())).collect();
    way.windows(2).map(|pair| pair[0].distance_m(pair[1])).fold(0.0, |sum, leg| sum + leg)
}

/// An order to walk over all points: always on to the nearest one, then shortened by [`two_opt`]. Without a start the walk begins at
/// the first point.
pub fn walking_order(start: Option<Metre>, points: &[Metre]) -> Vec<usize> {
    let mut order = nearest_next(start, points);
    two_opt(start, points, &mut order);
    order
}

fn nearest_next(start: Option<Metre>, points: &[Metre]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..points.len()).collect();
    let mut order = Vec::with_capacity(points.len());
    let Some(mut here) = start.or_else(|| points.first().copied()) else { return order };
    while let Some(place) =
        (0..left.len()).min_by(|&a, &b| points[left[a]].distance_m(here).total_cmp(&points[left[b]].distance_m(here)))
    {
        let next = left.remove(place);
        here = points[next];
        order.push(next);
    }
    order
}

/// Turns parts of a walk round as long as that shortens it (2-opt of an open walk, Croes 1958). Where it begins stays.
pub fn two_opt(start: Option<Metre>, points: &[Metre], order: &mut [usize]) {
    let first = usize::from(start.is_none());
    let mut is_better = true;
    while is_better {
        is_better = false;
        for from in first..order.len() {
            for to in from + 1..order.len() {
                let at = |place: usize| points[order[place]];
                let before = if from == 0 { start } else { Some(at(from - 1)) };
                let after = order.get(to + 1).map(|&next| points[next]);
                let reach = |near: Option<Metre>, far: Metre| near.map_or(0.0, |near| near.distance_m(far));
                let now = reach(before, at(from)) + reach(after, at(to));
                let turned = reach(before, at(to)) + reach(after, at(from));
                if turned + LEAST_GAIN_M < now {
                    order[from..=to].reverse();
                    is_better = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;
    use crate::visit::rule::{Rhythm, Whom};

    fn points() -> impl Strategy<Value = Vec<Metre>> {
        proptest::collection::vec((-900.0..900.0, -900.0..900.0).prop_map(|(x, y)| Metre { x, y }), 0..40)
    }

    fn start() -> impl Strategy<Value = Option<Metre>> {
        proptest::option::of((-900.0..900.0, -900.0..900.0).prop_map(|(x, y)| Metre { x, y }))
    }

    fn stop(building: u64, serial: u64) -> PlanStop {
        let county = County::new_checked(990_001).unwrap();
        let day = "2026-11-23".parse().unwrap();
        let (whom, rhythm) = (Whom::All, Rhythm::Days(90));
        PlanStop {
            building: BuildingId::new(county, building),
            name: String::new(),
            at: LonLat { lon: 71.4, lat: 51.1 },
            households: vec![DueHousehold {
                dwelling: DwellingId::new(county, serial),
                door: Door::new(1, (serial % 7) as u16 + 1, (serial % 3) as u16 + 1),
                short: String::new(),
                due: Due { whom, rhythm, since: day, by: day, overdue_days: 0, window: None },
            }],
        }
    }

    #[test]
    fn a_walk_that_crosses_itself_is_untangled() {
        let points = [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)].map(|(x, y)| Metre { x, y });
        let mut order = [0, 1, 2, 3];

        two_opt(None, &points, &mut order);

        assert!((length_m(None, &points, &order) - 300.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn two_opt_never_lengthens_a_walk_and_leaves_nothing_out(start in start(), points in points()) {
            let mut order: Vec<usize> = (0..points.len()).collect();
            let before = length_m(start, &points, &order);

            two_opt(start, &points, &mut order);

            prop_assert!(length_m(start, &points, &order) <= before + 1e-6);
            order.sort_unstable();
            prop_assert_eq!(order, (0..points.len()).collect::<Vec<_>>());
        }

        #[test]
        fn the_order_is_no_longer_than_always_going_on_to_the_nearest(start in start(), points in points()) {
            let (nearest, order) = (nearest_next(start, &points), walking_order(start, &points));

            prop_assert!(length_m(start, &points, &order) <= length_m(start, &points, &nearest) + 1e-6);
        }

        #[test]
        fn every_household_that_is_due_appears_exactly_once(
            start in start(), homes in proptest::collection::vec((0u64..9, -900.0..900.0, -900.0..900.0), 0..60),
        ) {
            let due: Vec<_> = homes.iter().zip(0..).map(|(&(building, x, y), serial)| {
                (stop(building, serial), Metre { x, y })
            }).collect();

            let plan = DayPlan::new("2026-11-23".parse().unwrap(), start, due);

            let mut found: Vec<u64> =
                plan.stops.iter().flat_map(|stop| &stop.households).map(|home| home.dwelling.serial()).collect();
            found.sort_unstable();
            prop_assert_eq!(found, (0..homes.len() as u64).collect::<Vec<_>>());
            let mut buildings: Vec<_> = plan.stops.iter().map(|stop| stop.building).collect();
            buildings.dedup();
            buildings.sort_unstable();
            buildings.dedup();
            prop_assert_eq!(buildings.len(), plan.stops.len());
        }
    }
}
