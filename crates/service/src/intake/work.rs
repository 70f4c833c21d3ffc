//! The steps of a batch as work in the background: who may begin one, how far it is, and what is said when it ends.

use std::pin::Pin;

use domain::actor::{Action, Actor};
use domain::id::IntakeId;
use domain::intake::{Batch, ListKind, Reason, State};
use serde_json::json;
use store::audit::{self, Record};
use store::intake as rows;
use store::{StoreError, Tx};

use super::look::prepare;
use super::{find, state_before};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Why a step came to nothing.
pub(super) enum Stop {
    /// Something that a person is told.
    For(Reason),
    /// A fault.
    Error(ServiceError),
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Conflict => Self::For(Reason::Busy),
            other => Self::Error(other),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        ServiceError::from(error).into()
    }
}

/// A step that is under way.
pub(super) struct Job {
    pub(super) s: Service,
    pub(super) actor: Actor,
    pub(super) batch: Batch,
    /// Whether faulty rows are left out.
    pub(super) leaves_out: bool,
}

impl Job {
    /// Writes down how far the step is, in a transaction of its own, so that others see it.
    pub(super) async fn report(&self, done: usize, total: usize) -> Result<(), Stop> {
        let mut tx = self.s.store.begin(&self.actor).await?;
        let may_go_on = rows::report(&mut tx, self.batch.batch, (done as u32, total as u32)).await?;
        tx.commit().await?;
        if may_go_on { Ok(()) } else { Err(Stop::For(Reason::Stopped)) }
    }

    async fn fall_back(&self, from: State, stop: Stop) {
        let reason = match stop {
            Stop::For(reason) => reason,
            Stop::Error(error) => {
                tracing::error!(batch = %self.batch.batch, %error, "a step of a list failed; nothing of it was kept");
                Reason::Internal
            }
        };
        let told = async {
            let mut tx = self.s.store.begin(&self.actor).await?;
            rows::advance(&mut tx, self.batch.batch, (from, state_before(from)), Some(reason)).await?;
            tx.commit().await
        };
        if let Err(error) = told.await {
            // Its claim is free: the next look at it says that it was broken off.
            tracing::warn!(batch = %self.batch.batch, %error, "could not say why a step of a list failed");
        }
    }
}

/// A step at work.
pub(super) type Working<'a> = Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + 'a>>;

/// What a step does in its transaction, which is committed when it succeeds.
pub(super) type Step = for<'a> fn(&'a Job, &'a mut Tx) -> Working<'a>;

/// A step: where it may begin, how its batch stands meanwhile, and what it does.
pub(super) struct Way {
    pub(super) from: &'static [State],
    pub(super) at_work: State,
    pub(super) leaves_out: bool,
    pub(super) step: Step,
}

/// Claims a batch, moves it on, and works on it in the background.
///
/// *Errors*: `Conflict` when it is not where the step begins, or somebody is at work on it.
pub(super) async fn begin(s: &Service, actor: &Actor, batch: IntakeId, way: Way) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_work(actor).await?;
    let found = rows::read(&mut tx, ListKind::People, batch).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::TakeIn, found.area)?;
    if !rows::claim(&mut tx, batch).await? {
        return Err(ServiceError::Conflict);
    }
    let mut side = s.store.begin(actor).await?;
    let found = find_claimed(&mut side, batch).await?;
    if !way.from.contains(&found.state) || !rows::advance(&mut side, batch, (found.state, way.at_work), None).await? {
        return Err(ServiceError::Conflict);
    }
    side.commit().await?;
    let job = Job { s: s.clone(), actor: actor.clone(), batch: found, leaves_out: way.leaves_out };
    tokio::spawn(async move { run(&job, tx, way).await });
    Ok(())
}

