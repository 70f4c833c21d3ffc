//! Notices 通知到人: choose households, ring them one by one, write down who was told, and never lose sight of who was not.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::cell::Label;
use domain::id::{DwellingId, NoticeId};
use domain::notice::{Call, CallState, Choice, Draft, LONGEST_NOTE, Notice};
use domain::phone::Phone;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::notice::Outcome;

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// How many numbers an account may be given within [`DIAL_WINDOW`]: two big buildings, not a register.
pub const DIAL_LIMIT: i64 = 150;
/// The time that [`DIAL_LIMIT`] is counted in.
pub const DIAL_WINDOW: Duration = Duration::from_hours(1);
/// Notices of one list.
const LIST_LIMIT: i64 = 200;

/// A call sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The notice, counted within the viewer's area.
    pub notice: Notice,
    /// Its calls in the viewer's area, in walking order.
    pub calls: Vec<Call>,
    /// Whether calls are still written down, and this post may do so.
    pub may_mark: bool,
    /// Whether this post may ring.
    pub may_dial: bool,
}

/// Makes a notice and chooses its households.
///
/// *Errors*: `Invalid` for `area`, `building` or `labels` when they choose nobody.
pub async fn create(s: &Service, actor: &Actor, draft: &Draft, mut choice: Choice) -> Result<NoticeId, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    if let Some(building) = choice.building {
        let row = store::building::building(&mut tx, building).await?.ok_or(ServiceError::NotFound)?;
        // A building lies in one grid: the notice reaches no further.
        choice.area = row.area;
    }
    authorise(actor, Action::Notify, choice.area)?;
    let (notice, chosen) = store::notice::add(&mut tx, actor, draft, &choice, s.now()).await?;
    if chosen == 0 {
        return Err(ServiceError::invalid("area", "no household there fits: choose a wider area or fewer labels"));
    }
    let detail = json!({ "households": chosen, "building": choice.building, "labels": choice.labels });
    audit::write(&mut tx, actor, s.now(), choice.area, "make_notice", Record::Notice(notice), Some(detail)).await?;
    tx.commit().await?;
    Ok(notice)
}

/// The latest notices that reach into the actor's area.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Notice>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let notices = store::notice::list(&mut tx, actor.area.range(), LIST_LIMIT).await?;
    tx.commit().await?;
    Ok(notices)
}

/// What a new notice can choose by: the areas below a chosen one, its buildings, and the labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The area itself, then those right below it.
    pub areas: Vec<(Area, String)>,
    /// Its buildings, as long as it is a community or smaller.
    pub buildings: Vec<store::building::BuildingLine>,
    /// The label dictionary.
    pub labels: Vec<Label>,
}

/// What a new notice in an area can choose by; nothing for posts that make none.
pub async fn offer(s: &Service, actor: &Actor, area: Area) -> Result<Option<Offer>, ServiceError> {
    if access(actor, Action::Notify, area) != Access::Granted {
        return Ok(None);
    }
    let mut tx = s.store.begin(actor).await?;
    let own = store::area::names(&mut tx, area).await?;
    let is_small = area.level() >= domain::area::Level::Community;
    let buildings = if is_small { store::building::list(&mut tx, area.range(), 2_000).await? } else { Vec::new() };
    let labels = store::label::dictionary(&mut tx, area.county()).await?;
    tx.commit().await?;
    Ok(Some(Offer { areas: own, buildings, labels }))
}

/// A notice's call sheet, as far as the actor's area reaches. That it was opened is written down.
pub async fn sheet(s: &Service, actor: &Actor, notice: NoticeId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let range = actor.area.range();
    let found = store::notice::one(&mut tx, notice, range).await?.ok_or(ServiceError::NotFound)?;
    // A worker's notice may come from the whole community: it is looked at where both overlap.
    let ground = if found.area.contains(actor.area) { actor.area } else { found.area };
    authorise(actor, Action::ViewHousehold, ground)?;
    let calls = store::notice::calls(&mut tx, notice, range, s.today()).await?;
    let may = |action| access(actor, action, ground) == Access::Granted;
    let (may_mark, may_dial) = (may(Action::Notify) && found.is_open(s.today()), may(Action::DialPerson));
    audit::write(&mut tx, actor, s.now(), ground, "view_notice", Record::Notice(notice), None).await?;
    tx.commit().await?;
    Ok(Sheet { may_mark, may_dial: may_dial && found.is_open(s.today()), notice: found, calls })
}

/// Writes down what a call came to. `was` is what the caller saw before.
///
/// *Errors*: `Conflict` when somebody else wrote something else meanwhile; `Invalid` after the notice's last day, for a note
/// that is too long, or for a state that no call comes to.
pub async fn mark(
    s: &Service,
    actor: &Actor,
    (notice, dwelling): (NoticeId, DwellingId),
    (was, state): (CallState, CallState),
    note: &str,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, until_on) = store::notice::chosen(&mut tx, notice, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::Notify, area)?;
    if s.today() > until_on {
        return Err(ServiceError::invalid("notice", "its last day is over: make a new notice"));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(ServiceError::invalid("note", "at most 200 characters"));
    }
    if !CallState::OUTCOMES.contains(&state) {
        return Err(ServiceError::invalid("state", "a call comes to told, absent, passed on or declined"));
    }
    let outcome = Outcome { notice, dwelling, was, now: state, note };
    if !store::notice::mark(&mut tx, actor, outcome, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "notice": notice, "was": was.slug(), "state": state.slug() });
    let record = Record::Household(dwelling);
    audit::write(&mut tx, actor, s.now(), area, "mark_notice", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// The number to ring in a chosen household. The notice is the reason; who asked is written down in the same transaction.
///
/// *Errors*: `NotFound` for a household that was not chosen, has no telephone, or lies outside the account's area;
/// `Forbidden` for a post that keeps no files; `Invalid` after the notice's last day; `TooMany` beyond [`DIAL_LIMIT`].
pub async fn dial(s: &Service, actor: &Actor, notice: NoticeId, dwelling: DwellingId) -> Result<Phone, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, until_on) = store::notice::chosen(&mut tx, notice, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::DialPerson, area)?;
    if s.today() > until_on {
        return Err(ServiceError::invalid("notice", "its last day is over: make a new notice"));
    }
    let now = s.now();
    may_dial_again(&mut tx, actor, now).await?;
    let found = store::notice::phone(&mut tx, dwelling, s.today()).await?;
    let (resident, phone) = found.ok_or(ServiceError::NotFound)?;
    let detail = json!({ "reason": "notice", "notice": notice });
    audit::write(&mut tx, actor, now, area, "dial_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    Ok(phone)
}

/// Whether an account may be given one more number, whoever's it is. Calls of one account wait for each other here.
///
/// *Errors*: `TooMany` beyond [`DIAL_LIMIT`].
pub(crate) async fn may_dial_again(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let given = store::notice::dialled_since(tx, actor, now - DIAL_WINDOW).await?;
    if given >= DIAL_LIMIT { Err(ServiceError::TooMany) } else { Ok(()) }
}
