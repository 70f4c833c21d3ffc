//! The organisation tree: the system administrator adds, renames, moves and closes units; the security administrator sees it,
//! because posts are given in units.

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::id::UnitId;
use domain::unit::{Kind, Misfit, Node, Tree};
use serde_json::json;
use store::audit::{self, Record};
use store::unit::Saying;
pub use store::unit::{OwnGrid, StaffRow, UnitRow};
use store::{Duty, StoreError, Tx};

use crate::account::{authorise_either, begin, short_text};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The tree as it is shown: every unit with its depth, each followed by what stands below it.
pub type Branches = Vec<(usize, UnitRow)>;

/// One unit with everything that administrators see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFile {
    /// The unit itself.
    pub row: UnitRow,
    /// The whole tree, to choose another place from.
    pub tree: Branches,
    /// Who works there now.
    pub staff: Vec<StaffRow>,
    /// Its own grids.
    pub own_grids: Vec<OwnGrid>,
    /// The ground's grids in its area.
    pub grids: Vec<(Area, String)>,
}

/// What is said of a new unit.
#[derive(Clone, Debug)]
pub struct NewUnit<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its name in Chinese.
    pub name_zh: &'a str,
    /// The same in English; may be empty.
    pub name_en: &'a str,
    /// The unit above; nothing for the top.
    pub parent: Option<UnitId>,
    /// The area that it works for.
    pub area: Area,
}

/// The city's tree.
///
/// *Errors*: `NotFound` for anybody but the system and the security administrator; the audit administrator is `Forbidden`.
pub async fn tree(s: &Service, actor: &Actor) -> Result<Branches, ServiceError> {
    authorise_either(actor)?;
    let mut tx = begin(s, actor, Duty::Administration).await?;
    let rows = store::unit::list(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(branches(s, rows))
}

/// One unit.
pub async fn view(s: &Service, actor: &Actor, unit: UnitId) -> Result<UnitFile, ServiceError> {
    authorise_either(actor)?;
    let mut tx = begin(s, actor, Duty::Administration).await?;
    let rows = store::unit::list(&mut tx, actor.area.county()).await?;
    let row = find(&rows, unit)?.clone();
    let staff = store::unit::staff(&mut tx, unit).await?;
    let own_grids = store::unit::own_grids(&mut tx, Some(unit), actor.area, s.today()).await?;
    let grids = store::area::grids(&mut tx, row.area).await?;
    tx.commit().await?;
    Ok(UnitFile { row, tree: branches(s, rows), staff, own_grids, grids })
}

/// Adds a unit.
///
/// *Errors*: `Invalid` for a bad name or a place where it can't stand, `NotFound` for an area that does not exist.
pub async fn add(s: &Service, actor: &Actor, new: &NewUnit<'_>) -> Result<UnitId, ServiceError> {
    authorise(actor, Action::ManageAccounts, new.area)?;
    let saying = saying(new.kind, new.name_zh, new.name_en)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let (unit, rows) = locked(&mut tx, actor).await?;
    if !store::regrid::is_open(&mut tx, new.area).await? {
        return Err(ServiceError::NotFound);
    }
    grow(s, &rows).fits(None, new.area, new.parent).map_err(misfit)?;
    store::unit::add(&mut tx, unit, new.parent, new.area, saying.lend(), s.today()).await?;
    write(s, &mut tx, actor, "make_unit", unit, json!({ "kind": new.kind.slug() })).await?;
    tx.commit().await?;
    Ok(unit)
}

/// Makes units of the city, its streets and its communities, as far as there are none yet. Returns how many were made.
pub async fn take_over_areas(s: &Service, actor: &Actor) -> Result<usize, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let made = adopt(&mut tx, actor.area, s.today()).await?;
    let record = Record::Area(actor.area);
    let detail = json!({ "units": made });
    audit::write(&mut tx, actor, s.now(), actor.area, "make_units", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(made)
}

/// The same for the seed, which acts for nobody.
pub(crate) async fn adopt(tx: &mut Tx, city: Area, today: NaiveDate) -> Result<usize, StoreError> {
    let mut next = store::unit::lock(tx, city.county()).await?;
    let rows = store::unit::list(tx, city.county()).await?;
    let kind = |area: Area| match area.level() {
        Level::City => Kind::City,
        Level::Street => Kind::Street,
        _ => Kind::Community,
    };
    let office = |area: Area| rows.iter().find(|row| row.area == area && row.kind == kind(area)).map(|row| row.unit);
    let mut made: Vec<(Area, UnitId)> = Vec::new();
    for (area, name) in store::area::above_grids(tx, city).await? {
        if office(area).is_some() {
            continue;
        }
        let above = area.parent();
        let parent = above.and_then(|above| made.iter().find(|(area, _)| *area == above).map(|(_, unit)| *unit));
        let parent = parent.or_else(|| above.and_then(office));
        let saying = Saying { kind: kind(area), name_zh: &name, name_en: "" };
        store::unit::add(tx, next, parent, area, saying, today).await?;
        made.push((area, next));
        next = UnitId::new(city.county(), next.serial() + 1);
    }
    Ok(made.len())
}

/// Says kind and names of a unit anew.
pub async fn rename(
    s: &Service,
    actor: &Actor,
    unit: UnitId,
    (kind, name_zh, name_en): (Kind, &str, &str),
) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let saying = saying(kind, name_zh, name_en)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let (_, rows) = locked(&mut tx, actor).await?;
    find(&rows, unit)?;
    store::unit::rename(&mut tx, unit, saying.lend()).await?;
    write(s, &mut tx, actor, "change_unit", unit, json!({ "kind": kind.slug() })).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a unit, with everything below it, below another; nothing puts it at the top.
///
/// *Errors*: `Invalid` where it can't stand: below itself, below a closed unit or one of another area, or too deep.
pub async fn put_below(s: &Service, actor: &Actor, unit: UnitId, parent: Option<UnitId>) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let (_, rows) = locked(&mut tx, actor).await?;
    let row = find(&rows, unit)?;
    grow(s, &rows).fits(Some(unit), row.area, parent).map_err(misfit)?;
    store::unit::put_below(&mut tx, unit, parent).await?;
    let detail = json!({ "from": row.parent.map(String::from), "to": parent.map(String::from) });
    write(s, &mut tx, actor, "move_unit", unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Says when a unit's work ends; nothing opens it again.
///
/// *Errors*: `Invalid` for a day before its first one, and while units or posts in it are open.
pub async fn close(s: &Service, actor: &Actor, unit: UnitId, on: Option<NaiveDate>) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let (_, rows) = locked(&mut tx, actor).await?;
    let row = find(&rows, unit)?;
    if on.is_some_and(|on| on < row.from_on) {
        return Err(ServiceError::invalid("closed_on", "it would end before it began: choose a later day"));
    }
    if on.is_some() && (grow(s, &rows).has_open_child(unit) || row.posts > 0) {
        return Err(ServiceError::invalid("closed_on", "units or posts in it are open: move or end them first"));
    }
    if on.is_none() {
        grow(s, &rows).fits(Some(unit), row.area, row.parent).map_err(misfit)?;
    }
    store::unit::set_closed(&mut tx, unit, on).await?;
    write(s, &mut tx, actor, "close_unit", unit, json!({ "on": on })).await?;
    tx.commit().await?;
    Ok(())
}

/// Says which grids make up one of a unit's own; none takes it away.
///
/// *Errors*: `Invalid` for a bad name, or for a grid outside the unit's area.
pub async fn set_own_grid(
    s: &Service,
    actor: &Actor,
    unit: UnitId,
    name: &str,
    areas: &[Area],
) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let name = short_text("name", name)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let (_, rows) = locked(&mut tx, actor).await?;
    let row = find(&rows, unit)?;
    let grids = store::area::grids(&mut tx, row.area).await?;
    if !areas.iter().all(|area| grids.iter().any(|(grid, _)| grid == area)) {
        return Err(ServiceError::invalid("areas", "choose grids of the unit's own area"));
    }
    store::unit::set_own_grid(&mut tx, unit, &name, areas).await?;
    write(s, &mut tx, actor, "set_unit_grid", unit, json!({ "grids": areas.len() })).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a post in an area may belong to a unit.
pub(crate) async fn takes_post(s: &Service, tx: &mut Tx, unit: UnitId, area: Area) -> Result<(), ServiceError> {
    let rows = store::unit::list(tx, area.county()).await?;
    let row = find(&rows, unit)?;
    if !row.area.contains(area) || !is_open(s, row) {
        return Err(ServiceError::invalid("unit", "choose an open unit that works for the post's area"));
    }
    Ok(())
}

/// A unit's kind and checked names.
struct Names {
    kind: Kind,
    zh: String,
    en: String,
}

impl Names {
    fn lend(&self) -> Saying<'_> {
        Saying { kind: self.kind, name_zh: &self.zh, name_en: &self.en }
    }
}

