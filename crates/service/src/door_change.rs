//! Doors that change: whoever works there proposes, the community (or who is above it) confirms or refuses.
//!
//! Not for what may be changed (`domain::door_change`) nor for how it is written (`store::door_change`).

use std::collections::BTreeSet;

use domain::actor::{Access, Action, Actor};
use domain::door_change::growth::{Growth, grown};
use domain::door_change::{Change, Closing, NOTE_LIMIT, Proposal, Slot, State, Story, after, merged_stays};
use domain::id::{BuildingId, DoorProposalId, DwellingId, ResidentId};
use domain::stay::Stay;
use serde_json::json;
use store::audit::{self, Record};
use store::door_change::{NewProposal, Unit};
use store::{Duty, Tx, outbox};

use crate::door::Doors;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The most proposals that a page shows, open and decided ones.
const LINES: i64 = 100;

/// A door with what can be proposed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorFile {
    /// The door as it is.
    pub slot: Slot,
    /// Its building.
    pub building: BuildingId,
    /// Estate or street, then building and unit.
    pub place: String,
    /// The other doors of its landing.
    pub landing: Vec<Slot>,
    /// What happened to it.
    pub story: Story,
    /// How many people belong to it.
    pub people: usize,
    /// The open proposal that it is in.
    pub proposal: Option<Proposal>,
    /// Whether the viewer may propose.
    pub may_propose: bool,
    /// Whether the viewer may confirm and refuse.
    pub may_decide: bool,
}

/// One door.
///
/// *Errors*: `NotFound` for a door that is none or out of reach, and for posts that see no households.
pub async fn view(s: &Service, actor: &Actor, dwelling: DwellingId) -> Result<DoorFile, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let unit = store::door_change::unit(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, unit.area)?;
    let places = unit.places();
    let slot = places.iter().find(|slot| slot.dwelling == dwelling).copied().ok_or(ServiceError::NotFound)?;
    let is_beside = |other: &Slot| other.floor == slot.floor && other.dwelling != dwelling && other.closing.is_none();
    let file = DoorFile {
        slot,
        building: unit.building,
        landing: places.into_iter().filter(is_beside).collect(),
        story: store::door_change::story(&mut tx, dwelling).await?,
        people: store::door_change::people(&mut tx, dwelling).await?,
        proposal: store::door_change::about(&mut tx, actor, dwelling).await?,
        may_propose: access(actor, Action::ProposeDoor, unit.area) == Access::Granted,
        may_decide: access(actor, Action::DecideDoor, unit.area) == Access::Granted,
        place: unit.place,
    };
    tx.commit().await?;
    Ok(file)
}

/// The proposals of the acting post's area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Those that wait, the oldest first.
    pub open: Vec<Proposal>,
    /// Those that were decided or taken back, the latest first.
    pub decided: Vec<Proposal>,
    /// Whether the viewer may confirm and refuse.
    pub may_decide: bool,
}

/// What was proposed in the acting post's area, and what became of it.
///
/// *Errors*: `NotFound` for posts that see no households.
pub async fn list(s: &Service, actor: &Actor) -> Result<Sheet, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let range = actor.area.range();
    let sheet = Sheet {
        open: store::door_change::open(&mut tx, actor, range, LINES).await?,
        decided: store::door_change::decided(&mut tx, actor, range, LINES).await?,
        may_decide: access(actor, Action::DecideDoor, actor.area) == Access::Granted,
    };
    tx.commit().await?;
    Ok(sheet)
}

/// How many proposals wait for the acting post; none for posts that don't decide.
pub async fn waiting(s: &Service, actor: &Actor) -> Result<i64, ServiceError> {
    if access(actor, Action::DecideDoor, actor.area) != Access::Granted {
        return Ok(0);
    }
    let mut tx = s.store.begin(actor).await?;
    let count = store::door_change::waiting(&mut tx, actor.area.range()).await?;
    tx.commit().await?;
    Ok(count)
}

/// The closed doors of a building with their units: those that can be opened again.
///
/// *Errors*: as [`view`].
pub async fn closed(s: &Service, actor: &Actor, building: BuildingId) -> Result<Vec<(u16, Slot)>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::building::building(&mut tx, building).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, row.area)?;
    let doors = store::door_change::closed(&mut tx, building).await?;
    tx.commit().await?;
    Ok(doors)
}

