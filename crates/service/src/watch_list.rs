//! Watch lists: offices name households that are looked after every day for a while; workers check them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::clock::civil_date;
use domain::emergency::Unlock;
use domain::filter::Filter;
use domain::id::DwellingId;
use domain::operation::OperationId;
use domain::visit::{ProofDemand, VisitPosition, believed};
use domain::watch_list::{MOST_HOUSEHOLDS, Term, WatchOutcome};
use serde_json::json;
use store::audit::{self, Record};
use store::filter::Asked;
use store::watch_list::{self, NewCheck, NewList};
pub use store::watch_list::{ItemRow, ListRow};

use crate::account::short_text;
use crate::lock::{access, authorise};
use crate::visit::note;
use crate::{Service, ServiceError, emergency};

/// A list to be made.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The street, community or grid that it is of.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// Households by what fits; nothing for none.
    pub filter: Option<Filter>,
    /// Households one by one.
    pub dwellings: Vec<DwellingId>,
}

/// The lists of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// The area with what holds it, as far as the post reaches.
    pub path: Vec<(Area, String)>,
    /// The lists, the newest first.
    pub lists: Vec<ListRow>,
    /// Today.
    pub today: NaiveDate,
    /// The labels that a list can be made by.
    pub labels: Vec<domain::cell::Label>,
    /// Whether this post may make one here.
    pub may_make: bool,
}

/// One list on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The list.
    pub list: ListRow,
    /// Its households that the post sees, each with the day's last check.
    pub items: Vec<ItemRow>,
    /// The day.
    pub day: NaiveDate,
    /// Whether it runs on that day.
    pub is_running: bool,
    /// Whether this post may end it.
    pub may_end: bool,
}

/// A day's check of a household, as it was sent.
#[derive(Clone, Debug)]
pub struct Check {
    /// The sender's number.
    pub operation: OperationId,
    /// The list.
    pub list: i64,
    /// The household.
    pub dwelling: DwellingId,
    /// What it came to.
    pub outcome: WatchOutcome,
    /// When, by the phone's clock.
    pub made_at: DateTime<Utc>,
    /// Where, if the phone said so.
    pub position: Option<VisitPosition>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// The lists of an area; those that are over too when asked for.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no households.
pub async fn lists(s: &Service, actor: &Actor, area: Area, with_ended: bool) -> Result<Lists, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    if path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    let lists = watch_list::lists(&mut tx, area.range(), s.today(), with_ended).await?;
    let mut labels = store::label::dictionary(&mut tx, area.county()).await?;
    labels.retain(|label| !label.is_retired);
    tx.commit().await?;
    let may_make = is_maker(area) && access(actor, Action::KeepVisitPlan, area) == Access::Granted;
    let path = path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect();
    Ok(Lists { path, lists, today: s.today(), labels, may_make })
}

fn is_maker(area: Area) -> bool {
    area.level() != Level::City
}

/// Makes a list. Returns its number.
///
/// *Errors*: `Forbidden` for posts that make none, `NotFound` for an area out of reach, `Invalid` by field.
pub async fn make(s: &Service, actor: &Actor, draft: &Draft) -> Result<i64, ServiceError> {
    authorise(actor, Action::KeepVisitPlan, draft.area)?;
    if !is_maker(draft.area) {
        return Err(ServiceError::invalid("area", "a street, a community or a grid"));
    }
    let (name, reason) = (short_text("name", &draft.name)?, short_text("reason", &draft.reason)?);
    let term = Term::new_checked(draft.from_on, draft.until_on, s.today());
    let term = term.ok_or_else(|| {
        ServiceError::invalid("until_on", "a day from today on, within two months after the first day")
    })?;
    let mut tx = s.store.begin(actor).await?;
    let mut dwellings = draft.dwellings.clone();
    if let Some(filter) = draft.filter.as_ref().filter(|filter| !filter.is_empty()) {
        let asked = Asked { filter, range: draft.area.range(), today: s.today() };
        let found = store::filter::dwellings(&mut tx, asked).await?;
        dwellings.extend(found.into_iter().filter_map(DwellingId::new_checked));
    }
    dwellings.sort_unstable();
    dwellings.dedup();
    if dwellings.is_empty() || dwellings.len() > MOST_HOUSEHOLDS {
        return Err(ServiceError::invalid("dwellings", format!("1 to {MOST_HOUSEHOLDS} households")));
    }
    let new = NewList { area: draft.area, name: &name, reason: &reason, term, dwellings: &dwellings };
    let (list, households) = watch_list::make(&mut tx, actor, &new, s.now()).await?;
    if households < draft.dwellings.len() as u64 || households == 0 {
        return Err(ServiceError::invalid("dwellings", "a household of the list is not in this area"));
    }
    let detail = json!({ "list": list, "households": households, "until": term.until_on });
    let record = Record::Area(draft.area);
    audit::write(&mut tx, actor, s.now(), draft.area, "make_watch_list", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(list)
}

/// One list on a day; today when none is said. That somebody looked is written down.
///
/// *Errors*: `NotFound` for a list of which the post sees no household.
pub async fn view(s: &Service, actor: &Actor, list: i64, day: Option<NaiveDate>) -> Result<ListPage, ServiceError> {
    let day = day.unwrap_or_else(|| s.today());
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin_look(actor).await?;
    let range = actor.area.range();
    let found = watch_list::one(&mut tx, list, range, day).await?.ok_or(ServiceError::NotFound)?;
    let items = watch_list::items(&mut tx, list, range, day).await?;
    let may_end = access(actor, Action::KeepVisitPlan, found.area) == Access::Granted && found.ended_at.is_none();
    if items.is_empty() && !may_end {
        return Err(ServiceError::NotFound);
    }
    let (detail, record) = (json!({ "list": list, "shown": items.len() }), Record::Area(actor.area));
    audit::write(&mut tx, actor, s.now(), actor.area, "view_watch_list", record, Some(detail)).await?;
    tx.commit().await?;
    let is_running = found.term.covers(day) && found.ended_at.is_none();
    Ok(ListPage { list: found, items, day, is_running, may_end })
}

/// The households of the post's area that are looked after today, each with the day's last check.
///
/// *Errors*: `NotFound` for posts that see no households.
pub async fn today(s: &Service, actor: &Actor) -> Result<Vec<ItemRow>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let items = watch_list::items_of_day(&mut tx, actor.area.range(), s.today()).await?;
    tx.commit().await?;
    Ok(items)
}

