//! The table of owners: which unit answers for which kind of cases where. The system administrator keeps it, and sees how
//! often each row sent a case in vain. What it leads to is said by [`crate::route`].

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::id::UnitId;
use domain::route::{Basis, Owned};
use domain::unit::Kind;
use serde_json::json;
use store::audit::{self, Record};
pub use store::owner::OwnerRow;
use store::{Duty, Tx};

use crate::account::begin;
use crate::category::{self, Categories};
use crate::lock::authorise;
use crate::unit::{Branches, tree};
use crate::{Service, ServiceError};

/// The table, with what a new row can choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owners {
    /// Its rows, by code, area and unit.
    pub rows: Vec<OwnerRow>,
    /// What a unit can answer for.
    pub categories: Categories,
    /// The units that can: open ones that are no desk of an area.
    pub units: Branches,
    /// The areas where.
    pub areas: Vec<(Area, String)>,
}

/// Desks answer for their ground anyway: a case reaches them by its place.
fn answers(kind: Kind) -> bool {
    !matches!(kind, Kind::City | Kind::Street | Kind::Community | Kind::Grid)
}

/// The table as it stands.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn view(s: &Service, actor: &Actor) -> Result<Owners, ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut units = tree(s, actor).await?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let rows = store::owner::list(&mut tx, actor.area.county(), s.today()).await?;
    let mut categories = category::all(&mut tx).await?;
    let areas = store::area::above_grids(&mut tx, actor.area).await?;
    tx.commit().await?;
    categories.categories.retain(|category| !category.is_retired);
    let today = s.today();
    units.retain(|(_, unit)| answers(unit.kind) && unit.closed_on.is_none_or(|on| on > today));
    Ok(Owners { rows, categories, units, areas })
}

/// Writes down that a unit answers for something somewhere.
///
/// *Errors*: `Invalid` for a category that there is not, a unit that is closed or no such unit, and for an area in which the
/// unit does not work; `Conflict` when it is written down already.
pub async fn add(
    s: &Service,
    actor: &Actor,
    owned: &Owned,
    (unit, basis): (UnitId, Basis),
    area: Area,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !is_known(&mut tx, owned).await? {
        return Err(ServiceError::invalid("category", "choose a category or a group of the list"));
    }
    if !store::regrid::is_open(&mut tx, area).await? {
        return Err(ServiceError::invalid("area", "choose an area of the list"));
    }
    let rows = store::unit::list(&mut tx, actor.area.county()).await?;
    let today = s.today();
    let fits = rows.iter().any(|row| {
        let works = row.closed_on.is_none_or(|on| on > today) && answers(row.kind);
        row.unit == unit && works && (row.area.contains(area) || area.contains(row.area))
    });
    if !fits {
        return Err(ServiceError::invalid("unit", "choose an open unit that works there"));
    }
    if !store::owner::add(&mut tx, owned, area, unit, basis).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "code": owned.as_str(), "area": area, "basis": basis });
    note(s, &mut tx, actor, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Says on what ground a row holds; `forgets` begins to count anew, as after a talk with the unit.
///
/// *Errors*: `NotFound` for a row that there is not.
pub async fn change(s: &Service, actor: &Actor, id: i64, basis: Basis, forgets: bool) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let changed = store::owner::change(&mut tx, actor.area.county(), id, basis, forgets).await?;
    let unit = changed.ok_or(ServiceError::NotFound)?;
    note(s, &mut tx, actor, unit, json!({ "row": id, "basis": basis, "counts_anew": forgets })).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a row away.
///
/// *Errors*: `NotFound` for a row that there is not.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let removed = store::owner::remove(&mut tx, actor.area.county(), id).await?;
    let unit = removed.ok_or(ServiceError::NotFound)?;
    note(s, &mut tx, actor, unit, json!({ "row": id, "removed": true })).await?;
    tx.commit().await?;
    Ok(())
}

async fn is_known(tx: &mut Tx, owned: &Owned) -> Result<bool, ServiceError> {
    Ok(match owned {
        Owned::Everything => true,
        Owned::Group(code) => store::category::groups(tx).await?.iter().any(|group| group.code == *code),
        Owned::Category(code) => store::category::one(tx, code).await?.is_some(),
    })
}

async fn note(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    unit: UnitId,
    detail: serde_json::Value,
) -> Result<(), ServiceError> {
    let record = Record::Unit(unit);
    Ok(audit::write(tx, actor, s.now(), actor.area, "change_owner", record, Some(detail)).await?)
}
