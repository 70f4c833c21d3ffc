//! One step for many cases: which there are, and what became of each case. Every case is a matter of its own: what one is refused
//! changes nothing for another.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::desk::{Desk, DeskKind};
use super::hand::Who;
use super::kind::Kind;
use super::light::Light;
use super::step::Step;
use super::turn::Refusal;
use crate::actor::Role;
use crate::area::Level;
use crate::id::CaseId;

/// The most cases of one step.
pub const MOST_AT_ONCE: usize = 200;

/// What can be done with many cases at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// 签收 all.
    Accept,
    /// 派单: to one unit, or to an office below.
    Dispatch,
    /// 评价通过 all.
    Evaluate,
}

impl Together {
    /// Every one with its word in forms.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Accept, "accept"), (Self::Dispatch, "dispatch"), (Self::Evaluate, "evaluate")];

    /// The word in forms.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(known, _)| *known)
    }

    /// What somebody may ever do with cases of their desk. Whether a case allows it is the machine's answer.
    pub fn of(who: &Who) -> Vec<Self> {
        let level = who.desk.and_then(Desk::level);
        let evaluates = matches!(level, Some(Level::Street | Level::City)) && who.role != Role::Supervision;
        let may = |together: &Self| match together {
            Self::Accept => who.desk.is_some(),
            Self::Dispatch => who.desk.is_some_and(Desk::is_office),
            Self::Evaluate => evaluates,
        };
        Self::ALL.into_iter().map(|(together, _)| together).filter(may).collect()
    }

    /// The step of every case; nothing for a dispatch to nowhere.
    pub fn step(self, to: Option<Desk>) -> Option<Step> {
        Some(match (self, to.map(Desk::kind)) {
            (Self::Accept, _) => Step::Plain(Kind::Accept),
            (Self::Evaluate, _) => Step::Plain(Kind::Evaluate),
            (Self::Dispatch, Some(DeskKind::Unit(unit))) => Step::PassOn(unit),
            (Self::Dispatch, Some(DeskKind::Area(area))) => Step::PassDown(area),
            (Self::Dispatch, None) => return None,
        })
    }
}

/// One case of many, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkLine {
    /// The case.
    pub case: CaseId,
    /// One line that says what is wrong; empty for a case that one may not know of.
    pub title: String,
    /// What became of it.
    pub became: Became,
}

impl BulkLine {
    /// The case and its version now, when the step was taken.
    pub fn done(&self) -> Option<(CaseId, i32)> {
        match self.became {
            Became::Done { version, .. } => Some((self.case, version)),
            _ => None,
        }
    }
}

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// The step was taken.
    Done {
        /// The version after it.
        version: i32,
        /// The light after it.
        light: Light,
        /// Until when it can be taken back; nothing when it can't.
        undo_until: Option<DateTime<Utc>>,
    },
    /// Somebody changed it since it was ticked, or it is too late to take the step back.
    Changed,
    /// There is none, or one may not know of it.
    NotFound,
    /// The machine refused.
    Refused(Refusal),
    /// It was not tried to the end: the same again may help.
    Failed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::{Area, County};
    use crate::id::{AccountId, UnitId};

    fn who(role: Role, desk: Option<Desk>) -> Who {
        let county = County::new_checked(990_001).unwrap();
        Who { account: AccountId::new(county, 1), role, area: Area::city(county), desk }
    }

    #[test]
    fn who_has_no_desk_has_nothing_to_tick() {
        let county = County::new_checked(990_001).unwrap();
        let street = Area::city(county).child(1).unwrap();
        let unit = UnitId::new(county, 5);

        assert_eq!(Together::of(&who(Role::Supervision, None)), []);
        assert_eq!(Together::of(&who(Role::Department, Some(Desk::unit(unit)))), [Together::Accept]);
        assert_eq!(Together::of(&who(Role::Street, Some(Desk::area(street)))).len(), 3);
    }

    #[test]
    fn a_dispatch_leads_to_a_unit_or_an_office_and_never_nowhere() {
        let county = County::new_checked(990_001).unwrap();
        let (street, unit) = (Area::city(county).child(1).unwrap(), UnitId::new(county, 5));

        assert_eq!(Together::Dispatch.step(Some(Desk::unit(unit))), Some(Step::PassOn(unit)));
        assert_eq!(Together::Dispatch.step(Some(Desk::area(street))), Some(Step::PassDown(street)));
        assert_eq!(Together::Dispatch.step(None), None);
        for (together, slug) in Together::ALL {
            assert_eq!(Together::from_slug(slug), Some(together));
        }
    }
}
