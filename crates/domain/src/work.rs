//! Known works 已知工程: what a unit plans or does anyway, so that whoever reports it hears so at once (Yubei's 危岩: the street
//! had a team on the rock, and nobody told the resident who asked).
//!
//! Not for cases ([`crate::case`]): nobody waits for an answer here.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::category::CategoryCode;
use crate::id::{BuildingId, UnitId, WorkId};
use crate::spot::Spot;

/// A work at a point without a radius reaches so far.
pub const USUAL_RADIUS_M: u16 = 50;
/// Farthest that a work may reach from its building.
pub const LARGEST_RADIUS_M: u16 = 2_000;

/// How a work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is done.
    Done,
    /// It was given up.
    Dropped,
}

impl Ending {
    /// Both with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Done, "done"), (Self::Dropped, "dropped")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(ending, _)| *ending == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(ending, _)| *ending)
    }
}

/// How a work stands on a day: follows from its dates and its end, and is stored nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has not begun.
    Planned,
    /// It is being done.
    Running,
    /// It is done.
    Done,
    /// It was given up.
    Dropped,
}

impl State {
    /// All states with their words in addresses.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Planned, "planned"), (Self::Running, "running"), (Self::Done, "done"), (Self::Dropped, "dropped")];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word in addresses.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(state, _)| *state)
    }
}

/// The end of a work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub how: Ending,
    /// The last day.
    pub on: NaiveDate,
    /// What came of it, for whoever asks; may be empty.
    pub outcome: String,
}

/// What is said of a work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The area that it is about; that of its building when it has one.
    pub area: Area,
    /// The building that it is at.
    pub building: Option<BuildingId>,
    /// How far it reaches from there, in metres.
    pub radius_m: Option<u16>,
    /// Where, in words.
    pub place: String,
    /// Which cases it answers; nothing for any.
    pub category: Option<CategoryCode>,
    /// What is done.
    pub title: String,
    /// Why; may be empty.
    pub reason: String,
    /// Who does it; nothing for the post's own desk.
    pub unit: Option<UnitId>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The expected last day.
    pub ends_on: Option<NaiveDate>,
    /// Whether residents may see it.
    pub is_public: bool,
}

/// A known work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The work.
    pub work: WorkId,
    /// What was said of it.
    pub draft: Draft,
    /// Where it is.
    pub spot: Spot,
    /// The names of its area: from the street down, or the city's.
    pub area_name: String,
    /// Who does it, in Chinese and English: the unit, or the post that posted it.
    pub by: (String, String),
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
    /// Rises with every change; a change names the one it saw.
    pub revision: i64,
    /// Its end.
    pub ended: Option<Ended>,
    /// Whether it is made up.
    pub is_synthetic: bool,
}

impl Work {
    /// How it stands on a day.
    pub fn state(&self, today: NaiveDate) -> State {
        match &self.ended {
            Some(Ended { how: Ending::Done, .. }) => State::Done,
            Some(Ended { how: Ending::Dropped, .. }) => State::Dropped,
            None if self.draft.starts_on > today => State::Planned,
            None => State::Running,
        }
    }

