//! Layers over the map: base data as marks, and departments' own grids over the same ground.
//!
//! Marks carry no contacts, no telephones, and no names of people. Not here: entries themselves ([`crate::register`]).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::geo::LonLat;
use crate::id::{BuildingId, EntryId, UnitId};
use crate::register::Class;

/// Which classes of the register are drawn; its text is their words with commas, in the order of [`Class::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Classes(u8);

impl Classes {
    /// Whether a class is among them.
    pub fn has(self, class: Class) -> bool {
        self.0 & 1 << class.index() != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// With the class when it was not among them, else without it.
    #[must_use]
    pub fn toggled(self, class: Class) -> Self {
        Self(self.0 ^ 1 << class.index())
    }

    /// The classes one by one.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().map(|(class, _)| class).filter(move |class| self.has(*class))
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, class) in self.iter().enumerate() {
            formatter.write_str(if place > 0 { "," } else { "" })?;
            formatter.write_str(class.slug())?;
        }
        Ok(())
    }
}

impl From<&str> for Classes {
    /// Reads the text; words that are no class are left out, as in every address of the map.
    fn from(text: &str) -> Self {
        let classes = text.split(',').filter_map(Class::from_slug);
        Self(classes.fold(0, |bits, class| bits | 1 << class.index()))
    }
}

impl From<String> for Classes {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Classes> for String {
    fn from(classes: Classes) -> Self {
        classes.to_string()
    }
}

/// What lies over an area as far as somebody may see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layers {
    /// Open entries of each class in the area, in the order of [`Class::ALL`]; nothing for posts that see no files.
    pub register: Option<[i64; 5]>,
    /// The sub-classes that marks are of.
    pub kinds: Vec<MarkKind>,
    /// The marks of the classes that were asked for.
    pub marks: Vec<Mark>,
    /// Units with grids of their own, as far as these lie in the post's area.
    pub units: Vec<UnitLayer>,
}

/// A sub-class of the register on the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkKind {
    /// Its one character.
    pub sign: char,
    /// Chinese and English.
    pub name: (String, String),
}

/// One entry, or a number of entries of one class in one area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The entry; nothing when it stands for many.
    pub entry: Option<EntryId>,
    /// Its class.
    pub class: Class,
    /// The place of its sub-class in [`Layers::kinds`]; nothing when it stands for many.
    pub kind: Option<u16>,
    /// How many entries it stands for.
    pub count: i64,
    /// What it is called; empty when it stands for many, and for those who speak for others: their entry may carry a name.
    pub name: String,
    /// Where it stands, when somebody measured that.
    pub at: Option<LonLat>,
    /// The building that it is in.
    pub building: Option<BuildingId>,
    /// Its grid; of many entries the area that they are in.
    pub area: Area,
}

/// A unit with grids of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLayer {
    /// The unit.
    pub unit: UnitId,
    /// Chinese and English.
    pub name: (String, String),
    /// Its grids: what it calls each, and the ground's grids in it.
    pub grids: Vec<(String, Vec<Area>)>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn classes_are_read_as_they_are_written_and_switched_one_by_one(bits in 0u8..32, at in 0usize..5) {
            let classes = Classes(bits);
            let class = Class::ALL[at].0;

            prop_assert_eq!(Classes::from(classes.to_string()), classes);
            prop_assert_eq!(classes.toggled(class).has(class), !classes.has(class));
            prop_assert_eq!(classes.toggled(class).toggled(class), classes);
        }
    }

    #[test]
    fn words_that_are_no_class_are_left_out() {
        assert_eq!(Classes::from("organisation,people,person").to_string(), "person,organisation");
    }
}