/// Proposes a change. That it could be made today is checked at once, and again by whoever confirms it.
///
/// *Errors*: `NotFound` and `Forbidden` as the policy says; `Invalid` for a note that is too long; `Door` for a change that can't be
/// made; `Conflict` when one of the doors is in an open proposal already.
pub async fn propose(s: &Service, actor: &Actor, change: &Change, note: &str) -> Result<DoorProposalId, ServiceError> {
    let note = checked(note, "note")?;
    let mut tx = s.store.begin(actor).await?;
    let unit = store::door_change::unit(&mut tx, change.dwelling()).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ProposeDoor, unit.area)?;
    let people = store::door_change::people(&mut tx, change.dwelling()).await?;
    after(&unit.places(), change, people).map_err(ServiceError::Door)?;
    growth(&unit, change)?;
    let new = NewProposal { change, unit: &unit, note };
    let id = store::door_change::propose(&mut tx, actor, new, s.now()).await?.ok_or(ServiceError::Conflict)?;
    let (detail, record) = (told(id, change), Record::Household(change.dwelling()));
    audit::write(&mut tx, actor, s.now(), unit.area, "propose_door", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

/// What the building gains; nothing by a change of a door that is there.
fn growth(unit: &Unit, change: &Change) -> Result<Option<Growth>, ServiceError> {
    let Change::Add { beside, more } = *change else { return Ok(None) };
    grown(unit.stairwell(&unit.places()), beside, more).map(Some).map_err(ServiceError::Door)
}

fn told(id: DoorProposalId, change: &Change) -> serde_json::Value {
    json!({
        "proposal": id,
        "kind": change.kind().slug(),
        "number": change.number(),
        "kept": change.kept(),
        "doors": change.doors(),
    })
}

fn checked<'a>(text: &'a str, field: &'static str) -> Result<&'a str, ServiceError> {
    let text = text.trim();
    if text.chars().count() > NOTE_LIMIT || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, "one line of at most 200 characters"));
    }
    Ok(text)
}

/// Proposes and confirms at once, for whoever may do both.
///
/// *Errors*: as [`propose`] and [`confirm`]; what can't be confirmed is not left behind as a proposal.
pub async fn change(s: &Service, actor: &Actor, change: &Change, note: &str) -> Result<(), ServiceError> {
    let id = propose(s, actor, change, note).await?;
    let done = confirm(s, actor, id).await;
    if done.is_err() {
        withdraw(s, actor, id).await?;
    }
    done
}

