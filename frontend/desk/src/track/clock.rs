//! The replay's clock: pure arithmetic on times that somebody else measures.

use chrono::{DateTime, TimeDelta, Utc};
use domain::patrol::Track;

/// How often the page is told, in milliseconds of real time.
const TELL_MS: f64 = 250.0;

/// Where a replay stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    now: DateTime<Utc>,
    told_ms: f64,
    last_ms: Option<f64>,
}

/// What a tick brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// The head moved; the page need not know yet.
    Moved,
    /// The head moved, and it is time to tell the page.
    Tell(DateTime<Utc>),
    /// The end was reached.
    Ended,
}

impl Clock {
    /// A clock over the day of all tracks, standing at `now` or at the beginning; nothing for tracks without fixes.
    pub fn over<'a>(tracks: impl Iterator<Item = &'a Track>, now: Option<DateTime<Utc>>) -> Option<Self> {
        let spans = tracks.filter_map(|track| Some((track.fixes.first()?.at, track.fixes.last()?.at)));
        let (start, end) = spans.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))?;
        Some(Self { start, end, now: now.unwrap_or(start).clamp(start, end), told_ms: f64::MIN, last_ms: None })
    }

    /// The replay's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Puts the replay at a time.
    pub fn scrub(&mut self, now: DateTime<Utc>) {
        self.now = now.clamp(self.start, self.end);
    }

    /// Stands still: the next tick starts a new run.
    pub fn pause(&mut self) {
        self.last_ms = None;
    }

    /// Moves on to the picture at `time_ms` of real time, `speed` seconds of the day per second.
    pub fn tick(&mut self, time_ms: f64, speed: u16) -> Tick {
        // A tab that was in the background must not jump hours ahead.
        let step_ms = self.last_ms.map_or(0.0, |last| (time_ms - last).clamp(0.0, 250.0));
        self.last_ms = Some(time_ms);
        if self.now >= self.end && step_ms == 0.0 {
            self.now = self.start;
        }
        self.now += TimeDelta::microseconds((step_ms * 1000.0 * f64::from(speed)) as i64);
        if self.now >= self.end {
            self.now = self.end;
            self.last_ms = None;
            return Tick::Ended;
        }
        if time_ms - self.told_ms >= TELL_MS {
            self.told_ms = time_ms;
            return Tick::Tell(self.now);
        }
        Tick::Moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::County;
    use domain::geo::LonLat;
    use domain::id::{AccountId, TrackId};
    use domain::patrol::Fix;

    fn track() -> Track {
        let county = County::new_checked(990_001).unwrap();
        let fix = |seconds: i64| Fix {
            position: LonLat { lon: 71.4, lat: 51.1 },
            at: DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap(),
        };
        Track {
            track: TrackId::new(county, 1),
            worker: AccountId::new(county, 1),
            day: chrono::NaiveDate::from_ymd_opt(2023, 11, 14).unwrap(),
            fixes: vec![fix(0), fix(600)],
            stops: Vec::new(),
            length_m: 0.0,
        }
    }

    fn elapsed_s(clock: &Clock) -> f64 {
        (clock.now() - clock.start).num_milliseconds() as f64 / 1000.0
    }

    #[test]
    fn the_page_is_told_at_most_four_times_a_second() {
        let mut clock = Clock::over([&track()].into_iter(), None).unwrap();

        let told = (0..60).filter(|frame| matches!(clock.tick(f64::from(*frame) * 16.0, 60), Tick::Tell(_))).count();

        assert!((3..=4).contains(&told), "{told}");
        assert!((elapsed_s(&clock) - 59.0 * 0.016 * 60.0).abs() < 0.01);
    }

    #[test]
    fn the_day_of_several_lasts_from_the_first_who_sets_out_to_the_last_who_comes_home() {
        let later = TimeDelta::minutes(30);
        let mut second = track();
        second.fixes.iter_mut().for_each(|fix| fix.at += later);

        let clock = Clock::over([&track(), &second].into_iter(), None).unwrap();

        assert_eq!((clock.start, clock.end), (track().fixes[0].at, track().fixes[1].at + later));
        assert_eq!(clock.now(), clock.start);
    }

    #[test]
    fn playing_on_from_the_end_starts_again() {
        let mut clock = Clock::over([&track()].into_iter(), None).unwrap();
        clock.scrub(DateTime::from_timestamp(1_700_009_999, 0).unwrap());

        assert!((elapsed_s(&clock) - 600.0).abs() < 0.001);
        clock.pause();
        clock.tick(0.0, 60);
        assert!(elapsed_s(&clock) < 1.0);
    }

    #[test]
    fn a_tab_that_slept_does_not_jump() {
        let mut clock = Clock::over([&track()].into_iter(), None).unwrap();
        clock.tick(0.0, 1);
        clock.tick(3_600_000.0, 1);

        assert!(elapsed_s(&clock) < 1.0);
    }
}
