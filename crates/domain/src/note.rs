//! Notes at places: what the joint-household representative knows (水管的总开关在哪里、电表是怎么排序的).

use serde::{Deserialize, Serialize};

/// Longest note, in characters.
pub const LONGEST: usize = 300;

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// 总开关: where the main valve is.
    Valve,
    /// 表箱: the order of the meters.
    Meters,
    /// 物业: the property company, or that there is none.
    Manager,
    /// 门禁: how to get in.
    Access,
    /// 其他.
    Other,
}

impl NoteKind {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Valve, "valve"),
        (Self::Meters, "meters"),
        (Self::Manager, "manager"),
        (Self::Access, "access"),
        (Self::Other, "other"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
    }
}

/// Which place of an address a note is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotePlace {
    /// The dwelling itself.
    Dwelling,
    /// Its stairwell: building and unit.
    Stairwell,
    /// Its building.
    Building,
    /// Its estate; nothing personal, because an estate can reach over several grids.
    Estate,
}

impl NotePlace {
    /// All places with their words in forms.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Dwelling, "dwelling"),
        (Self::Stairwell, "stairwell"),
        (Self::Building, "building"),
        (Self::Estate, "estate"),
    ];

    /// The word in forms.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(place, _)| *place == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(place, _)| place)
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where.
    pub place: NotePlace,
    /// What about.
    pub kind: NoteKind,
    /// What it says.
    pub text: String,
}
