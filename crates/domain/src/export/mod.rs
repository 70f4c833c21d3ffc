//! Exports 导出: a list taken out as a file, masked at once, or unmasked when a second person has granted it.
//!
//! What is asked is fixed when it is asked: list, columns, form. Not here: who sees which list ([`crate::actor`]), files
//! (`sheet`), and where the rows come from (`store`).

mod cell;
mod column;

pub use cell::{Home, Somebody, cell};
pub use column::{Column, columns, heading_row, known_heading, mapping};

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::actor::Actor;
use crate::area::Area;
use crate::filter::Filter;
use crate::id::{AccountId, EstateId, ExportId, NoticeId};
use crate::register::Class;

/// Rows of a masked file.
pub const MOST_MASKED: i64 = 60_000;
/// Rows of an unmasked file: a community, not a city.
pub const MOST_UNMASKED: i64 = 10_000;
/// How long an answer is waited for, in days.
pub const ASKED_DAYS: i64 = 7;
/// How long a file can be fetched once it is granted, or made with masks, in hours.
pub const FETCH_HOURS: i64 = 24;
/// Shortest reason, in characters: one word tells a second person nothing.
pub const SHORTEST_REASON: usize = 5;
/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 200;
/// Longest name of a kept form, in characters.
pub const LONGEST_NAME: usize = 30;
/// Bytes that the form of a higher level may have.
pub const MOST_FORM_BYTES: usize = 4 << 20;
/// Columns that it may have.
pub const MOST_FORM_COLUMNS: usize = 60;

/// What is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// The people behind the doors that fit a filter; everybody when it asks nothing.
    People(Filter),
    /// Base data, of one class when one is named.
    Register(Option<Class>),
    /// A notice's call sheet.
    Notice(NoticeId),
    /// Estates with their counts.
    Estates,
    /// Notices with how many are told.
    Notices,
    /// Who serves an area.
    Roster,
    /// An area and those right below it, with their counts.
    Areas,
    /// Everything that is counted in one estate.
    Estate(EstateId),
    /// Open cases.
    Cases,
    /// Party organisations with their members by kind.
    Party,
}

/// Text that is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such list")]
pub struct InvalidList;

impl List {
    /// The stored words of the kinds.
    pub const KINDS: [&'static str; 10] =
        ["people", "register", "notice", "estates", "notices", "roster", "areas", "estate", "cases", "party"];

    /// The stored word of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::People(_) => Self::KINDS[0],
            Self::Register(_) => Self::KINDS[1],
            Self::Notice(_) => Self::KINDS[2],
            Self::Estates => Self::KINDS[3],
            Self::Notices => Self::KINDS[4],
            Self::Roster => Self::KINDS[5],
            Self::Areas => Self::KINDS[6],
            Self::Estate(_) => Self::KINDS[7],
            Self::Cases => Self::KINDS[8],
            Self::Party => Self::KINDS[9],
        }
    }

    /// What of that kind: codes only.
    pub fn conditions(&self) -> String {
        match self {
            Self::People(filter) => filter.to_string(),
            Self::Register(class) => class.map(Class::slug).unwrap_or_default().to_owned(),
            Self::Notice(notice) => notice.to_string(),
            Self::Estate(estate) => estate.to_string(),
            Self::Estates | Self::Notices | Self::Roster | Self::Areas | Self::Cases | Self::Party => String::new(),
        }
    }

    /// Reads both.
    ///
    /// # Errors
    /// [`InvalidList`] for words that name none.
    pub fn read(kind: &str, conditions: &str) -> Result<Self, InvalidList> {
        let list = match kind {
            "people" => Self::People(conditions.parse().map_err(|_no_filter| InvalidList)?),
            "register" if conditions.is_empty() => Self::Register(None),
            "register" => Self::Register(Some(Class::from_slug(conditions).ok_or(InvalidList)?)),
            "notice" => Self::Notice(conditions.parse().map_err(|_no_id| InvalidList)?),
            "estate" => Self::Estate(conditions.parse().map_err(|_no_id| InvalidList)?),
            "estates" if conditions.is_empty() => Self::Estates,
            "notices" if conditions.is_empty() => Self::Notices,
            "roster" if conditions.is_empty() => Self::Roster,
            "areas" if conditions.is_empty() => Self::Areas,
            "cases" if conditions.is_empty() => Self::Cases,
            "party" if conditions.is_empty() => Self::Party,
            _ => return Err(InvalidList),
        };
        Ok(list)
    }

    /// Whether there is anything behind masks: only lists of people can be asked for without them.
    pub fn is_of_people(&self) -> bool {
        matches!(self, Self::People(_))
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.conditions())
    }
}

/// Where an export stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Masked: it can be fetched, as often as wanted.
    Made,
    /// Unmasked: a second person has to answer.
    Asked,
    /// Granted: it can be fetched, once.
    Granted,
    /// Refused, for a reason.
    Refused,
    /// Fetched: an unmasked one can't be again.
    Fetched,
    /// Taken back, or ended because somebody's account or post did.
    Ended,
    /// Nobody answered or fetched in time. Not stored: it follows from the hour.
    Expired,
}

