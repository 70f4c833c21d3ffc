//! Where a case stands: its phase, who holds it, and what hangs on it. The light follows from it.

use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::light::Light;
use crate::area::Area;
use crate::category::Closing;
use crate::deadline::Alarm;
use crate::id::{AccountId, CaseId};

/// Where a case is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 待接收: it lies at its holder's desk, who has not accepted it.
    Waiting {
        /// 待认领: whoever reaches the holder's pool may claim it.
        in_pool: bool,
    },
    /// 待处理: its holder accepted it.
    Working {
        /// 缓办: its clocks stand still.
        is_paused: bool,
        /// 延期 or 缓办 that was asked for and nobody decided yet.
        asked: Option<Ask>,
    },
    /// 待核实: said to be done.
    Done {
        /// Whether somebody else looked on site.
        is_checked: bool,
        /// Who said that it is done; they can't check it. Nothing when nobody knows any more.
        by: Option<AccountId>,
    },
    /// 已办结.
    Closed,
    /// 不予受理.
    Refused,
    /// 已撤销 by who reported it.
    Withdrawn,
    /// 已合并: the other case answers for it.
    Merged {
        /// The case that answers.
        into: CaseId,
    },
}

impl Phase {
    /// A case that somebody just accepted.
    pub const WORKING: Self = Self::Working { is_paused: false, asked: None };

    /// The word stored in the table.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Working { .. } => "working",
            Self::Done { .. } => "done",
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Merged { .. } => "merged",
        }
    }

    /// The light.
    pub fn light(self) -> Light {
        match self {
            Self::Waiting { .. } => Light::Red,
            Self::Working { .. } => Light::Yellow,
            Self::Done { .. } => Light::Blue,
            Self::Closed => Light::Green,
            Self::Refused | Self::Withdrawn | Self::Merged { .. } => Light::Grey,
        }
    }

    /// Whether somebody still has to handle it: red or yellow.
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Working { .. })
    }
}

/// What a holder asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// 延期: more time.
    Delay {
        /// How many working days, 1 to 30.
        days: u8,
    },
    /// 缓办: nothing can be done for now.
    Pause,
}

/// A unit that was whistled for beside the lead 协办.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CoHandler {
    /// Its desk.
    pub desk: Desk,
    /// How far it is.
    pub state: CoState,
}

/// How far a co-handler is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoState {
    /// 待签收: whistled for.
    Called,
    /// 已签收.
    Signed,
    /// 已完成 its part.
    Done,
}

impl CoState {
    /// Every state with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Called, "called"), (Self::Signed, "signed"), (Self::Done, "done")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(state, _)| *state)
    }
}

/// All that the machine knows of a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Standing {
    /// Where it is on its way.
    pub phase: Phase,
    /// The grid it lies in, or the smallest area that is known.
    pub area: Area,
    /// Who holds it; of an ended one, who held it last. There is always exactly one.
    pub holder: Desk,
    /// Who handed it to the holder, and gets it back when it is returned.
    pub sender: Option<Desk>,
    /// Who reported it, if that was somebody with an account.
    pub reporter: Option<AccountId>,
    /// The units whistled for beside the lead.
    pub co_handlers: Vec<CoHandler>,
    /// What closing it needs.
    pub closing: Closing,
    /// 求助: whether the command centre was asked for help and did not answer yet.
    pub needs_help: bool,
    /// 督办: whether supervision has an eye on it.
    pub is_supervised: bool,
    /// 询问: whether the holder was asked why nothing moves, and did not answer yet.
    #[serde(default)]
    pub is_inquired: bool,
    /// How far the server itself has spoken up since the light came on for this holder.
    #[serde(default)]
    pub alarm: Option<Alarm>,
    /// 返工: how often it came back as not done.
    pub rework_count: u16,
}

impl Standing {
    /// A case as it is when it was just reported to a desk.
    pub fn reported(area: Area, holder: Desk, reporter: Option<AccountId>, closing: Closing) -> Self {
        Self {
            phase: Phase::Waiting { in_pool: false },
            area,
            holder,
            sender: None,
            reporter,
            co_handlers: Vec::new(),
            closing,
            needs_help: false,
            is_supervised: false,
            is_inquired: false,
            alarm: None,
            rework_count: 0,
        }
    }

    /// The light.
    pub fn light(&self) -> Light {
        self.phase.light()
    }

    /// How far a desk is as co-handler.
    pub fn co_state(&self, desk: Desk) -> Option<CoState> {
        self.co_handlers.iter().find(|co| co.desk == desk).map(|co| co.state)
    }

    /// What the holder asked for and nobody decided.
    pub fn asked(&self) -> Option<Ask> {
        match self.phase {
            Phase::Working { asked, .. } => asked,
            _ => None,
        }
    }

    /// Whether its clocks stand still.
    pub fn is_paused(&self) -> bool {
        matches!(self.phase, Phase::Working { is_paused: true, .. })
    }
}
