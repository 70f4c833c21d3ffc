//! Photos of people, of their documents and of dwellings: what they show, whom they are of, and the rules for what is said about them.
//!
//! Not here: what a picture file may be (`picture`), who may see one (`service`).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::file::{EntryProblem, Problem};
use crate::id::{DwellingId, PhotoId, ResidentId};

/// Signs of the longest caption.
pub const LONGEST_CAPTION: usize = 60;
/// Photos of one person or dwelling: enough for a file, not for an album.
pub const MOST: i64 = 12;
/// How long a document's photo is shown to whoever gave a reason, in seconds.
pub const SHOWN_S: i64 = 120;
/// Days after which the picture of a photo that was taken away is erased; that it was there stays known.
pub const ERASE_DAYS: i32 = 30;

/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 人像: a person.
    Portrait,
    /// 证件: a person's document; shown for a reason only.
    Document,
    /// 房屋: a dwelling.
    Dwelling,
}

impl Kind {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Portrait, "portrait"), (Self::Document, "document"), (Self::Dwelling, "dwelling")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
    }

    /// Whether it is shown only after somebody said why.
    pub fn is_masked(self) -> bool {
        self == Self::Document
    }
}

/// Whom or what a photo belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Resident(ResidentId),
    /// A dwelling.
    Dwelling(DwellingId),
}

impl Subject {
    /// Whether such a photo belongs there.
    pub fn takes(self, kind: Kind) -> bool {
        (kind == Kind::Dwelling) == matches!(self, Self::Dwelling(_))
    }
}

/// What is said about a photo that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it shows.
    pub kind: Kind,
    /// A few words; may be empty.
    pub caption: String,
    /// The day it was taken.
    pub taken_on: NaiveDate,
}

impl Draft {
    /// The draft, if it may be kept with this subject.
    ///
    /// *Errors*: every problem at once, with its field.
    pub fn checked(self, subject: Subject, today: NaiveDate) -> Result<Self, Vec<EntryProblem>> {
        let draft = Self { caption: self.caption.trim().to_owned(), ..self };
        let faults = [
            (!subject.takes(draft.kind), "kind", Problem::UnknownWord),
            (draft.caption.chars().count() > LONGEST_CAPTION, "caption", Problem::TooLong),
            (draft.taken_on > today, "taken_on", Problem::InFuture),
        ];
        let faults = faults.into_iter().filter(|(is_wrong, ..)| *is_wrong);
        let faults: Vec<_> = faults.map(|(_, field, problem)| EntryProblem::new(field, problem)).collect();
        if faults.is_empty() { Ok(draft) } else { Err(faults) }
    }
}

/// A photo as a list shows it; the picture itself is fetched by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoLine {
    /// The photo.
    pub photo: PhotoId,
    /// What it shows.
    pub kind: Kind,
    /// What was written about it.
    pub caption: String,
    /// The day it was taken.
    pub taken_on: NaiveDate,
    /// Who added it, in Chinese and English: a post, not a name.
    pub by: (String, String),
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// Pixels across and down.
    pub size: (i32, i32),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    #[test]
    fn a_draft_is_held_against_subject_length_and_day_at_once() {
        let county = County::new_checked(990_001).unwrap();
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let person = Subject::Resident(ResidentId::new(county, 1));
        let home = Subject::Dwelling(DwellingId::new(county, 1));
        let draft =
            |kind, signs, day: &str| Draft { kind, caption: "字".repeat(signs), taken_on: day.parse().unwrap() };

        assert!(draft(Kind::Document, LONGEST_CAPTION, "2026-11-22").checked(person, today).is_ok());
        assert!(draft(Kind::Dwelling, 0, "2020-01-01").checked(home, today).is_ok());
        let wrong = draft(Kind::Portrait, LONGEST_CAPTION + 1, "2026-11-23").checked(home, today).unwrap_err();
        let fields: Vec<_> = wrong.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["kind", "caption", "taken_on"]);
    }

    #[test]
    fn kinds_survive_their_words_and_only_documents_are_masked() {
        for (kind, slug) in Kind::ALL {
            assert_eq!(Kind::from_slug(slug), Some(kind));
            assert_eq!(kind.is_masked(), kind == Kind::Document);
        }
    }
}
