//! Queues: which cases a desk looks at, in which order, and the counts that come from the same question.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::aims::Names;
use super::desk::Desk;
use super::light::Light;
use super::standing::Phase;
use crate::area::Area;
use crate::category::CategoryCode;
use crate::deadline::{Alarm, Urgency};
use crate::id::{CaseId, UnitId};

/// The two axes of every list of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// 我的: what this desk has to do something about.
    #[default]
    Mine,
    /// 已派出: what this desk handed on and others hold now.
    Sent,
    /// 全部: all of one's area, as one's role may see.
    All,
}

impl Axis {
    /// Every axis with its word in addresses.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Mine, "mine"), (Self::Sent, "sent"), (Self::All, "all")];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(axis, _)| *axis == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(axis, _)| *axis)
    }
}

/// What a queue shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Whose cases.
    pub axis: Axis,
    /// Only this area of the post's; the post's own when nothing is said.
    pub area: Option<Area>,
    /// Only this light; open ones when nothing is said.
    pub light: Option<Light>,
    /// Only those whose holder is late.
    pub late_only: bool,
    /// Only those under supervision.
    pub supervised_only: bool,
    /// Only this category.
    pub category: Option<CategoryCode>,
    /// How many to leave out, for the next page.
    pub skip: u16,
}

/// How many cases a light has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The light.
    pub light: Light,
    /// How many.
    pub count: i64,
    /// How many of them are late.
    pub late: i64,
}

/// The counts of a queue, without its choice of a light.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// By light; a light without cases is left out.
    pub lights: Vec<Count>,
    /// How many are under supervision.
    pub supervised: i64,
}

impl Counts {
    /// The count of a light.
    pub fn of(&self, light: Light) -> i64 {
        self.lights.iter().find(|count| count.light == light).map_or(0, |count| count.count)
    }

    /// How many open ones are late.
    pub fn late(&self) -> i64 {
        self.lights.iter().map(|count| count.late).sum()
    }
}

/// What the filters of a queue offer, each with the count of the same question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The areas from the post's down to the chosen one, then those right below it, with their names.
    pub areas: Vec<(Area, String)>,
    /// The categories of the question's cases, and the chosen one.
    pub categories: Vec<CategoryCount>,
    /// Units that can take cases of the chosen area.
    pub units: Vec<(UnitId, Names)>,
    /// Offices right below the chosen area's.
    pub offices: Vec<(Area, Names)>,
}

/// How many cases of a question are about a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCount {
    /// The category.
    pub code: CategoryCode,
    /// Its name in Chinese and English.
    pub names: Names,
    /// How many.
    pub count: i64,
}

/// A case in a queue: what tells it from others, who has it, and until when.
#[expect(clippy::struct_excessive_bools, reason = "marks of a line, each shown by itself")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    /// The case.
    pub case: CaseId,
    /// One line that says what is wrong.
    pub title: String,
    /// Where it is, in words.
    pub place: String,
    /// Where it is on its way.
    pub phase: Phase,
    /// What it is about, if somebody said so.
    pub category: Option<CategoryCode>,
    /// The category's name in Chinese and English; empty without one.
    pub category_name: (String, String),
    /// How urgent it is.
    pub urgency: Urgency,
    /// Who holds it.
    pub holder: Desk,
    /// The holder's name in Chinese and English.
    pub holder_name: (String, String),
    /// Whether supervision has an eye on it.
    pub is_supervised: bool,
    /// Whether its holder was asked why nothing moves, and did not answer yet.
    pub is_inquired: bool,
    /// How far the server itself has spoken up about its light.
    pub alarm: Option<Alarm>,
    /// Whether help was asked for.
    pub needs_help: bool,
    /// Whether a program may have sent it: said until somebody accepts it.
    pub is_suspect: bool,
    /// Rises with every step.
    pub version: i32,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// Since when the holder's clock runs.
    pub holder_since: DateTime<Utc>,
    /// Until when the holder has time; nothing when no clock runs.
    pub holder_due_at: Option<DateTime<Utc>>,
}
