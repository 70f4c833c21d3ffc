//! Doors that change: the places of a unit, and writing what was confirmed. Proposals and the history that they are: `proposal`.
//!
//! Not here: what may be changed (`domain::door_change`), who proposes and decides (`service::door_change`).

mod growth;
mod proposal;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::area::{Area, County};
use domain::door::DoorNumber;
use domain::door_change::growth::Lattice;
use domain::door_change::{Closing, Slot};
use domain::id::{BuildingId, DwellingId};
use sqlx::Row;
use sqlx::postgres::PgRow;

pub use self::growth::{grow, lock_city};
pub use self::proposal::{NewProposal, about, decide, decided, one, open, propose, story, waiting};
use crate::{StoreError, Tx, row};

/// The unit that a door belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The grid.
    pub area: Area,
    /// The building.
    pub building: BuildingId,
    /// Estate or street, then building and unit, such as 阳光花园 3-2.
    pub place: String,
    /// Its number in the building.
    pub unit: u16,
    /// The building's places.
    pub lattice: Lattice,
    /// Floor and door of every record that the unit has or had.
    pub used: BTreeSet<(u16, u16)>,
    /// Its places, each with how often it was changed, by floor and door.
    pub slots: Vec<(Slot, i32)>,
}

impl Unit {
    /// How often a door was changed.
    pub fn changes(&self, dwelling: DwellingId) -> Option<i32> {
        self.slots.iter().find(|(slot, _)| slot.dwelling == dwelling).map(|(_, changes)| *changes)
    }

    /// The number on a door.
    pub fn number(&self, dwelling: DwellingId) -> Option<DoorNumber> {
        self.slots.iter().find(|(slot, _)| slot.dwelling == dwelling).map(|(slot, _)| slot.number)
    }

    /// The places alone.
    pub fn places(&self) -> Vec<Slot> {
        self.slots.iter().map(|(slot, _)| *slot).collect()
    }
}

