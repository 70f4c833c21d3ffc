//! What is told of a wish: what the board shows, and nothing about a person.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Event;
use crate::area::Area;
use crate::id::WishId;
use crate::open311::moment;
use crate::wish::{Kind, State};

/// What may be told of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishFacts {
    /// Which.
    pub wish: WishId,
    /// Its version: each step makes another.
    pub version: i32,
    /// The last step's word.
    pub step: String,
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub kind: Kind,
    /// In one line, as the board shows it; empty before that.
    pub title: String,
    /// Its community.
    pub area: Area,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// How many are needed.
    pub slots: u8,
}

impl WishFacts {
    /// What happened.
    pub fn event(&self) -> Event {
        match self.step.as_str() {
            "propose" => Event::WishProposed,
            "publish" => Event::WishPublished,
            _ if self.state.is_over() => Event::WishClosed,
            _ => Event::WishChanged,
        }
    }
}

/// The body of a telling of a wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WishTelling {
    /// The event's word.
    #[serde(rename = "type")]
    pub event: &'static str,
    /// When it was made.
    pub timestamp: String,
    /// The wish.
    pub data: TellingWish,
}

/// The wish in a telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TellingWish {
    /// Its number; its page is `/wishes/<number>` as long as it is public.
    pub wish: String,
    /// Rises with every step: a telling that comes late is older.
    pub version: i32,
    /// The last step's word.
    pub step: String,
    /// Where it stands.
    pub state: &'static str,
    /// What it is about.
    pub kind: &'static str,
    /// In one line; empty before it was published.
    pub title: String,
    /// The code of its community.
    pub area: String,
    /// When it begins.
    pub starts_at: Option<String>,
    /// How many are needed.
    pub slots: u8,
}

impl WishTelling {
    /// What happened to a wish.
    pub fn of(facts: &WishFacts, at: DateTime<Utc>) -> Self {
        let data = TellingWish {
            wish: facts.wish.to_string(),
            version: facts.version,
            step: facts.step.clone(),
            state: facts.state.slug(),
            kind: facts.kind.slug(),
            title: facts.title.clone(),
            area: facts.area.to_string(),
            starts_at: facts.starts_at.map(moment),
            slots: facts.slots,
        };
        Self { event: facts.event().slug(), timestamp: moment(at), data }
    }
}
