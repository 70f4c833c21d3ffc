//! A person of a household in full, for a reason that is written down. Masked they stand on the household's card.

use std::time::Duration;

use domain::actor::{Action, Actor};
use domain::id::ResidentId;
use domain::person::{FullPerson, Reason};
use serde_json::json;
use store::audit::{self, Record};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// How many persons an account may see in full within [`UNMASK_WINDOW`]: a morning's round of doors, not a register.
pub const UNMASK_LIMIT: i64 = 60;
/// The time that [`UNMASK_LIMIT`] is counted in.
pub const UNMASK_WINDOW: Duration = Duration::from_hours(1);

/// One person without masks. Who asked and why is written down in the same transaction.
///
/// *Errors*: `NotFound` for a person outside the account's area, `Forbidden` for a post that keeps no files,
/// `TooMany` beyond [`UNMASK_LIMIT`].
pub async fn unmask(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    reason: Reason,
) -> Result<FullPerson, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::UnmaskPerson, area)?;
    let now = s.now();
    if store::resident::unmasked_since(&mut tx, actor, now - UNMASK_WINDOW).await? >= UNMASK_LIMIT {
        return Err(ServiceError::TooMany);
    }
    let detail =
        json!({ "reason": reason.slug(), "fields": ["name", "born_on", "id_number", "phone", "medical_note"] });
    audit::write(&mut tx, actor, now, area, "unmask_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    Ok(person.full())
}