async fn run(job: &Job, mut tx: Tx, way: Way) {
    let done = async {
        tx.mark().await?;
        (way.step)(job, &mut tx).await
    };
    let done = match done.await {
        Ok(()) => tx.commit().await.map_err(Stop::from),
        Err(stop) => {
            // The claim is held until the reason is written: else somebody would look and find the step broken off.
            let kept = tx.return_to_mark().await;
            job.fall_back(way.at_work, stop).await;
            return if let Err(error) = kept {
                tracing::warn!(batch = %job.batch.batch, %error, "a step of a list lost its connection");
            };
        }
    };
    match done {
        Ok(()) => job.s.live.wake(),
        Err(stop) => job.fall_back(way.at_work, stop).await,
    }
}

/// The batch as it stands now that it is claimed: a step that was broken off counts as not begun.
async fn find_claimed(tx: &mut Tx, batch: IntakeId) -> Result<Batch, ServiceError> {
    let found = rows::read(tx, ListKind::People, batch).await?.ok_or(ServiceError::NotFound)?;
    if !found.state.is_at_work() {
        return Ok(found);
    }
    rows::advance(tx, batch, (found.state, state_before(found.state)), Some(Reason::BrokenOff)).await?;
    rows::read(tx, ListKind::People, batch).await?.ok_or(ServiceError::NotFound)
}

/// Begins to check a file.
///
/// *Errors*: `Conflict` when it was written already, or somebody is at work on it.
pub async fn check(s: &Service, actor: &Actor, batch: IntakeId) -> Result<(), ServiceError> {
    let from = &[State::Uploaded, State::Checked, State::Failed];
    let step: Step = |job, tx| Box::pin(run_check(job, tx));
    begin(s, actor, batch, Way { from, at_work: State::Checking, leaves_out: false, step }).await
}

async fn run_check(job: &Job, tx: &mut Tx) -> Result<(), Stop> {
    job.report(0, job.batch.counts.rows as usize).await?;
    let prepared = prepare(&job.s, tx, &job.batch, false).await?;
    job.report(job.batch.counts.rows as usize, job.batch.counts.rows as usize).await?;
    rows::set_checked(tx, &job.batch, prepared.counts, &prepared.digest, &prepared.plan.faults).await?;
    if rows::advance(tx, job.batch.batch, (State::Checking, State::Checked), None).await? {
        Ok(())
    } else {
        Err(Stop::For(Reason::Stopped))
    }
}

/// Begins to write what the check found. With `leaves_out` faulty rows are left out; else they keep all from being written.
///
/// *Errors*: `Conflict` when it is not checked, or somebody is at work on it.
pub async fn write(s: &Service, actor: &Actor, batch: IntakeId, leaves_out: bool) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = find(&mut tx, actor, batch).await?;
    tx.commit().await?;
    if found.counts.faulty > 0 && !leaves_out {
        return Err(ServiceError::invalid("leaves_out", "rows are wrong: correct them, or choose to leave them out"));
    }
    let step: Step = |job, tx| Box::pin(run_write(job, tx));
    begin(s, actor, batch, Way { from: &[State::Checked], at_work: State::Writing, leaves_out, step }).await
}

async fn run_write(job: &Job, tx: &mut Tx) -> Result<(), Stop> {
    let batch = job.batch.batch;
    job.report(0, job.batch.counts.rows as usize).await?;
    let prepared = prepare(&job.s, tx, &job.batch, true).await?;
    if rows::digest(tx, batch).await?.as_deref() != Some(&prepared.digest[..]) {
        return Err(Stop::For(Reason::Changed));
    }
    if prepared.counts.faulty > 0 && !job.leaves_out {
        return Err(Stop::For(Reason::Faulty));
    }
    let counts = prepared.counts;
    super::write::write(job, tx, prepared).await?;
    rows::set_written(tx, batch, job.leaves_out, job.s.now()).await?;
    let detail =
        json!({ "new": counts.new, "changed": counts.changed, "same": counts.same, "left_out": counts.faulty });
    let record = Record::Intake(batch);
    audit::write(tx, &job.actor, job.s.now(), job.batch.area, "take_in", record, Some(detail)).await?;
    if rows::advance(tx, batch, (State::Writing, State::Written), None).await? {
        Ok(())
    } else {
        Err(Stop::For(Reason::Stopped))
    }
}
