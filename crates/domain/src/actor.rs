//! Who acts: one account under one post, and what that post may do.
//!
//! The policy here is the first lock; row-level security in the database is the second and derives the range by itself.

mod action;

use serde::{Deserialize, Serialize};

use crate::area::{Area, Level};
use crate::case::{Desk, Who};
use crate::id::{AccountId, PostId};

pub use action::Action;

/// What a post is for. Longjing's four account levels 四级账号 are the grid worker, the community, the street with the
/// departments, and the city; the others keep watch over the system itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 网格员, with the assistants 网格助理员.
    GridWorker,
    /// 网格长 or 网格指导员: leads the workers of an area.
    GridLeader,
    /// 社区.
    Community,
    /// 街道.
    Street,
    /// 职能部门: finishes cases that are handed to it, sees no files.
    Department,
    /// 市级 (command centre 指挥中心).
    City,
    /// 市级督查: chases lights, sees no files.
    Supervision,
    /// 系统管理员: units, accounts, wall screens, dictionaries.
    SystemAdmin,
    /// 安全管理员: who may do what, locks, sessions, settings.
    SecurityAdmin,
    /// 审计管理员: reads the audit trail.
    AuditAdmin,
    /// A read-only wall display without personal data.
    Wall,
    /// 志愿者, 在职党员 or whoever serves for a unit: claims wishes, sees nobody's file.
    Volunteer,
}

impl Role {
    /// Every role with its stored word.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::GridWorker, "grid_worker"),
        (Self::GridLeader, "grid_leader"),
        (Self::Community, "community"),
        (Self::Street, "street"),
        (Self::Department, "department"),
        (Self::City, "city"),
        (Self::Supervision, "supervision"),
        (Self::SystemAdmin, "system_admin"),
        (Self::SecurityAdmin, "security_admin"),
        (Self::AuditAdmin, "audit_admin"),
        (Self::Wall, "wall"),
        (Self::Volunteer, "volunteer"),
    ];

    /// The word stored in the post table.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(role, _)| *role)
    }

    /// Whether it is one of the three that keep watch over the system: they stay apart, and see nobody's file.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }

    /// Whether it keeps or leads files: only these ever see a single household.
    pub fn sees_people(self) -> bool {
        matches!(self, Self::GridWorker | Self::GridLeader | Self::Community | Self::Street | Self::City)
    }

    /// Whether posts of this role may be given an area of this level.
    pub fn fits(self, level: Level) -> bool {
        match self {
            Self::GridWorker => level == Level::Grid,
            Self::GridLeader => matches!(level, Level::Grid | Level::Community),
            Self::Community => level == Level::Community,
            Self::Street => level == Level::Street,
            Self::Department | Self::Wall | Self::Volunteer => true,
            Self::City | Self::Supervision | Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin => {
                level == Level::City
            }
        }
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
    /// The desk that it works at: its unit's, or its area's office. Some posts work at none.
    pub desk: Option<Desk>,
    /// The hash of the session token: the key of the session row.
    pub session_key: [u8; 32],
}

