//! Trails of grid workers: what may be recorded where, and how raw fixes become a line.
//!
//! The line itself, its length and its stops are [`crate::patrol`]'s. Not here: how it is packed and kept (`store::trail`), who may
//! see it ([`crate::actor`]).

use crate::area::Area;

mod check_point;
mod ground;
mod sieve;

pub use check_point::{CheckPoint, LARGEST_RADIUS_M, Passing, RADIUS_M, Way};
pub use ground::{BUFFER_M, Ground};
pub use sieve::{
    Dropped, MOST_ACCURACY_M, MOST_SPEED_M_S, REST_M, REST_S, RawFix, Sieved, Why, Window, in_area, in_time, moving,
    on_foot, once, sharp, sift, without_jumps,
};

/// What is recorded of where a grid worker was.
///
/// The State Council's rules forbid demanding trails without need (`field.md` 4.12): what a city gets without asking for more are
/// the points of its visits, which are recorded anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TrackMode {
    /// Nothing; not even the visits are joined.
    Off,
    /// 连点成线: the day's visits and reports, joined in the order of time. Nothing of it is kept apart from them.
    #[default]
    VisitPoints,
    /// Also positions, while a worker says that they are on duty and keeps the page open.
    DutyTrack,
}

impl TrackMode {
    /// Every one with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Off, "off"), (Self::VisitPoints, "visit_points"), (Self::DutyTrack, "duty_track")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(mode, _)| *mode == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(mode, _)| *mode)
    }

    /// What counts in an area: what the nearest area that holds it says.
    pub fn of(said: &[(Area, Self)], area: Area) -> Self {
        let holds = said.iter().filter(|(above, _)| above.contains(area));
        holds.max_by_key(|(above, _)| above.level()).map(|(_, mode)| *mode).unwrap_or_default()
    }
}

/// Fixes of one batch: a phone sends one in a few seconds, so that this is more than an hour without a network.
pub const MOST_FIXES: usize = 5_000;
/// Hours after which a duty that nobody ended ends by itself.
pub const DUTY_HOURS: i64 = 12;
/// The longest note at a stop, in signs.
pub const LONGEST_NOTE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_alone_are_joined_unless_something_else_was_said() {
        assert_eq!(TrackMode::default(), TrackMode::VisitPoints);
        for (mode, slug) in TrackMode::ALL {
            assert_eq!(TrackMode::from_slug(slug), Some(mode));
            assert_eq!(mode.slug(), slug);
        }
    }

    #[test]
    fn what_the_nearest_area_above_says_counts() {
        let city = Area::city(crate::area::County::new_checked(990_001).unwrap());
        let (street, other) = (city.child(1).unwrap(), city.child(2).unwrap());
        let said = [(street, TrackMode::DutyTrack), (city, TrackMode::Off)];

        assert_eq!(TrackMode::of(&said, street.child(3).unwrap()), TrackMode::DutyTrack);
        assert_eq!(TrackMode::of(&said, other), TrackMode::Off);
        assert_eq!(TrackMode::of(&[], other), TrackMode::VisitPoints);
    }
}
