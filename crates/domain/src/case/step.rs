//! Steps with what they carry.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::kind::Kind;
use crate::area::Area;
use crate::category::CategoryCode;
use crate::deadline::Urgency;
use crate::id::{CaseId, UnitId};

/// What somebody does to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A step that carries nothing: its kind says all.
    Plain(Kind),
    /// 转办.
    PassOn(UnitId),
    /// 交办.
    PassDown(Area),
    /// 吹哨.
    Whistle {
        /// 主办: who leads and holds the case.
        lead: UnitId,
        /// 协办: who comes along.
        with: Vec<UnitId>,
    },
    /// 合并.
    Merge(CaseId),
    /// 申请延期, in working days.
    AskDelay(u8),
    /// 制定节点.
    Plan(Vec<Milestone>),
    /// 完成节点: the place in the list, from 0.
    Tick(u8),
    /// 更正.
    Amend {
        /// What it is about.
        category: CategoryCode,
        /// How urgent it is.
        urgency: Urgency,
    },
}

impl Step {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Plain(kind) => *kind,
            Self::PassOn(_) => Kind::PassOn,
            Self::PassDown(_) => Kind::PassDown,
            Self::Whistle { .. } => Kind::Whistle,
            Self::Merge(_) => Kind::Merge,
            Self::AskDelay(_) => Kind::AskDelay,
            Self::Plan(_) => Kind::Plan,
            Self::Tick(_) => Kind::Tick,
            Self::Amend { .. } => Kind::Amend,
        }
    }

    /// The desk it hands the case to, when it names one.
    pub fn to(&self) -> Option<Desk> {
        match self {
            Self::PassOn(unit) | Self::Whistle { lead: unit, .. } => Some(Desk::unit(*unit)),
            Self::PassDown(area) => Some(Desk::area(*area)),
            _ => None,
        }
    }
}

/// A line of 时间表、任务书、路线图: what will be done by when.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Milestone {
    /// What.
    pub text: String,
    /// By which day.
    pub due_on: NaiveDate,
    /// Whether it is done.
    pub is_done: bool,
}

/// A few words that go with a step: 1 to 1,000 signs, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Note(String);

impl Note {
    /// The most signs.
    pub const LONGEST: usize = 1_000;

    /// Trims and parses; nothing when there is nothing in it or too much.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (1..=Self::LONGEST).contains(&text.chars().count()).then(|| Self(text.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Note {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).ok_or("a note has 1 to 1,000 signs")
    }
}

impl From<Note> for String {
    fn from(note: Note) -> Self {
        note.0
    }
}

/// A step as somebody takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub step: Step,
    /// With these words.
    pub note: Option<Note>,
    /// With so many pictures.
    pub picture_count: usize,
}

impl Move {
    /// A step of a kind that carries nothing, without words and pictures.
    pub fn plain(kind: Kind) -> Self {
        Self { step: Step::Plain(kind), note: None, picture_count: 0 }
    }
}
