//! Known works: desks and departments post what they plan or do; intake, staff and residents see it before they report it.

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::category::CategoryCode;
use domain::id::WorkId;
use domain::spot::Spot;
use domain::work::{Draft, Ended, Ending, LARGEST_RADIUS_M, Work};
use serde_json::json;
use store::Tx;
use store::building::BuildingLine;
use store::unit::UnitRow;
pub use store::work::Which;

use crate::account::short_text;
use crate::category::{self, Categories};
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Longest reason and outcome, in signs.
const LONGEST_TEXT: usize = 200;
/// Buildings to choose from.
const BUILDINGS: i64 = 2_000;

/// The works of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Works {
    /// The area with what holds it, the city first.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The works.
    pub works: Vec<Work>,
    /// The day that their states are of.
    pub today: NaiveDate,
    /// Whether this post may post one.
    pub may_post: bool,
}

/// One work with what the post may do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFile {
    /// The work.
    pub work: Work,
    /// Its category.
    pub category: Option<domain::category::Category>,
    /// The day that its state is of.
    pub today: NaiveDate,
    /// What it can be changed to; nothing for who may not change it, and when it is over.
    pub offer: Option<Offer>,
}

/// What a work can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The chosen area, then those right below it.
    pub areas: Vec<(Area, String)>,
    /// Its buildings, as long as it is a community or smaller.
    pub buildings: Vec<BuildingLine>,
    /// The open units that work there or above.
    pub units: Vec<UnitRow>,
    /// What it may answer.
    pub categories: Categories,
}

/// What residents are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The public works that are not over, by area.
    pub works: Vec<Work>,
    /// The day that their states are of.
    pub today: NaiveDate,
}

/// The part of a work's area that the post reaches: a street's work is known in its communities.
fn ground(actor: &Actor, work: Area) -> Area {
    if work.contains(actor.area) { actor.area } else { work }
}

/// The works of an area and of what holds it.
///
/// *Errors*: `NotFound` for an area out of reach, and for wall screens.
pub async fn list(s: &Service, actor: &Actor, scope: Area, which: Which) -> Result<Works, ServiceError> {
    authorise(actor, Action::ViewWork, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, scope).await?;
    if path.last().is_none_or(|(found, _)| *found != scope) {
        return Err(ServiceError::NotFound);
    }
    let below = store::area::names(&mut tx, scope).await?.into_iter().filter(|(area, _)| *area != scope).collect();
    let works = store::work::list(&mut tx, scope.range(), which, s.today()).await?;
    tx.commit().await?;
    let may_post = access(actor, Action::PostWork, scope) == Access::Granted;
    let path = path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect();
    Ok(Works { path, below, works, today: s.today(), may_post })
}

/// One work.
///
/// *Errors*: `NotFound` for one whose area neither lies in the post's nor holds it.
pub async fn view(s: &Service, actor: &Actor, work: WorkId) -> Result<WorkFile, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = find(&mut tx, actor, work).await?;
    let may_change = access(actor, Action::PostWork, found.draft.area) == Access::Granted && found.ended.is_none();
    let area = found.draft.area;
    let community = area.parent().filter(|above| area.level() == Level::Grid && actor.area.contains(*above));
    let offer = if may_change { Some(offer_of(s, &mut tx, community.unwrap_or(area)).await?) } else { None };
    let category = match &found.draft.category {
        Some(code) => store::category::one(&mut tx, code).await?,
        None => None,
    };
    tx.commit().await?;
    Ok(WorkFile { work: found, category, today: s.today(), offer })
}

/// What a new work in an area can be about.
///
/// *Errors*: `Forbidden` for posts that post none; `NotFound` for an area out of reach.
pub async fn offer(s: &Service, actor: &Actor, area: Area) -> Result<Offer, ServiceError> {
    authorise(actor, Action::PostWork, area)?;
    let mut tx = s.store.begin(actor).await?;
    let offer = offer_of(s, &mut tx, area).await?;
    tx.commit().await?;
    if offer.areas.is_empty() { Err(ServiceError::NotFound) } else { Ok(offer) }
}

async fn offer_of(s: &Service, tx: &mut Tx, area: Area) -> Result<Offer, ServiceError> {
    let is_small = area.level() >= Level::Community;
    let buildings = if is_small { store::building::list(tx, area.range(), BUILDINGS).await? } else { Vec::new() };
    let mut categories = category::all(tx).await?;
    categories.categories.retain(|category| !category.is_retired);
    let mut units = store::unit::list(tx, area.county()).await?;
    let today = s.today();
    units.retain(|unit| unit.area.contains(area) && unit.closed_on.is_none_or(|on| on > today));
    Ok(Offer { areas: store::area::names(tx, area).await?, buildings, units, categories })
}

/// Posts a work.
///
/// *Errors*: `Forbidden` for posts that post none, `NotFound` for a place out of reach, `Invalid` by field.
pub async fn post(s: &Service, actor: &Actor, draft: Draft) -> Result<WorkId, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let draft = checked(s, &mut tx, actor, draft).await?;
    let work = store::work::add(&mut tx, actor, &draft, s.now(), false).await?;
    let detail = json!({ "public": draft.is_public, "category": draft.category, "building": draft.building });
    store::work::audit(&mut tx, work, "post_work", &detail, s.now()).await?;
    tx.commit().await?;
    Ok(work)
}

