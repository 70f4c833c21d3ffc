//! What was proposed about doors and what became of it; the confirmed proposals are the doors' history.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Closing};
use crate::area::Area;
use crate::door::DoorNumber;
use crate::id::{BuildingId, DoorProposalId};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided yet.
    Proposed,
    /// It was made.
    Confirmed,
    /// It was refused, with a reason.
    Refused,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl State {
    /// All states with their stored words.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Proposed, "proposed"),
        (Self::Confirmed, "confirmed"),
        (Self::Refused, "refused"),
        (Self::Withdrawn, "withdrawn"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(state, _)| state)
    }
}

/// A change that somebody proposed, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The proposal.
    pub id: DoorProposalId,
    /// The grid of the door.
    pub area: Area,
    /// The building.
    pub building: BuildingId,
    /// Estate or street, then building and unit.
    pub place: String,
    /// What is to happen.
    pub change: Change,
    /// The number that the door had then.
    pub was: DoorNumber,
    /// The number of the door that takes it in.
    pub kept_number: Option<DoorNumber>,
    /// What the proposer wrote beside it.
    pub note: String,
    /// Where it stands.
    pub state: State,
    /// Who proposed it, as a post, in Chinese and English.
    pub by: (String, String),
    /// Whether the viewer did.
    pub is_own: bool,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who decided, likewise, and when.
    pub decided: Option<((String, String), DateTime<Utc>)>,
    /// Why it was refused.
    pub reason: String,
    /// Whether the door changed since it was proposed, so that it can't be confirmed any more.
    pub is_stale: bool,
}

/// Something that happened to a door, as its history tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// What happened.
    pub change: Change,
    /// The number that the changed door had until then.
    pub was: DoorNumber,
    /// When it was confirmed.
    pub on: NaiveDate,
}

/// What is to be told of a door beyond its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// What became of it; nothing while it is a door.
    pub closing: Option<Closing>,
    /// The number of the door that it is part of.
    pub kept_number: Option<DoorNumber>,
    /// What happened to it, the newest first.
    pub past: Vec<Past>,
    /// Whether the viewer may propose that it changes.
    pub may_propose: bool,
}
