//! A person of a household in full, or their number for a call, for a reason that is written down. Masked they stand on the household's card.

use std::time::Duration;

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::id::{DwellingId, ResidentId};
use domain::person::{FullPerson, Reason};
use domain::phone::Phone;
use domain::setting::Number;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};

use crate::lock::authorise;
use crate::notice::may_dial_again;
use crate::{Service, ServiceError};

/// The time that [`Number::UnmaskHourly`] is counted in: a morning's round of doors, not a register.
pub const UNMASK_WINDOW: Duration = Duration::from_hours(1);

/// One person without masks. Who asked and why is written down in the same transaction.
///
/// *Errors*: `NotFound` for a person outside the account's area, `Forbidden` for a post that keeps no files,
/// `TooMany` beyond [`Number::UnmaskHourly`].
pub async fn unmask(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    reason: Reason,
) -> Result<FullPerson, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::UnmaskPerson, area)?;
    may_unmask_again(s, &mut tx, actor, area).await?;
    let now = s.now();
    let detail =
        json!({ "reason": reason.slug(), "fields": ["name", "born_on", "id_number", "phone", "medical_note"] });
    audit::write(&mut tx, actor, now, area, "unmask_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    Ok(person.full())
}

/// The number of somebody who lives behind a door, for one call from in front of it. The errand at the door is the reason; who asked
/// is written down in the same transaction.
///
/// *Errors*: `NotFound` for somebody who does not live there, has no telephone, or is outside the account's area; `Forbidden` for a
/// post that keeps no files; `TooMany` beyond [`crate::notice::DIAL_LIMIT`].
pub async fn dial(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    resident: ResidentId,
) -> Result<Phone, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::household::area(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::DialPerson, area)?;
    let people = store::resident::of_dwelling(&mut tx, dwelling, s.today()).await?;
    let found = people.into_iter().find(|person| person.resident == resident).and_then(|person| person.phone);
    let phone = found.ok_or(ServiceError::NotFound)?;
    let now = s.now();
    may_dial_again(&mut tx, actor, now).await?;
    let detail = json!({ "reason": "door", "dwelling": dwelling });
    audit::write(&mut tx, actor, now, area, "dial_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    Ok(phone)
}

/// Counts looks behind a mask, at people and at their documents alike.
///
/// *Errors*: `TooMany` beyond [`Number::UnmaskHourly`].
pub(crate) async fn may_unmask_again(s: &Service, tx: &mut Tx, actor: &Actor, area: Area) -> Result<(), ServiceError> {
    let limit = store::setting::read(tx, area.county()).await?.number(Number::UnmaskHourly);
    let looks = store::resident::unmasked_since(tx, actor, s.now() - UNMASK_WINDOW).await?;
    if looks >= i64::from(limit) { Err(ServiceError::TooMany) } else { Ok(()) }
}
