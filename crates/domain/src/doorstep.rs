//! The fields of a person's file that are gone through at the door, by somebody whose phone may have been out of reach: each field of
//! the form is merged on its own ([`crate::conflict`]).
//!
//! A form carries of every field a code of what it showed. What its writer left as it was shown is never written, so that a form that
//! lay in a phone for a day changes what was typed into it and nothing else. Not here: the telephone, which is shown behind its mask and
//! has a form of its own, and what may be entered ([`crate::file::enter`]).

use std::collections::BTreeMap;

use crate::conflict::{Meeting, meet, seen};
use crate::file::{FIELDS, FieldSpec, Group};

#[cfg(test)]
mod tests;

/// What one asks of the identity group at the door; the rest of it is behind masks or said by a document.
const OF_IDENTITY: [&str; 2] = ["ethnicity", "native_place"];

/// The fields that are gone through at the door, in the order in which they are shown: none that is masked.
pub fn fields() -> impl Iterator<Item = &'static FieldSpec> {
    FIELDS.iter().filter(|field| is_shown(field))
}

/// One of them by its word.
pub fn field(slug: &str) -> Option<&'static FieldSpec> {
    fields().find(|field| field.slug == slug)
}

/// The groups that the form shows something of.
pub const GROUPS: [Group; 3] = [Group::Residence, Group::Background, Group::Identity];

fn is_shown(field: &FieldSpec) -> bool {
    let asked = match field.group {
        Group::Residence | Group::Background => true,
        Group::Identity => OF_IDENTITY.contains(&field.slug),
        Group::Contact | Group::Care | Group::Dwelling => false,
    };
    asked && !field.masked
}

/// A field's text in the one form in which it is compared: a browser may trim, and no file holds control characters.
pub fn plain(text: &str) -> String {
    text.trim().chars().filter(|sign| !sign.is_control()).collect()
}

/// What a form says of one field, in codes that are equal for equal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<T> {
    /// What the form showed.
    pub shown: T,
    /// What came back.
    pub mine: T,
}

/// What becomes of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its writer left it as it was shown: it stays, whatever it says now.
    Untouched {
        /// Whether it still says what the writer saw.
        is_seen: bool,
    },
    /// It was changed on the form.
    Met(Meeting),
}

impl Fate {
    /// Whether the file says afterwards what the writer saw or typed.
    pub fn is_agreed(self) -> bool {
        match self {
            Self::Untouched { is_seen } => is_seen,
            Self::Met(meeting) => meeting != Meeting::Conflict,
        }
    }
}

/// What becomes of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<T> {
    /// Of each of its fields.
    pub fates: BTreeMap<String, Fate>,
    /// What the device's writes have left in the fields that they wrote, this one and those before it.
    pub left: BTreeMap<String, T>,
}

impl<T> Verdict<T> {
    /// The fields that met something in one way.
    pub fn met(&self, meeting: Meeting) -> impl Iterator<Item = &str> {
        self.fates.iter().filter(move |(_, fate)| **fate == Fate::Met(meeting)).map(|(slug, _)| slug.as_str())
    }

    /// The groups that the form verified: it showed the whole group, and the file says of each of its fields what the writer saw or
    /// typed. A form that was overtaken in one field says nothing about that field's group as it is now.
    pub fn verified(&self) -> impl Iterator<Item = Group> {
        GROUPS.into_iter().filter(|group| {
            let mut of_group = FIELDS.iter().filter(|field| field.group == *group);
            of_group.all(|field| self.fates.get(field.slug).is_some_and(|fate| fate.is_agreed()))
        })
    }
}

/// Decides what becomes of a form, each field on its own. `own` is what the device's last write left ([`Verdict::left`]), `current` what
/// the file says.
pub fn judge<T: Clone + PartialEq>(
    form: &BTreeMap<String, Claim<T>>,
    own: &BTreeMap<String, T>,
    current: impl Fn(&str) -> T,
) -> Verdict<T> {
    let mut verdict = Verdict { fates: BTreeMap::new(), left: own.clone() };
    for (slug, Claim { shown, mine }) in form {
        let current = current(slug);
        let seen = seen(shown, own.get(slug), &current);
        let fate = if mine == shown {
            Fate::Untouched { is_seen: *seen == current }
        } else {
            Fate::Met(meet(seen, &current, mine))
        };
        match fate {
            Fate::Untouched { .. } => {}
            Fate::Met(Meeting::Conflict) => drop(verdict.left.remove(slug)),
            Fate::Met(Meeting::Apply | Meeting::Same) => drop(verdict.left.insert(slug.clone(), mine.clone())),
        }
        verdict.fates.insert(slug.clone(), fate);
    }
    verdict
}
