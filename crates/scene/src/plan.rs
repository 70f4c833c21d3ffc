//! The 2D map's arithmetic: a building's board laid over its turned box.
//!
//! At near zoom the board (columns × floors) fills the smallest box round the building, ground floor along the front
//! long side, column 0 at the left end of the front. Points become cells and cells become four corners, and back.

use citypack::Slot;
use glam::DVec2;

use crate::city::City;

/// A cell's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanCell {
    /// The corners in metres: front left, front right, back right, back left.
    pub corners: [DVec2; 4],
}

impl City {
    /// The cell whose place in the plan holds a point, in metres; nothing beside the board or where no flat is.
    pub fn plan_cell(&self, building: u32, point: DVec2) -> Option<u32> {
        let entry = self.pack.buildings.get(building as usize)?;
        let turned = self.orientation(building)?;
        if entry.columns == 0 || turned.half_length_m <= 0.0 || turned.half_depth_m <= 0.0 {
            return None;
        }
        let (along, inward) = turned.local(point.x, point.y);
        let column = f64::midpoint(along / turned.half_length_m, 1.0) * f64::from(entry.columns);
        let floor = f64::midpoint(inward / turned.half_depth_m, 1.0) * f64::from(entry.floors);
        let inside =
            (0.0..f64::from(entry.columns)).contains(&column) && (0.0..f64::from(entry.floors)).contains(&floor);
        let slot = Slot { building, floor: floor as u16 + 1, column: column as u16 };
        (inside && slot.floor >= entry.first_floor).then(|| self.index.cell(&self.pack, slot)).flatten()
    }

    /// The place of a cell in the plan.
    pub fn plan_place(&self, cell: u32) -> Option<PlanCell> {
        let slot = self.index.slot(&self.pack, cell)?;
        let entry = &self.pack.buildings[slot.building as usize];
        let turned = self.orientation(slot.building)?;
        let along = |column: u16| (f64::from(column) / f64::from(entry.columns) * 2.0 - 1.0) * turned.half_length_m;
        let inward = |floor: u16| (f64::from(floor) / f64::from(entry.floors) * 2.0 - 1.0) * turned.half_depth_m;
        let corner = |column: u16, floor: u16| DVec2::from(turned.world(along(column), inward(floor)));
        let (left, right) = (slot.column, slot.column + 1);
        let (front, back) = (slot.floor - 1, slot.floor);
        Some(PlanCell { corners: [corner(left, front), corner(right, front), corner(right, back), corner(left, back)] })
    }

    /// The building and, on its board, the cell at a point of the 2D map, in metres.
    pub fn plan_pick(&self, point: DVec2) -> Option<(u32, Option<u32>)> {
        let building = self.building_at(point)?;
        Some((building, self.plan_cell(building, point)))
    }
}
