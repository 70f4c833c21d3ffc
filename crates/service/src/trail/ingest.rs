//! Batches of fixes that a phone sends while its worker is on duty.

use domain::actor::{Action, Actor};
use domain::geo::Frame;
use domain::id::CheckPointId;
use domain::operation::OperationId;
use domain::trail::{CheckPoint, Dropped, MOST_FIXES, Passing, RawFix, TrackMode, Way, Window, sift};
use store::Tx;

use super::{ground, mode_of};
use crate::lock::authorise;
use crate::{Service, ServiceError, check_point};

/// What came of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Fixes that were kept.
    pub kept: usize,
    /// Those that were not, by reason.
    pub dropped: Dropped,
    /// Check-points that were passed.
    pub passed: Vec<CheckPointId>,
}

/// Takes a batch, once: one that comes again says that nothing was kept.
///
/// *Errors*: `Forbidden` where duty tracks are not recorded; `Conflict` for who is not on duty under this post; `Invalid` for a batch
/// that is too large.
pub async fn ingest(
    s: &Service,
    actor: &Actor,
    operation: OperationId,
    fixes: Vec<RawFix>,
) -> Result<Taken, ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    if fixes.len() > MOST_FIXES {
        return Err(ServiceError::invalid("fixes", format!("at most {MOST_FIXES}")));
    }
    let mut tx = s.store.begin(actor).await?;
    if mode_of(&mut tx, actor.area, s.now()).await? != TrackMode::DutyTrack {
        return Err(ServiceError::Forbidden);
    }
    let duty = store::trail::duty(&mut tx, actor.account).await?.filter(|duty| duty.area == actor.area);
    let duty = duty.ok_or(ServiceError::Conflict)?;
    let ground = ground(&mut tx, actor.area).await?;
    let sieved = sift(fixes, Window::of_duty(duty.began_at, s.now()), &ground);
    if !store::trail::take_batch(&mut tx, operation, actor.account, sieved.kept.len()).await? {
        return Ok(Taken::default());
    }
    let passed = pass(s, &mut tx, actor, ground.frame(), &sieved.kept).await?;
    if !sieved.kept.is_empty() {
        store::trail::put(&mut tx, actor.account, &sieved.kept).await?;
    }
    tx.commit().await?;
    Ok(Taken { kept: sieved.kept.len(), dropped: sieved.dropped, passed })
}

/// Writes which check-points the fixes came by.
async fn pass(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    frame: Frame,
    fixes: &[RawFix],
) -> Result<Vec<CheckPointId>, ServiceError> {
    let points = check_point::placed(tx, actor.area, frame).await?;
    let met = points.iter().filter(|point| is_met(point, frame, fixes));
    let passed: Vec<_> = met.map(|point| (point.id, point.area)).collect();
    if !passed.is_empty() {
        let passing = Passing { way: Way::Fix, at: s.now() };
        store::check_point::pass(tx, &passed, actor.account, s.today(), passing).await?;
    }
    Ok(passed.into_iter().map(|(id, _)| id).collect())
}

fn is_met(point: &CheckPoint, frame: Frame, fixes: &[RawFix]) -> bool {
    fixes.iter().any(|fix| point.is_met(frame, fix.position, fix.accuracy_m))
}