/// Makes changes in one building wait for each other. In a transaction of the system.
pub async fn lock_building(tx: &mut Tx, dwelling: DwellingId) -> Result<(), StoreError> {
    sqlx::query("select b.id from building b join dwelling d on d.building_id = b.id where d.id = $1 for update of b")
        .bind(dwelling.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The unit of a door that the current source has; nothing when there is no such door.
pub async fn unit(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<Unit>, StoreError> {
    let rows = sqlx::query(
        "select d.id, d.area, d.building_id, d.unit, d.floor, d.shown, d.closed_on, d.merged_into, d.changes,
            b.floors, b.units, b.doors_per_unit,
            concat_ws(' ', coalesce(e.name, nullif(concat_ws(' ', b.street, b.house_number), '')),
                concat(coalesce(b.number, 0), '-', d.unit)) as place
        from dwelling o
        join dwelling d on d.building_id = o.building_id and d.unit = o.unit
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        where o.id = $1
            and o.cell is not null
            and d.cell is not null
        order by d.floor, d.door",
    )
    .bind(dwelling.number())
    .fetch_all(tx.db())
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let unit = row::count(first, "unit")?;
    Ok(Some(Unit {
        unit,
        lattice: Lattice {
            floors: row::count(first, "floors")?,
            units: row::count(first, "units")?,
            doors: row::count(first, "doors_per_unit")?,
        },
        used: growth::used(tx, first.try_get("building_id")?, unit).await?,
        area: row::area(first, "area")?,
        building: row::parse(first.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        place: first.try_get("place")?,
        slots: rows
            .iter()
            .map(|row| {
                let slot = Slot {
                    dwelling: dwelling_of(row, "id")?,
                    floor: row::count(row, "floor")?,
                    number: number(row, "shown")?,
                    closing: closing(row)?,
                };
                Ok((slot, row.try_get("changes")?))
            })
            .collect::<Result<_, StoreError>>()?,
    }))
}

fn closing(row: &PgRow) -> Result<Option<Closing>, StoreError> {
    let into: Option<i64> = row.try_get("merged_into")?;
    let into = into.map(|id| row::parse(id, DwellingId::new_checked, "dwelling.merged_into")).transpose()?;
    let closed_on = row::date(row, "closed_on")?;
    Ok(closed_on.map(|_| into.map_or(Closing::Removed, Closing::MergedInto)))
}

fn dwelling_of(row: &PgRow, column: &'static str) -> Result<DwellingId, StoreError> {
    row::parse(row.try_get(column)?, DwellingId::new_checked, column)
}

fn number(row: &PgRow, column: &'static str) -> Result<DoorNumber, StoreError> {
    row::parse(row.try_get::<&str, _>(column)?, DoorNumber::new_checked, column)
}

/// How many people belong to a door by an open stay, of whatever kind.
pub async fn people(tx: &mut Tx, dwelling: DwellingId) -> Result<usize, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "select count(distinct coalesce(m.merged_into, m.id))
        from stay s
        join resident m on m.id = s.resident_id
        where s.dwelling_id = $1 and s.to_on is null",
    )
    .bind(dwelling.number())
    .fetch_one(tx.db())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Writes places as they are from a day on, and counts what stands in their grid. In a transaction of the system.
///
/// A household behind a closed door has no cell: it is in no pack, no list and no total. A door that is opened again counts on
/// from what its cell was told last, so that no map takes the news for old.
pub async fn write(tx: &mut Tx, area: Area, slots: &[Slot], day: NaiveDate) -> Result<(), StoreError> {
    for slot in slots {
        let into = match slot.closing {
            Some(Closing::MergedInto(kept)) => Some(kept.number()),
            _ => None,
        };
        sqlx::query(
            "with was as (
                select d.id, coalesce(k.revision, 0) as ahead
                from dwelling d
                left join household k on k.id = d.merged_into
                where d.id = $1
            ),
            now as (
                update dwelling
                set number = nullif($2, (floor * 100 + door)::text),
                    closed_on = case when $3 then coalesce(closed_on, $4) end,
                    merged_into = $5,
                    changes = changes + 1
                where id = $1
                returning id, case when closed_on is null then cell end as cell
            )
            update household h
            set cell = now.cell, revision = h.revision + was.ahead + 1
            from now
            join was on was.id = now.id
            where h.id = now.id",
        )
        .bind(slot.dwelling.number())
        .bind(String::from(slot.number))
        .bind(slot.closing.is_some())
        .bind(day)
        .bind(into)
        .execute(tx.db())
        .await?;
    }
    crate::regrid::count(tx, &[area]).await
}

/// The plan of an import counts places of the source: where some have no door, or people added some, what stands there is counted
/// anew.
pub(crate) async fn count_closed(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select area from dwelling where closed_on is not null and cell is not null and area >= $1 and area < $2
        union
        select area from building where floors_added + doors_added > 0 and area >= $1 and area < $2",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let grids: Vec<Area> = rows.iter().map(|row| row::area(row, "area")).collect::<Result<_, _>>()?;
    if grids.is_empty() { Ok(()) } else { crate::regrid::count(tx, &grids).await }
}

/// A change of the door next to it makes a proposal about this one old.
pub async fn touch(tx: &mut Tx, dwelling: DwellingId) -> Result<(), StoreError> {
    sqlx::query("update dwelling set changes = changes + 1 where id = $1")
        .bind(dwelling.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// What waits behind a door that goes: open cases go along into the home that it is part of, calls of notices that nobody has
/// made do so unless that home is called anyway, or end with the door. In a transaction of the system.
pub async fn hand_on(tx: &mut Tx, gone: DwellingId, kept: Option<DwellingId>) -> Result<(), StoreError> {
    if let Some(kept) = kept {
        sqlx::query("update case_file set dwelling_id = $2 where dwelling_id = $1 and light < 4")
            .bind(gone.number())
            .bind(kept.number())
            .execute(tx.db())
            .await?;
        for dwelling in [gone, kept] {
            crate::household::refresh_light(tx, dwelling.number()).await?;
        }
        sqlx::query(
            "update notice_call c set dwelling_id = $2
            where c.dwelling_id = $1
                and c.state = 'open'
                and not exists (select 1 from notice_call o where o.notice_id = c.notice_id and o.dwelling_id = $2)",
        )
        .bind(gone.number())
        .bind(kept.number())
        .execute(tx.db())
        .await?;
    }
    sqlx::query("delete from notice_call where dwelling_id = $1 and state = 'open'")
        .bind(gone.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The closed doors of a building with their units, by unit, floor and door.
pub async fn closed(tx: &mut Tx, building: BuildingId) -> Result<Vec<(u16, Slot)>, StoreError> {
    let rows = sqlx::query(
        "select id, unit, floor, shown, closed_on, merged_into
        from dwelling
        where building_id = $1
            and closed_on is not null
            and cell is not null
        order by unit, floor, door",
    )
    .bind(building.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let slot = Slot {
                dwelling: dwelling_of(row, "id")?,
                floor: row::count(row, "floor")?,
                number: number(row, "shown")?,
                closing: closing(row)?,
            };
            Ok((row::count(row, "unit")?, slot))
        })
        .collect()
}
