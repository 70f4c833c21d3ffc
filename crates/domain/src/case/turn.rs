//! What a step leads to, or why it can't be taken.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::standing::Standing;
use crate::deadline::Clock;

/// What a step leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// How the case stands afterwards.
    pub after: Standing,
    /// What becomes of the holder's clock.
    pub clock: HolderClock,
}

/// What becomes of the holder's clock. The business clock never restarts: it only stands still while the case is paused,
/// and moves with a delay that was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderClock {
    /// It goes on.
    Keep,
    /// It starts anew, for this.
    Restart(Clock),
    /// It moves by working days, and the business clock with it.
    Extend(u8),
    /// Both stand still.
    Pause,
    /// Both go on, later by as long as they stood still.
    Resume,
    /// Nobody has to do anything more.
    Stop,
}

/// Why a step can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The case is not where the step begins.
    #[error("a case that stands like this cannot take the step {0:?}")]
    NotNow(Kind),
    /// Somebody else's hand has to take it.
    #[error("the step {0:?} is somebody else's")]
    NotYours(Kind),
    /// Words are missing.
    #[error("the step needs a reason or note")]
    NeedsNote,
    /// A picture is missing.
    #[error("the step needs a picture")]
    NeedsPicture,
    /// The aim is missing, is the holder's own desk, or lies where it can't.
    #[error("the step can't lead there")]
    WrongAim,
}
