//! Routing 派遣: who should get a case first, by what it is about and where it is, with the reason.
//!
//! The rule of digital city management (GB/T 30428, CJ/T 315): 部件先属主、后属地；事件先属地、后属主. Not here: who may hand a
//! case over ([`crate::actor`]), and the table of owners (`store`).

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::area::{Area, Level};
use crate::case::Desk;
use crate::category::{CategoryCode, Kind};
use crate::id::UnitId;

/// Returns are weighed from so many hand-overs on: fewer say nothing yet.
pub const WEIGHED_FROM: u32 = 5;

/// Who can hold a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "level", content = "of")]
pub enum Target {
    /// The community's desk.
    Community(Area),
    /// The street's desk.
    Street(Area),
    /// The command centre.
    City(Area),
    /// A department, station or organisation.
    Unit(UnitId),
}

impl From<Target> for Desk {
    fn from(target: Target) -> Self {
        match target {
            Target::Unit(unit) => Self::unit(unit),
            Target::Community(area) | Target::Street(area) | Target::City(area) => Self::area(area),
        }
    }
}

impl Target {
    /// The desk that answers for a place: of a grid its community's.
    pub fn desk(area: Area) -> Self {
        match area.level() {
            Level::City => Self::City(area),
            Level::Street => Self::Street(area),
            Level::Community => Self::Community(area),
            Level::Grid => Self::Community(area.parent().unwrap_or(area)),
        }
    }

    /// The area of a desk; nothing for a unit.
    pub fn area(self) -> Option<Area> {
        match self {
            Self::Community(area) | Self::Street(area) | Self::City(area) => Some(area),
            Self::Unit(_) => None,
        }
    }
}

/// Why somebody is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A component goes to its owner first 部件先属主.
    OwnerFirst,
    /// An event goes to where it happens first 事件先属地.
    TerritoryFirst,
    /// The owner comes after the territory 后属主.
    OwnerNext,
    /// The territory comes after the owner 后属地.
    TerritoryNext,
    /// Nobody is written down as the owner.
    NoOwner,
    /// The owner on record returned more than half of what it got.
    OwnerReturnsOften,
    /// Stands first because the owner on record returns often.
    InsteadOfOwner,
    /// One level up 上报.
    LevelUp,
    /// Takes what nobody else is named for.
    Fallback,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::OwnerFirst,
        Self::TerritoryFirst,
        Self::OwnerNext,
        Self::TerritoryNext,
        Self::NoOwner,
        Self::OwnerReturnsOften,
        Self::InsteadOfOwner,
        Self::LevelUp,
        Self::Fallback,
    ];
}

/// On what ground a unit answers for a kind of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 属主: the thing is the unit's.
    Owner,
    /// 属地: the unit answers for the ground.
    Territory,
}

impl Basis {
    /// Both with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Owner, "owner"), (Self::Territory, "territory")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(basis, _)| *basis == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(basis, _)| *basis)
    }
}

/// What a unit answers for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Owned {
    /// Whatever nobody else answers for.
    Everything,
    /// A group, by its two digits.
    Group(String),
    /// One category.
    Category(CategoryCode),
}

impl Owned {
    /// The stored form of [`Owned::Everything`]: no group has this code.
    const EVERYTHING: &'static str = "00";

    /// Reads the stored form: `00`, two digits or four.
    pub fn new(text: &str) -> Option<Self> {
        let is_group = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text {
            Self::EVERYTHING => Some(Self::Everything),
            group if is_group => Some(Self::Group(group.to_owned())),
            code => CategoryCode::new(code).map(Self::Category),
        }
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Everything => Self::EVERYTHING,
            Self::Group(code) => code,
            Self::Category(code) => code.as_str(),
        }
    }

    /// Whether a category is among it.
    pub fn covers(&self, code: &CategoryCode) -> bool {
        match self {
            Self::Everything => true,
            Self::Group(group) => code.group() == group,
            Self::Category(own) => own == code,
        }
    }
}

/// A row of the table of owners, with what came of it so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The unit.
    pub unit: UnitId,
    /// What it answers for.
    pub owned: Owned,
    /// Where.
    pub area: Area,
    /// On what ground.
    pub basis: Basis,
    /// How many cases went to it by this row.
    pub sent: u32,
    /// How many of them it returned 退回.
    pub returned: u32,
}

impl Owner {
    /// Whether it returned more than half of at least [`WEIGHED_FROM`] cases.
    pub fn returns_often(&self) -> bool {
        self.sent >= WEIGHED_FROM && self.returned.saturating_mul(2) > self.sent
    }
}

/// Somebody who could get a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Who.
    pub to: Target,
    /// Why.
    pub reason: Reason,
}

/// Who should get a case, and who else could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Who should.
    pub to: Target,
    /// Why.
    pub reason: Reason,
    /// Who else could, best first; nobody stands in it twice.
    pub also: Vec<Choice>,
}

