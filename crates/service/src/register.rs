//! Base data beyond people: what stands or works in a grid, entered and closed by those who keep its files.
//!
//! A contact's telephone is shown masked and rung with one tap, like a household's. Not here: people ([`crate::file`]).

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::id::EntryId;
use domain::party::{self, Rank};
use domain::phone::Phone;
use domain::register::{Class, Draft};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::building::BuildingLine;
pub use store::register::{EntryRow, KindRow};

use crate::lock::{access, authorise};
use crate::notice::may_dial_again;
use crate::{Service, ServiceError};

/// The most entries of one list.
pub const LINES: i64 = 500;
/// The most buildings to choose from.
const BUILDINGS: i64 = 2_000;

/// The register of one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// Names from the city down to the area.
    pub path: Vec<(Area, String)>,
    /// Its entries; at most [`LINES`].
    pub entries: Vec<EntryRow>,
    /// What a new entry can be; nothing where none can be made: without the right, and above a community.
    pub offer: Option<Offer>,
}

/// What an entry can be chosen from.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The sub-classes.
    pub kinds: Vec<KindRow>,
    /// The buildings.
    pub buildings: Vec<BuildingLine>,
    /// Of a party organisation: what it can stand under.
    pub parents: Vec<(EntryId, String)>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryFile {
    /// The entry; who shows it masks the telephone.
    pub row: EntryRow,
    /// What it can be changed to; nothing without the right, and when it is closed.
    pub offer: Option<Offer>,
    /// Whether this post may ring.
    pub may_dial: bool,
}

/// The register of an area, of one class when one is asked for.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no files.
pub async fn list(s: &Service, actor: &Actor, area: Area, class: Option<Class>) -> Result<Register, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    if path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    let entries = store::register::list(&mut tx, area.range(), class.map(Class::slug), LINES).await?;
    let offer = offer_of(&mut tx, actor, area, false).await?;
    tx.commit().await?;
    Ok(Register { path, entries, offer })
}

/// What a new entry of an area can be, a party organisation or anything else; nothing where the post can make none.
pub(crate) async fn offer_of(
    tx: &mut Tx,
    actor: &Actor,
    area: Area,
    is_party: bool,
) -> Result<Option<Offer>, ServiceError> {
    let may_add = access(actor, Action::EditHousehold, area) == Access::Granted && area.level() >= Level::Community;
    if may_add { Ok(Some(offer(tx, area, is_party).await?)) } else { Ok(None) }
}

async fn offer(tx: &mut Tx, area: Area, is_party: bool) -> Result<Offer, ServiceError> {
    let mut kinds = store::register::kinds(tx).await?;
    kinds.retain(|kind| Rank::of_kind(&kind.kind).is_some() == is_party);
    let range = area.range();
    let parents = if is_party { store::party::parents(tx, range, party::community(area)).await? } else { Vec::new() };
    Ok(Offer { kinds, buildings: store::building::list(tx, range, BUILDINGS).await?, parents })
}

/// One entry. The look is written down: it names a contact.
pub async fn view(s: &Service, actor: &Actor, entry: EntryId) -> Result<EntryFile, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let row = find(&mut tx, actor, entry, Action::ViewHousehold).await?;
    let ground = ground(actor, &row)?;
    let may = |action| access(actor, action, row.area) == Access::Granted;
    let may_dial = may(Action::DialPerson) && row.phone.is_some();
    let community = row.area.parent().filter(|community| actor.area.contains(*community)).unwrap_or(row.area);
    let may_edit = may(Action::EditHousehold) && row.to_on.is_none();
    let is_party = Rank::of_kind(&row.kind).is_some();
    let offer = if may_edit { Some(offer(&mut tx, community, is_party).await?) } else { None };
    audit::write(&mut tx, actor, s.now(), ground, "view_entry", Record::Entry(entry), None).await?;
    tx.commit().await?;
    Ok(EntryFile { row, offer, may_dial })
}

/// The part of an entry's area that the post reaches: a party organisation of the community is known in its grids.
fn ground(actor: &Actor, row: &EntryRow) -> Result<Area, ServiceError> {
    if Rank::of_kind(&row.kind).is_none() {
        return Ok(row.area);
    }
    party::ground(row.area, actor.area).ok_or(ServiceError::NotFound)
}

/// An entry that the post knows, if it may do this with it.
async fn find(tx: &mut Tx, actor: &Actor, entry: EntryId, action: Action) -> Result<EntryRow, ServiceError> {
    let row = store::register::one(tx, entry).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, ground(actor, &row)?)?;
    match access(actor, action, row.area) {
        Access::Granted => Ok(row),
        _ if action == Action::ViewHousehold => Ok(row),
        _ => Err(ServiceError::Forbidden),
    }
}

/// Adds an entry: in the grid of its building, or, when it stands by itself, in the grid that is meant.
///
/// *Errors*: `Invalid` with the field; `building` when there is neither a building nor a grid.
pub async fn add(s: &Service, actor: &Actor, area: Area, draft: Draft) -> Result<EntryId, ServiceError> {
    authorise(actor, Action::EditHousehold, area)?;
    let draft = draft.checked(s.today()).map_err(|error| ServiceError::invalid(error.0, error.to_string()))?;
    let (now, mut nonces) = (s.now(), s.nonces()?);
    let mut tx = s.store.begin(actor).await?;
    let grid = place(&mut tx, actor, area, &draft).await?;
    let entry = store::register::add(&mut tx, actor, grid, &draft, (&mut nonces, now)).await?;
    let detail = json!({ "kind": draft.kind });
    audit::write(&mut tx, actor, now, grid, "add_entry", Record::Entry(entry), Some(detail)).await?;
    tx.commit().await?;
    Ok(entry)
}

