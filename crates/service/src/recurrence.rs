//! Root causes 根因任务: the leader of the servers looks every ten minutes which cases recur at a place; a community, a street or the command
//! centre takes the task and closes it with words.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::id::CaseId;
use domain::recurrence::{DAYS, Incident, LONGEST_OUTCOME, RootCause, State, ground, recurrences};
use serde_json::json;
use store::audit::{self, Record};
use store::{StoreError, Tx};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The tasks of an area.
#[derive(Clone, Debug)]
pub struct Recurring {
    /// The area with what holds it, as far as the post's reaches.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The tasks, the latest first.
    pub tasks: Vec<RootCause>,
    /// Whether the post may take and close them.
    pub may_keep: bool,
}

/// Looks which cases of the last thirty days recur. What is new becomes a task; a case that recurs with those of an open task joins it;
/// what a closed task answered for is not counted again. In a transaction of the system.
pub async fn find(s: &Service, tx: &mut Tx) -> Result<(), StoreError> {
    for county in store::city::counties(tx).await? {
        let found = store::recurrence::incidents(tx, county, s.now() - TimeDelta::days(DAYS)).await?;
        let (incidents, areas): (Vec<Incident>, Vec<Area>) = found.into_iter().unzip();
        let facts: BTreeMap<CaseId, (&CategoryCode, Area)> =
            incidents.iter().zip(areas).map(|(one, area)| (one.case, (&one.category, area))).collect();
        let mut open = store::recurrence::open(tx, county).await?;
        for cases in recurrences(&incidents) {
            let joins = open.iter().position(|(_, own)| own.iter().any(|case| cases.contains(case)));
            match joins {
                Some(at) => {
                    // What lies between two tasks joins the first; the other keeps its own.
                    let others = open.iter().enumerate().filter(|(other, _)| *other != at);
                    let theirs: Vec<CaseId> = others.flat_map(|(_, (_, own))| own.iter().copied()).collect();
                    let more: Vec<CaseId> = cases.into_iter().filter(|case| !theirs.contains(case)).collect();
                    let (id, own) = &mut open[at];
                    join(tx, *id, own, &more).await?;
                }
                None => begin(s, tx, &facts, &cases).await?,
            }
        }
    }
    Ok(())
}

async fn join(tx: &mut Tx, id: i64, own: &mut Vec<CaseId>, cases: &[CaseId]) -> Result<(), StoreError> {
    let before = own.len();
    own.extend_from_slice(cases);
    own.sort_unstable();
    own.dedup();
    if own.len() == before {
        return Ok(());
    }
    match ground(&store::recurrence::areas(tx, own).await?) {
        Some(area) => store::recurrence::grow(tx, id, area, own).await,
        None => Ok(()),
    }
}

async fn begin(
    s: &Service,
    tx: &mut Tx,
    facts: &BTreeMap<CaseId, (&CategoryCode, Area)>,
    cases: &[CaseId],
) -> Result<(), StoreError> {
    let known: Vec<_> = cases.iter().filter_map(|case| facts.get(case)).collect();
    let areas: Vec<Area> = known.iter().map(|(_, area)| *area).collect();
    let (Some(area), Some((category, _))) = (ground(&areas), known.first()) else { return Ok(()) };
    let id = store::recurrence::add(tx, area, category, cases, s.now()).await?;
    let detail = json!({ "root_cause": id, "cases": cases.len() });
    audit::write_by_itself(tx, s.now(), area, "find_root_cause", Record::Area(area), Some(detail)).await
}

/// The tasks of an area in a state, or all that are open.
///
/// *Errors*: `NotFound` for an area outside the post's, and for those who see no cases of areas; `Forbidden` for grid workers and leaders.
pub async fn list(s: &Service, actor: &Actor, scope: Area, state: Option<State>) -> Result<Recurring, ServiceError> {
    authorise(actor, Action::ViewCase, scope)?;
    authorise(actor, Action::ViewFigure, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, scope).await?;
    let below = store::area::names(&mut tx, scope).await?.into_iter().filter(|(area, _)| *area != scope).collect();
    let tasks = store::recurrence::list(&mut tx, scope.range(), state).await?;
    tx.commit().await?;
    Ok(Recurring {
        path: path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect(),
        below,
        tasks,
        may_keep: access(actor, Action::KeepRootCause, scope) == Access::Granted,
    })
}

/// Takes a task, also from somebody who had it.
///
/// *Errors*: `NotFound` and `Forbidden` as the policy says; `Conflict` when it is closed or changed meanwhile.
pub async fn take(s: &Service, actor: &Actor, (id, revision): (i64, i64)) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = known(&mut tx, actor, id).await?;
    if !store::recurrence::take(&mut tx, actor, (id, revision), s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    note(s, &mut tx, actor, (area, id), "take_root_cause").await?;
    Ok(tx.commit().await?)
}

/// Closes a task with what the cause was and what was done about it.
///
/// *Errors*: as [`take`]; `Invalid` for no words or too many.
pub async fn close(s: &Service, actor: &Actor, (id, revision): (i64, i64), outcome: &str) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = known(&mut tx, actor, id).await?;
    let outcome = outcome.trim();
    if outcome.is_empty() || outcome.chars().count() > LONGEST_OUTCOME {
        return Err(ServiceError::invalid("outcome", "1 to 1,000 signs"));
    }
    if !store::recurrence::close(&mut tx, actor, (id, revision), outcome, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    note(s, &mut tx, actor, (area, id), "close_root_cause").await?;
    Ok(tx.commit().await?)
}

async fn known(tx: &mut Tx, actor: &Actor, id: i64) -> Result<Area, ServiceError> {
    let area = store::recurrence::area(tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepRootCause, area)?;
    Ok(area)
}

async fn note(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (area, id): (Area, i64),
    action: &'static str,
) -> Result<(), ServiceError> {
    let detail = json!({ "root_cause": id });
    Ok(audit::write(tx, actor, s.now(), area, action, Record::Area(area), Some(detail)).await?)
}
