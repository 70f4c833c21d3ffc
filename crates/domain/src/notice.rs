//! Notices 通知到人: what is to be told to which households, and how far each has got. Nobody may be forgotten.
//!
//! Not here: who may make one ([`crate::actor`]), telephone numbers ([`crate::phone`]).

use chrono::{Days, NaiveDate};

use crate::area::Area;
use crate::cell::LabelCode;
use crate::id::{BuildingId, DwellingId, NoticeId};

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 60;
/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Longest note about one call, in characters.
pub const LONGEST_NOTE: usize = 200;
/// How many days ahead a notice may end: what has to be told for longer is a rule, not a notice.
pub const LONGEST_DAYS: u64 = 366;

/// How far one household has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallState {
    /// Nobody has tried yet.
    Open,
    /// 已通知: somebody of the household knows.
    Told,
    /// 无人: nobody answered.
    Absent,
    /// 转告: somebody else will pass it on.
    PassedOn,
    /// 拒接: they did not want to hear it.
    Declined,
}

impl CallState {
    /// Every state with its stored word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Open, "open"),
        (Self::Told, "told"),
        (Self::Absent, "absent"),
        (Self::PassedOn, "passed_on"),
        (Self::Declined, "declined"),
    ];
    /// What a call can come to.
    pub const OUTCOMES: [Self; 4] = [Self::Told, Self::Absent, Self::PassedOn, Self::Declined];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(state, _)| *state)
    }

    /// Whether the household still has to be told. Who does not answer or does not listen does not know.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Open | Self::Absent | Self::Declined)
    }
}

/// Counts of one notice's households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Chosen households.
    pub total: i64,
    /// Those that still have to be told.
    pub missing: i64,
}

impl Tally {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = CallState>) -> Self {
        states.into_iter().fold(Self::default(), |tally, state| Self {
            total: tally.total + 1,
            missing: tally.missing + i64::from(state.is_missing()),
        })
    }
}

/// Which households: those of an area, narrowed by building and labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The area.
    pub area: Area,
    /// Only this building.
    pub building: Option<BuildingId>,
    /// Only households with one of these labels; no label means all households.
    pub labels: Vec<LabelCode>,
}

/// Why a draft is no notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// No title, or a longer one than [`LONGEST_TITLE`].
    #[error("a title has 1 to 60 characters")]
    Title,
    /// No text, or a longer one than [`LONGEST_TEXT`].
    #[error("a text has 1 to 2,000 characters")]
    Text,
    /// A last day that is over, or further away than [`LONGEST_DAYS`].
    #[error("the last day is today or later, at most a year ahead")]
    LastDay,
}

impl DraftError {
    /// The form field that it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::LastDay => "until_on",
        }
    }
}

/// What is to be told, and until when that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    title: String,
    text: String,
    until_on: NaiveDate,
}

impl Draft {
    /// Takes what was typed on a day.
    pub fn new_checked(title: &str, text: &str, until_on: NaiveDate, today: NaiveDate) -> Result<Self, DraftError> {
        let fits = |text: &str, longest: usize| (1..=longest).contains(&text.chars().count());
        let (title, text) = (title.trim(), text.trim());
        if !fits(title, LONGEST_TITLE) {
            return Err(DraftError::Title);
        }
        if !fits(text, LONGEST_TEXT) {
            return Err(DraftError::Text);
        }
        let latest = today.checked_add_days(Days::new(LONGEST_DAYS)).unwrap_or(NaiveDate::MAX);
        if !(today..=latest).contains(&until_on) {
            return Err(DraftError::LastDay);
        }
        Ok(Self { title: title.to_owned(), text: text.to_owned(), until_on })
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What callers say.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The last day on which calls are written down.
    pub fn until_on(&self) -> NaiveDate {
        self.until_on
    }
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub notice: NoticeId,
    /// The smallest area that holds all chosen households.
    pub area: Area,
    /// Its title.
    pub title: String,
    /// What callers say.
    pub text: String,
    /// The post that made it, in Chinese and English.
    pub by: (String, String),
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The last day on which calls are written down.
    pub until_on: NaiveDate,
    /// Counts, as far as the viewer's area reaches.
    pub tally: Tally,
}

impl Notice {
    /// Whether calls are still written down on a day.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        today <= self.until_on
    }
}

/// One line of a call sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The household.
    pub dwelling: DwellingId,
    /// The estate, when there is one.
    pub estate: Option<String>,
    /// Building, unit and door, such as 3-2-401.
    pub door: String,
    /// The masked name of whom to ask for; nothing when nobody is on file.
    pub name: Option<String>,
    /// Whether somebody there has a telephone.
    pub has_phone: bool,
    /// How far it has got.
    pub state: CallState,
    /// When that was written down, as text of the minute is made from it.
    pub at: Option<chrono::DateTime<chrono::Utc>>,
    /// The post that wrote it down, in Chinese and English.
    pub by: Option<(String, String)>,
    /// What was noted.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn who_did_not_hear_it_is_missing() {
        let missing: Vec<_> = CallState::ALL.iter().filter(|(state, _)| state.is_missing()).map(|row| row.1).collect();

        assert_eq!(missing, ["open", "absent", "declined"]);
    }

    #[test]
    fn a_draft_without_words_or_with_a_day_that_is_over_is_refused() {
        let today = day("2026-11-21");
        let draft = |title: &str, text: &str, until: &str| Draft::new_checked(title, text, day(until), today);

        assert!(draft("停水", "明天停水", "2026-11-21").is_ok());
        assert_eq!(draft(" ", "明天停水", "2026-11-21"), Err(DraftError::Title));
        assert_eq!(draft(&"停".repeat(61), "明天停水", "2026-11-21"), Err(DraftError::Title));
        assert_eq!(draft("停水", "", "2026-11-21"), Err(DraftError::Text));
        assert_eq!(draft("停水", "明天停水", "2026-11-20"), Err(DraftError::LastDay));
        assert_eq!(draft("停水", "明天停水", "2027-12-01"), Err(DraftError::LastDay));
    }

    proptest! {
        #[test]
        fn nobody_gets_lost_between_told_and_missing(states in prop::collection::vec(0usize..5, 0..200)) {
            let states: Vec<CallState> = states.into_iter().map(|at| CallState::ALL[at].0).collect();
            let tally = Tally::of(states.iter().copied());
            let told = states.iter().filter(|state| matches!(state, CallState::Told | CallState::PassedOn)).count();

            prop_assert_eq!(tally.missing + told as i64, tally.total);
            prop_assert_eq!(tally.total, states.len() as i64);
        }

        #[test]
        fn every_stored_word_is_read_back(at in 0usize..5) {
            let (state, slug) = CallState::ALL[at];
            prop_assert_eq!(CallState::from_slug(slug), Some(state));
            prop_assert_eq!(state.slug(), slug);
        }
    }
}