/// The grid of a draft. A sub-class has to be one of the dictionary's.
async fn place(tx: &mut Tx, actor: &Actor, area: Area, draft: &Draft) -> Result<Area, ServiceError> {
    let kinds = store::register::kinds(tx).await?;
    if !kinds.iter().any(|kind| kind.kind == draft.kind) {
        return Err(ServiceError::invalid("kind", "the dictionary has no such class: choose one from the list"));
    }
    if Rank::of_kind(&draft.kind).is_some() {
        return place_party(tx, actor, area, draft).await;
    }
    let Some(building) = draft.building else {
        let missing = || ServiceError::invalid("building", "choose a building, or open the grid that it stands in");
        return if area.level() == Level::Grid { Ok(area) } else { Err(missing()) };
    };
    let grid = store::register::grid_of(tx, building).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, grid)?;
    Ok(grid)
}

/// The area of a party organisation: that which is meant, a community or a grid; its rooms may be in a building of it.
async fn place_party(tx: &mut Tx, actor: &Actor, area: Area, draft: &Draft) -> Result<Area, ServiceError> {
    if area.level() < Level::Community {
        return Err(ServiceError::invalid("area", "open the community or the grid that the organisation is of"));
    }
    if let Some(building) = draft.building {
        let grid = store::register::grid_of(tx, building).await?.ok_or(ServiceError::NotFound)?;
        authorise(actor, Action::EditHousehold, grid)?;
        if !area.contains(grid) {
            return Err(ServiceError::invalid("building", "choose a building of the organisation's own area"));
        }
    }
    let Some(parent) = draft.parent else { return Ok(area) };
    let rank = Rank::of_kind(&draft.kind).ok_or(ServiceError::NotFound)?;
    let above = store::register::one(tx, parent).await?.filter(|row| row.to_on.is_none());
    let stands = above.is_some_and(|row| {
        let is_near = party::community(row.area) == party::community(area);
        is_near && party::may_stand_under(rank, &row.kind)
    });
    if stands {
        Ok(area)
    } else {
        Err(ServiceError::invalid("parent", "choose one of a higher rank, or an alliance unit"))
    }
}

/// A party organisation stays one, and above those that stand under it.
async fn keeps_its_place(tx: &mut Tx, row: &EntryRow, draft: &Draft) -> Result<(), ServiceError> {
    let (was, rank) = (Rank::of_kind(&row.kind), Rank::of_kind(&draft.kind));
    let below = if was.is_some() { store::party::held(tx, row.entry).await?.below } else { Vec::new() };
    let holds = was.is_some() == rank.is_some()
        && below.iter().all(|kind| Rank::of_kind(kind).is_none_or(|below| rank.is_some_and(|rank| rank < below)));
    if holds { Ok(()) } else { Err(ServiceError::invalid("kind", "it has to stay above those that stand under it")) }
}

/// Changes an entry. A draft without telephone keeps the old one.
///
/// *Errors*: `Conflict` when it is no longer at `revision`, or closed.
pub async fn change(
    s: &Service,
    actor: &Actor,
    entry: EntryId,
    revision: i64,
    draft: Draft,
) -> Result<(), ServiceError> {
    let (now, mut nonces) = (s.now(), s.nonces()?);
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, entry, Action::EditHousehold).await?;
    let draft = draft.checked(s.today()).map_err(|error| ServiceError::invalid(error.0, error.to_string()))?;
    keeps_its_place(&mut tx, &row, &draft).await?;
    let grid = place(&mut tx, actor, row.area, &draft).await?;
    let at = (entry, grid, revision);
    if !store::register::change(&mut tx, actor, at, &draft, (&mut nonces, now)).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "kind": draft.kind, "from_revision": revision });
    audit::write(&mut tx, actor, now, grid, "change_entry", Record::Entry(entry), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes an entry: it is no longer there from a day on.
///
/// *Errors*: `Invalid` for a day to come or before it began, and `members` for a party organisation that somebody belongs to or
/// that others stand under; `Conflict` when it is no longer at `revision`, or closed.
pub async fn close(
    s: &Service,
    actor: &Actor,
    entry: EntryId,
    revision: i64,
    day: NaiveDate,
) -> Result<(), ServiceError> {
    let now = s.now();
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, entry, Action::EditHousehold).await?;
    if day > s.today() || row.from_on.is_some_and(|from| day < from) {
        return Err(ServiceError::invalid("day", "a day from when it began until today"));
    }
    let held = store::party::held(&mut tx, entry).await?;
    if held.has_members || !held.below.is_empty() {
        return Err(ServiceError::invalid("members", "move its members and the organisations under it first"));
    }
    if !store::register::close(&mut tx, actor, (entry, revision), (day, now)).await? {
        return Err(ServiceError::Conflict);
    }
    audit::write(&mut tx, actor, now, row.area, "close_entry", Record::Entry(entry), None).await?;
    tx.commit().await?;
    Ok(())
}

/// The number to ring an entry's contact. Who asked is written down, and counted with the calls to households.
///
/// *Errors*: `NotFound` without a telephone, `Forbidden` for a post that keeps no files, `TooMany` beyond the limit.
pub async fn dial(s: &Service, actor: &Actor, entry: EntryId) -> Result<Phone, ServiceError> {
    let now = s.now();
    let mut tx = s.store.begin(actor).await?;
    let row = find(&mut tx, actor, entry, Action::DialPerson).await?;
    let phone = row.phone.ok_or(ServiceError::NotFound)?;
    may_dial_again(&mut tx, actor, now).await?;
    audit::write(&mut tx, actor, now, row.area, "dial_entry", Record::Entry(entry), None).await?;
    tx.commit().await?;
    Ok(phone)
}
