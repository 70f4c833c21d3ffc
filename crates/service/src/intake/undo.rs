//! Undoing a whole batch: people, stays and households are as before; the audit trail keeps both.

use domain::actor::Actor;
use domain::id::{IntakeId, ResidentId};
use domain::intake::{Reason, State};
use serde_json::json;
use store::audit::{self, Record};
use store::intake::undo as old;
use store::intake::write as many;
use store::search::index;
use store::{Tx, intake as rows, outbox};

use super::work::{Job, Step, Stop, Way, begin};
use crate::door::Doors;
use crate::{Service, ServiceError};

/// Begins to undo a batch.
///
/// *Errors*: `Conflict` when it is not written, can no longer be undone, or somebody is at work on it. That somebody changed
/// one of its people later is told on its page ([`Reason::Touched`]).
pub async fn undo(s: &Service, actor: &Actor, batch: IntakeId) -> Result<(), ServiceError> {
    let step: Step = |job, tx| Box::pin(run(job, tx));
    let way = Way { from: &[State::Written], at_work: State::Undoing, leaves_out: false, step };
    begin(s, actor, batch, way).await
}

async fn run(job: &Job, tx: &mut Tx) -> Result<(), Stop> {
    let batch = job.batch.batch;
    let changed = old::changed(tx, batch).await?;
    if !changed.is_whole {
        return Err(Stop::For(Reason::Internal));
    }
    let people: Vec<ResidentId> = changed.new.iter().chain(&changed.changed).copied().collect();
    let (total, s) = (people.len() + changed.households.len(), &job.s);
    job.report(0, total).await?;
    let doors = Doors::lock(tx, changed.households.iter().copied(), s.today()).await?;
    store::intake::look::lock(tx, &people).await?;
    if !old::touched(tx, batch, 1).await?.is_empty() {
        return Err(Stop::For(Reason::Touched));
    }
    let tokens = many::tokens(tx, &people).await?;
    index::erase(tx, &tokens).await?;
    job.report(people.len() / 2, total).await?;
    let told = audited(tx, job, &people).await?;
    if old::remove_new(tx, &changed.new).await? != changed.new.len() as u64 {
        return Err(Stop::For(Reason::Touched));
    }
    old::restore_people(tx, batch, &mut s.nonces()?).await?;
    let mut tokens = many::tokens(tx, &changed.changed).await?;
    index::write(tx, &mut tokens).await?;
    job.report(people.len(), total).await?;
    settle(job, tx, batch, doors).await?;
    rows::set_undone(tx, batch, s.now()).await?;
    let detail = json!({ "people": told, "households": changed.households.len() });
    let record = Record::Intake(batch);
    audit::write(tx, &job.actor, s.now(), job.batch.area, "undo_take_in", record, Some(detail)).await?;
    if rows::advance(tx, batch, (State::Undoing, State::Undone), None).await? {
        Ok(())
    } else {
        Err(Stop::For(Reason::Stopped))
    }
}

/// Writes down for each person that their part of the batch was undone, and says for how many.
async fn audited(tx: &mut Tx, job: &Job, people: &[ResidentId]) -> Result<usize, Stop> {
    let told = store::intake::look::areas(tx, people).await?;
    let detail = json!({ "batch": job.batch.batch });
    let records = told.iter().map(|(resident, area)| (Record::Resident(*resident), *area));
    audit::write_each(tx, &job.actor, job.s.now(), "undo_take_in_person", records, &detail).await?;
    Ok(told.len())
}

/// Households that nobody changed since the batch get back what they had; the others are counted anew.
async fn settle(job: &Job, tx: &mut Tx, batch: IntakeId, doors: Doors) -> Result<(), Stop> {
    let restored = old::restore_households(tx, batch).await?;
    let areas: Vec<_> = doors.all().iter().filter(|lock| restored.binary_search(&lock.dwelling).is_ok()).collect();
    let told: Vec<_> = areas.into_iter().map(|lock| (lock.area, lock.dwelling)).collect();
    outbox::put_households(tx, &told, job.s.now()).await?;
    let others = doors.without(|dwelling| restored.binary_search(&dwelling).is_ok());
    others.settle(&job.s, tx, None).await?;
    Ok(())
}
