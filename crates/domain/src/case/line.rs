//! Cases as maps, cards and sheets show them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::kind::{Kind, Needs};
use super::light::{Light, Verdict};
use super::queue::QueueLine;
use super::reporter::MaskedReporter;
use super::standing::{CoState, Standing};
use super::step::Milestone;
use crate::area::Area;
use crate::category::Closing;
use crate::id::{CaseId, DwellingId};
use crate::media::Picture;

/// An open case as the map shows it: a beacon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beacon {
    /// The case.
    pub case: CaseId,
    /// Its light; never green.
    pub light: Light,
    /// The cell it belongs to in the current scene; `None` for a case in the open.
    pub cell: Option<u32>,
    /// The grid.
    pub area: Area,
}

/// A case on a household card or in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// The household it is about.
    pub dwelling: Option<DwellingId>,
    /// Where it is, in words: estate and door such as 阳光花园 3-2-401, or the grid for a case in the open.
    pub place: String,
    /// One line that says what is wrong.
    pub title: String,
    /// The light.
    pub light: Light,
    /// Rises with every step; a step names the version it saw.
    pub version: i32,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When the light last changed.
    pub changed_at: DateTime<Utc>,
    /// Its history, oldest first: the light that each step led to, and when.
    pub history: Vec<CaseMoment>,
}

/// One step in a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMoment {
    /// The light after the step.
    pub light: Light,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The post of who did it, in words (area and role, never a person's name); empty for a resident without account.
    pub by: String,
}

/// The sheet of a case: all that one who may see it sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What lists show of it.
    pub line: QueueLine,
    /// The household it is about, when one may see households there.
    pub dwelling: Option<DwellingId>,
    /// What was said beyond the title; may be empty.
    pub detail: String,
    /// Who reported it without an account, when the viewer is to see them.
    pub reporter: Option<MaskedReporter>,
    /// All that the machine knows.
    pub standing: Standing,
    /// Its clocks.
    pub times: SheetTimes,
    /// Units beside the holder.
    pub parties: Vec<Party>,
    /// 时间表、任务书、路线图.
    pub milestones: Vec<Milestone>,
    /// What the resident said in the end.
    pub verdict: Option<Verdict>,
    /// Its timeline, oldest first.
    pub entries: Vec<Entry>,
    /// Its pictures, oldest first.
    pub pictures: Vec<Picture>,
    /// Whether the viewer may make them public.
    pub may_release: bool,
    /// What the viewer can do now.
    pub offers: Vec<Offer>,
    /// The step that the viewer can still take back, and until when.
    pub undo: Option<(i32, DateTime<Utc>)>,
}

/// The clocks of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetTimes {
    /// Until when the reporter should hear from somebody.
    pub answer_due_at: Option<DateTime<Utc>>,
    /// When the reporter did.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when the holder has it.
    pub holder_since: DateTime<Utc>,
    /// Until when the holder has time.
    pub holder_due_at: Option<DateTime<Utc>>,
    /// Until when the whole of it should be done.
    pub business_due_at: Option<DateTime<Utc>>,
    /// Since when the clocks stand still.
    pub paused_at: Option<DateTime<Utc>>,
    /// When it was said to be done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A unit beside the holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its desk.
    pub desk: Desk,
    /// Its name in Chinese and English.
    pub name: (String, String),
    /// How far it is.
    pub state: CoState,
}

/// One entry of the timeline: who did what when, and where it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The case's version after it.
    pub version: i32,
    /// What; nothing for the report and for the resident's word.
    pub kind: Option<Kind>,
    /// What the resident said, when that is what it is.
    pub verdict: Option<Verdict>,
    /// Whether somebody said that they met the same 我也遇到.
    pub is_join: bool,
    /// The light after it.
    pub light: Light,
    /// When.
    pub at: DateTime<Utc>,
    /// The post in Chinese and English, never a person's name; empty for a resident.
    pub by: (String, String),
    /// The desk that it went to, in Chinese and English.
    pub to: Option<(String, String)>,
    /// The words that went with it.
    pub note: String,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// A step that can be taken now, and what goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The kind of step.
    pub kind: Kind,
    /// What goes with it.
    pub needs: Needs,
}

impl Offer {
    /// The steps that a standing offers to somebody, with what each needs.
    pub fn all(who: &super::hand::Who, standing: &Standing) -> Vec<Self> {
        let kinds = super::machine::offers(who, standing);
        kinds.into_iter().map(|kind| Self { kind, needs: kind.needs(standing) }).collect()
    }
}

/// What closing needs is told before anybody is half done.
impl Sheet {
    /// What closing it needs.
    pub fn closing(&self) -> Closing {
        self.standing.closing
    }
}
