//! The dense numbering of cells: which number a door has, and which door a number is.
//!
//! Buildings are ranked by (area, serial), so every grid, and with it every community and street, is one contiguous
//! run of numbers. Numbers are good for one scene version only; people's links carry a dwelling's id instead.

use std::ops::Range;

use domain::area::Area;

use crate::city::{Building, City};

/// The first cell of every building, derived from a city.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellIndex {
    /// One more than there are buildings; the last is the number of all cells.
    base: Vec<u32>,
}

/// Where a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The index of the building in [`City::buildings`].
    pub building: u32,
    /// The floor, 1 at the ground.
    pub floor: u16,
    /// The column, 0 at the left of the front.
    pub column: u16,
}

impl CellIndex {
    /// Numbers the cells of a checked city.
    pub fn new(city: &City) -> Self {
        let mut base = Vec::with_capacity(city.buildings.len() + 1);
        let mut next = 0u32;
        base.push(next);
        for building in &city.buildings {
            next = next.saturating_add(building.cells());
            base.push(next);
        }
        Self { base }
    }

    /// How many cells there are.
    pub fn cells(&self) -> u32 {
        self.base.last().copied().unwrap_or(0)
    }

    /// The cells of a building.
    pub fn building_cells(&self, building: u32) -> Range<u32> {
        let index = building as usize;
        match (self.base.get(index), self.base.get(index + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// The cell at a slot, or nothing when the building has no such floor or column.
    pub fn cell(&self, city: &City, slot: Slot) -> Option<u32> {
        let building = city.buildings.get(slot.building as usize)?;
        let inside = (1..=building.floors).contains(&slot.floor) && slot.column < building.columns;
        let start = self.building_cells(slot.building).start;
        inside.then(|| start + u32::from(slot.floor - 1) * u32::from(building.columns) + u32::from(slot.column))
    }

    /// Where a cell is, or nothing when there is no such cell.
    pub fn slot(&self, city: &City, cell: u32) -> Option<Slot> {
        if cell >= self.cells() {
            return None;
        }
        let building = self.base.partition_point(|start| *start <= cell) - 1;
        let columns = u32::from(city.buildings.get(building)?.columns);
        let offset = cell - self.base[building];
        Some(Slot {
            building: building as u32,
            floor: (offset / columns) as u16 + 1,
            column: (offset % columns) as u16,
        })
    }

    /// The indices of the buildings in an area of any level.
    pub fn area_buildings(city: &City, area: Area) -> Range<u32> {
        let range = area.range();
        let code = |building: &Building| {
            building.area.and_then(|index| city.areas.get(index as usize)).map_or(i64::MAX, |entry| entry.area.code())
        };
        let start = city.buildings.partition_point(|building| code(building) < range.lo);
        let end = city.buildings.partition_point(|building| code(building) < range.hi);
        start as u32..end as u32
    }

    /// The cells of an area of any level.
    pub fn area_cells(&self, city: &City, area: Area) -> Range<u32> {
        let buildings = Self::area_buildings(city, area);
        match (self.base.get(buildings.start as usize), self.base.get(buildings.end as usize)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }
}

/// The unit 单元 (0 and up) that a column belongs to: the columns are spread over the units as evenly as can be.
pub fn unit_of_column(column: u16, columns: u16, units: u16) -> u16 {
    (u32::from(column) * u32::from(units.max(1)) / u32::from(columns.max(1))) as u16
}
