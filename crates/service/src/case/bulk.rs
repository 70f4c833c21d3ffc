//! One step for many cases, each in a transaction of its own, so that what one is refused takes no other with it.
//!
//! Sent twice, nothing is doubled: a case that was moved is at another version. Not here: the step itself ([`super::step`]).

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::case::{Became, BulkLine, Desk, Kind, MOST_AT_ONCE, Refusal};
use domain::id::CaseId;
use domain::route::Reason;

use super::queue::may_ask;
use super::step::{Taken, UNDO_S, taken_back, turned};
use crate::{Service, ServiceError, route};

/// Steps that can be taken for many cases at once: those that ask for no words or pictures of each.
const TOGETHER: [Kind; 4] = [Kind::Accept, Kind::PassOn, Kind::PassDown, Kind::Evaluate];

/// Takes one step with each of these cases, named with the versions that were seen.
///
/// *Errors*: `NotFound` for who may know of none of them; `Invalid` for no case, more than [`MOST_AT_ONCE`], or another step. What
/// is wrong with one case stands in its line.
pub async fn bulk(
    s: &Service,
    actor: &Actor,
    cases: &[(CaseId, i32)],
    taken: &Taken,
) -> Result<Vec<BulkLine>, ServiceError> {
    may_ask(actor, actor.area)?;
    few(cases)?;
    if !TOGETHER.contains(&taken.step.kind()) {
        return Err(ServiceError::invalid("step", "this step is taken case by case"));
    }
    let mut became = Vec::with_capacity(cases.len());
    for (case, version) in cases {
        let outcome = match turned(s, actor, (*case, *version), taken).await {
            Ok(Ok((row, at))) => Became::Done {
                version: row.version,
                light: row.standing.light(),
                undo_until: Some(at + TimeDelta::seconds(UNDO_S)),
            },
            Ok(Err(refusal)) => Became::Refused(refusal),
            Err(error) => refused(*case, &error),
        };
        became.push((*case, outcome));
    }
    lines(s, actor, became).await
}

/// Takes back what was done with many cases, named with the versions after it; each as [`super::undo`] does.
///
/// *Errors*: as [`bulk`].
pub async fn bulk_undo(s: &Service, actor: &Actor, cases: &[(CaseId, i32)]) -> Result<Vec<BulkLine>, ServiceError> {
    may_ask(actor, actor.area)?;
    few(cases)?;
    let mut became = Vec::with_capacity(cases.len());
    for (case, version) in cases {
        let outcome = match taken_back(s, actor, *case, *version).await {
            Ok(row) => Became::Done { version: row.version, light: row.standing.light(), undo_until: None },
            Err(error) => refused(*case, &error),
        };
        became.push((*case, outcome));
    }
    lines(s, actor, became).await
}

/// Who should have all of these cases by the table of owners, and why; nothing when they don't agree.
///
/// *Errors*: `NotFound` for who may know of none of them.
pub async fn suggest_for_all(
    s: &Service,
    actor: &Actor,
    cases: &[CaseId],
) -> Result<Option<(Desk, Reason)>, ServiceError> {
    may_ask(actor, actor.area)?;
    if cases.len() > MOST_AT_ONCE {
        return Err(ServiceError::invalid("case", "tick at most 200"));
    }
    let mut tx = s.store.begin(actor).await?;
    let grounds = store::case::grounds(&mut tx, cases).await?;
    if grounds.is_empty() {
        return Err(ServiceError::NotFound);
    }
    let mut agreed: Option<(Desk, Reason)> = None;
    for (category, area) in grounds {
        let Some(category) = category else { return Ok(None) };
        let found = route::suggest(&mut tx, &category, area, s.today()).await?;
        let desk = Desk::from(found.to);
        if agreed.is_some_and(|(other, _)| other != desk) {
            return Ok(None);
        }
        agreed = agreed.or(Some((desk, found.reason)));
    }
    tx.commit().await?;
    Ok(agreed)
}

fn few(cases: &[(CaseId, i32)]) -> Result<(), ServiceError> {
    if (1..=MOST_AT_ONCE).contains(&cases.len()) {
        return Ok(());
    }
    Err(ServiceError::invalid("case", "tick at least one case and at most 200"))
}

/// What a fault means for its case; the others go on.
fn refused(case: CaseId, error: &ServiceError) -> Became {
    match error {
        ServiceError::NotFound => Became::NotFound,
        ServiceError::Conflict => Became::Changed,
        ServiceError::Invalid { .. } => Became::Refused(Refusal::WrongAim),
        other => {
            tracing::error!(%case, error = %other, "a case among many was not moved on");
            Became::Failed
        }
    }
}

/// The lines with the titles of cases that one may know of.
async fn lines(s: &Service, actor: &Actor, became: Vec<(CaseId, Became)>) -> Result<Vec<BulkLine>, ServiceError> {
    let known: Vec<CaseId> =
        became.iter().filter(|(_, became)| *became != Became::NotFound).map(|(case, _)| *case).collect();
    if known.is_empty() {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin(actor).await?;
    let titles = store::case::titles(&mut tx, &known).await?;
    tx.commit().await?;
    let title = |case: CaseId| titles.iter().find(|(known, _)| *known == case).map(|(_, title)| title.clone());
    let line = |(case, became)| BulkLine { case, title: title(case).unwrap_or_default(), became };
    Ok(became.into_iter().map(line).collect())
}
