//! Visits: a worker saves what a call came to, once; takes a slip back; sees what is due; and offices read what was done.
//!
//! A saved visit is the check-in. It carries a position only when the phone attached one, and taking it back takes that along. Not
//! here: which rule says what (`domain::visit`), and watch lists ([`crate::watch_list`]).

mod plan;
mod rule;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::cell::Label;
use domain::clock::{civil_date, start_of_civil_day};
use domain::file::{Group, Method};
use domain::id::DwellingId;
use domain::visit::{
    LONGEST_NOTE, NewVisit, ProofDemand, VisitId, VisitOutcome, WITHDRAW_MINUTES, believed, may_withdraw,
};
use serde_json::json;
use store::audit::{self, Record};
use store::outbox::{self, Change};
use store::verification;
pub use store::visit::VisitLine;

pub use self::plan::{Nearby, plan, plan_of, same_household_and_building_due};
pub use self::rule::{RuleBook, remove_rule, rules, save_rule};
use crate::door::Doors;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Visits of one page of the records.
pub const PAGE: u32 = 100;
/// Visits that a household shows.
const OF_HOUSEHOLD: i64 = 20;

/// What became of a visit that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The visit.
    pub visit: VisitId,
    /// Whether it had come in before.
    pub is_again: bool,
}

/// A visit of a household, as its reader may treat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdVisit {
    /// The visit.
    pub line: VisitLine,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
}

/// The visits of an area in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// The area with what holds it, as far as the post reaches.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The first day of the month.
    pub month: NaiveDate,
    /// How many came to what, in the order of [`VisitOutcome::ALL`].
    pub totals: [i64; 3],
    /// Those of the page, the newest first.
    pub visits: Vec<VisitLine>,
    /// Whether there are more.
    pub has_more: bool,
}

/// Saves a visit. The same operation sent again answers with the visit that it made. A household that was found unchanged counts as
/// verified at the door on that day, by this account.
///
/// *Errors*: `NotFound` for a household out of reach, `Forbidden` for posts that don't work at doors, `Conflict` for a door that is
/// none any more, `Invalid` for a note that is too long.
pub async fn record(s: &Service, actor: &Actor, new: NewVisit) -> Result<Recorded, ServiceError> {
    record_with(s, actor, new, ProofDemand::None).await
}

/// The same where something has to be attached.
///
/// *Errors*: as [`record`]; `Invalid` for `position` when it is demanded and missing.
pub async fn record_with(
    s: &Service,
    actor: &Actor,
    mut new: NewVisit,
    proof: ProofDemand,
) -> Result<Recorded, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::household::area(&mut tx, new.dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, area)?;
    if let Some(visit) = store::visit::saved_before(&mut tx, actor.account, new.operation).await? {
        tx.commit().await?;
        return Ok(Recorded { visit, is_again: true });
    }
    if !proof.is_met(new.position.as_ref()) {
        return Err(ServiceError::invalid("position", "an emergency demands where it was: allow the page to ask"));
    }
    new.note = note(new.note.as_deref())?;
    new.made_at = believed(new.made_at, s.now());
    let doors = Doors::lock(&mut tx, [new.dwelling], s.today()).await?;
    let Some(visit) = store::visit::insert(&mut tx, actor, area, &new, s.now()).await? else {
        let first = store::visit::saved_before(&mut tx, actor.account, new.operation).await?;
        let visit = first.ok_or(ServiceError::Conflict)?;
        tx.commit().await?;
        return Ok(Recorded { visit, is_again: true });
    };
    let on = civil_date(new.made_at);
    store::visit::called_at(&mut tx, new.dwelling, on).await?;
    let detail = json!({ "outcome": new.outcome.slug(), "on": on, "with_position": new.position.is_some() });
    let record = Record::Household(new.dwelling);
    audit::write(&mut tx, actor, s.now(), area, "record_visit", record, Some(detail)).await?;
    if new.outcome == VisitOutcome::Unchanged {
        let whole = [(new.dwelling.number(), Group::Dwelling, area)];
        verification::put_all(&mut tx, actor, &whole, Method::Door, new.made_at).await?;
        doors.settle(s, &mut tx, Some(on)).await?;
    } else {
        outbox::put(&mut tx, area, Change::Household(new.dwelling), s.now()).await?;
    }
    tx.commit().await?;
    s.live.wake();
    Ok(Recorded { visit, is_again: false })
}

