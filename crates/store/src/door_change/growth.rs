//! Writing doors that a building had no place for: its lattice, the scene that everybody's map is drawn from, the doors.
//!
//! Not here: which doors there are more (`domain::door_change::growth`).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::door_change::Slot;
use domain::door_change::growth::{Growth, Stairwell};
use domain::id::DwellingId;

use super::{Unit, dwelling_of};
use crate::{StoreError, Tx, import, regrid, row};

impl Unit {
    /// The stairwell, as the rule of growing reads it. `slots` are [`Unit::places`].
    pub fn stairwell<'a>(&'a self, slots: &'a [Slot]) -> Stairwell<'a> {
        Stairwell { slots, places: &self.used, lattice: self.lattice }
    }
}

/// Floor and door of every record that the unit has or had, with those that the source no longer has.
pub(super) async fn used(tx: &mut Tx, building: i64, unit: u16) -> Result<BTreeSet<(u16, u16)>, StoreError> {
    let rows = sqlx::query("select floor, door from dwelling where building_id = $1 and unit = $2")
        .bind(building)
        .bind(i32::from(unit))
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row::count(row, "floor")?, row::count(row, "door")?))).collect()
}

/// Makes imports, grids and growing buildings of a city wait for each other: each numbers its cells anew. In a transaction of the
/// system, before anything else is locked.
pub async fn lock_city(tx: &mut Tx, dwelling: DwellingId) -> Result<(), StoreError> {
    let code = i32::try_from(dwelling.number() / import::SERIALS).ok();
    let county = code.and_then(County::new_checked).ok_or(StoreError::Unreadable { column: "dwelling.id" })?;
    import::lock(tx, county).await
}

/// Adds doors to a unit, each with a household that nobody has looked at. Where the building's lattice grows, all cells of the city
/// are numbered anew under the next scene, in which every older door is the same door. In a transaction of the system that holds
/// [`lock_city`]. Returns the new doors.
pub async fn grow(
    tx: &mut Tx,
    unit: &Unit,
    growth: &Growth,
    now: DateTime<Utc>,
) -> Result<Vec<DwellingId>, StoreError> {
    let county = unit.area.county();
    if growth.lattice != unit.lattice {
        sqlx::query(
            "update building
            set floors_added = floors_added + $2 - floors, floors = $2,
                doors_added = doors_added + $3 - doors_per_unit, doors_per_unit = $3
            where id = $1",
        )
        .bind(unit.building.number())
        .bind(growth.lattice.floors as i16)
        .bind(growth.lattice.doors as i16)
        .execute(tx.db())
        .await?;
        let (serial, lattice) = (unit.building.serial(), growth.lattice);
        regrid::repack(tx, county, now, |scene| {
            for building in scene.buildings.iter_mut().filter(|building| building.serial == serial) {
                (building.floors, building.columns) = (lattice.floors, lattice.units * lattice.doors);
            }
        })
        .await?;
    }
    let next = import::next_dwelling(tx, county).await?;
    let rows = sqlx::query(
        "with new as (
            insert into dwelling (id, area, building_id, unit, floor, door, cell, number)
            select $3 - 1 + n.place, b.area, b.id, $2, n.floor, n.door,
                b.first_cell + (n.floor - 1) * b.units * b.doors_per_unit + ($2 - 1) * b.doors_per_unit + n.door - 1,
                nullif(n.number, (n.floor * 100 + n.door)::text)
            from building b
            cross join unnest($4::int4[], $5::int4[], $6::text[]) with ordinality as n (floor, door, number, place)
            where b.id = $1
                and b.first_cell is not null
            returning id, area, cell
        ),
        home as (
            insert into household (id, area, cell)
            select id, area, cell
            from new
        )
        select id from new order by id",
    )
    .bind(unit.building.number())
    .bind(i32::from(unit.unit))
    .bind(next)
    .bind(growth.doors.iter().map(|door| i32::from(door.floor)).collect::<Vec<_>>())
    .bind(growth.doors.iter().map(|door| i32::from(door.door)).collect::<Vec<_>>())
    .bind(growth.doors.iter().map(|door| String::from(door.number)).collect::<Vec<_>>())
    .fetch_all(tx.db())
    .await?;
    regrid::count(tx, &[unit.area]).await?;
    rows.iter().map(|row| dwelling_of(row, "id")).collect()
}
