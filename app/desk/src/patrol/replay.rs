//! The replay's clock: while it plays it belongs to the engine, at rest to the address.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::clock::zone;
use domain::id::AccountId;
use domain::patrol::Track;
use leptos::prelude::*;
use ui::error::AppError;

use super::api;
use crate::map::view_state::ViewState;

/// Speeds to choose from, seconds of the day per second.
pub const SPEEDS: [u16; 5] = [1, 10, 30, 60, 300];

/// The chosen day and where its replay stands.
#[derive(Clone, Copy)]
pub struct Replay {
    view: Memo<ViewState>,
    /// The chosen track; nothing when none is chosen.
    pub track: Resource<Option<Result<Track, AppError>>>,
    /// Those of others on the same day; who has none then is left out.
    pub others: Resource<Result<Vec<Track>, AppError>>,
    /// Whether it runs.
    pub playing: RwSignal<bool>,
    /// How fast, of [`SPEEDS`].
    pub speed: RwSignal<u16>,
    /// The time while it plays or is dragged; nothing at rest.
    pub moving: RwSignal<Option<DateTime<Utc>>>,
}

impl Replay {
    /// The replay of one map page.
    pub fn new(view: Memo<ViewState>) -> Self {
        let chosen = move || view.with(|view| view.worker.zip(view.day));
        let track = Resource::new(chosen, |chosen| async move {
            match chosen {
                Some((worker, day)) => Some(api::track(worker, day).await),
                None => None,
            }
        });
        let company = move || {
            view.with(|view| match view.worker.zip(view.day) {
                Some((worker, day)) => (view.with.clone().without(worker).iter().collect(), Some(day)),
                None => (Vec::new(), None),
            })
        };
        let others = Resource::new(company, |(company, day)| async move {
            match day {
                Some(day) => together(company, day).await,
                None => Ok(Vec::new()),
            }
        });
        Self {
            view,
            track,
            others,
            playing: RwSignal::new(false),
            speed: RwSignal::new(SPEEDS[3]),
            moving: RwSignal::new(None),
        }
    }

    /// The time to show: the moving one, else the address's.
    pub fn now(self) -> Option<DateTime<Utc>> {
        let rest = move || self.view.with(|view| instant(view.day?, view.at?));
        self.moving.get().or_else(rest)
    }

    /// Shows a time without noting it in the address.
    pub fn show(self, at: DateTime<Utc>) {
        self.moving.set(Some(at));
    }

    /// Stops, and gives the state to note in the address.
    pub fn rest(self) -> ViewState {
        self.playing.set(false);
        let at = self.now();
        self.moving.set(None);
        let view = self.view.get_untracked();
        ViewState { at: at.map(time_of_day).or(view.at), ..view }
    }
}

/// The days of several workers. One after the other: each is looked up and leaves its row on the audit trail by itself.
async fn together(company: Vec<AccountId>, day: NaiveDate) -> Result<Vec<Track>, AppError> {
    let mut found = Vec::with_capacity(company.len());
    for worker in company {
        match api::track(worker, day).await {
            Ok(track) => found.push(track),
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// An instant out of a civil day and time.
pub fn instant(day: NaiveDate, at: NaiveTime) -> Option<DateTime<Utc>> {
    zone().from_local_datetime(&day.and_time(at)).single().map(|at| at.with_timezone(&Utc))
}

/// The civil time of day of an instant, in whole seconds.
pub fn time_of_day(at: DateTime<Utc>) -> NaiveTime {
    use chrono::Timelike;

    let time = at.with_timezone(&zone()).time();
    time.with_nanosecond(0).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_comes_back_from_its_instant() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let at = NaiveTime::from_hms_opt(0, 30, 5).unwrap();

        assert_eq!(instant(day, at).map(time_of_day), Some(at));
    }
}
