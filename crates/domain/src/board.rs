//! The citywide board 全市看板: how the cases of all communities stand, for everybody at work in a city that wants it so.
//!
//! Yubei's platform let every account watch what every town and village had on its hands. Nothing here has room for a title, a
//! word, a door, a name of a person or a picture: what is said of a case is its number, kind, community, light, clocks, desk and
//! channel. Not here: whether the city wants it ([`crate::setting::Switch`]).

use chrono::{DateTime, Utc};

use crate::area::Area;
use crate::case::{Light, Names, Source};
use crate::category::CategoryCode;
use crate::id::CaseId;

/// The lights that the board shows, worst first; what ended without being handled is nobody's work.
pub const LIGHTS: [Light; 4] = [Light::Red, Light::Yellow, Light::Blue, Light::Green];

/// What is asked of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The city, a street or a community of it.
    pub area: Area,
    /// Only this light.
    pub light: Option<Light>,
    /// Only what is about this.
    pub category: Option<CategoryCode>,
    /// How many of the list to leave out, for the next page.
    pub skip: u32,
}

/// A case on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLine {
    /// The case.
    pub case: CaseId,
    /// The community that it lies in, or the larger area when no more is known.
    pub area: Area,
    /// Its name behind its street's.
    pub area_name: String,
    /// Its light.
    pub light: Light,
    /// Its category's name in Chinese and English; empty without one.
    pub category_name: Names,
    /// How it came in.
    pub source: Source,
    /// The name of the desk that holds it.
    pub holder_name: Names,
    /// Whether its clocks stand still.
    pub is_paused: bool,
    /// Whether the holder's time is over.
    pub is_late: bool,
    /// When it was reported: the business clock runs since then.
    pub reported_at: DateTime<Utc>,
    /// Until when it has to be done.
    pub business_due_at: Option<DateTime<Utc>>,
    /// Since when the desk that holds it has it.
    pub holder_since: DateTime<Utc>,
    /// Until when that desk has time.
    pub holder_due_at: Option<DateTime<Utc>>,
}

/// How many cases of each light an area has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The area.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// By light, in the order of [`LIGHTS`].
    pub lights: [i64; 4],
    /// How many open ones are late.
    pub late: i64,
}

impl Tally {
    /// Nothing yet.
    pub fn none(area: Area, name: String) -> Self {
        Self { area, name, lights: [0; 4], late: 0 }
    }

    /// How many of a light, or of all.
    pub fn of(&self, light: Option<Light>) -> i64 {
        let counts = LIGHTS.iter().zip(self.lights);
        counts.filter(|(one, _)| light.is_none_or(|light| light == **one)).map(|(_, count)| count).sum()
    }

    /// Counts another area's with its own.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.lights.iter_mut().zip(other.lights) {
            *count += more;
        }
        self.late += other.late;
    }
}

/// A street with the communities in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreetTally {
    /// The street as a whole.
    pub whole: Tally,
    /// Its communities that have any cases.
    pub communities: Vec<Tally>,
}

/// Sums communities up by the street that each is given with; they come in the order of their codes.
pub fn by_street(communities: Vec<((Area, String), Tally)>) -> Vec<StreetTally> {
    let mut streets: Vec<StreetTally> = Vec::new();
    for ((street, name), tally) in communities {
        if streets.last().is_none_or(|last| last.whole.area != street) {
            streets.push(StreetTally { whole: Tally::none(street, name), communities: Vec::new() });
        }
        if let Some(last) = streets.last_mut() {
            last.whole.add(&tally);
            last.communities.push(tally);
        }
    }
    streets
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    proptest! {
        #[test]
        fn streets_count_what_their_communities_count(
            counts in proptest::collection::vec((1_u16..4, 1_u16..6, [0_i64..9, 0_i64..9, 0_i64..9, 0_i64..9], 0_i64..9), 0..20)
        ) {
            let city = Area::city(County::new_checked(990_001).unwrap());
            let mut rows: Vec<_> = counts
                .into_iter()
                .map(|(street, community, lights, late)| {
                    let street = city.child(street).unwrap();
                    let area = street.child(community).unwrap();
                    ((street, String::new()), Tally { area, name: String::new(), lights, late })
                })
                .collect();
            rows.sort_by_key(|(_, tally)| tally.area);
            let all: i64 = rows.iter().map(|(_, tally)| tally.of(None)).sum();
            let red: i64 = rows.iter().map(|(_, tally)| tally.of(Some(Light::Red))).sum();

            let streets = by_street(rows);

            prop_assert_eq!(streets.iter().map(|street| street.whole.of(None)).sum::<i64>(), all);
            prop_assert_eq!(streets.iter().map(|street| street.whole.of(Some(Light::Red))).sum::<i64>(), red);
            for street in &streets {
                let late: i64 = street.communities.iter().map(|tally| tally.late).sum();
                prop_assert_eq!(street.whole.late, late);
                prop_assert!(street.communities.iter().all(|tally| street.whole.area.contains(tally.area)));
            }
            prop_assert!(streets.windows(2).all(|pair| pair[0].whole.area != pair[1].whole.area));
        }
    }
}
