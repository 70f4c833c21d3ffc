//! A month of patrols for grid workers whose tracks are recorded, and two months of visits for all that were made on the way.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use citypack::{City, RoadClass};
use domain::clock::{civil_date, zone};
use domain::geo::{Frame, Metre};
use domain::patrol::length_m;
use store::seed::{SeatRow, TrackColumns, VisitColumns};

use super::Sowing;
use super::check_point::{self, Maker, Points};
use super::dice::Dice;
use super::walk::{Network, walk};

/// How many days back the tracks go, today included.
pub const DAYS: u64 = 30;
/// How many days back the visits go, today included: what is due follows from more than one month.
pub const VISIT_DAYS: u64 = 60;
/// Roads this far outside a grid's buildings still belong to its walks, in metres.
const MARGIN_M: f64 = 250.0;

/// One worker's beat: the buildings of a grid with the doors behind each.
pub struct Beat {
    /// The worker's account.
    pub account: i64,
    /// The grid.
    pub area: i64,
    /// Whether a duty track is recorded there; where it is not, visits are joined to the line of a day.
    pub is_recorded: bool,
    /// Where each building stands and which dwellings it has.
    pub doors: Vec<(Metre, Vec<i64>)>,
    /// The roads around.
    pub network: Network,
}

impl Beat {
    /// The beat of a grid, with the roads around it. Seats must all lie in the grid.
    pub fn new((account, area): (i64, i64), is_recorded: bool, seats: &[SeatRow], city: &City) -> Self {
        let mut buildings: BTreeMap<(i32, i32), Vec<i64>> = BTreeMap::new();
        for seat in seats {
            buildings.entry((seat.x_dm, seat.y_dm)).or_default().push(seat.dwelling);
        }
        let doors: Vec<_> = buildings
            .into_iter()
            .map(|((x, y), dwellings)| (Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 }, dwellings))
            .collect();
        let network = roads_around(&doors, city);
        Self { account, area, is_recorded, doors, network }
    }

    /// Walks one day: up to eleven buildings in an order that doesn't criss-cross, from half past eight on.
    fn day(&self, seed: u64, day: NaiveDate, frame: Frame, now: DateTime<Utc>) -> Option<Day> {
        let mut dice = Dice::new(seed ^ (day.num_days_from_ce() as u64) << 40, self.account as u64);
        let rest = day.weekday() == Weekday::Sun || dice.chance(0.08);
        if rest || self.doors.is_empty() {
            return None;
        }
        let round = self.round(&mut dice);
        let places: Vec<Metre> = round.iter().map(|&n| self.doors[n].0).collect();
        let start = morning(day) + Duration::minutes(dice.between(0, 50));
        let mut walk = walk(&mut dice, &self.network, frame, &places, start);
        walk.fixes.retain(|fix| fix.at <= now);
        let mut visits = Vec::new();
        for (&n, &rung_at) in
            round.iter().zip(&walk.rung_at).filter(|(_, rung_at)| **rung_at + Duration::minutes(3) <= now)
        {
            for home in 0..dice.between(1, 3) {
                let outcome = match dice.between(0, 99) {
                    0..=71 => "unchanged",
                    72..=81 => "changed",
                    _ => "nobody_in",
                };
                visits.push((*dice.pick(&self.doors[n].1), rung_at + Duration::minutes(home), outcome));
            }
        }
        (walk.fixes.len() >= 2).then_some(Day { fixes: walk.fixes, visits })
    }

    /// Chooses buildings and puts each next to the one that is nearest.
    fn round(&self, dice: &mut Dice) -> Vec<usize> {
        let wanted = (dice.between(5, 11) as usize).min(self.doors.len());
        let mut left: Vec<usize> = (0..wanted).map(|_| dice.below(self.doors.len() as u32) as usize).collect();
        left.sort_unstable();
        left.dedup();
        let mut order = vec![left.swap_remove(0)];
        while !left.is_empty() {
            let here = self.doors[order[order.len() - 1]].0;
            let nearest = (0..left.len())
                .min_by(|&a, &b| {
                    self.doors[left[a]].0.distance_m(here).total_cmp(&self.doors[left[b]].0.distance_m(here))
                })
                .unwrap_or(0);
            order.push(left.swap_remove(nearest));
        }
        order
    }

    /// Adds the month's tracks, if any are recorded, and two months' visits of this beat, and when its check-points were passed.
    pub fn month(&self, sowing: Sowing, frame: Frame, out: &mut Month, (maker, points): (&mut Maker, &Points)) {
        let today = civil_date(sowing.now);
        for back in (0..VISIT_DAYS).rev() {
            let Some(date) = today.checked_sub_days(Days::new(back)) else { continue };
            let Some(day) = self.day(sowing.seed, date, frame, sowing.now) else { continue };
            if back < DAYS && self.is_recorded {
                out.add_track(self, date, &day, frame);
            }
            if back < check_point::DAYS {
                maker.pass(self, points, date, (frame, &day.fixes));
            }
            out.add_visits(self, day);
        }
    }
}