/// Confirms a proposal and makes the change. In one transaction: the door, stays and what waits behind it, totals, the proposal,
/// audit and outbox; where a building grows, its lattice and the scene of which every map is drawn. An open map that has the older
/// scene learns of it by the new doors' live row, and everybody else's by the next one or when a cell is picked.
///
/// *Errors*: `NotFound` and `Forbidden` as the policy says; `Conflict` when somebody else decided or one of the doors changed
/// meanwhile; `Door` when people moved there meanwhile.
pub async fn confirm(s: &Service, actor: &Actor, id: DoorProposalId) -> Result<(), ServiceError> {
    let found = known(s, actor, id, Action::DecideDoor).await?;
    let mut tx = s.store.begin_duty(actor, Duty::Doors, &[found.area]).await?.ok_or(ServiceError::NotFound)?;
    if matches!(found.change, Change::Add { .. }) {
        store::door_change::lock_city(&mut tx, found.change.dwelling()).await?;
    }
    store::door_change::lock_building(&mut tx, found.change.dwelling()).await?;
    // What was read before the lock may be old.
    let found = store::door_change::one(&mut tx, actor, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::DecideDoor, found.area)?;
    if found.is_stale || found.state != State::Proposed {
        return Err(ServiceError::Conflict);
    }
    let unit = store::door_change::unit(&mut tx, found.change.dwelling()).await?.ok_or(ServiceError::Conflict)?;
    let touched: BTreeSet<DwellingId> = touched(&unit, &found.change);
    let doors = Doors::lock_with_closed(&mut tx, touched, s.today()).await?;
    let people = store::door_change::people(&mut tx, found.change.dwelling()).await?;
    let slots = after(&unit.places(), &found.change, people).map_err(ServiceError::Door)?;
    let moved = make(s, &mut tx, actor, &unit, &found.change).await?;
    store::door_change::write(&mut tx, unit.area, &slots, s.today()).await?;
    let new = match growth(&unit, &found.change)? {
        Some(growth) => grow(s, &mut tx, actor, &unit, &growth).await?,
        None => 0,
    };
    if !store::door_change::decide(&mut tx, actor, id, (State::Confirmed, ""), s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let mut detail = told(id, &found.change);
    detail["people"] = json!(moved);
    detail["new"] = json!(new);
    let record = Record::Household(found.change.dwelling());
    audit::write(&mut tx, actor, s.now(), unit.area, "confirm_door", record, Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Adds doors, each with its first audit row and its live row. Says how many.
async fn grow(s: &Service, tx: &mut Tx, actor: &Actor, unit: &Unit, growth: &Growth) -> Result<usize, ServiceError> {
    let new = store::door_change::grow(tx, unit, growth, s.now()).await?;
    let each = new.iter().map(|door| (Record::Household(*door), unit.area));
    audit::write_each(tx, actor, s.now(), "add_door", each, &json!({})).await?;
    let changed: Vec<_> = new.iter().map(|door| (unit.area, *door)).collect();
    outbox::put_households(tx, &changed, s.now()).await?;
    Ok(new.len())
}

/// Everything that looks different afterwards: the door, the one that takes it in, and those that were part of it.
fn touched(unit: &Unit, change: &Change) -> BTreeSet<DwellingId> {
    let part = Some(Closing::MergedInto(change.dwelling()));
    let followers = unit.slots.iter().filter(|(slot, _)| slot.closing == part).map(|(slot, _)| slot.dwelling);
    followers.chain([change.dwelling()]).chain(change.kept()).collect()
}

/// Lets whoever and whatever is behind a door that goes follow. Says how many people moved.
async fn make(s: &Service, tx: &mut Tx, actor: &Actor, unit: &Unit, change: &Change) -> Result<usize, ServiceError> {
    match *change {
        Change::Renumber { .. } | Change::Open { .. } | Change::Add { .. } => Ok(0),
        Change::Remove { dwelling, .. } => {
            store::door_change::hand_on(tx, dwelling, None).await?;
            Ok(0)
        }
        Change::Merge { kept, gone } => {
            let mut stays: Vec<Stay> = Vec::new();
            for dwelling in [kept, gone] {
                stays.extend(store::stay::of_dwelling(tx, dwelling).await?.into_iter().map(|line| line.stay));
            }
            let movers: BTreeSet<ResidentId> =
                stays.iter().filter(|stay| stay.is_open() && stay.dwelling == gone).map(|stay| stay.resident).collect();
            store::stay::apply(tx, &merged_stays(&stays, kept, gone, s.today())).await?;
            store::door_change::hand_on(tx, gone, Some(kept)).await?;
            store::door_change::touch(tx, kept).await?;
            let detail = json!({ "from": gone, "into": kept });
            let each = movers.iter().map(|resident| (Record::Resident(*resident), unit.area));
            audit::write_each(tx, actor, s.now(), "move_with_door", each, &detail).await?;
            Ok(movers.len())
        }
    }
}

/// Refuses a proposal, with a reason that its proposer reads.
///
/// *Errors*: as [`confirm`]; `Invalid` without a reason.
pub async fn refuse(s: &Service, actor: &Actor, id: DoorProposalId, reason: &str) -> Result<(), ServiceError> {
    known(s, actor, id, Action::DecideDoor).await?;
    let reason = checked(reason, "reason")?;
    if reason.is_empty() {
        return Err(ServiceError::invalid("reason", "say why, for whoever proposed it"));
    }
    close(s, actor, id, Action::DecideDoor, (State::Refused, reason)).await
}

/// Takes a proposal of one's own back.
///
/// *Errors*: `NotFound` for one that may not be known; `Forbidden` for somebody else's; `Conflict` when somebody decided already.
pub async fn withdraw(s: &Service, actor: &Actor, id: DoorProposalId) -> Result<(), ServiceError> {
    if !known(s, actor, id, Action::ProposeDoor).await?.is_own {
        return Err(ServiceError::Forbidden);
    }
    close(s, actor, id, Action::ProposeDoor, (State::Withdrawn, "")).await
}

/// A proposal, when the acting post may do that to it.
async fn known(s: &Service, actor: &Actor, id: DoorProposalId, action: Action) -> Result<Proposal, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = store::door_change::one(&mut tx, actor, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, action, found.area)?;
    tx.commit().await?;
    Ok(found)
}

async fn close(
    s: &Service,
    actor: &Actor,
    id: DoorProposalId,
    action: Action,
    (state, reason): (State, &str),
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = store::door_change::one(&mut tx, actor, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, action, found.area)?;
    if !store::door_change::decide(&mut tx, actor, id, (state, reason), s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let what = if state == State::Refused { "refuse_door" } else { "withdraw_door" };
    let record = Record::Household(found.change.dwelling());
    audit::write(&mut tx, actor, s.now(), found.area, what, record, Some(told(id, &found.change))).await?;
    tx.commit().await?;
    Ok(())
}
