//! The sheet of a case, and where it can be led.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::{Aims, Desk, Offer, Sheet, SheetTimes};
use domain::id::CaseId;
use domain::route::Reason;
use store::Tx;
use store::case::{CaseRow, Times};

use super::{known, step};
use crate::lock::access;
use crate::{Service, ServiceError, media, reporter, route};

/// A case with its timeline and the steps that the viewer can take.
///
/// *Errors*: `NotFound` when one may not know of it.
pub async fn sheet(s: &Service, actor: &Actor, case: CaseId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin_lookup(actor).await?;
    let row = known(&mut tx, actor, case, false).await?;
    let line = store::case::queue_line(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    let extra = store::case::extra(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    let parties = store::case::names_of_parties(&mut tx, case).await?;
    let entries = store::case::entries(&mut tx, case).await?;
    let pictures = media::of_case(&mut tx, case).await?;
    let last = store::case::last_entry(&mut tx, case).await?;
    let reporter = reporter::shown(&mut tx, actor, &row).await?;
    tx.commit().await?;
    let undo = last.and_then(|last| Some((last.version, step::undoable(actor, &last, s.now())?)));
    let area = row.standing.area;
    let sees_door = actor.role.sees_people() && actor.area.contains(row.standing.area);
    Ok(Sheet {
        line,
        dwelling: row.dwelling.filter(|_| sees_door),
        detail: extra.detail,
        reporter,
        offers: Offer::all(&actor.who(), &row.standing),
        times: times(&row.times),
        standing: row.standing,
        parties,
        pictures,
        may_release: access(actor, Action::ReleasePicture, area) == Access::Granted,
        milestones: row.milestones,
        verdict: extra.verdict,
        entries,
        undo,
    })
}

/// The same for paper: what may be somebody's number in its words is hidden.
///
/// *Errors*: as [`sheet`].
pub async fn slip(s: &Service, actor: &Actor, case: CaseId) -> Result<Sheet, ServiceError> {
    Ok(sheet(s, actor, case).await?.masked())
}

fn times(times: &Times) -> SheetTimes {
    SheetTimes {
        answer_due_at: times.answer_due_at,
        answered_at: times.answered_at,
        holder_since: times.holder_since,
        holder_due_at: times.holder_due_at,
        business_due_at: times.business_due_at,
        paused_at: times.paused_at,
        finished_at: times.finished_at,
        closed_at: times.closed_at,
    }
}

/// What the forms of a case's steps offer to choose from.
pub async fn aims(s: &Service, actor: &Actor, case: CaseId) -> Result<Aims, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, case, false).await?;
    let area = row.standing.area;
    let below: Vec<Area> = match row.standing.holder.as_area() {
        Some(held) => area.path().into_iter().filter(|office| *office != held && held.contains(*office)).collect(),
        None => Vec::new(),
    };
    let aims = Aims {
        units: store::case::units(&mut tx, area).await?,
        offices: store::case::offices(&mut tx, &below).await?,
        cases: store::case::near(&mut tx, case, area).await?,
        categories: store::case::categories(&mut tx).await?,
        suggestion: suggested(s, &mut tx, &row).await?,
    };
    tx.commit().await?;
    Ok(aims)
}

/// Who should have a case by the table of owners; nothing while nobody said what it is about, or when its holder should.
async fn suggested(s: &Service, tx: &mut Tx, row: &CaseRow) -> Result<Option<(Desk, Reason)>, ServiceError> {
    let Some(category) = &row.category else { return Ok(None) };
    let found = route::suggest(tx, category, row.standing.area, s.today()).await?;
    let desk = Desk::from(found.to);
    Ok((desk != row.standing.holder).then_some((desk, found.reason)))
}
