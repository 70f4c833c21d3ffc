//! Moves out of a grid that another grid learned of first.
//!
//! Whoever moves in is often still open as living or registered in a grid that the mover's post may not see. Row-level security is
//! a lock of its own, so that grid's stay is not ended from outside, where a mistyped identity number would put a stranger out of
//! their home. Instead the move-in leaves a telling there, in the same transaction, through one function of the database
//! that trusts nothing but the session row (`tell_departure`); it says that the person moved in elsewhere, since when and how, and
//! not where. The old grid ends the stay with one tap, under its own eyes and in its own trail, or says that the person is still
//! there. Neither side sees anything of the other's household.

use domain::actor::{Access, Action, Actor};
use domain::stay::{EndReason, StayKind, left, rest_elsewhere};
use serde_json::json;
use store::audit::{self, Record};
pub use store::departure::DepartureRow;

use crate::door::Doors;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The most lines of the page.
const LINES: i64 = 200;

/// What the acting post's area was told and has not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The oldest first.
    pub open: Vec<DepartureRow>,
    /// Whether the viewer may decide.
    pub may_decide: bool,
}

/// What waits for the acting post's area.
///
/// *Errors*: `NotFound` for posts that see no households.
pub async fn list(s: &Service, actor: &Actor) -> Result<Sheet, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let open = store::departure::open(&mut tx, actor.area.range(), LINES).await?;
    tx.commit().await?;
    Ok(Sheet { open, may_decide: access(actor, Action::EditHousehold, actor.area) == Access::Granted })
}

/// How many wait for the acting post; none for posts that keep no files.
pub async fn waiting(s: &Service, actor: &Actor) -> Result<i64, ServiceError> {
    if access(actor, Action::EditHousehold, actor.area) != Access::Granted {
        return Ok(0);
    }
    let mut tx = s.store.begin(actor).await?;
    let count = store::departure::waiting(&mut tx, actor.area.range()).await?;
    tx.commit().await?;
    Ok(count)
}

/// Decides about one: the stay ends on the day on which the person moved in elsewhere, as far as it says the same as the stay there, or
/// it goes on because the person did not leave.
///
/// *Errors*: `NotFound` and `Forbidden` as the policy says, `NotFound` also for one that is decided; `Conflict` when somebody was
/// faster.
pub async fn decide(s: &Service, actor: &Actor, id: i64, ends: bool) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = store::departure::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, found.area)?;
    let stay = &found.stay;
    let doors = Doors::lock_with_closed(&mut tx, [stay.dwelling], s.today()).await?;
    if !store::departure::decide(&mut tx, actor, id, ends, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let mut left_as: Option<StayKind> = None;
    if ends {
        left_as = rest_elsewhere(stay.kind, found.elsewhere);
        let day = found.moved_on.min(s.today()).max(stay.from_on.unwrap_or(found.moved_on));
        let reason = if left_as.is_some() { EndReason::Changed } else { EndReason::Moved };
        store::stay::close(&mut tx, stay.id, day, reason).await?;
        if let Some(kind) = left_as {
            let relation = if kind.lives() { stay.relation } else { left(stay.relation) };
            store::departure::go_on(&mut tx, stay.id, (kind, relation), day).await?;
        }
    }
    let detail = json!({ "departure": id, "dwelling": stay.dwelling, "left_as": left_as.map(StayKind::slug) });
    let action = if ends { "end_departed" } else { "keep_departed" };
    audit::write(&mut tx, actor, s.now(), found.area, action, Record::Resident(stay.resident), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