impl Actor {
    /// Who acts, as the case machine asks.
    pub fn who(&self) -> Who {
        Who { account: self.account, role: self.role, area: self.area, desk: self.desk }
    }
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
    match action {
        Action::ViewTotals => Access::Granted,
        Action::ViewScreen => {
            granted_to(actor.role.sees_people() || matches!(actor.role, Role::Supervision | Role::Wall))
        }
        // Whoever walks the grids learns of wishes, too.
        Action::ViewHousehold | Action::ReportCase | Action::ViewTrack | Action::ViewWish => {
            granted_to(actor.role.sees_people())
        }
        Action::ViewCase | Action::ViewSpotCheck => {
            granted_to(actor.role.sees_people() || actor.role == Role::Supervision)
        }
        // Offices, departments and supervision look at how work goes. It is not for appraising those who walk the grids, who know
        // of it; a screen shows totals without the cases behind them.
        Action::ViewFigure => match actor.role {
            Role::Community | Role::Street | Role::Department | Role::City | Role::Supervision => Access::Granted,
            Role::GridWorker | Role::GridLeader => Access::Forbidden,
            _ => Access::Unknown,
        },
        // Every account at work (Yubei): who keeps watch over the system has no work of the city's, and a wall has its own screen.
        Action::ViewBoard => {
            granted_to(!matches!(actor.role, Role::Wall | Role::Volunteer) && !actor.role.is_administrator())
        }
        // The organisation department draws 组织部, whose office for that is the city's supervision, and the command centre; streets
        // send the inspectors, who are nobody's judges at home. Whose work is checked learns of it when it is over.
        // A street answers for the units that it hands cases to; the city speaks to all of them.
        Action::DrawSpotCheck | Action::PublishBulletin => match actor.role {
            Role::City | Role::Supervision => Access::Granted,
            Role::Street => Access::Forbidden,
            _ => Access::Unknown,
        },
        Action::InspectHousehold => match actor.role {
            Role::Street => Access::Granted,
            Role::City | Role::Supervision => Access::Forbidden,
            _ => Access::Unknown,
        },
        Action::KeepRootCause => match actor.role {
            Role::Community | Role::Street | Role::City => Access::Granted,
            Role::GridWorker | Role::GridLeader | Role::Supervision => Access::Forbidden,
            _ => Access::Unknown,
        },
        Action::ViewSupervision => granted_to(matches!(actor.role, Role::Street | Role::City | Role::Supervision)),
        // Whoever works at a desk; leaders and supervision step beside desks and have none.
        Action::KeepAnswer => match actor.role {
            Role::GridWorker | Role::Community | Role::Street | Role::Department | Role::City => Access::Granted,
            Role::GridLeader | Role::Supervision => Access::Forbidden,
            _ => Access::Unknown,
        },
        Action::ViewWork => granted_to(actor.role != Role::Wall),
        // Whoever orders works there says so; everybody else at work reads it.
        Action::PostWork => match actor.role {
            Role::Community | Role::Street | Role::Department | Role::City => Access::Granted,
            Role::Wall | Role::Volunteer => Access::Unknown,
            _ => Access::Forbidden,
        },
        Action::ManageGrids => match actor.role {
            Role::Community | Role::Street => Access::Granted,
            Role::GridWorker | Role::GridLeader => Access::Forbidden,
            _ => Access::Unknown,
        },
        Action::ManageAccounts | Action::KeepDictionary => administered_by(actor.role, Role::SystemAdmin),
        Action::ManageAccess | Action::ManageSettings => administered_by(actor.role, Role::SecurityAdmin),
        Action::ReadAudit => administered_by(actor.role, Role::AuditAdmin),
        // Everybody at work reads that there is one; it is for those to declare who answer for what is demanded of workers then.
        Action::DeclareEmergency => match actor.role {
            Role::Street | Role::City => Access::Granted,
            Role::Wall | Role::Volunteer => Access::Unknown,
            _ => Access::Forbidden,
        },
        Action::ClaimWish => granted_to(matches!(actor.role, Role::Volunteer | Role::Department)),
        Action::KeepMonthFormula | Action::KeepBankRule => match actor.role {
            Role::City | Role::SystemAdmin => Access::Granted,
            role if role.sees_people() || role.is_administrator() => Access::Forbidden,
            _ => Access::Unknown,
        },
        _ => among(actor.role, granted(action)),
    }
}

