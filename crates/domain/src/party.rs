//! Party organisations 党组织 among the entries of the register: which stand above which, and whose members one may see.
//!
//! Not here: the entries themselves ([`crate::register`]), the kinds of membership (a list of the dictionary), files of people.

use crate::area::{Area, Level};

/// The list of a file's field: [`crate::file::Kind::Word`] names it, and its words are the organisations of a community.
pub const LIST: &str = "party_organisation";

/// What alliance units are kept as: an organisation may be of one.
const ALLIANCE: &str = "organisation.alliance";

/// Kinds of organisations, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// 党委.
    Committee,
    /// 党总支.
    General,
    /// 党支部.
    Branch,
    /// 党小组.
    Group,
}

impl Rank {
    /// All ranks with their sub-classes in the register.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Committee, "organisation.party_committee"),
        (Self::General, "organisation.party_general"),
        (Self::Branch, "organisation.party_branch"),
        (Self::Group, "organisation.party_group"),
    ];

    /// The rank of a sub-class; nothing for one that is no party organisation.
    pub fn of_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == kind).map(|(rank, _)| rank)
    }
}

/// Whether an organisation may stand under an entry: under one of a higher rank, or of an alliance unit. So no circle can be made.
pub fn may_stand_under(rank: Rank, parent_kind: &str) -> bool {
    parent_kind == ALLIANCE || Rank::of_kind(parent_kind).is_some_and(|parent| parent < rank)
}

/// Whether an entry can have party organisations under it.
pub fn may_be_parent(kind: &str) -> bool {
    kind == ALLIANCE || Rank::of_kind(kind).is_some_and(|rank| rank < Rank::Group)
}

/// The community whose organisations concern an area: its own, the grid's, or none above communities.
pub fn community(area: Area) -> Option<Area> {
    match area.level() {
        Level::Community => Some(area),
        Level::Grid => area.parent(),
        _ => None,
    }
}

/// The part of an organisation's ground that a post reaches: all of it from above, its own grid from below; nothing from beside.
pub fn ground(organisation: Area, own: Area) -> Option<Area> {
    if own.contains(organisation) { Some(organisation) } else { organisation.contains(own).then_some(own) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    #[test]
    fn an_organisation_stands_under_a_higher_one_or_a_unit_and_never_in_a_circle() {
        for (rank, kind) in Rank::ALL {
            assert_eq!(Rank::of_kind(kind), Some(rank));
            assert!(may_stand_under(rank, ALLIANCE));
            for (other, other_kind) in Rank::ALL {
                assert!(!(may_stand_under(rank, other_kind) && may_stand_under(other, kind)), "{kind} {other_kind}");
                assert!(!may_stand_under(rank, other_kind) || may_be_parent(other_kind));
            }
        }
        assert!(may_stand_under(Rank::Group, "organisation.party_branch"));
        assert!(!may_stand_under(Rank::Branch, "organisation.shop") && !may_be_parent("organisation.shop"));
    }

    #[test]
    fn a_post_reaches_what_lies_below_it_and_its_own_part_of_what_lies_above() {
        let community = Area::city(County::new_checked(990_001).unwrap()).child(1).unwrap().child(1).unwrap();
        let (own, other) = (community.child(1).unwrap(), community.child(2).unwrap());

        assert_eq!(ground(community, community.parent().unwrap()), Some(community));
        assert_eq!(ground(community, own), Some(own));
        assert_eq!(ground(other, own), None);
    }
}