/// Says who should get a case about `code` at `place` (a grid, or what is known of where it is), by the table of owners.
///
/// Of several owners the one with the narrower category and then the smaller area comes first. Whoever returns often is
/// offered second.
pub fn suggest(kind: Kind, code: &CategoryCode, place: Area, owners: &[Owner]) -> Suggestion {
    let fitting = fitting(code, place, owners);
    let (named, fallback): (Vec<&Owner>, Vec<&Owner>) =
        fitting.into_iter().partition(|owner| owner.owned != Owned::Everything);
    let of = |basis: Basis| named.iter().copied().filter(move |owner| owner.basis == basis);
    let is_owned = of(Basis::Owner).next().is_some();
    let desk = Target::desk(place);
    let unit = |reason: Reason| {
        move |owner: &Owner| Choice {
            to: Target::Unit(owner.unit),
            reason: if owner.returns_often() { Reason::OwnerReturnsOften } else { reason },
        }
    };
    let has_territory = place.level() != Level::City;
    let ground = |reason: Reason| has_territory.then_some(Choice { to: desk, reason });

    let mut all: Vec<Choice> = Vec::new();
    match kind {
        Kind::Component => {
            all.extend(of(Basis::Owner).map(unit(Reason::OwnerFirst)));
            all.extend(of(Basis::Territory).map(unit(Reason::TerritoryNext)));
            all.extend(ground(if is_owned { Reason::TerritoryNext } else { Reason::NoOwner }));
        }
        Kind::Event => {
            all.extend(of(Basis::Territory).map(unit(Reason::TerritoryFirst)));
            all.extend(ground(Reason::TerritoryFirst));
            all.extend(of(Basis::Owner).map(unit(Reason::OwnerNext)));
        }
    }
    let above = place.path().into_iter().rev().map(Target::desk).filter(|to| *to != desk || !has_territory);
    let (streets, cities): (Vec<Target>, Vec<Target>) = above.partition(|to| !matches!(to, Target::City(_)));
    let level_up = |to: Target| Choice { to, reason: Reason::LevelUp };
    all.extend(streets.into_iter().map(level_up));
    all.extend(fallback.into_iter().map(unit(Reason::Fallback)));
    all.extend(cities.into_iter().map(level_up));
    ranked(all, desk)
}

/// The rows that a case falls under, best first.
fn fitting<'a>(code: &CategoryCode, place: Area, owners: &'a [Owner]) -> Vec<&'a Owner> {
    let mut fitting: Vec<&Owner> =
        owners.iter().filter(|owner| owner.owned.covers(code) && owner.area.contains(place)).collect();
    // Down to the counts, so that not even the same row twice is a matter of the order in which rows were read.
    fitting.sort_by_key(|owner| {
        let (owned, level) = (Reverse(owner.owned.clone()), Reverse(owner.area.level()));
        (owned, level, owner.unit, owner.basis, owner.sent, owner.returned)
    });
    fitting
}

