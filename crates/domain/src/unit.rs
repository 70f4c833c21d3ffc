//! The organisation tree 组织树: which unit may stand below which, and in which order the tree is shown.
//!
//! Not for who works in a unit (a post does) nor for storing it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::id::UnitId;

/// How many levels a tree may have: Longjing's four (市, 街道 and 部门, 社区, 网格), and two for their stations.
pub const DEEPEST: usize = 6;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 市.
    City,
    /// 街道 or 乡镇.
    Street,
    /// 社区.
    Community,
    /// 网格.
    Grid,
    /// 职能部门.
    Department,
    /// 站所, a department's station in a street.
    Station,
    /// 派出所 or 民警站.
    Police,
    /// 医院 or 卫生站.
    Hospital,
    /// 学校.
    School,
    /// 督查.
    Supervision,
    /// 在地单位: whoever has its seat there.
    Organisation,
    /// 共建单位.
    Alliance,
}

impl Kind {
    /// Every kind with its stored word, in the order in which they are offered.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::City, "city"),
        (Self::Street, "street"),
        (Self::Community, "community"),
        (Self::Grid, "grid"),
        (Self::Department, "department"),
        (Self::Station, "station"),
        (Self::Police, "police"),
        (Self::Hospital, "hospital"),
        (Self::School, "school"),
        (Self::Supervision, "supervision"),
        (Self::Organisation, "organisation"),
        (Self::Alliance, "alliance"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }
}

/// A unit's place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The unit.
    pub unit: UnitId,
    /// The unit above; nothing at the top.
    pub parent: Option<UnitId>,
    /// The area that it works for.
    pub area: Area,
    /// Whether it still works.
    pub is_open: bool,
}

/// Why a unit may not stand below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is no such unit.
    #[error("there is no such unit")]
    Unknown,
    /// It would stand below itself.
    #[error("a unit can't stand below itself")]
    Cycle,
    /// It works for an area that the unit above does not hold.
    #[error("the unit above works for another area")]
    Outside,
    /// The unit above is closed.
    #[error("the unit above is closed")]
    Closed,
    /// The tree would get more than [`DEEPEST`] levels.
    #[error("the tree would get too deep")]
    Deep,
}

/// A forest of units. Units whose parent is missing stand at the top.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<UnitId, Node>,
    children: BTreeMap<Option<UnitId>, Vec<UnitId>>,
}

impl Tree {
    /// Takes all units; those below one parent keep their order.
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Self {
        let list: Vec<Node> = nodes.into_iter().collect();
        let known: BTreeSet<UnitId> = list.iter().map(|node| node.unit).collect();
        let mut tree = Self::default();
        for node in list {
            let parent = node.parent.filter(|parent| known.contains(parent));
            tree.children.entry(parent).or_default().push(node.unit);
            tree.nodes.insert(node.unit, node);
        }
        tree
    }

    /// All units with their depth (0 at the top), each followed by what stands below it.
    pub fn ordered(&self) -> Vec<(usize, UnitId)> {
        let mut found = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<(usize, UnitId)> = self.below(None).rev().map(|unit| (0, unit)).collect();
        while let Some((depth, unit)) = open.pop() {
            found.push((depth, unit));
            open.extend(self.below(Some(unit)).rev().map(|child| (depth + 1, child)));
        }
        found
    }

    /// Whether a unit that works for `area` may stand below `parent`. `unit` is nothing for a new one.
    ///
    /// *Errors*: the first [`Misfit`].
    pub fn fits(&self, unit: Option<UnitId>, area: Area, parent: Option<UnitId>) -> Result<(), Misfit> {
        let Some(parent) = parent else { return Ok(()) };
        let above = self.nodes.get(&parent).ok_or(Misfit::Unknown)?;
        let way = self.way_up(parent);
        if unit.is_some_and(|unit| way.contains(&unit)) {
            return Err(Misfit::Cycle);
        }
        if !above.is_open {
            return Err(Misfit::Closed);
        }
        if !above.area.contains(area) {
            return Err(Misfit::Outside);
        }
        if way.len() + unit.map_or(1, |unit| self.height(unit)) > DEEPEST {
            return Err(Misfit::Deep);
        }
        Ok(())
    }

    /// Whether an open unit stands right below a unit.
    pub fn has_open_child(&self, unit: UnitId) -> bool {
        self.below(Some(unit)).any(|child| self.nodes.get(&child).is_some_and(|child| child.is_open))
    }

    fn below(&self, parent: Option<UnitId>) -> impl DoubleEndedIterator<Item = UnitId> + '_ {
        self.children.get(&parent).into_iter().flatten().copied()
    }

    /// A unit and everything above it.
    fn way_up(&self, unit: UnitId) -> Vec<UnitId> {
        let mut way = Vec::new();
        let mut next = Some(unit);
        while let Some(unit) = next.filter(|unit| !way.contains(unit)) {
            way.push(unit);
            next = self.nodes.get(&unit).and_then(|node| node.parent);
        }
        way
    }

    /// How many levels a unit and what stands below it take.
    fn height(&self, unit: UnitId) -> usize {
        1 + self.below(Some(unit)).map(|child| self.height(child)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;

    fn city() -> Area {
        Area::city(County::new_checked(990_001).unwrap())
    }

    fn id(serial: u64) -> UnitId {
        UnitId::new(city().county(), serial)
    }

    fn node(unit: u64, parent: Option<u64>, area: Area) -> Node {
        Node { unit: id(unit), parent: parent.map(id), area, is_open: true }
    }

    #[test]
    fn a_unit_stands_below_one_that_holds_its_area_is_open_and_is_not_below_itself() {
        let street = city().child(1).unwrap();
        let closed = Node { is_open: false, ..node(4, Some(1), city()) };
        let tree = Tree::new([node(1, None, city()), node(2, Some(1), street), node(3, Some(2), street), closed]);

        assert_eq!(tree.fits(None, street, Some(id(2))), Ok(()));
        assert_eq!(tree.fits(None, city(), Some(id(2))), Err(Misfit::Outside));
        assert_eq!(tree.fits(Some(id(2)), street, Some(id(3))), Err(Misfit::Cycle));
        assert_eq!(tree.fits(Some(id(2)), street, Some(id(2))), Err(Misfit::Cycle));
        assert_eq!(tree.fits(None, street, Some(id(4))), Err(Misfit::Closed));
        assert_eq!(tree.fits(None, street, Some(id(9))), Err(Misfit::Unknown));
        assert!(tree.has_open_child(id(1)) && !tree.has_open_child(id(3)));
        let shown: Vec<_> = tree.ordered().into_iter().map(|(depth, unit)| (depth, unit.serial())).collect();
        assert_eq!(shown, [(0, 1), (1, 2), (2, 3), (1, 4)]);
    }

    proptest! {
        #[test]
        fn whatever_is_moved_the_tree_stays_a_tree_of_few_levels(moves in prop::collection::vec((0u64..12, 0u64..13), 0..60)) {
            let mut nodes: Vec<Node> = (0..12).map(|unit| node(unit, None, city())).collect();
            for (unit, parent) in moves {
                let parent = (parent < 12).then(|| id(parent));
                if Tree::new(nodes.clone()).fits(Some(id(unit)), city(), parent).is_ok() {
                    nodes[unit as usize].parent = parent;
                }
            }

            let shown = Tree::new(nodes.clone()).ordered();

            prop_assert_eq!(shown.len(), nodes.len(), "a cycle is reached from nowhere");
            prop_assert!(shown.iter().all(|(depth, _)| *depth < DEEPEST));
        }
    }
}