fn saying(kind: Kind, name_zh: &str, name_en: &str) -> Result<Names, ServiceError> {
    let en = if name_en.trim().is_empty() { String::new() } else { short_text("name_en", name_en)? };
    Ok(Names { kind, zh: short_text("name_zh", name_zh)?, en })
}

async fn locked(tx: &mut Tx, actor: &Actor) -> Result<(UnitId, Vec<UnitRow>), ServiceError> {
    let next = store::unit::lock(tx, actor.area.county()).await?;
    Ok((next, store::unit::list(tx, actor.area.county()).await?))
}

fn find(rows: &[UnitRow], unit: UnitId) -> Result<&UnitRow, ServiceError> {
    rows.iter().find(|row| row.unit == unit).ok_or(ServiceError::NotFound)
}

fn is_open(s: &Service, row: &UnitRow) -> bool {
    row.closed_on.is_none_or(|on| on > s.today())
}

fn grow(s: &Service, rows: &[UnitRow]) -> Tree {
    let node = |row: &UnitRow| Node { unit: row.unit, parent: row.parent, area: row.area, is_open: is_open(s, row) };
    Tree::new(rows.iter().map(node))
}

fn branches(s: &Service, rows: Vec<UnitRow>) -> Branches {
    let order = grow(s, &rows).ordered();
    let mut rows: std::collections::BTreeMap<UnitId, UnitRow> = rows.into_iter().map(|row| (row.unit, row)).collect();
    order.into_iter().filter_map(|(depth, unit)| Some((depth, rows.remove(&unit)?))).collect()
}

fn misfit(why: Misfit) -> ServiceError {
    ServiceError::invalid("parent", why.to_string())
}

async fn write(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    action: &'static str,
    unit: UnitId,
    detail: serde_json::Value,
) -> Result<(), ServiceError> {
    Ok(audit::write(tx, actor, s.now(), actor.area, action, Record::Unit(unit), Some(detail)).await?)
}
