//! Base data beyond people 基础数据: what stands or works in a grid, of five classes with sub-classes from the dictionary.
//!
//! Not here: people and dwellings, which have files of their own ([`crate::file`], [`crate::household`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::geo::LonLat;
use crate::id::{BuildingId, EntryId};
use crate::party::Rank;
use crate::phone::Phone;
use crate::search::spelling::initials_of;

/// Longest name, contact or unit, in signs.
pub const LONGEST: usize = 60;

/// The classes of base data (Lhasa: 人、地、物、组织、房屋).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// 人: who speaks for a stairwell or a few households, teams.
    Person,
    /// 地: squares, greens, car parks.
    Ground,
    /// 物: public facilities 部件.
    Object,
    /// 组织: organisations and shops, schools, clinics.
    Organisation,
    /// 房屋: buildings that nobody lives in.
    House,
}

impl Class {
    /// Every class with the word that its sub-classes' codes begin with.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Person, "person"),
        (Self::Ground, "ground"),
        (Self::Object, "object"),
        (Self::Organisation, "organisation"),
        (Self::House, "house"),
    ];

    /// The class of a sub-class; nothing for a code that begins with none.
    pub fn of_kind(kind: &str) -> Option<Self> {
        let (head, _) = kind.split_once('.')?;
        Self::from_slug(head)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(class, _)| *class)
    }

    /// The word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, slug)| slug)
    }

    /// Its place in [`Class::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The one character that stands for it on the map.
    pub fn sign(self) -> char {
        ['人', '地', '物', '组', '房'][self.index()]
    }
}

/// The one character that stands for each sub-class on the map: the first of its Chinese name that none before it in its class
/// has, else the class's. `kinds` are codes and names in the dictionary's order.
pub fn signs<'a>(kinds: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<char> {
    let mut taken = std::collections::BTreeSet::new();
    let mut sign = |(kind, name): (&str, &str)| {
        let class = Class::of_kind(kind);
        let free = name.chars().find(|sign| sign.is_alphanumeric() && !taken.contains(&(class, *sign)));
        let sign = free.or_else(|| class.map(Class::sign)).unwrap_or('？');
        taken.insert((class, sign));
        sign
    };
    kinds.into_iter().map(&mut sign).collect()
}

/// What is entered; parsed, so that it can be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The sub-class: a code of the dictionary.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// The building that it is in.
    pub building: Option<BuildingId>,
    /// Where it stands.
    pub position: Option<LonLat>,
    /// Whom to ask.
    pub contact: String,
    /// The contact's telephone. Of a change: nothing keeps the old one.
    pub phone: Option<Phone>,
    /// The unit that looks after it.
    pub unit_in_charge: String,
    /// Since when.
    pub from_on: Option<NaiveDate>,
    /// Of a party organisation: what it stands under.
    pub parent: Option<EntryId>,
}

/// What is wrong with an entry: the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} can't be taken: a name is needed, texts have at most 60 signs on one line, nothing begins in the future")]
pub struct InvalidEntry(pub &'static str);

impl Draft {
    /// Trims and checks.
    ///
    /// *Errors*: the field that is missing, too long or in the future.
    pub fn checked(mut self, today: NaiveDate) -> Result<Self, InvalidEntry> {
        for (field, text) in
            [("name", &mut self.name), ("contact", &mut self.contact), ("unit_in_charge", &mut self.unit_in_charge)]
        {
            *text = text.trim().to_owned();
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                return Err(InvalidEntry(field));
            }
        }
        if self.name.is_empty() {
            return Err(InvalidEntry("name"));
        }
        if Class::of_kind(&self.kind).is_none() {
            return Err(InvalidEntry("kind"));
        }
        if self.parent.is_some() && Rank::of_kind(&self.kind).is_none() {
            return Err(InvalidEntry("parent"));
        }
        if self.from_on.is_some_and(|day| day > today) {
            return Err(InvalidEntry("from_on"));
        }
        Ok(self)
    }

    /// What the name is found by beside itself: 阳光小学 is ygxx, 7-11便利店 is 711bld.
    pub fn initials(&self) -> String {
        initials_of(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str) -> Draft {
        Draft {
            kind: "organisation.shop".to_owned(),
            name: name.to_owned(),
            building: None,
            position: None,
            contact: String::new(),
            phone: None,
            unit_in_charge: String::new(),
            from_on: None,
            parent: None,
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn an_entry_needs_a_name_and_a_class_and_no_future() {
        let kind = Draft { kind: "somewhere".to_owned(), ..draft("a") };
        let day = Draft { from_on: today().succ_opt(), ..draft("a") };

        assert_eq!(draft("  ").checked(today()), Err(InvalidEntry("name")));
        assert_eq!(kind.checked(today()), Err(InvalidEntry("kind")));
        assert_eq!(day.checked(today()), Err(InvalidEntry("from_on")));
        assert_eq!(draft(&"长".repeat(61)).checked(today()), Err(InvalidEntry("name")));
        assert_eq!(draft(" 阳光超市 ").checked(today()).unwrap().name, "阳光超市");
    }

    #[test]
    fn sub_classes_of_one_class_have_signs_of_their_own() {
        let kinds = [
            ("object.camera", "公共视频探头"),
            ("object.notice_board", "公告栏"),
            ("house.public", "公共用房"),
            ("object.x", "公告"),
            ("object.y", ""),
        ];

        assert_eq!(signs(kinds), ['公', '告', '公', '物', '物']);
    }

    #[test]
    fn a_name_is_found_by_its_initials_whatever_it_is_written_in() {
        assert_eq!(draft("阳光小学").initials(), "ygxx");
        assert_eq!(draft("7-11 便利店").initials(), "711bld");
        assert_eq!(draft("KFC").initials(), "kfc");
    }
}