/// A note as it is kept: nothing when it is empty.
pub(crate) fn note(text: Option<&str>) -> Result<Option<String>, ServiceError> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.chars().count() > LONGEST_NOTE || text.chars().any(|sign| sign.is_control() && sign != '\n' && sign != '\r')
    {
        return Err(ServiceError::invalid("note", format!("at most {LONGEST_NOTE} signs")));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Takes a visit back, with the position attached to it and the verification that it was.
///
/// *Errors*: `NotFound` for one out of reach, `Forbidden` for somebody else's, `Conflict` after
/// [`domain::visit::WITHDRAW_MINUTES`].
pub async fn withdraw(s: &Service, actor: &Actor, visit: VisitId) -> Result<DwellingId, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let line = store::visit::one(&mut tx, visit).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, line.area)?;
    if line.account != actor.account {
        return Err(ServiceError::Forbidden);
    }
    if !line.received_at.is_some_and(|at| may_withdraw(at, s.now())) {
        return Err(ServiceError::Conflict);
    }
    if !store::visit::withdraw(&mut tx, visit).await? {
        return Err(ServiceError::Conflict);
    }
    let doors = Doors::lock_with_closed(&mut tx, [line.dwelling], s.today()).await?;
    let detail = json!({ "outcome": line.outcome.slug() });
    let record = Record::Household(line.dwelling);
    audit::write(&mut tx, actor, s.now(), line.area, "withdraw_visit", record, Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(line.dwelling)
}

/// The last visits of a household, the newest first.
///
/// *Errors*: `NotFound` for a household out of reach.
pub async fn of_dwelling(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
) -> Result<Vec<HouseholdVisit>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::household::area(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, area)?;
    let lines = store::visit::of_dwelling(&mut tx, dwelling, OF_HOUSEHOLD).await?;
    tx.commit().await?;
    let may_edit = access(actor, Action::EditHousehold, area) == Access::Granted;
    let may = |line: &VisitLine| {
        may_edit && line.account == actor.account && line.received_at.is_some_and(|at| may_withdraw(at, s.now()))
    };
    Ok(lines.into_iter().map(|line| HouseholdVisit { may_withdraw: may(&line), line }).collect())
}

/// The account's own visits that it may still take back, the newest first.
///
/// *Errors*: `NotFound` for posts that see no households.
pub async fn recent(s: &Service, actor: &Actor) -> Result<Vec<VisitLine>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let since = s.now() - TimeDelta::minutes(WITHDRAW_MINUTES);
    let mut tx = s.store.begin(actor).await?;
    let lines = store::visit::received_since(&mut tx, actor.account, since).await?;
    tx.commit().await?;
    Ok(lines)
}

/// The words that rules name households by.
///
/// *Errors*: `NotFound` for posts that see no households.
pub async fn labels(s: &Service, actor: &Actor) -> Result<Vec<Label>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let labels = store::label::dictionary(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(labels)
}

/// The visits of an area in the month of a day, page `page` from 0. That somebody looked is written down.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no households.
pub async fn records(
    s: &Service,
    actor: &Actor,
    area: Area,
    day: NaiveDate,
    page: u32,
) -> Result<Records, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let month = first_of_month(day);
    let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let span = (start_of_civil_day(month), start_of_civil_day(next));
    let mut tx = s.store.begin_look(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    if path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    let below = store::area::names(&mut tx, area).await?.into_iter().filter(|(below, _)| *below != area).collect();
    let totals = store::visit::totals(&mut tx, area.range(), span).await?;
    let (offset, limit) = (i64::from(page) * i64::from(PAGE), i64::from(PAGE));
    let mut visits = store::visit::list(&mut tx, area.range(), span, offset, limit + 1).await?;
    let has_more = visits.len() > PAGE as usize;
    visits.truncate(PAGE as usize);
    let detail = json!({ "month": month, "page": page, "shown": visits.len() });
    audit::write(&mut tx, actor, s.now(), area, "view_visits", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    let path = path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect();
    Ok(Records { path, below, month, totals, visits, has_more })
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
