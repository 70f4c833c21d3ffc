//! The emergency mode: declared by street or city for an area below, with a reason and an end; renewed, lifted, and used by
//! what it unlocks. Every step and every use is on the trail.
//!
//! For other use cases: [`active`] and [`unlocking`] say what holds in an area, [`note_use`] writes that it was made use of.

use chrono::{DateTime, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::emergency::{self, Emergency, LONGEST_REASON, MOST_HOURS, Unlock};
use serde_json::json;
use store::audit::{self, Record};
use store::emergency::{self as table, NewEmergency};
use store::{Duty, Tx};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Emergencies of the list.
const LISTED: i64 = 200;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Those that touch the post's area, the newest first.
    pub emergencies: Vec<Emergency>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The areas that the post may declare one for; empty when it may not.
    pub areas: Vec<(Area, String)>,
}

/// Emergencies that touch the post's area, with what became of them.
///
/// *Errors*: `NotFound` for a wall screen.
pub async fn overview(s: &Service, actor: &Actor) -> Result<Overview, ServiceError> {
    authorise(actor, Action::ViewWork, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let emergencies = table::list(&mut tx, actor.area.range(), LISTED).await?;
    let may_declare = access(actor, Action::DeclareEmergency, actor.area) == Access::Granted;
    let areas = if may_declare { store::area::above_grids(&mut tx, actor.area).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(Overview { emergencies, now: s.now(), areas })
}

/// What holds now in the post's area or around it: for the line on its pages. Nothing for a wall screen.
pub async fn here(s: &Service, actor: &Actor) -> Result<Vec<Emergency>, ServiceError> {
    if access(actor, Action::ViewWork, actor.area) != Access::Granted {
        return Ok(Vec::new());
    }
    let mut tx = s.store.begin(actor).await?;
    let found = table::touching(&mut tx, actor.area.range(), s.now()).await?;
    tx.commit().await?;
    Ok(found)
}

/// What is declared, as it was typed.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// Where.
    pub area: Area,
    /// Why.
    pub reason: &'a str,
    /// What it unlocks.
    pub unlocks: &'a [Unlock],
    /// For how many hours.
    pub hours: i64,
}

/// Declares an emergency and returns its number.
///
/// *Errors*: `Forbidden` for whoever only reads of it, `NotFound` for an area out of reach; `Invalid` for no reason, nothing
/// unlocked, and a term that is too long.
pub async fn declare(s: &Service, actor: &Actor, wish: &Wish<'_>) -> Result<i64, ServiceError> {
    authorise(actor, Action::DeclareEmergency, wish.area)?;
    let reason = wish.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control) {
        return Err(ServiceError::invalid("reason", format!("1 to {LONGEST_REASON} signs on one line")));
    }
    if wish.unlocks.is_empty() {
        return Err(ServiceError::invalid("unlock", "say what it unlocks"));
    }
    let until_at = term(s, wish.hours)?;
    let mut tx = begin(s, actor, wish.area).await?;
    if !store::regrid::is_open(&mut tx, wish.area).await? {
        return Err(ServiceError::NotFound);
    }
    let new = NewEmergency { area: wish.area, reason, unlocks: wish.unlocks, until_at };
    let id = table::declare(&mut tx, actor, s.now(), &new).await?;
    let unlocks: Vec<_> = wish.unlocks.iter().map(|unlock| unlock.slug()).collect();
    let detail = json!({ "emergency": id, "unlocks": unlocks, "until": until_at });
    note(s, &mut tx, actor, wish.area, ("declare_emergency", detail)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Lets an emergency last for so many hours from now.
///
/// *Errors*: as [`declare`]; `Conflict` when it changed meanwhile or is over.
pub async fn renew(s: &Service, actor: &Actor, which: (i64, i64), hours: i64) -> Result<(), ServiceError> {
    let area = area_of(s, actor, which.0).await?;
    authorise_on(actor, area)?;
    let until_at = term(s, hours)?;
    let mut tx = begin(s, actor, area).await?;
    if !table::renew(&mut tx, which, s.now(), until_at).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "emergency": which.0, "until": until_at });
    note(s, &mut tx, actor, area, ("renew_emergency", detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends an emergency before its time.
///
/// *Errors*: as [`renew`].
pub async fn lift(s: &Service, actor: &Actor, which: (i64, i64)) -> Result<(), ServiceError> {
    let area = area_of(s, actor, which.0).await?;
    authorise_on(actor, area)?;
    let mut tx = begin(s, actor, area).await?;
    if !table::lift(&mut tx, which, actor, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    note(s, &mut tx, actor, area, ("lift_emergency", json!({ "emergency": which.0 }))).await?;
    tx.commit().await?;
    Ok(())
}

/// What holds now in all of an area. Within the transaction that asks, because what it decides is written there.
pub async fn active(tx: &mut Tx, area: Area, at: DateTime<Utc>) -> Result<Vec<Emergency>, ServiceError> {
    let found = table::touching(tx, area.range(), at).await?;
    Ok(found.into_iter().filter(|one| one.holds(area, at)).collect())
}

/// The emergency that unlocks something in an area now; nothing when none does.
pub async fn unlocking(
    tx: &mut Tx,
    unlock: Unlock,
    area: Area,
    at: DateTime<Utc>,
) -> Result<Option<Emergency>, ServiceError> {
    let found = active(tx, area, at).await?;
    Ok(emergency::unlocking(&found, unlock, area, at).cloned())
}

/// Writes onto the trail that what an emergency unlocked was made use of in an area.
pub async fn note_use(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    (emergency, unlock): (i64, Unlock),
    area: Area,
) -> Result<(), ServiceError> {
    let detail = json!({ "emergency": emergency, "unlock": unlock.slug() });
    Ok(audit::write(tx, actor, at, area, "use_emergency", Record::Area(area), Some(detail)).await?)
}

/// Whoever reads of an emergency that holds in a wider area than the own one knows of it and may not change it.
fn authorise_on(actor: &Actor, area: Area) -> Result<(), ServiceError> {
    match authorise(actor, Action::DeclareEmergency, area) {
        Err(ServiceError::NotFound) if area.contains(actor.area) => Err(ServiceError::Forbidden),
        other => other,
    }
}

async fn area_of(s: &Service, actor: &Actor, id: i64) -> Result<Area, ServiceError> {
    authorise(actor, Action::ViewWork, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let found = table::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(found.area)
}

fn term(s: &Service, hours: i64) -> Result<DateTime<Utc>, ServiceError> {
    emergency::until(s.now(), hours).ok_or_else(|| ServiceError::invalid("hours", format!("1 to {MOST_HOURS} hours")))
}

async fn begin(s: &Service, actor: &Actor, area: Area) -> Result<Tx, ServiceError> {
    s.store.begin_duty(actor, Duty::Emergency, &[area]).await?.ok_or(ServiceError::NotFound)
}

async fn note(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    area: Area,
    (action, detail): (&'static str, serde_json::Value),
) -> Result<(), ServiceError> {
    Ok(audit::write(tx, actor, s.now(), area, action, Record::Area(area), Some(detail)).await?)
}
