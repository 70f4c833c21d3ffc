//! A household's page: who lives there, who did, what one has to know; and changes of the dwelling itself.

use domain::actor::{Action, Actor};
use domain::file::view::HouseholdFile;
use domain::file::{Group, Method, Problem};
use domain::household::Occupancy;
use domain::id::DwellingId;
use domain::note::{LONGEST, Note};
use domain::photo::Subject;
use serde_json::json;
use store::audit::{self, Record};
use store::verification;

use crate::door::Doors;
use crate::lock::authorise;
use crate::{Service, ServiceError, household};

/// A household with its people, history and notes. The look is written down.
pub async fn view(s: &Service, actor: &Actor, dwelling: DwellingId) -> Result<HouseholdFile, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let today = s.today();
    let card = household::load(&mut tx, actor, dwelling, today).await?;
    let area = card.address.areas.last().map_or(actor.area, |(area, _)| *area);
    audit::write(&mut tx, actor, s.now(), area, "view_household", Record::Household(dwelling), None).await?;
    let lines = store::stay::of_dwelling(&mut tx, dwelling).await?;
    let (open, past): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.stay.is_open());
    let file = HouseholdFile {
        others: open.into_iter().filter(|line| !line.stay.kind.lives()).collect(),
        past,
        notes: store::note::of_dwelling(&mut tx, dwelling).await?,
        photos: store::photo::list(&mut tx, Subject::Dwelling(dwelling)).await?,
        state: verification::state(&mut tx, dwelling).await?.unwrap_or_default(),
        words: store::file::dictionary(&mut tx).await?,
        today,
        card,
    };
    tx.commit().await?;
    Ok(file)
}

/// Says how a dwelling is used, and that this was verified.
///
/// *Errors*: `Conflict` when the household is no longer at `expected_revision`.
pub async fn set_occupancy(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    expected_revision: i64,
    (occupancy, method): (Occupancy, Method),
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let doors = Doors::lock(&mut tx, [dwelling], s.today()).await?;
    let household = *doors.get(dwelling)?;
    authorise(actor, Action::EditHousehold, household.area)?;
    if household.revision != expected_revision {
        return Err(ServiceError::Conflict);
    }
    verification::set_occupancy(&mut tx, dwelling, occupancy.number()).await?;
    let (subject, area) = (dwelling.number(), household.area);
    verification::put(&mut tx, actor, subject, Group::Dwelling, area, method, s.now()).await?;
    let detail = json!({ "occupancy": occupancy, "method": method.slug() });
    audit::write(&mut tx, actor, s.now(), area, "set_occupancy", Record::Household(dwelling), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Writes down that the whole file was gone through and is right: every group counts as verified today.
///
/// *Errors*: `Conflict` when the household is no longer at `expected_revision`.
pub async fn verify(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    expected_revision: i64,
    method: Method,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let doors = Doors::lock(&mut tx, [dwelling], s.today()).await?;
    let household = *doors.get(dwelling)?;
    authorise(actor, Action::EditHousehold, household.area)?;
    if household.revision != expected_revision {
        return Err(ServiceError::Conflict);
    }
    let (subject, area) = (dwelling.number(), household.area);
    verification::put(&mut tx, actor, subject, Group::Dwelling, area, method, s.now()).await?;
    let detail = json!({ "method": method.slug() });
    audit::write(&mut tx, actor, s.now(), area, "verify_household", Record::Household(dwelling), Some(detail)).await?;
    doors.settle(s, &mut tx, Some(s.today())).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Writes a note at one of a dwelling's places; an empty one is taken away.
///
/// *Errors*: `Entry` for a note that is too long; `Invalid` when the dwelling has no estate.
pub async fn write_note(s: &Service, actor: &Actor, dwelling: DwellingId, note: &Note) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::household::area(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, area)?;
    if note.text.chars().count() > LONGEST {
        return Err(ServiceError::entry("text", vec![Problem::TooLong]));
    }
    if !store::note::write(&mut tx, actor, dwelling, note, s.now()).await? {
        return Err(ServiceError::invalid("place", "this building belongs to no estate"));
    }
    let detail = json!({ "place": note.place.slug(), "kind": note.kind.slug() });
    audit::write(&mut tx, actor, s.now(), area, "write_note", Record::Household(dwelling), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}
