//! The emergency mode 应急模式: what an emergency unlocks, how long it may last, and what it makes of a demand for proof.
//!
//! The rules of 2024 (field.md 4.12) forbid compulsory check-ins and unnecessary tracks and photos except in emergencies. So
//! each is off, and an emergency with a reason, an area and a short term is what unlocks them. Not here: who may declare one
//! (`domain::actor`), and what tracks, check-points and watch lists do with it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::case::Names;
use crate::visit::ProofDemand;

/// The most hours until an emergency ends or has to be renewed.
pub const MOST_HOURS: i64 = 72;

/// The longest reason, in signs.
pub const LONGEST_REASON: usize = 200;

/// What an emergency can unlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlock {
    /// 值班轨迹: tracks of workers on duty are recorded, whatever the city's track mode says.
    DutyTrack,
    /// 必到点位: check-points have to be passed.
    CheckPoint,
    /// 每日核查凭证: checks of a watch list need a proof.
    WatchProof,
}

impl Unlock {
    /// Every one with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::DutyTrack, "duty_track"), (Self::CheckPoint, "check_point"), (Self::WatchProof, "watch_proof")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(unlock, _)| *unlock == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(unlock, _)| *unlock)
    }
}

/// How an emergency stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Active {
        /// When it ends by itself.
        until_at: DateTime<Utc>,
    },
    /// Its time is over.
    Expired {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Somebody ended it before its time.
    Lifted {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A declared emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// Its number.
    pub id: i64,
    /// The area that it holds in.
    pub area: Area,
    /// The area's name.
    pub area_name: String,
    /// Why.
    pub reason: String,
    /// What it unlocks.
    pub unlocks: Vec<Unlock>,
    /// When it was declared.
    pub declared_at: DateTime<Utc>,
    /// By which post, in Chinese and English.
    pub declared_by: Names,
    /// When it ends by itself.
    pub until_at: DateTime<Utc>,
    /// How often it was renewed.
    pub renewals: i32,
    /// When and by which post it was lifted.
    pub lifted: Option<(DateTime<Utc>, Names)>,
    /// Rises with every change.
    pub revision: i64,
}

impl Emergency {
    /// How it stands at an instant.
    pub fn state(&self, at: DateTime<Utc>) -> State {
        match &self.lifted {
            Some((lifted_at, _)) if *lifted_at <= at => State::Lifted { at: *lifted_at },
            _ if self.until_at <= at => State::Expired { at: self.until_at },
            _ => State::Active { until_at: self.until_at },
        }
    }

    /// Whether it holds in all of an area at an instant.
    pub fn holds(&self, area: Area, at: DateTime<Utc>) -> bool {
        self.declared_at <= at && self.area.contains(area) && matches!(self.state(at), State::Active { .. })
    }

    /// Whether it unlocks something in all of an area at an instant.
    pub fn unlocks(&self, unlock: Unlock, area: Area, at: DateTime<Utc>) -> bool {
        self.holds(area, at) && self.unlocks.contains(&unlock)
    }
}

/// When an emergency ends that is declared or renewed now for so many hours; nothing when that is no time or too long.
pub fn until(now: DateTime<Utc>, hours: i64) -> Option<DateTime<Utc>> {
    (1..=MOST_HOURS).contains(&hours).then(|| now + TimeDelta::hours(hours))
}

/// The emergency that unlocks something in an area at an instant, the one that lasts longest; nothing when none does.
pub fn unlocking(all: &[Emergency], unlock: Unlock, area: Area, at: DateTime<Utc>) -> Option<&Emergency> {
    all.iter().filter(|one| one.unlocks(unlock, area, at)).max_by_key(|one| one.until_at)
}

/// What has to be attached to a check of a watch list in an area. Nothing but an emergency ever demands anything.
pub fn proof_demand(all: &[Emergency], area: Area, at: DateTime<Utc>) -> ProofDemand {
    match unlocking(all, Unlock::WatchProof, area, at) {
        Some(_) => ProofDemand::Position,
        None => ProofDemand::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    fn street() -> Area {
        Area::city(County::new_checked(990_001).unwrap()).child(1).unwrap()
    }

    fn emergency(unlocks: &[Unlock]) -> Emergency {
        Emergency {
            id: 7,
            area: street(),
            area_name: String::new(),
            reason: "flood".to_owned(),
            unlocks: unlocks.to_vec(),
            declared_at: at(10),
            declared_by: Names::default(),
            until_at: at(20),
            renewals: 0,
            lifted: None,
            revision: 1,
        }
    }

    #[test]
    fn it_lasts_three_days_at_most() {
        assert_eq!(until(at(0), 72), Some(at(72)));
        assert_eq!(until(at(0), 73), None);
        assert_eq!(until(at(0), 0), None);
    }

    #[test]
    fn it_holds_from_its_declaration_to_its_end_and_not_when_it_was_lifted() {
        let mut one = emergency(&[Unlock::DutyTrack]);
        let below = street().child(3).unwrap();
        assert!(!one.holds(below, at(9)) && one.holds(below, at(10)) && one.holds(below, at(19)));
        assert_eq!(one.state(at(20)), State::Expired { at: at(20) });
        one.lifted = Some((at(15), Names::default()));
        assert!(one.holds(below, at(14)));
        assert_eq!(one.state(at(15)), State::Lifted { at: at(15) });
    }

    #[test]
    fn it_reaches_no_area_beside_it_and_none_above_it() {
        let one = emergency(&[Unlock::CheckPoint]);
        let city = street().parent().unwrap();
        assert!(!one.holds(city, at(12)) && !one.holds(city.child(2).unwrap(), at(12)));
    }

    #[test]
    fn nothing_but_an_emergency_that_says_so_demands_a_proof() {
        let (area, now) = (street().child(1).unwrap(), at(12));
        assert_eq!(proof_demand(&[], area, now), ProofDemand::None);
        assert_eq!(proof_demand(&[emergency(&[Unlock::DutyTrack])], area, now), ProofDemand::None);
        let demanding = [emergency(&[Unlock::WatchProof])];
        assert_eq!(proof_demand(&demanding, area, now), ProofDemand::Position);
        assert_eq!(proof_demand(&demanding, area, at(20)), ProofDemand::None, "over");
    }

    #[test]
    fn words_are_read_back() {
        for (unlock, slug) in Unlock::ALL {
            assert_eq!((Unlock::from_slug(slug), unlock.slug()), (Some(unlock), slug));
        }
    }
}
