//! The household card and its labels.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Access, Action, Actor};
use domain::cell::LabelCode;
use domain::door_change::Story;
use domain::household::HouseholdCard;
use domain::id::DwellingId;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::household::Changed;
use store::outbox::{self, Change};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// A household's card. The look at it is written to the audit trail.
pub async fn card(s: &Service, actor: &Actor, dwelling: DwellingId) -> Result<HouseholdCard, ServiceError> {
    let mut tx = s.store.begin_lookup(actor).await?;
    let card = look(&mut tx, actor, dwelling, s.today(), Some(s.now())).await?;
    tx.commit().await?;
    Ok(card)
}

/// The card as the answer to a change, which has an audit row of its own.
pub(crate) async fn load(
    tx: &mut Tx,
    actor: &Actor,
    dwelling: DwellingId,
    today: NaiveDate,
) -> Result<HouseholdCard, ServiceError> {
    look(tx, actor, dwelling, today, None).await
}

async fn look(
    tx: &mut Tx,
    actor: &Actor,
    dwelling: DwellingId,
    today: NaiveDate,
    looked_at: Option<DateTime<Utc>>,
) -> Result<HouseholdCard, ServiceError> {
    let row = store::household::card(tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, row.area)?;
    let cases = if row.has_cases { store::case::of_dwelling(tx, dwelling).await? } else { Vec::new() };
    let people = match looked_at {
        Some(at) => store::resident::look_behind(tx, actor, at, (dwelling, row.area), today).await?,
        None => store::resident::of_dwelling(tx, dwelling, today).await?,
    };
    // Nearly no door ever changed: only those that did have a story.
    let mut story = if row.changes > 0 { store::door_change::story(tx, dwelling).await? } else { Story::default() };
    story.may_propose = access(actor, Action::ProposeDoor, row.area) == Access::Granted;
    let is_door = row.closed_on.is_none();
    Ok(HouseholdCard {
        dwelling,
        building: row.building,
        cell: row.cell.ok_or(ServiceError::NotFound)?,
        address: row.address,
        story,
        occupancy: row.occupancy,
        labels: store::label::codes(row.label_bits),
        residents: row.residents,
        people: people.iter().map(|person| person.masked(today)).collect(),
        visited_on: row.visited_on,
        verified_on: row.verified_on,
        cases,
        neighbours: row.neighbours,
        revision: row.revision,
        synthetic: row.is_synthetic,
        may_edit: is_door && access(actor, Action::EditHousehold, row.area) == Access::Granted,
        may_unmask: access(actor, Action::UnmaskPerson, row.area) == Access::Granted,
    })
}

/// Puts a label on a household or takes it off, and answers with the new card.
///
/// *Errors*: `Conflict` when the household is no longer at `expected_revision`; `Invalid` for a label that the city does
/// not have, and for one that is retired when it is to be put on.
pub async fn set_label(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    label: LabelCode,
    on: bool,
    expected_revision: i64,
) -> Result<HouseholdCard, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::household::area(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, area)?;
    let dictionary = store::label::dictionary(&mut tx, area.county()).await?;
    if !dictionary.iter().any(|known| known.code == label && !(on && known.is_retired)) {
        return Err(ServiceError::invalid("label", "the city has no such label: choose one from the list"));
    }
    let bit = store::label::bit(label);
    match store::household::set_label(&mut tx, dwelling, bit, on, expected_revision).await? {
        Changed::To(_) => {}
        Changed::Stale(_) => return Err(ServiceError::Conflict),
        Changed::Missing => return Err(ServiceError::NotFound),
    }
    let detail = json!({ "label": label.0, "on": on, "from_revision": expected_revision });
    audit::write(&mut tx, actor, s.now(), area, "set_label", Record::Household(dwelling), Some(detail)).await?;
    outbox::put(&mut tx, area, Change::Household(dwelling), s.now()).await?;
    let card = load(&mut tx, actor, dwelling, s.today()).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(card)
}
