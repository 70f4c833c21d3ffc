//! The roll of a wish: who holds places, who waits for one, who came and who did not.
//!
//! Places that are held never exceed those there are, whatever the order in which people come, go and are struck off.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;

/// The most places that one claimer takes: a team comes together.
pub const MOST_SEATS: u8 = 50;

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// 已认领.
    Held,
    /// 候补.
    Waiting,
    /// 已退出.
    Left,
    /// 未到, by the word of a witness.
    NoShow,
    /// 已服务, this many minutes.
    Served {
        /// Of each who came.
        minutes: u16,
    },
}

impl ClaimState {
    /// The stored words.
    pub const SLUGS: [&'static str; 5] = ["held", "waiting", "left", "no_show", "served"];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Waiting => "waiting",
            Self::Left => "left",
            Self::NoShow => "no_show",
            Self::Served { .. } => "served",
        }
    }

    /// Reads the stored word with its minutes.
    pub fn from_slug(slug: &str, minutes: Option<u16>) -> Option<Self> {
        Some(match (slug, minutes) {
            ("held", None) => Self::Held,
            ("waiting", None) => Self::Waiting,
            ("left", None) => Self::Left,
            ("no_show", None) => Self::NoShow,
            ("served", Some(minutes)) => Self::Served { minutes },
            _ => return None,
        })
    }

    /// Whether it takes up places.
    pub fn takes_places(self) -> bool {
        matches!(self, Self::Held | Self::Served { .. })
    }
}

/// Somebody's claim, in the order of coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub account: AccountId,
    /// For how many.
    pub seats: u8,
    /// How it stands.
    pub state: ClaimState,
}

/// What comes of claiming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The places are theirs.
    Held,
    /// All places are taken: they are on the waiting list, this many before them.
    Waiting {
        /// Claims before theirs.
        before: usize,
    },
}

/// Why the roll stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RollRefusal {
    /// They have claimed it already.
    #[error("you have claimed it already")]
    Twice,
    /// More or fewer than can come.
    #[error("there are not that many places")]
    Seats,
    /// All places are taken, and they did not ask to wait.
    #[error("somebody was faster: all places are taken")]
    Full,
    /// They are not on it.
    #[error("there is no such claim any more")]
    Unknown,
}

/// Who serves a wish and who waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Places there are.
    pub slots: u8,
    /// Claims in the order of coming.
    pub claims: Vec<Claim>,
}

impl Roll {
    /// Places that are taken.
    pub fn taken(&self) -> u16 {
        let held = self.claims.iter().filter(|claim| claim.state.takes_places());
        held.map(|claim| u16::from(claim.seats)).sum()
    }

    /// Places that are free.
    pub fn free(&self) -> u8 {
        u8::try_from(u16::from(self.slots).saturating_sub(self.taken())).unwrap_or(u8::MAX)
    }

    /// Takes somebody in, or onto the waiting list if they agree to that.
    ///
    /// *Errors*: why not.
    pub fn claim(&mut self, account: AccountId, seats: u8, waits: bool) -> Result<Admission, RollRefusal> {
        let is_on = |claim: &&Claim| matches!(claim.state, ClaimState::Held | ClaimState::Waiting);
        if self.claims.iter().filter(is_on).any(|claim| claim.account == account) {
            return Err(RollRefusal::Twice);
        }
        if !(1..=self.slots.min(MOST_SEATS)).contains(&seats) {
            return Err(RollRefusal::Seats);
        }
        let before = self.claims.iter().filter(|claim| claim.state == ClaimState::Waiting).count();
        // Nobody passes those who wait.
        let (state, admission) = if before == 0 && seats <= self.free() {
            (ClaimState::Held, Admission::Held)
        } else if waits {
            (ClaimState::Waiting, Admission::Waiting { before })
        } else {
            return Err(RollRefusal::Full);
        };
        self.claims.push(Claim { account, seats, state });
        Ok(admission)
    }

    /// Strikes a claim off as left or as not come, and lets those in who wait. Answers with who moved up.
    ///
    /// *Errors*: `Unknown` when they hold nothing and don't wait.
    pub fn strike(&mut self, account: AccountId, as_no_show: bool) -> Result<Vec<AccountId>, RollRefusal> {
        let is_on = |claim: &&mut Claim| match claim.state {
            ClaimState::Held => true,
            ClaimState::Waiting => !as_no_show,
            _ => false,
        };
        let mut own = self.claims.iter_mut().filter(|claim| claim.account == account);
        let claim = own.find(is_on).ok_or(RollRefusal::Unknown)?;
        claim.state = if as_no_show { ClaimState::NoShow } else { ClaimState::Left };
        Ok(self.move_up())
    }

    /// Other places than before; those who wait move up. It never takes places from somebody who holds them.
    ///
    /// *Errors*: `Seats` for fewer than are taken.
    pub fn resize(&mut self, slots: u8) -> Result<Vec<AccountId>, RollRefusal> {
        if u16::from(slots) < self.taken().max(1) {
            return Err(RollRefusal::Seats);
        }
        self.slots = slots;
        Ok(self.move_up())
    }

    /// Those who wait get places in the order of coming; the first who needs more than are free stops the others behind.
    fn move_up(&mut self) -> Vec<AccountId> {
        let mut moved = Vec::new();
        while let Some(at) = self.claims.iter().position(|claim| claim.state == ClaimState::Waiting) {
            if self.claims[at].seats > self.free() {
                break;
            }
            self.claims[at].state = ClaimState::Held;
            moved.push(self.claims[at].account);
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    #[derive(Clone, Copy, Debug)]
    enum Deed {
        Claim(u64, u8, bool),
        Strike(u64, bool),
        Resize(u8),
    }

    fn any_deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            3 => (1_u64..12, 0_u8..6, any::<bool>()).prop_map(|(who, seats, waits)| Deed::Claim(who, seats, waits)),
            2 => (1_u64..12, any::<bool>()).prop_map(|(who, is_no_show)| Deed::Strike(who, is_no_show)),
            1 => (0_u8..12).prop_map(Deed::Resize),
        ]
    }

    proptest! {
        #[test]
        fn claims_never_exceed_the_places_and_nobody_passes_who_waits(
            slots in 1_u8..10,
            deeds in prop::collection::vec(any_deed(), 1..120),
        ) {
            let account = |serial| AccountId::new(County::new_checked(990_001).unwrap(), serial);
            let mut roll = Roll { slots, claims: Vec::new() };
            for deed in deeds {
                let before = roll.clone();
                let refused = match deed {
                    Deed::Claim(who, seats, waits) => roll.claim(account(who), seats, waits).is_err(),
                    Deed::Strike(who, is_no_show) => roll.strike(account(who), is_no_show).is_err(),
                    Deed::Resize(slots) => roll.resize(slots).is_err(),
                };
                prop_assert!(roll.taken() <= u16::from(roll.slots));
                prop_assert!(!refused || roll == before, "a refusal changes nothing");
                for claim in &roll.claims {
                    let on = roll.claims.iter().filter(|other| {
                        other.account == claim.account && matches!(other.state, ClaimState::Held | ClaimState::Waiting)
                    });
                    prop_assert!(on.count() <= 1, "nobody is on it twice");
                }
                let first = roll.claims.iter().find(|claim| claim.state == ClaimState::Waiting);
                let has_left = matches!(deed, Deed::Strike(..) | Deed::Resize(_)) && !refused;
                prop_assert!(!has_left || first.is_none_or(|first| first.seats > roll.free()), "free places go to who waits");
            }
        }
    }
}