/// Whose work it is, of what all others who keep or lead files know of.
fn granted(action: Action) -> &'static [Role] {
    match action {
        // Whoever sits at a telephone: the command centre's hotline post, the street's, the community's. The superior answers for what
        // leaves the area, and gets nothing of it (the security administrator stays apart from files, and can lock the account
        // instead). Whoever answers for the addresses decides about doors, and whoever answers to residents decides what they are
        // shown. A month is about one worker: the worker and the offices above see it, no leader beside, and nobody elsewhere.
        Action::TakeCalls
        | Action::GrantExport
        | Action::DecideDoor
        | Action::ReleasePicture
        | Action::ViewBank
        | Action::ViewMonth => &[Role::Community, Role::Street, Role::City],
        // A list is many changes at once: who may make each may make all, and can undo them. Likewise who may see each person
        // whole may ask for many, and needs somebody else for that. Who works at the doors says what is there, and writes wishes down.
        Action::EditHousehold
        | Action::TakeIn
        | Action::UnmaskPerson
        | Action::AskExport
        | Action::DialPerson
        | Action::ProposeDoor
        | Action::ProposeWish => &[Role::GridWorker, Role::GridLeader, Role::Community],
        Action::Notify => &[Role::GridWorker, Role::GridLeader, Role::Community, Role::Street],
        // The seal lies with the community and the street, and so do who serves where, who is called at how often, the counter at
        // which a resident asks, and what is published of wishes in their name. Where somebody served they look after accounts.
        Action::IssueCertificate
        | Action::TellLooks
        | Action::KeepRoster
        | Action::KeepVisitPlan
        | Action::KeepWish
        | Action::KeepBank
        | Action::KeepMonth => &[Role::Community, Role::Street],
        Action::OwnBank => &[Role::Volunteer],
        Action::OwnMonth => &[Role::GridWorker],
        Action::PublishMonth => &[Role::Street, Role::City],
        _ => &[],
    }
}

fn granted_to(allowed: bool) -> Access {
    if allowed { Access::Granted } else { Access::Unknown }
}

/// Granted to some of those who keep or lead files; the others of them know of it.
fn among(role: Role, granted: &[Role]) -> Access {
    match role {
        role if granted.contains(&role) => Access::Granted,
        role if role.sees_people() => Access::Forbidden,
        _ => Access::Unknown,
    }
}