struct Day {
    fixes: Vec<domain::patrol::Fix>,
    visits: Vec<(i64, DateTime<Utc>, &'static str)>,
}

/// Tracks and visits ready to be written.
pub struct Month {
    /// The next track's id.
    pub next_track: i64,
    /// Tracks.
    pub tracks: TrackColumns,
    /// Visits.
    pub visits: VisitColumns,
}

impl Month {
    fn add_track(&mut self, beat: &Beat, date: NaiveDate, day: &Day, frame: Frame) {
        let tracks = &mut self.tracks;
        tracks.id.push(self.next_track);
        self.next_track += 1;
        tracks.area.push(beat.area);
        tracks.account.push(beat.account);
        tracks.day.push(date);
        tracks.fix_count.push(day.fixes.len() as i32);
        tracks.started_at.push(day.fixes[0].at);
        tracks.ended_at.push(day.fixes[day.fixes.len() - 1].at);
        tracks.length_m.push(length_m(frame, &day.fixes));
        tracks.fixes.push(store::patrol::pack(&day.fixes));
    }

    fn add_visits(&mut self, beat: &Beat, day: Day) {
        for (dwelling, at, outcome) in day.visits {
            self.visits.area.push(beat.area);
            self.visits.dwelling.push(dwelling);
            self.visits.account.push(beat.account);
            self.visits.visited_at.push(at);
            self.visits.outcome.push(outcome.to_owned());
        }
    }
}

/// Half past eight in the city on a day.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::from_hms_opt(8, 30, 0).unwrap_or_default());
    zone().from_local_datetime(&local).single().map_or_else(|| local.and_utc(), |at| at.to_utc())
}

/// The walkable roads around a grid's buildings.
fn roads_around(doors: &[(Metre, Vec<i64>)], city: &City) -> Network {
    let (mut low, mut high) = (Metre { x: f64::MAX, y: f64::MAX }, Metre { x: f64::MIN, y: f64::MIN });
    for (door, _) in doors {
        low = Metre { x: low.x.min(door.x), y: low.y.min(door.y) };
        high = Metre { x: high.x.max(door.x), y: high.y.max(door.y) };
    }
    let reach = |low: f64, high: f64, at: f64| at >= low - MARGIN_M && at <= high + MARGIN_M;
    let inside = |point: Metre| reach(low.x, high.x, point.x) && reach(low.y, high.y, point.y);
    let walkable = |class: RoadClass| !matches!(class, RoadClass::Motorway | RoadClass::Rail);
    let lines: Vec<Vec<Metre>> = city
        .roads
        .iter()
        .filter(|road| walkable(road.class))
        .flat_map(|road| road.line.windows(2))
        .map(|pair| vec![pair[0].to_metre(), pair[1].to_metre()])
        .filter(|pair| inside(pair[0]))
        .collect();
    Network::new(lines.iter().map(Vec::as_slice))
}
