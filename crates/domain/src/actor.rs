//! Who acts: one account under one post, and what that post may do.
//!
//! The policy here is the first lock; row-level security in the database is the second and derives the range by itself.

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::id::{AccountId, PostId};

/// The four account levels of Longjing's system 四级账号, and the wall screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 网格员.
    GridWorker,
    /// 社区.
    Community,
    /// 街道.
    Street,
    /// 市级 (command centre).
    City,
    /// A read-only wall display without personal data.
    Wall,
}

impl Role {
    /// The word stored in the post table.
    pub fn slug(self) -> &'static str {
        match self {
            Self::GridWorker => "grid_worker",
            Self::Community => "community",
            Self::Street => "street",
            Self::City => "city",
            Self::Wall => "wall",
        }
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::GridWorker, Self::Community, Self::Street, Self::City, Self::Wall]
            .into_iter()
            .find(|role| role.slug() == slug)
    }
}

/// The acting account: every service function takes one and authorises first.
///
/// `session_key` is what the database looks the range up with; it is not the browser's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The post it acts under.
    pub post: PostId,
    /// The post's role.
    pub role: Role,
    /// The post's area; everything at or below it is in scope.
    pub area: Area,
    /// The hash of the session token: the key of the session row.
    pub session_key: [u8; 32],
}

/// What somebody wants to do with records of one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See totals per building and above.
    ViewTotals,
    /// See what single household cells show, and their cards.
    ViewHousehold,
    /// Change labels of a household.
    EditHousehold,
    /// See name and identity number of a person without masks, for a stated reason.
    UnmaskPerson,
    /// Move a case on.
    StepCase,
    /// See a patrol track.
    ViewTrack,
}

/// The answer of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// May.
    Granted,
    /// May know about it but not do it.
    Forbidden,
    /// May not even know: answered like something that does not exist.
    Unknown,
}

/// The whole permission policy: role × action × relation of the record's area to the post's.
pub fn access(actor: &Actor, action: Action, target: Area) -> Access {
    if !actor.area.contains(target) {
        return Access::Unknown;
    }
    match (actor.role, action) {
        (Role::Wall, Action::ViewTotals) => Access::Granted,
        (Role::Wall, _) => Access::Unknown,
        (Role::City | Role::Street, Action::EditHousehold | Action::UnmaskPerson) => Access::Forbidden,
        _ => Access::Granted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    fn actor(role: Role, area: Area) -> Actor {
        let county = area.county();
        Actor { account: AccountId::new(county, 1), post: PostId::new(county, 1), role, area, session_key: [0; 32] }
    }

    #[test]
    fn nobody_learns_of_records_outside_the_posts_area() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let (mine, other) = (city.child(1).unwrap(), city.child(2).unwrap());

        for role in [Role::GridWorker, Role::Community, Role::Street, Role::City, Role::Wall] {
            assert_eq!(access(&actor(role, mine), Action::ViewTotals, other), Access::Unknown);
            assert_eq!(access(&actor(role, mine), Action::ViewTotals, city), Access::Unknown);
        }
    }

    #[test]
    fn a_wall_screen_sees_totals_only() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let wall = actor(Role::Wall, city);

        assert_eq!(access(&wall, Action::ViewTotals, city), Access::Granted);
        assert_eq!(access(&wall, Action::ViewHousehold, city), Access::Unknown);
    }
}
