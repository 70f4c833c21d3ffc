//! A label on many households at once, chosen by a filter or one by one, and undoing it.
//!
//! All of it commits or nothing does; every household leaves its row on the trail and changes on every open map.

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, AreaRange};
use domain::cell::{Label, LabelCode};
use domain::filter::Filter;
use domain::id::DwellingId;
use serde_json::json;
use store::audit::{self, Record};
use store::bulk::BulkRow;
use store::filter::Asked;
use store::{Tx, outbox};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The most households of one change: more than any grid has.
pub const LARGEST: usize = 2_000;

/// Which households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// All of an area that fit.
    Filter(Area, Filter),
    /// These.
    Doors(Vec<DwellingId>),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its number.
    pub id: i64,
    /// The label.
    pub label: Label,
    /// Whether it was put on.
    pub on: bool,
    /// How many households changed.
    pub changed: usize,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// Whether this account may undo it.
    pub may_undo: bool,
}

/// Puts a label on households or takes it off. `expected` is the number that the person was shown and confirmed. Gives the
/// number to look at what was done, and to undo it.
///
/// *Errors*: `Conflict` when it is another number by now; `Invalid` for a label that the city does not have or that is retired, for nobody, and
/// beyond [`LARGEST`].
pub async fn label(
    s: &Service,
    actor: &Actor,
    target: &Target,
    (code, on): (LabelCode, bool),
    expected: usize,
) -> Result<i64, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (wanted, range) = wanted(s, &mut tx, actor, target).await?;
    if wanted.is_empty() || wanted.len() > LARGEST {
        return Err(ServiceError::invalid("households", "choose at least one household and at most 2,000"));
    }
    let locked = store::bulk::lock(&mut tx, &wanted).await?;
    if locked.len() != wanted.len() {
        return Err(ServiceError::NotFound);
    }
    for (_, area) in &locked {
        authorise(actor, Action::EditHousehold, *area)?;
    }
    if wanted.len() != expected {
        return Err(ServiceError::Conflict);
    }
    if find_label(&mut tx, actor, code).await?.is_retired && on {
        return Err(ServiceError::invalid("label", "this label is retired: it can only be taken off"));
    }
    let changed = store::bulk::set(&mut tx, &wanted, code, on).await?;
    let id = store::bulk::add(&mut tx, actor, range, (code, on), &changed, s.now()).await?;
    let detail = json!({ "label": code.0, "on": on, "bulk": id, "households": changed.len() });
    tell(s, &mut tx, actor, &changed, &detail).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(id)
}

/// The households' rows on the trail, and their change on every open map.
async fn tell(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    changed: &[(DwellingId, Area)],
    detail: &serde_json::Value,
) -> Result<(), ServiceError> {
    let records = changed.iter().map(|(dwelling, area)| (Record::Household(*dwelling), *area));
    audit::write_each(tx, actor, s.now(), "set_label", records, detail).await?;
    let told: Vec<_> = changed.iter().map(|(dwelling, area)| (*area, *dwelling)).collect();
    Ok(outbox::put_households(tx, &told, s.now()).await?)
}

async fn wanted(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    target: &Target,
) -> Result<(Vec<i64>, AreaRange), ServiceError> {
    match target {
        Target::Filter(area, filter) => {
            authorise(actor, Action::EditHousehold, *area)?;
            let asked = Asked { filter, range: area.range(), today: s.today() };
            Ok((store::filter::dwellings(tx, asked).await?, area.range()))
        }
        Target::Doors(doors) => {
            authorise(actor, Action::EditHousehold, actor.area)?;
            let mut ids: Vec<i64> = doors.iter().map(|dwelling| dwelling.number()).collect();
            ids.sort_unstable();
            ids.dedup();
            Ok((ids, actor.area.range()))
        }
    }
}

async fn find_label(tx: &mut Tx, actor: &Actor, code: LabelCode) -> Result<Label, ServiceError> {
    let dictionary = store::label::dictionary(tx, actor.area.county()).await?;
    let found = dictionary.into_iter().find(|known| known.code == code);
    found.ok_or(ServiceError::invalid("label", "the city has no such label: choose one from the list"))
}

/// A change inside the actor's area: who sees no households, or none there, does not learn that it exists.
async fn find(tx: &mut Tx, actor: &Actor, id: i64) -> Result<BulkRow, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let row = store::bulk::one(tx, actor, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, actor.area)?;
    Ok(row)
}

/// What was done by a change.
pub async fn done(s: &Service, actor: &Actor, id: i64) -> Result<Done, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, id).await?;
    let label = find_label(&mut tx, actor, row.label).await?;
    tx.commit().await?;
    let may_undo = row.is_own && row.undone_at.is_none();
    let (changed, made_at, undone_at) = (row.dwellings.len(), row.made_at, row.undone_at);
    Ok(Done { id, label, on: row.on, changed, made_at, undone_at, may_undo })
}

/// Undoes one's own change, for the households that still have it so.
///
/// *Errors*: `Forbidden` for somebody else's, `Conflict` when it is undone already.
pub async fn undo(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, id).await?;
    if !row.is_own {
        return Err(ServiceError::Forbidden);
    }
    if row.undone_at.is_some() {
        return Err(ServiceError::Conflict);
    }
    let locked = store::bulk::lock(&mut tx, &row.dwellings).await?;
    let ids: Vec<i64> = locked.iter().map(|(dwelling, _)| *dwelling).collect();
    let changed = store::bulk::set(&mut tx, &ids, row.label, !row.on).await?;
    store::bulk::set_undone(&mut tx, id, s.now()).await?;
    let detail = json!({ "label": row.label.0, "on": !row.on, "undoes": id, "households": changed.len() });
    tell(s, &mut tx, actor, &changed, &detail).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
