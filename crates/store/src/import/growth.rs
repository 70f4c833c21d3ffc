//! What people added to buildings stays when their source is read again: an older map does not take a door away that somebody
//! stood in front of.

use std::borrow::Cow;
use std::collections::HashMap;

use cityplan::CityPlan;
use domain::id::BuildingId;
use sqlx::Row;

use super::ids;
use crate::{StoreError, Tx, row};

/// What a building has beyond its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    pub(super) floors: u8,
    pub(super) doors: u8,
}

/// The buildings that people added to, by serial number.
#[derive(Debug, Default)]
pub(super) struct Growth(HashMap<u64, Added>);

impl Growth {
    /// Reads it, as it is beside a new source: what that has by itself is no longer added.
    pub(super) async fn read(tx: &mut Tx, plan: &CityPlan) -> Result<Self, StoreError> {
        let Some(county) = super::county(plan) else { return Ok(Self::default()) };
        let (lo, hi) = ids(county);
        let rows = sqlx::query(
            "select id, floors, floors_added, doors_per_unit, doors_added
            from building
            where id >= $1
                and id < $2
                and floors_added + doors_added > 0",
        )
        .bind(lo)
        .bind(hi)
        .fetch_all(tx.db())
        .await?;
        let mut known = HashMap::new();
        for row in &rows {
            let id = row::parse(row.try_get("id")?, BuildingId::new_checked, "building.id")?;
            let has = |all: &'static str, added: &'static str| -> Result<u16, StoreError> {
                Ok(if row.try_get::<i16, _>(added)? > 0 { row::count(row, all)? } else { 0 })
            };
            known.insert(id.serial(), (has("floors", "floors_added")?, has("doors_per_unit", "doors_added")?));
        }
        let beyond = |has: u16, of_source: u8| u8::try_from(has.saturating_sub(u16::from(of_source))).unwrap_or(0);
        let lived_in = plan.buildings.iter().filter(|building| building.dwellings() > 0);
        let growth = lived_in.filter_map(|building| {
            let (floors, doors) = *known.get(&building.serial)?;
            let (floors, doors) = (beyond(floors, building.floors), beyond(doors, building.doors_per_unit));
            Some((building.serial, Added { floors, doors }))
        });
        Ok(Self(growth.collect()))
    }

    /// What one building has beyond its source.
    pub(super) fn added(&self, serial: u64) -> Added {
        self.0.get(&serial).copied().unwrap_or_default()
    }

    /// The plan with what people added.
    pub(super) fn applied<'a>(&self, plan: &'a CityPlan) -> Cow<'a, CityPlan> {
        if self.0.is_empty() {
            return Cow::Borrowed(plan);
        }
        let mut plan = plan.clone();
        for building in &mut plan.buildings {
            let added = self.added(building.serial);
            building.floors += added.floors;
            building.doors_per_unit += added.doors;
        }
        Cow::Owned(plan)
    }
}