    /// Whether it should be over by now and is not.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.ended.is_none() && self.draft.ends_on.is_some_and(|on| on < today)
    }

    /// Whether somebody who reports something there should hear of it.
    ///
    /// At its building always, and within its radius of there. A work without a place is about its whole area; a report of
    /// which only the area is known may be about any work in it.
    pub fn covers(&self, spot: &Spot) -> bool {
        if self.spot.shares_building(spot) {
            return true;
        }
        let is_placed = self.spot.building.is_some() || self.spot.at_dm.is_some();
        let says_where = spot.building.is_some() || spot.at_dm.is_some();
        match self.spot.metres_to(spot) {
            Some(metres) => match self.draft.radius_m {
                Some(radius) => metres <= u32::from(radius),
                None => self.spot.building.is_none() && metres <= u32::from(USUAL_RADIUS_M),
            },
            None => (!is_placed || !says_where) && spot.overlaps(self.draft.area),
        }
    }

    /// Whether it answers reports of a category: of its group, or of any.
    pub fn answers(&self, category: Option<&CategoryCode>) -> bool {
        match (&self.draft.category, category) {
            (Some(own), Some(asked)) => own.group() == asked.group(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;
    use proptest::prelude::*;

    fn county() -> County {
        County::new_checked(990_001).unwrap()
    }

    fn grid() -> Area {
        Area::city(county()).child(1).unwrap().child(1).unwrap().child(1).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn work(area: Area) -> Work {
        let draft = Draft {
            area,
            building: None,
            radius_m: None,
            place: "3 号楼北侧边坡".to_owned(),
            category: CategoryCode::new("2301"),
            title: "危岩加固".to_owned(),
            reason: String::new(),
            unit: None,
            starts_on: day("2026-11-10"),
            ends_on: Some(day("2026-12-10")),
            is_public: true,
        };
        Work {
            work: WorkId::new(county(), 1),
            draft,
            spot: Spot::somewhere(area),
            area_name: String::new(),
            by: (String::new(), String::new()),
            posted_at: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
            revision: 1,
            ended: None,
            is_synthetic: false,
        }
    }

    fn at(x_dm: i32) -> Spot {
        Spot { at_dm: Some((x_dm, 0)), ..Spot::somewhere(grid()) }
    }

    #[test]
    fn a_work_is_planned_then_running_then_late_until_it_is_ended() {
        let mut work = work(grid());
        for (on, state, is_late) in [
            ("2026-11-09", State::Planned, false),
            ("2026-11-10", State::Running, false),
            ("2026-12-10", State::Running, false),
            ("2026-12-11", State::Running, true),
        ] {
            assert_eq!((work.state(day(on)), work.is_late(day(on))), (state, is_late), "{on}");
        }
        work.ended = Some(Ended { how: Ending::Done, on: day("2026-12-12"), outcome: String::new() });
        assert_eq!((work.state(day("2026-12-20")), work.is_late(day("2026-12-20"))), (State::Done, false));
    }

    #[test]
    fn a_work_without_a_place_covers_its_whole_area_and_what_holds_it_when_no_more_is_known() {
        let work = work(grid().path()[2]);

        assert!(work.covers(&at(0)) && work.covers(&Spot::somewhere(grid())));
        assert!(work.covers(&Spot::somewhere(grid().path()[1])), "somewhere in the street");
        let elsewhere = Area::city(county()).child(2).unwrap();
        assert!(!work.covers(&Spot::somewhere(elsewhere)));
    }

    #[test]
    fn a_work_at_a_building_covers_it_and_its_radius_and_not_the_rest_of_the_grid() {
        let building = Some(BuildingId::new(county(), 3));
        let mut work = work(grid());
        work.spot = Spot { building, ..at(0) };

        assert!(work.covers(&Spot { building, ..Spot::somewhere(grid()) }));
        assert!(!work.covers(&at(100)), "without a radius it is about the building");
        work.draft.radius_m = Some(30);
        assert!(work.covers(&at(300)) && !work.covers(&at(310)));
        assert!(work.covers(&Spot::somewhere(grid())), "nobody said where in the grid: it may be there");
    }

    #[test]
    fn a_work_answers_reports_of_its_group_and_without_a_category_all() {
        let mut work = work(grid());
        let code = |text| CategoryCode::new(text);

        assert!(work.answers(code("2301").as_ref()) && work.answers(code("2302").as_ref()) && work.answers(None));
        assert!(!work.answers(code("0102").as_ref()));
        work.draft.category = None;
        assert!(work.answers(code("0102").as_ref()));
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for (ending, slug) in Ending::ALL {
            assert_eq!((ending.slug(), Ending::from_slug(slug)), (slug, Some(ending)));
        }
        for (state, slug) in State::ALL {
            assert_eq!((state.slug(), State::from_slug(slug)), (slug, Some(state)));
        }
    }

    proptest! {
        #[test]
        fn a_wider_radius_never_covers_less(x in -30_000i32..30_000, narrow in 1u16..2_000, more in 0u16..2_000) {
            let mut work = work(grid());
            work.spot = at(0);
            work.draft.radius_m = Some(narrow);
            let before = work.covers(&at(x));
            work.draft.radius_m = Some(narrow + more);
            prop_assert!(!before || work.covers(&at(x)));
        }
    }
}
