//! Hands: how somebody stands towards a case. What may be done follows from the hand, never from the role alone.

use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::standing::{CoState, Phase, Standing};
use crate::actor::Role;
use crate::area::{Area, Level};
use crate::id::AccountId;

/// Who is about to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: AccountId,
    /// The role of the post.
    pub role: Role,
    /// The post's area.
    pub area: Area,
    /// The desk that the post works at, if it works at one.
    pub desk: Option<Desk>,
}

/// One way of standing towards a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// 承办: it lies at one's desk.
    Holder,
    /// 派遣: one handed it to the holder.
    Sender,
    /// 协办: one was whistled for beside the lead.
    CoHandler,
    /// 上报人: one reported it.
    Reporter,
    /// 认领: one reaches the pool that it lies in.
    Claimer,
    /// 核实: one may look on site whether it is done.
    Checker,
    /// 评价: the street, or the city, which evaluates.
    Evaluator,
    /// 上级: an office above the holder.
    Superior,
    /// 督查: chases lights.
    Supervision,
    /// 指挥中心: coordinates and helps.
    Centre,
}

impl Hand {
    /// Every hand.
    pub const ALL: [Self; 10] = [
        Self::Holder,
        Self::Sender,
        Self::CoHandler,
        Self::Reporter,
        Self::Claimer,
        Self::Checker,
        Self::Evaluator,
        Self::Superior,
        Self::Supervision,
        Self::Centre,
    ];
}

/// All hands somebody has in a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands(u16);

impl Hands {
    /// How somebody stands towards a case.
    pub fn of(who: &Who, standing: &Standing) -> Self {
        let mut hands = Self::default();
        for hand in Hand::ALL {
            if holds(hand, who, standing) {
                hands.0 |= 1 << hand as u16;
            }
        }
        hands
    }

    /// Whether one of them is this.
    pub fn has(self, hand: Hand) -> bool {
        self.0 & (1 << hand as u16) != 0
    }

    /// Whether one of them is among these.
    pub fn has_any(self, hands: &[Hand]) -> bool {
        hands.iter().any(|hand| self.has(*hand))
    }

    /// Whether it is nobody's business.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

fn holds(hand: Hand, who: &Who, standing: &Standing) -> bool {
    let office = who.desk.and_then(Desk::as_area).filter(|area| area.contains(standing.area));
    let level = office.map(Area::level);
    match hand {
        Hand::Holder => who.desk == Some(standing.holder),
        Hand::Sender => who.desk.is_some() && who.desk == standing.sender,
        Hand::CoHandler => {
            who.desk.and_then(|desk| standing.co_state(desk)).is_some_and(|state| state != CoState::Done)
        }
        Hand::Reporter => standing.reporter == Some(who.account),
        Hand::Claimer => reaches_pool(who, standing),
        Hand::Checker => may_check(who, standing),
        Hand::Evaluator => matches!(level, Some(Level::Street | Level::City)) && who.role != Role::Supervision,
        Hand::Superior => is_above(who, standing),
        Hand::Supervision => who.role == Role::Supervision && who.area.contains(standing.area),
        Hand::Centre => who.role == Role::City && level == Some(Level::City),
    }
}

/// Whoever has a desk and works in the pool's area may claim; the office that filled the pool takes back by accepting.
fn reaches_pool(who: &Who, standing: &Standing) -> bool {
    let pool = standing.holder.as_area();
    let works_there = pool.is_some_and(|pool| who.area.contains(pool) || pool.contains(who.area));
    standing.phase == Phase::Waiting { in_pool: true }
        && who.desk.is_some_and(|desk| desk != standing.holder)
        && works_there
}

/// On site looks who knows the place and did not do the work: a grid worker, a leader or the community.
fn may_check(who: &Who, standing: &Standing) -> bool {
    let knows_the_place =
        matches!(who.role, Role::GridWorker | Role::GridLeader | Role::Community) && who.area.contains(standing.area);
    match standing.phase {
        Phase::Done { by, .. } => knows_the_place && by != Some(who.account),
        _ => false,
    }
}

/// A community stands above its grids, a street above its communities and above units, the city above all.
fn is_above(who: &Who, standing: &Standing) -> bool {
    let Some(office) = who.desk.and_then(Desk::as_area).filter(|area| area.contains(standing.area)) else {
        return false;
    };
    match standing.holder.as_area() {
        Some(held) => office != held && office.contains(held),
        None => matches!(office.level(), Level::Street | Level::City) || who.desk == standing.sender,
    }
}
