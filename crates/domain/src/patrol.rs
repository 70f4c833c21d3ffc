//! Patrol tracks 巡查轨迹: fixes joined as a line, with stops and times.

mod wire;

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::geo::{Frame, LonLat};
use crate::id::{AccountId, CaseId, DwellingId, TrackId};

/// One recorded position.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// Where.
    pub position: LonLat,
    /// When.
    pub at: DateTime<Utc>,
}

/// A place where the worker stayed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// Where, the mean of the fixes.
    pub position: LonLat,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// The household visited there, when a visit was recorded.
    pub dwelling: Option<DwellingId>,
    /// The case reported there; it takes no time.
    pub case: Option<CaseId>,
}

/// One worker's day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// The track.
    pub track: TrackId,
    /// The worker.
    pub worker: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// The line, in order of time.
    #[serde(with = "wire")]
    pub fixes: Vec<Fix>,
    /// Stays of [`STOP_S`] seconds and more.
    pub stops: Vec<Stop>,
    /// Length of the line in metres.
    pub length_m: f64,
}

/// A worker who may be chosen for replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// The account.
    pub account: AccountId,
    /// What to call them: the grid's name and the role (never the person's name on a map).
    pub title: String,
    /// Their grid.
    pub area: Area,
    /// Days on which a track is kept, newest first.
    pub days: Vec<NaiveDate>,
}

/// How many days stand on one map at most: the heads of more can't be told apart.
pub const MOST_TOGETHER: usize = 8;

/// Whose days stand beside the chosen one's, in the order in which they were added; each once, and one fewer than
/// [`MOST_TOGETHER`]. In an address `id,id`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company(Vec<AccountId>);

impl Company {
    /// Reads what [`Display`](fmt::Display) wrote; what is no number of an account is left out.
    pub fn read(text: &str) -> Self {
        text.split(',').filter_map(|part| part.parse().ok()).fold(Self::default(), Self::with)
    }

    /// The accounts.
    pub fn iter(&self) -> impl Iterator<Item = AccountId> {
        self.0.iter().copied()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether nobody more has room.
    pub fn is_full(&self) -> bool {
        self.0.len() + 1 >= MOST_TOGETHER
    }

    /// The place among the others, from zero.
    pub fn place(&self, account: AccountId) -> Option<usize> {
        self.0.iter().position(|known| *known == account)
    }

    /// With somebody more, unless they are there or there is no room.
    #[must_use]
    pub fn with(mut self, account: AccountId) -> Self {
        if !self.is_full() && !self.0.contains(&account) {
            self.0.push(account);
        }
        self
    }

    /// Without somebody.
    #[must_use]
    pub fn without(mut self, account: AccountId) -> Self {
        self.0.retain(|known| *known != account);
        self
    }

    /// Without whoever is the chosen one.
    #[must_use]
    pub fn without_lead(self, lead: Option<AccountId>) -> Self {
        match lead {
            Some(lead) => self.without(lead),
            None => self,
        }
    }

    /// With somebody more, or without them.
    #[must_use]
    pub fn toggled(self, account: AccountId) -> Self {
        if self.place(account).is_some() { self.without(account) } else { self.with(account) }
    }
}

impl fmt::Display for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, account) in self.0.iter().enumerate() {
            write!(f, "{}{account}", if place > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

/// A stay counts as a stop from this many seconds on.
pub const STOP_S: i64 = 120;
/// Fixes this close together belong to one stay, in metres.
pub const STOP_RADIUS_M: f64 = 25.0;

/// The number of a day, for telling lines apart: days since the year 1, at most seven digits.
pub fn day_number(day: NaiveDate) -> u32 {
    u32::try_from(day.num_days_from_ce()).unwrap_or_default()
}

/// The length of a line of fixes in metres.
pub fn length_m(frame: Frame, fixes: &[Fix]) -> f64 {
    let legs =
        fixes.windows(2).map(|pair| frame.to_metre(pair[0].position).distance_m(frame.to_metre(pair[1].position)));
    // The sum of no floats is -0.0, which would be shown with its sign.
    legs.fold(0.0, |sum, leg| sum + leg)
}

/// Finds the stays: runs of fixes within [`STOP_RADIUS_M`] of their first that last [`STOP_S`] or longer.
pub fn stops(frame: Frame, fixes: &[Fix]) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut start = 0;
    while start < fixes.len() {
        let anchor = frame.to_metre(fixes[start].position);
        let run = fixes[start..]
            .iter()
            .take_while(|fix| frame.to_metre(fix.position).distance_m(anchor) <= STOP_RADIUS_M)
            .count()
            .max(1);
        let stay = &fixes[start..start + run];
        let (from, until) = (stay[0].at, stay[run - 1].at);
        if (until - from).num_seconds() >= STOP_S {
            stops.push(Stop { position: mean(stay), from, until, dwelling: None, case: None });
        }
        start += run;
    }
    stops
}

fn mean(fixes: &[Fix]) -> LonLat {
    let n = fixes.len() as f64;
    LonLat {
        lon: fixes.iter().map(|fix| fix.position.lon).sum::<f64>() / n,
        lat: fixes.iter().map(|fix| fix.position.lat).sum::<f64>() / n,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(x: f64, seconds: i64) -> Fix {
        let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };
        Fix {
            position: frame.to_lon_lat(crate::geo::Metre { x, y: 0.0 }),
            at: DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap(),
        }
    }

    #[test]
    fn company_has_everybody_once_and_no_more_than_fit_on_a_map() {
        let county = crate::area::County::new_checked(990_001).unwrap();
        let account = |serial| AccountId::new(county, serial);
        let all = (1..=20).map(account).chain([account(1)]).fold(Company::default(), Company::with);

        assert_eq!(all.iter().collect::<Vec<_>>(), (1..=7).map(account).collect::<Vec<_>>());
        assert!(all.is_full());
        assert_eq!(Company::read(&format!("x,{all},,{}", account(1))), all);
        assert_eq!(all.clone().toggled(account(3)).toggled(account(3)).place(account(3)), Some(6));
    }

    #[test]
    fn a_stay_of_two_minutes_is_a_stop_and_walking_is_not() {
        let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };
        let line = [fix(0.0, 0), fix(40.0, 30), fix(80.0, 60), fix(85.0, 120), fix(82.0, 200), fix(130.0, 240)];

        let found = stops(frame, &line);

        assert_eq!(found.len(), 1);
        assert_eq!((found[0].until - found[0].from).num_seconds(), 140);
        assert!((length_m(frame, &line) - (40.0 + 40.0 + 5.0 + 3.0 + 48.0)).abs() < 0.01);
    }

    #[test]
    fn no_line_is_no_way_without_a_sign() {
        let frame = Frame { origin: LonLat { lon: 71.4, lat: 51.1 } };

        assert_eq!(format!("{:.1}", length_m(frame, &[])), "0.0");
        assert_eq!(format!("{:.1}", length_m(frame, &[fix(0.0, 0)])), "0.0");
    }
}
