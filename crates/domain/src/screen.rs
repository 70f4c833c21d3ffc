//! What the command screen 指挥大屏 says beside the city: totals, and open cases without anybody's words or door.
//!
//! Walls hang where everybody sees them. So nothing here has room for a name, a door, a title or a text; what is said about a case
//! is its number, its light, its category, its area and the desk that holds it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::case::{Counts, Light};
use crate::figure::{CategoryCount, Flow, Rate};
use crate::id::{AccountId, BuildingId, CaseId};

/// How many cases the list of those that wait longest has.
pub const WAITING_MOST: usize = 10;

/// How many of today's patrols are named; all are counted.
pub const PATROLS_MOST: usize = 5;

/// Days that shares and categories are counted over, today included.
pub const RATE_DAYS: i64 = 30;

/// Days of the flow, today included.
pub const FLOW_DAYS: i64 = 14;

/// How many groups of categories are shown.
pub const CATEGORIES_MOST: usize = 8;

/// A patrol whose last fix is not older than this is on its way, minutes.
pub const ON_THE_WAY_MIN: i64 = 15;

/// The screen of an area at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The area.
    pub area: Area,
    /// Names from the post's own area down to this one.
    pub path: Vec<(Area, String)>,
    /// What the screen goes round: an area, then what lies one level below it.
    pub round: Vec<(Area, String)>,
    /// The server's time; everything is as it was then.
    pub now: DateTime<Utc>,
    /// Open cases by light: the counts of the desk's list of the same area.
    pub counts: Counts,
    /// Cases that became green today.
    pub closed_today: i64,
    /// Those that wait longest for the desk that holds them, the longest first.
    pub waiting: Vec<Waiting>,
    /// Patrols of today.
    pub patrols: Patrols,
    /// Wishes of the area.
    pub wishes: Wishes,
    /// Whether who looks may open the cases behind the numbers.
    pub sees_cases: bool,
    /// Whether who looks may open households and tracks.
    pub sees_people: bool,
}

/// What the screen counts over a time; slower to count than a [`Board`], and slower to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The share that was closed on time over the last [`RATE_DAYS`] days, by area one level below, the least first.
    pub on_time: Vec<Rate>,
    /// Groups of categories by how many were reported over the same days, the most first; at most [`CATEGORIES_MOST`].
    pub categories: Vec<CategoryCount>,
    /// Today, hour by hour; all of them.
    pub hours: Vec<HourFlow>,
    /// The last [`FLOW_DAYS`] days with today.
    pub days: Vec<Flow>,
}

/// What came in and what was closed in one hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourFlow {
    /// The hour of the civil day, 0 to 23.
    pub hour: u8,
    /// Reported.
    pub opened: i64,
    /// Closed.
    pub closed: i64,
}

/// A case that waits for a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The case.
    pub case: CaseId,
    /// Red or yellow.
    pub light: Light,
    /// Its category's name in Chinese and English; empty without one.
    pub category_name: (String, String),
    /// The area's name: the grid behind its community, on a wall the community alone.
    pub area_name: String,
    /// The name of the desk that holds it, in Chinese and English.
    pub holder_name: (String, String),
    /// Since when that desk holds it.
    pub since: DateTime<Utc>,
    /// Whether the desk's time is over.
    pub is_late: bool,
}

/// Patrols of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Patrols {
    /// The civil day.
    pub day: NaiveDate,
    /// Workers who were out.
    pub out: i64,
    /// Those of them who are on their way now ([`ON_THE_WAY_MIN`]).
    pub on_the_way: i64,
    /// The last of them, newest first; none for those who may not see tracks.
    pub last: Vec<Patrol>,
}

/// Wishes of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// On the public board.
    pub open: i64,
    /// Not yet looked at by the community.
    pub proposed: i64,
    /// Ever confirmed by the community.
    pub fulfilled: i64,
}

/// One worker's patrol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patrol {
    /// Whose.
    pub worker: AccountId,
    /// The post: the grid's name and the role, never the person's name.
    pub title: String,
    /// When the last fix was.
    pub ended_at: DateTime<Utc>,
    /// Length of the line in metres.
    pub length_m: f64,
}

/// What is told about one building: totals; on a wall those below the least number are nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tower {
    /// The building.
    pub building: BuildingId,
    /// The estate's name.
    pub estate: Option<String>,
    /// Its number in the estate; 0 when it has none.
    pub number: i32,
    /// Street and house number in the source map.
    pub source: Option<String>,
    /// Dwellings.
    pub dwellings: i64,
    /// Dwellings that are lived in; nothing when too few to be told.
    pub households: Option<i64>,
    /// Checked residents; nothing when too few to be told.
    pub residents: Option<i64>,
    /// Open cases; nothing when too few to be told.
    pub cases: Option<i64>,
}

impl Tower {
    /// The same for everybody to see: totals of people below `least` are not told.
    #[must_use]
    pub fn blurred(self, least: i64) -> Self {
        // Whoever knows that a handful of households lives there would learn about each of them.
        let crowd = self.households.unwrap_or_default() >= least;
        let told = |total: Option<i64>| total.filter(|total| crowd && *total >= least);
        Self { households: told(self.households), residents: told(self.residents), cases: told(self.cases), ..self }
    }
}

/// The area that the screen shows after `area` on its way round; the first one when `area` is not on the way.
pub fn next_on_round(round: &[(Area, String)], area: Area, is_backward: bool) -> Option<Area> {
    let at = round.iter().position(|(one, _)| *one == area);
    let to = match (at, is_backward) {
        (None, _) => 0,
        (Some(at), false) => (at + 1) % round.len(),
        (Some(at), true) => (at + round.len() - 1) % round.len(),
    };
    round.get(to).map(|(area, _)| *area).filter(|next| *next != area)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    fn city() -> Area {
        Area::city(County::new_checked(990_001).unwrap())
    }

    fn tower(households: i64, residents: i64, cases: i64) -> Tower {
        Tower {
            building: BuildingId::new(city().county(), 1),
            estate: None,
            number: 1,
            source: None,
            dwellings: 40,
            households: Some(households),
            residents: Some(residents),
            cases: Some(cases),
        }
    }

    proptest! {
        #[test]
        fn no_total_of_people_below_the_least_is_told(households in 0..20i64, residents in 0..20i64, cases in 0..20i64) {
            let told = tower(households, residents, cases).blurred(5);

            for total in [told.households, told.residents, told.cases] {
                prop_assert!(total.is_none_or(|total| total >= 5));
            }
            prop_assert!(households >= 5 || told.residents.is_none());
            prop_assert_eq!(told.dwellings, 40);
        }

        #[test]
        fn the_way_round_passes_every_area_and_back_again(length in 2..9u16) {
            let round: Vec<_> =
                std::iter::once(city()).chain((1..length).filter_map(|n| city().child(n))).map(|a| (a, String::new())).collect();
            let mut seen = vec![city()];
            for _ in 1..length {
                let next = next_on_round(&round, seen[seen.len() - 1], false).unwrap();
                prop_assert_eq!(next_on_round(&round, next, true), seen.last().copied());
                seen.push(next);
            }

            prop_assert_eq!(next_on_round(&round, seen[seen.len() - 1], false), Some(city()));
            prop_assert_eq!(seen, round.iter().map(|(area, _)| *area).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_round_of_one_area_leads_nowhere() {
        assert_eq!(next_on_round(&[(city(), String::new())], city(), false), None);
        assert_eq!(next_on_round(&[], city(), true), None);
    }
}