impl State {
    /// The stored states with their words.
    pub const STORED: [(Self, &'static str); 6] = [
        (Self::Made, "made"),
        (Self::Asked, "asked"),
        (Self::Granted, "granted"),
        (Self::Refused, "refused"),
        (Self::Fetched, "fetched"),
        (Self::Ended, "ended"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::STORED.into_iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::STORED.into_iter().find(|(_, known)| *known == slug).map(|(state, _)| state)
    }

    /// What a stored state is at an hour; `until` is when it ends by itself.
    #[must_use]
    pub fn at(self, until: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let waits = matches!(self, Self::Made | Self::Asked | Self::Granted);
        if waits && now >= until { Self::Expired } else { self }
    }
}

/// When something that begins now ends by itself.
pub fn until(state: State, now: DateTime<Utc>) -> DateTime<Utc> {
    now + if state == State::Asked { TimeDelta::days(ASKED_DAYS) } else { TimeDelta::hours(FETCH_HOURS) }
}

/// One export, whoever looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its number: on every copy.
    pub export: ExportId,
    /// Where.
    pub area: Area,
    /// What is taken out.
    pub list: List,
    /// The columns by word; empty for one of a kept form that nothing is known for.
    pub columns: Vec<String>,
    /// Whether names and numbers are masked.
    pub is_masked: bool,
    /// Whether it is a workbook, or csv.
    pub is_xlsx: bool,
    /// The kept form that it fills.
    pub template: Option<i64>,
    /// What it is for; empty for a masked one.
    pub reason: String,
    /// Who asked.
    pub account: AccountId,
    /// The area of the post that asked, as it was then.
    pub post_area: Area,
    /// That post's title in Chinese and English.
    pub by: (String, String),
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// How many rows it had then.
    pub rows_shown: i64,
    /// Where it stands now.
    pub state: State,
    /// When it ends by itself.
    pub until_at: DateTime<Utc>,
    /// Who answered: the post's title in Chinese and English, when, and the reason.
    pub decided: Option<Decided>,
    /// When it was fetched last, and with how many rows.
    pub fetched: Option<(DateTime<Utc>, i64)>,
}

/// A second person's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The post's title in Chinese and English.
    pub by: (String, String),
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Whether somebody can be the second person of what an account asked under a post of `post_area`.
///
/// Somebody else, and from above: who shares a room shares a purpose, and the superior answers for the area. Never the same
/// account under another post. What the policy grants comes on top ([`crate::actor::Action::GrantExport`]).
pub fn is_second_person((account, post_area): (AccountId, Area), actor: &Actor) -> bool {
    actor.account != account && actor.area != post_area && actor.area.contains(post_area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Role;
    use crate::area::County;
    use crate::id::PostId;

    fn actor(account: u64, area: Area) -> Actor {
        let county = area.county();
        let (account, post) = (AccountId::new(county, account), PostId::new(county, 1));
        Actor { account, post, role: Role::Street, area, desk: None, session_key: [0; 32] }
    }

    #[test]
    fn a_list_is_read_from_what_it_says_and_nothing_else_is_one() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let notice = NoticeId::new(city.county(), 7);
        for list in [
            List::People("label:11~age:60-".parse().unwrap()),
            List::People(Filter::default()),
            List::Register(None),
            List::Register(Some(Class::Ground)),
            List::Notice(notice),
            List::Estates,
            List::Estate(EstateId::new(city.county(), 7)),
            List::Notices,
            List::Roster,
            List::Areas,
            List::Cases,
            List::Party,
        ] {
            assert!(List::KINDS.contains(&list.kind()) && !columns(&list).is_empty());
            assert_eq!(List::read(list.kind(), &list.conditions()), Ok(list));
        }
        for (kind, conditions) in
            [("people", "name:王"), ("register", "x"), ("notice", ""), ("estates", "x"), ("estate", ""), ("", "")]
        {
            assert_eq!(List::read(kind, conditions), Err(InvalidList), "{kind}:{conditions}");
        }
    }

    #[test]
    fn the_second_person_is_somebody_else_and_from_above() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let street = city.child(1).unwrap();
        let community = street.child(1).unwrap();
        let asker = (AccountId::new(city.county(), 1), community);

        assert!(is_second_person(asker, &actor(2, street)) && is_second_person(asker, &actor(2, city)));
        assert!(!is_second_person(asker, &actor(1, street)), "the same account under another post");
        assert!(!is_second_person(asker, &actor(2, community)), "a colleague in the same office");
        assert!(!is_second_person(asker, &actor(2, city.child(2).unwrap())), "another street");
        assert!(!is_second_person(asker, &actor(2, community.child(1).unwrap())), "somebody below");
    }

    #[test]
    fn what_waits_expires_and_what_is_done_does_not() {
        let now = DateTime::from_timestamp(1_795_233_600, 0).unwrap();
        for (state, _) in State::STORED {
            let end = until(state, now);
            let waits = matches!(state, State::Made | State::Asked | State::Granted);
            assert_eq!(state.at(end, end - TimeDelta::seconds(1)), state);
            assert_eq!(state.at(end, end), if waits { State::Expired } else { state });
        }
        assert_eq!(until(State::Granted, now) - now, TimeDelta::hours(24));
    }
}