/// Says anew what a work is. `revision` is what was seen before.
///
/// *Errors*: as [`post`]; `Conflict` when it was changed or ended meanwhile.
pub async fn change(
    s: &Service,
    actor: &Actor,
    (work, revision): (WorkId, i64),
    draft: Draft,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = writable(&mut tx, actor, work).await?;
    let draft = checked(s, &mut tx, actor, draft).await?;
    if !store::work::change(&mut tx, (work, revision), &draft, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({
        "public": draft.is_public, "category": draft.category, "building": draft.building, "starts_on": draft.starts_on,
        "ends_on": draft.ends_on, "ended_before": before.draft.ends_on,
    });
    store::work::audit(&mut tx, work, "change_work", &detail, s.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a work: it stays on record, and nobody is told of it any more.
///
/// *Errors*: as [`post`]; `Invalid` for a day before it began (a work that was given up may end before), or one to come;
/// `Conflict` when it was changed or ended meanwhile.
pub async fn end(
    s: &Service,
    actor: &Actor,
    (work, revision): (WorkId, i64),
    (how, on): (Ending, Option<NaiveDate>),
    outcome: &str,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = writable(&mut tx, actor, work).await?;
    let on = on.unwrap_or_else(|| s.today());
    if on > s.today() || (how == Ending::Done && on < before.draft.starts_on) {
        return Err(ServiceError::invalid("ended_on", "a day between its first and today"));
    }
    let ended = Ended { how, on, outcome: some_text("outcome", outcome)? };
    if !store::work::end(&mut tx, (work, revision), &ended, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "how": how, "on": on });
    store::work::audit(&mut tx, work, "end_work", &detail, s.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What somebody who reports something at a place should hear of: the nearest first.
pub(crate) async fn near(tx: &mut Tx, spot: &Spot, category: Option<&CategoryCode>) -> Result<Vec<Work>, ServiceError> {
    let mut works = store::work::around(tx, spot).await?;
    works.retain(|work| work.covers(spot) && work.answers(category));
    works.sort_by_key(|work| {
        let metres = work.spot.metres_to(spot).unwrap_or(u32::MAX);
        (!work.spot.shares_building(spot), metres, work.work)
    });
    Ok(works)
}

/// The same for whoever works there.
///
/// *Errors*: `NotFound` for a place out of reach.
pub async fn around(
    s: &Service,
    actor: &Actor,
    spot: &Spot,
    category: Option<&CategoryCode>,
) -> Result<Vec<Work>, ServiceError> {
    authorise(actor, Action::ViewWork, spot.area)?;
    let mut tx = s.store.begin(actor).await?;
    let works = near(&mut tx, spot, category).await?;
    tx.commit().await?;
    Ok(works)
}

/// What residents may know of: the city's public works that are not over, by area.
pub async fn public(s: &Service) -> Result<Announced, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_public().await?;
    let works = store::work::public(&mut tx, Area::city(county).range()).await?;
    tx.commit().await?;
    Ok(Announced { works, today: s.today() })
}

async fn find(tx: &mut Tx, actor: &Actor, work: WorkId) -> Result<Work, ServiceError> {
    let found = store::work::one(tx, work).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewWork, ground(actor, found.draft.area))?;
    Ok(found)
}

/// A work that the post may change.
async fn writable(tx: &mut Tx, actor: &Actor, work: WorkId) -> Result<Work, ServiceError> {
    let found = find(tx, actor, work).await?;
    match access(actor, Action::PostWork, found.draft.area) {
        Access::Granted => Ok(found),
        Access::Forbidden | Access::Unknown => Err(ServiceError::Forbidden),
    }
}

/// A draft that can be stored: texts trimmed, its area that of its building.
async fn checked(s: &Service, tx: &mut Tx, actor: &Actor, mut draft: Draft) -> Result<Draft, ServiceError> {
    if let Some(building) = draft.building {
        draft.area = store::spot::of_building(tx, building).await?.ok_or(ServiceError::NotFound)?.area;
    }
    authorise(actor, Action::PostWork, draft.area)?;
    if !store::regrid::is_open(tx, draft.area).await? {
        return Err(ServiceError::NotFound);
    }
    draft.title = short_text("work_title", &draft.title)?;
    draft.place = if draft.place.trim().is_empty() { String::new() } else { short_text("work_place", &draft.place)? };
    draft.reason = some_text("reason", &draft.reason)?;
    if draft.radius_m.is_some_and(|radius| draft.building.is_none() || !(1..=LARGEST_RADIUS_M).contains(&radius)) {
        let bounds = format!("1 to {LARGEST_RADIUS_M} metres around a building: choose the building");
        return Err(ServiceError::invalid("radius_m", bounds));
    }
    if draft.ends_on.is_some_and(|on| on < draft.starts_on) {
        return Err(ServiceError::invalid("ends_on", "a day after the first"));
    }
    if let Some(code) = &draft.category {
        let unknown = || ServiceError::invalid("category", "choose one of the list");
        store::category::one(tx, code).await?.ok_or_else(unknown)?;
    }
    if let Some(unit) = draft.unit {
        let (units, today) = (store::unit::list(tx, draft.area.county()).await?, s.today());
        let works = |row: &UnitRow| row.area.contains(draft.area) && row.closed_on.is_none_or(|on| on > today);
        if !units.iter().any(|row| row.unit == unit && works(row)) {
            return Err(ServiceError::invalid("unit", "choose an open unit that works there"));
        }
    }
    Ok(draft)
}

/// A text that may be empty and may have lines.
fn some_text(field: &'static str, text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let is_plain = |sign: char| !sign.is_control() || sign == '\n' || sign == '\r';
    if text.chars().count() > LONGEST_TEXT || !text.chars().all(is_plain) {
        return Err(ServiceError::invalid(field, format!("at most {LONGEST_TEXT} signs")));
    }
    Ok(text.to_owned())
}
