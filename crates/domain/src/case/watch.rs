//! What supervision watches: open cases that somebody was reminded of or asked about, or that are under supervision.

use serde::{Deserialize, Serialize};

use super::aims::Names;
use super::desk::Desk;
use super::queue::QueueLine;

/// Which of the watched cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// All of them.
    #[default]
    All,
    /// 催办: the server spoke up since the light came on for the holder.
    Reminded,
    /// 询问: the holder was asked why, and did not answer yet.
    Inquired,
    /// 督办.
    Supervised,
}

impl Watch {
    /// Every choice with its word in addresses.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::All, "all"),
        (Self::Reminded, "reminded"),
        (Self::Inquired, "inquired"),
        (Self::Supervised, "supervised"),
    ];

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(watch, _)| *watch == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(watch, _)| *watch)
    }

    /// Whether a case belongs to it.
    pub fn takes(self, line: &QueueLine) -> bool {
        match self {
            Self::All => true,
            Self::Reminded => line.alarm.is_some(),
            Self::Inquired => line.is_inquired,
            Self::Supervised => line.is_supervised,
        }
    }
}

/// How many watched cases a desk holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchTally {
    /// The desk.
    pub desk: Desk,
    /// Its name in Chinese and English.
    pub name: Names,
    /// All of them; a case may be in several of the others.
    pub all: i64,
    /// Those that it was reminded of.
    pub reminded: i64,
    /// Those that it owes an answer about.
    pub inquired: i64,
    /// Those under supervision.
    pub supervised: i64,
}

impl WatchTally {
    /// One of the numbers.
    pub fn of(&self, watch: Watch) -> i64 {
        match watch {
            Watch::All => self.all,
            Watch::Reminded => self.reminded,
            Watch::Inquired => self.inquired,
            Watch::Supervised => self.supervised,
        }
    }
}