/// The three administrators know of one another's work but can't do it; for everybody else it does not exist.
fn administered_by(role: Role, administrator: Role) -> Access {
    match role {
        role if role == administrator => Access::Granted,
        role if role.is_administrator() => Access::Forbidden,
        _ => Access::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    fn actor(role: Role, area: Area) -> Actor {
        let county = area.county();
        Actor {
            account: AccountId::new(county, 1),
            post: PostId::new(county, 1),
            role,
            area,
            desk: None,
            session_key: [0; 32],
        }
    }

    #[test]
    fn nobody_learns_of_records_outside_the_posts_area() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let (mine, other) = (city.child(1).unwrap(), city.child(2).unwrap());

        for (role, _) in Role::ALL {
            for action in Action::ALL {
                assert_eq!(access(&actor(role, mine), action, other), Access::Unknown, "{role:?} {action:?}");
                assert_eq!(access(&actor(role, mine), action, city), Access::Unknown, "{role:?} {action:?}");
            }
        }
    }

    /// The whole policy, to be read by people: G granted, f forbidden, a dot for unknown.
    const TABLE: &str = "
        action          grid_worker grid_leader community street department city supervision system_admin security_admin audit_admin wall volunteer
        ViewTotals      G           G           G         G      G          G    G           G            G              G           G    G
        ViewScreen      G           G           G         G      .          G    G           .            .              .           G    .
        ViewHousehold   G           G           G         G      .          G    .           .            .              .           .    .
        EditHousehold   G           G           G         f      .          f    .           .            .              .           .    .
        TakeIn          G           G           G         f      .          f    .           .            .              .           .    .
        UnmaskPerson    G           G           G         f      .          f    .           .            .              .           .    .
        AskExport       G           G           G         f      .          f    .           .            .              .           .    .
        GrantExport     f           f           G         G      .          G    .           .            .              .           .    .
        DialPerson      G           G           G         f      .          f    .           .            .              .           .    .
        Notify          G           G           G         G      .          f    .           .            .              .           .    .
        IssueCertificate f          f           G         G      .          f    .           .            .              .           .    .
        TellLooks       f           f           G         G      .          f    .           .            .              .           .    .
        ViewCase        G           G           G         G      .          G    G           .            .              .           .    .
        ViewFigure      f           f           G         G      G          G    G           .            .              .           .    .
        ViewBoard       G           G           G         G      G          G    G           .            .              .           .    .
        KeepRootCause   f           f           G         G      .          G    f           .            .              .           .    .
        ViewSupervision .           .           .         G      .          G    G           .            .              .           .    .
        PublishBulletin .           .           .         f      .          G    G           .            .              .           .    .
        ReportCase      G           G           G         G      .          G    .           .            .              .           .    .
        KeepAnswer      G           f           G         G      G          G    f           .            .              .           .    .
        TakeCalls       f           f           G         G      .          G    .           .            .              .           .    .
        ViewWork        G           G           G         G      G          G    G           G            G              G           .    G
        PostWork        f           f           G         G      G          G    f           f            f              f           .    .
        ReleasePicture  f           f           G         G      .          G    .           .            .              .           .    .
        ViewTrack       G           G           G         G      .          G    .           .            .              .           .    .
        ViewSpotCheck   G           G           G         G      .          G    G           .            .              .           .    .
        DrawSpotCheck   .           .           .         f      .          G    G           .            .              .           .    .
        InspectHousehold .          .           .         G      .          f    f           .            .              .           .    .
        KeepRoster      f           f           G         G      .          f    .           .            .              .           .    .
        KeepVisitPlan   f           f           G         G      .          f    .           .            .              .           .    .
        ProposeDoor     G           G           G         f      .          f    .           .            .              .           .    .
        DecideDoor      f           f           G         G      .          G    .           .            .              .           .    .
        ManageGrids     f           f           G         G      .          .    .           .            .              .           .    .
        ManageAccounts  .           .           .         .      .          .    .           G            f              f           .    .
        ManageAccess    .           .           .         .      .          .    .           f            G              f           .    .
        KeepDictionary  .           .           .         .      .          .    .           G            f              f           .    .
        ManageSettings  .           .           .         .      .          .    .           f            G              f           .    .
        ReadAudit       .           .           .         .      .          .    .           f            f              G           .    .
        DeclareEmergency f          f           f         G      f          G    f           f            f              f           .    .
        OwnMonth        G           f           f         f      .          f    .           .            .              .           .    .
        ViewMonth       f           f           G         G      .          G    .           .            .              .           .    .
        KeepMonth       f           f           G         G      .          f    .           .            .              .           .    .
        PublishMonth    f           f           f         G      .          G    .           .            .              .           .    .
        KeepMonthFormula f          f           f         f      .          G    .           G            f              f           .    .
        ViewWish        G           G           G         G      .          G    .           .            .              .           .    .
        ProposeWish     G           G           G         f      .          f    .           .            .              .           .    .
        KeepWish        f           f           G         G      .          f    .           .            .              .           .    .
        ClaimWish       .           .           .         .      G          .    .           .            .              .           .    G
        OwnBank         f           f           f         f      .          f    .           .            .              .           .    G
        ViewBank        f           f           G         G      .          G    .           .            .              .           .    .
        KeepBank        f           f           G         G      .          f    .           .            .              .           .    .
        KeepBankRule    f           f           f         f      .          G    .           G            f              f           .    .
    ";

    #[test]
    fn the_policy_is_the_table() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
        let roles: Vec<Role> =
            lines.next().unwrap().split_whitespace().skip(1).map(|slug| Role::from_slug(slug).unwrap()).collect();
        assert_eq!(roles.len(), Role::ALL.len());

        for action in Action::ALL {
            let mut words = lines.next().unwrap().split_whitespace();
            assert_eq!(words.next().unwrap(), format!("{action:?}"));
            for (role, expected) in roles.iter().zip(words) {
                let expected = match expected {
                    "G" => Access::Granted,
                    "f" => Access::Forbidden,
                    _ => Access::Unknown,
                };
                assert_eq!(access(&actor(*role, city), action, city), expected, "{role:?} {action:?}");
            }
        }
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn who_changes_files_also_sees_them() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        for (role, _) in Role::ALL {
            let actor = actor(role, city);
            if access(&actor, Action::EditHousehold, city) == Access::Granted {
                assert_eq!(access(&actor, Action::ViewHousehold, city), Access::Granted, "{role:?}");
            }
        }
    }
}
