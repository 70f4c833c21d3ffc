//! Who reported a case without an account: written with the report, shown masked, rung with one tap.
//!
//! Intake (the community, the street and the command centre of the place) sees every reporter of its area; the desk that holds an open
//! case now sees its reporter, unless they asked that only intake does. Nobody else does.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::{MaskedReporter, Reporter};
use domain::id::CaseId;
use domain::phone::Phone;
use serde_json::json;
use store::Tx;
use store::case::CaseRow;

use crate::case::known;
use crate::lock::access;
use crate::notice::may_dial_again;
use crate::{Service, ServiceError};

/// Writes down who reported a new case, in the transaction that takes it in.
pub(crate) async fn add(s: &Service, tx: &mut Tx, at: (CaseId, Area), reporter: &Reporter) -> Result<(), ServiceError> {
    store::reporter::write(tx, &mut s.nonces()?, at, reporter, s.now()).await?;
    Ok(())
}

/// Who reported a case, masked; nothing when nobody is known or the viewer is not to see them.
///
/// *Errors*: `NotFound` when one may not know of the case.
pub async fn of_case(s: &Service, actor: &Actor, case: CaseId) -> Result<Option<MaskedReporter>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, case, false).await?;
    let found = shown(&mut tx, actor, &row).await?;
    tx.commit().await?;
    Ok(found)
}

/// The same of a case that was read already.
pub(crate) async fn shown(tx: &mut Tx, actor: &Actor, row: &CaseRow) -> Result<Option<MaskedReporter>, ServiceError> {
    let Some(sight) = Sight::of(actor, row) else { return Ok(None) };
    let found = store::reporter::of_case(tx, row.case).await?;
    Ok(found.filter(|reporter| sight.covers(reporter)).map(|reporter| reporter.masked(true)))
}

/// The number to ring who reported a case. Who asked is written down, and counted with the calls to households.
///
/// *Errors*: `NotFound` when one may not know of the case, or it has no number; `Forbidden` when one may know of it but is not to
/// see who reported it; `TooMany` beyond the limit.
pub async fn call(s: &Service, actor: &Actor, case: CaseId) -> Result<Phone, ServiceError> {
    let now = s.now();
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, case, false).await?;
    let sight = Sight::of(actor, &row).ok_or(ServiceError::Forbidden)?;
    let found = store::reporter::of_case(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    if !sight.covers(&found) {
        return Err(ServiceError::NotFound);
    }
    let phone = found.phone.ok_or(ServiceError::NotFound)?;
    may_dial_again(&mut tx, actor, now).await?;
    let detail = json!({ "reason": "case" });
    store::case::note_step(&mut tx, now, case, "dial_reporter", detail, false).await?;
    tx.commit().await?;
    Ok(phone)
}

/// Which reporters somebody sees of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// 受理: every one.
    Intake,
    /// The desk that has it in hand: those who did not mind.
    Holder,
}

impl Sight {
    fn of(actor: &Actor, row: &CaseRow) -> Option<Self> {
        if access(actor, Action::TakeCalls, row.standing.area) == Access::Granted {
            return Some(Self::Intake);
        }
        let holds = actor.desk == Some(row.standing.holder) && row.standing.light().is_open();
        holds.then_some(Self::Holder)
    }

    fn covers(self, reporter: &Reporter) -> bool {
        self == Self::Intake || !reporter.is_intake_only
    }
}