/// Everybody once, who returns often behind the first who does not.
fn ranked(all: Vec<Choice>, desk: Target) -> Suggestion {
    let mut once: Vec<Choice> = Vec::with_capacity(all.len());
    for choice in all {
        if once.iter().all(|known| known.to != choice.to) {
            once.push(choice);
        }
    }
    let is_passed_over = once.first().is_some_and(|choice| choice.reason == Reason::OwnerReturnsOften);
    let (often, mut good): (Vec<Choice>, Vec<Choice>) =
        once.into_iter().partition(|choice| choice.reason == Reason::OwnerReturnsOften);
    // The city's desk always stands among them.
    let first = if good.is_empty() { Choice { to: desk, reason: Reason::LevelUp } } else { good.remove(0) };
    let reason = if is_passed_over { Reason::InsteadOfOwner } else { first.reason };
    Suggestion { to: first.to, reason, also: often.into_iter().chain(good).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;
    use proptest::prelude::*;

    fn county() -> County {
        County::new_checked(990_001).unwrap()
    }

    fn grid() -> Area {
        Area::city(county()).child(1).unwrap().child(1).unwrap().child(1).unwrap()
    }

    fn owner(unit: u64, owned: &str, area: Area, basis: Basis) -> Owner {
        let owned = Owned::new(owned).unwrap();
        Owner { unit: UnitId::new(county(), unit), owned, area, basis, sent: 0, returned: 0 }
    }

    fn unit(unit: u64) -> Target {
        Target::Unit(UnitId::new(county(), unit))
    }

    fn lamp() -> CategoryCode {
        CategoryCode::new("0102").unwrap()
    }

    #[test]
    fn a_component_goes_to_its_owner_then_to_the_territory_and_an_event_the_other_way_round() {
        let city = Area::city(county());
        let owners = [owner(7, "0102", city, Basis::Owner)];
        let community = Target::desk(grid());

        let component = suggest(Kind::Component, &lamp(), grid(), &owners);
        let event = suggest(Kind::Event, &lamp(), grid(), &owners);

        assert_eq!((component.to, component.reason), (unit(7), Reason::OwnerFirst));
        assert_eq!(component.also[0], Choice { to: community, reason: Reason::TerritoryNext });
        assert_eq!((event.to, event.reason), (community, Reason::TerritoryFirst));
        assert_eq!(event.also[0], Choice { to: unit(7), reason: Reason::OwnerNext });
        let up: Vec<Target> = event.also[1..].iter().map(|choice| choice.to).collect();
        assert_eq!(up, [Target::Street(grid().path()[1]), Target::City(city)]);
    }

    #[test]
    fn the_narrower_category_and_then_the_smaller_area_comes_first() {
        let path = grid().path();
        let owners = [
            owner(1, "00", path[0], Basis::Owner),
            owner(2, "01", path[2], Basis::Owner),
            owner(3, "0102", path[0], Basis::Owner),
            owner(4, "0102", path[1], Basis::Owner),
            owner(5, "0103", path[3], Basis::Owner),
        ];

        let found = suggest(Kind::Component, &lamp(), grid(), &owners);

        let order: Vec<Target> = std::iter::once(found.to).chain(found.also.iter().map(|choice| choice.to)).collect();
        let desks = [Target::Community(path[2]), Target::Street(path[1])];
        assert_eq!(order, [unit(4), unit(3), unit(2), desks[0], desks[1], unit(1), Target::City(path[0])]);
    }

    #[test]
    fn who_returns_more_than_half_of_five_is_offered_second_with_that_reason() {
        let returned = |sent, returned| {
            let row = Owner { sent, returned, ..owner(7, "0102", Area::city(county()), Basis::Owner) };
            suggest(Kind::Component, &lamp(), grid(), &[row])
        };

        for (sent, count) in [(4, 4), (5, 2), (6, 3), (100, 50)] {
            assert_eq!(returned(sent, count).to, unit(7), "{count} of {sent}");
        }
        for (sent, count) in [(5, 3), (7, 4), (100, 51)] {
            let found = returned(sent, count);
            assert_eq!((found.to, found.reason), (Target::desk(grid()), Reason::InsteadOfOwner), "{count} of {sent}");
            assert_eq!(found.also[0], Choice { to: unit(7), reason: Reason::OwnerReturnsOften });
        }
    }

    #[test]
    fn without_an_owner_the_community_gets_it_and_without_a_place_the_fallback_unit() {
        let fallback = [owner(9, "00", Area::city(county()), Basis::Owner)];

        let somewhere = suggest(Kind::Component, &lamp(), grid(), &fallback);
        let nowhere = suggest(Kind::Event, &lamp(), Area::city(county()), &fallback);
        let nobody = suggest(Kind::Event, &lamp(), Area::city(county()), &[]);

        assert_eq!((somewhere.to, somewhere.reason), (Target::desk(grid()), Reason::NoOwner));
        assert_eq!((nowhere.to, nowhere.reason), (unit(9), Reason::Fallback));
        assert_eq!((nobody.to, nobody.reason), (Target::City(Area::city(county())), Reason::LevelUp));
    }

    #[test]
    fn what_a_unit_answers_for_is_stored_as_digits() {
        for text in ["00", "01", "0102"] {
            assert_eq!(Owned::new(text).unwrap().as_str(), text);
        }
        for wrong in ["", "0", "010", "01020", "ab"] {
            assert_eq!(Owned::new(wrong), None, "{wrong}");
        }
        for (basis, slug) in Basis::ALL {
            assert_eq!(Basis::from_slug(slug), Some(basis));
        }
    }

    fn rows() -> impl Strategy<Value = Vec<Owner>> {
        let row = (1u64..6, prop::sample::select(vec!["00", "01", "0102", "0103", "11"]), 0usize..4, any::<bool>());
        let row = (row, 0u32..12, 0u32..12).prop_map(|((unit, owned, level, is_owner), sent, returned)| {
            let basis = if is_owner { Basis::Owner } else { Basis::Territory };
            Owner { sent, returned: returned.min(sent), ..owner(unit, owned, grid().path()[level], basis) }
        });
        prop::collection::vec(row, 0..8)
    }

    proptest! {
        #[test]
        fn everybody_who_answers_for_it_is_offered_once_whatever_the_order_of_the_rows(
            owners in rows(), is_event in any::<bool>(), level in 0usize..4, turn in 0usize..8,
        ) {
            let kind = if is_event { Kind::Event } else { Kind::Component };
            let place = grid().path()[level];

            let found = suggest(kind, &lamp(), place, &owners);

            let all: Vec<Target> = std::iter::once(found.to).chain(found.also.iter().map(|choice| choice.to)).collect();
            let mut once = all.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), all.len(), "nobody twice");
            for owner in owners.iter().filter(|owner| owner.owned.covers(&lamp()) && owner.area.contains(place)) {
                prop_assert!(all.contains(&Target::Unit(owner.unit)));
            }
            prop_assert!(all.contains(&Target::City(grid().path()[0])), "somebody always can");
            prop_assert_ne!(found.reason, Reason::OwnerReturnsOften);
            let mut turned = owners.clone();
            let by = turn.min(turned.len());
            turned.rotate_left(by);
            let again = suggest(kind, &lamp(), place, &turned);
            prop_assert_eq!(again.to, found.to);
        }
    }
}
