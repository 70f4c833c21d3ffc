//! Cases: the list of open ones and their steps.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::case::{CaseLine, Step};
use domain::id::CaseId;
use serde_json::json;
use store::audit::{self, Record};
use store::outbox::{self, Change};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Open cases of a scope: red first, then the longest waiting.
pub async fn open(s: &Service, actor: &Actor, scope: Area, limit: u16) -> Result<Vec<CaseLine>, ServiceError> {
    authorise(actor, Action::ViewHousehold, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let lines = store::case::open(&mut tx, scope.range(), i64::from(limit)).await?;
    tx.commit().await?;
    Ok(lines)
}

/// Takes a case one step on, and answers with it as it is then.
///
/// *Errors*: `Conflict` when it is no longer at `expected_version`; `Invalid` when its light does not allow the step.
pub async fn step(
    s: &Service,
    actor: &Actor,
    case: CaseId,
    expected_version: i32,
    step: Step,
) -> Result<CaseLine, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = store::case::lock(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::StepCase, before.area)?;
    if before.version != expected_version {
        return Err(ServiceError::Conflict);
    }
    let light = before.light.after(step).map_err(|error| ServiceError::invalid("step", error.to_string()))?;
    let now = s.now();
    store::case::write_step(&mut tx, actor, case, &before, step, light, now).await?;
    let detail = json!({ "step": step.slug(), "from": before.light.number(), "to": light.number() });
    audit::write(&mut tx, actor, now, before.area, "step_case", Record::Case(case), Some(detail)).await?;
    outbox::put(&mut tx, before.area, Change::Case(case, before.dwelling), now).await?;
    let line = store::case::line(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    s.live.wake();
    Ok(line)
}