/// Saves a day's check. True when the same had come in before.
///
/// *Errors*: `NotFound` for a household out of reach or on no such list, `Forbidden` for posts that don't work at doors, `Conflict`
/// for a list that does not run on that day, `Invalid` for `note` and for `position` when that is demanded and missing.
pub async fn check(s: &Service, actor: &Actor, check: &Check, proof: ProofDemand) -> Result<bool, ServiceError> {
    let at = believed(check.made_at, s.now());
    let day = civil_date(at);
    let mut tx = s.store.begin(actor).await?;
    let found = watch_list::item(&mut tx, (check.list, check.dwelling), day).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, found.area)?;
    if watch_list::checked_before(&mut tx, actor.account, check.operation).await? {
        return Ok(true);
    }
    let list = watch_list::one(&mut tx, check.list, found.area.range(), day).await?.ok_or(ServiceError::NotFound)?;
    if !list.term.covers(day) || list.ended_at.is_some() {
        return Err(ServiceError::Conflict);
    }
    let demanding = emergency::unlocking(&mut tx, Unlock::WatchProof, found.area, s.now()).await?;
    let proof = demanding.as_ref().map_or(proof, |_| ProofDemand::Position);
    if !proof.is_met(check.position.as_ref()) {
        return Err(ServiceError::invalid("position", "an emergency demands where it was: allow the page to ask"));
    }
    let text = note(check.note.as_deref())?.unwrap_or_default();
    let new = NewCheck {
        operation: check.operation,
        list: check.list,
        dwelling: check.dwelling,
        day,
        at,
        outcome: check.outcome,
        note: &text,
        position: check.position,
    };
    if !watch_list::check(&mut tx, actor, found.area, &new).await? {
        return Ok(true);
    }
    let detail = json!({ "list": check.list, "outcome": check.outcome.slug(), "on": day });
    let record = Record::Household(check.dwelling);
    audit::write(&mut tx, actor, s.now(), found.area, "check_watched", record, Some(detail)).await?;
    if let Some(demanding) = demanding {
        emergency::note_use(&mut tx, actor, s.now(), (demanding.id, Unlock::WatchProof), found.area).await?;
    }
    tx.commit().await?;
    Ok(false)
}

/// Ends a list before its last day.
///
/// *Errors*: `NotFound` for one out of reach, `Forbidden` for posts that end none and for a larger area's, `Conflict` when it was ended.
pub async fn end(s: &Service, actor: &Actor, list: i64) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = watch_list::one(&mut tx, list, actor.area.range(), s.today()).await?.ok_or(ServiceError::NotFound)?;
    if access(actor, Action::KeepVisitPlan, found.area) != Access::Granted {
        authorise(actor, Action::ViewHousehold, actor.area)?;
        return Err(ServiceError::Forbidden);
    }
    if !watch_list::end(&mut tx, list, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let (detail, record) = (json!({ "list": list }), Record::Area(found.area));
    audit::write(&mut tx, actor, s.now(), found.area, "end_watch_list", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}
