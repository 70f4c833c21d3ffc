//! 社区点单: what is written of a wish in public. 每次活动的具体内容、时间地点、需要人数等都得写清楚.

use chrono::{DateTime, Utc};

use super::kind::Kind;
use super::recur::Repeat;
use crate::case::Title;

/// The most tools that are listed.
pub const MOST_TOOLS: usize = 12;

/// What can be said in words of a wish, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// What is to be done.
    Content,
    /// Where to meet.
    Place,
    /// What to mind.
    Safety,
    /// A tool.
    Tool,
}

impl Wording {
    /// The most signs.
    pub fn longest(self) -> usize {
        match self {
            Self::Content => 500,
            Self::Place => 60,
            Self::Safety => 200,
            Self::Tool => 20,
        }
    }

    fn fits(self, text: &str) -> bool {
        (1..=self.longest()).contains(&text.trim().chars().count())
    }
}

/// A wish as it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What it is about.
    pub kind: Kind,
    /// In one line.
    pub title: Title,
    /// What is to be done.
    pub content: String,
    /// Where to meet, in words, never a door.
    pub place: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How many are needed.
    pub slots: u8,
    /// Tools that are needed; who claims says what they bring.
    pub tools: Vec<String>,
    /// What to mind.
    pub safety: String,
    /// How often it comes again.
    pub repeat: Option<Repeat>,
}

/// What of an order is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderFault {
    /// No content, or too much.
    #[error("say in up to 500 signs what is to be done")]
    Content,
    /// No meeting place, or too long.
    #[error("say in up to 60 signs where to meet, without a door")]
    Place,
    /// It ends before it begins, or lasts more than 31 days.
    #[error("say when it begins and ends; it lasts at most 31 days")]
    Time,
    /// It is over already.
    #[error("this time has passed")]
    Past,
    /// Nobody, or more than a wish has places for.
    #[error("say how many are needed: 1 to 200")]
    Slots,
    /// Too many tools, or too long.
    #[error("up to 12 tools of up to 20 signs")]
    Tools,
    /// No safety note, or too long.
    #[error("say in up to 200 signs what to mind")]
    Safety,
}

impl OrderFault {
    /// The field that it stands at.
    pub fn field(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Place => "place",
            Self::Time | Self::Past => "starts_at",
            Self::Slots => "slots",
            Self::Tools => "tools",
            Self::Safety => "safety",
        }
    }
}

impl Order {
    /// The most places of one wish.
    pub const MOST_SLOTS: u8 = 200;
    const LONGEST_DAYS: i64 = 31;

    /// Whether it may be published now.
    ///
    /// *Errors*: the first thing that is wrong.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), OrderFault> {
        let lasts = self.ends_at - self.starts_at;
        let tools_fit = self.tools.len() <= MOST_TOOLS && self.tools.iter().all(|tool| Wording::Tool.fits(tool));
        let faults = [
            (Wording::Content.fits(&self.content), OrderFault::Content),
            (Wording::Place.fits(&self.place), OrderFault::Place),
            (lasts.num_minutes() > 0 && lasts.num_days() <= Self::LONGEST_DAYS, OrderFault::Time),
            (self.ends_at > now, OrderFault::Past),
            ((1..=Self::MOST_SLOTS).contains(&self.slots), OrderFault::Slots),
            (tools_fit, OrderFault::Tools),
            (Wording::Safety.fits(&self.safety), OrderFault::Safety),
        ];
        faults.into_iter().find(|(fits, _)| !fits).map_or(Ok(()), |(_, fault)| Err(fault))
    }

    /// Minutes that it lasts, at most a day's.
    pub fn minutes(&self) -> u16 {
        u16::try_from((self.ends_at - self.starts_at).num_minutes().clamp(0, 24 * 60)).unwrap_or_default()
    }
}
