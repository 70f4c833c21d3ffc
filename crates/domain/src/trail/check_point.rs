//! Check-points 巡查点: places that somebody should come by, and what counts as having done so.

use chrono::{DateTime, Utc};

use crate::area::Area;
use crate::geo::{Frame, LonLat};
use crate::id::CheckPointId;

use super::sieve::MOST_ACCURACY_M;

/// The radius of a check-point unless another is said, in metres.
pub const RADIUS_M: i32 = 30;
/// The largest, in metres.
pub const LARGEST_RADIUS_M: i32 = 500;

/// A place to come by.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckPoint {
    /// Which.
    pub id: CheckPointId,
    /// The grid that it lies in.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub position: LonLat,
    /// How near one has to come, in metres.
    pub radius_m: i32,
}

impl CheckPoint {
    /// How far a position is away, in metres.
    pub fn away_m(&self, frame: Frame, position: LonLat) -> f64 {
        frame.to_metre(self.position).distance_m(frame.to_metre(position))
    }

    /// Whether a position of this accuracy may have been within the radius. An accuracy worse than a kept fix's helps nobody.
    pub fn is_met(&self, frame: Frame, position: LonLat, accuracy_m: f64) -> bool {
        self.away_m(frame, position) <= f64::from(self.radius_m) + accuracy_m.clamp(0.0, MOST_ACCURACY_M)
    }
}

/// What made a check-point green for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A visit in a building within the radius.
    Visit,
    /// A case that was reported there.
    Report,
    /// A position of the duty track.
    Fix,
    /// One tap at the place, with the phone's position.
    Tap,
    /// One tap without a position.
    Word,
}

impl Way {
    /// Every one with its stored word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Visit, "visit"),
        (Self::Report, "report"),
        (Self::Fix, "fix"),
        (Self::Tap, "tap"),
        (Self::Word, "word"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(way, _)| *way == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(way, _)| *way)
    }
}

/// The first that somebody came by on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// How.
    pub way: Way,
    /// When.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;
    use crate::geo::Metre;

    #[test]
    fn a_check_point_is_met_within_its_radius_and_the_fixs_error() {
        let county = County::new_checked(990_001).unwrap();
        let frame = Frame { origin: LonLat { lon: 129.4, lat: 42.8 } };
        let point = CheckPoint {
            id: CheckPointId::new(county, 1),
            area: Area::city(county),
            name: String::new(),
            position: frame.origin,
            radius_m: RADIUS_M,
        };
        let at = |x| frame.to_lon_lat(Metre { x, y: 0.0 });

        assert!(point.is_met(frame, at(29.0), 0.0) && point.is_met(frame, at(45.0), 20.0));
        assert!(!point.is_met(frame, at(31.0), 0.0) && !point.is_met(frame, at(100.0), 5_000.0));
        for (way, slug) in Way::ALL {
            assert_eq!((way.slug(), Way::from_slug(slug)), (slug, Some(way)));
        }
    }
}
