//! Trails: duties, what phones send during them, and the line that a worker sees before anybody else does.
//!
//! No duty leaves a time behind: it is a row while it lasts, is written to no trail of audits, and goes with its raw fixes when the line
//! is sealed. Looking at somebody else's line is [`crate::patrol`]'s; who set what is recorded where stands on the audit trail.

mod day;
mod gpx;
mod ingest;
mod keep;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::clock::{civil_date, start_of_civil_day};
use domain::emergency::Unlock;
use domain::trail::{Ground, LONGEST_NOTE, TrackMode};
use serde_json::json;
use store::audit::{self, Record};
use store::trail::OnDuty;
use store::{Duty, Tx};

use crate::account::begin;
use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError, emergency};

pub(crate) use day::line_of_points;
pub use day::{OwnDay, StopLine, own_day};
pub use gpx::{Imported, MOST_BYTES, Source, import};
pub use ingest::{Taken, ingest};
pub use keep::tend;
pub(crate) use keep::tend_or_say;

/// What is recorded where: everything that was said in the city, by area with its name, and the areas that may say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modes {
    /// What was said.
    pub said: Vec<(Area, String, TrackMode)>,
    /// All areas down to the communities.
    pub areas: Vec<(Area, String)>,
}

/// What is recorded where in the city.
///
/// *Errors*: as of [`crate::setting::view`].
pub async fn modes(s: &Service, actor: &Actor) -> Result<Modes, ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    let areas = store::area::above_grids(&mut tx, actor.area).await?;
    let said = store::trail::modes(&mut tx, actor.area.range()).await?;
    tx.commit().await?;
    let name = |area: Area| areas.iter().find(|(known, _)| *known == area).map(|(_, name)| name.clone());
    let said = said.into_iter().map(|(area, mode)| (area, name(area).unwrap_or_default(), mode)).collect();
    Ok(Modes { said, areas })
}

/// Says what is recorded in an area and all below it that says nothing itself; nothing leaves it to the area above. Duties go on until
/// they end, and send nothing more where they may not.
///
/// *Errors*: `NotFound` and `Forbidden` as of settings; `Invalid` for an area that is not in the city.
pub async fn set_mode(s: &Service, actor: &Actor, area: Area, mode: Option<TrackMode>) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    if !actor.area.contains(area) {
        return Err(ServiceError::invalid("area", "an area of the city"));
    }
    let mut tx = begin(s, actor, Duty::Access).await?;
    store::trail::set_mode(&mut tx, area, mode, (actor.account, s.now())).await?;
    let detail = json!({ "setting": "trail_mode", "value": mode.map(TrackMode::slug), "area": area.to_string() });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_setting", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the acting account on duty: from now on its positions are taken, and none from before.
///
/// *Errors*: `Forbidden` where duty tracks are not recorded.
pub async fn begin_duty(s: &Service, actor: &Actor) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    if store::trail::mode(&mut tx, actor.area).await? != TrackMode::DutyTrack {
        let unlocked = emergency::unlocking(&mut tx, Unlock::DutyTrack, actor.area, s.now()).await?;
        let unlocked = unlocked.ok_or(ServiceError::Forbidden)?;
        emergency::note_use(&mut tx, actor, s.now(), (unlocked.id, Unlock::DutyTrack), actor.area).await?;
    }
    let new = OnDuty { account: actor.account, area: actor.area, began_at: s.now() };
    store::trail::begin_duty(&mut tx, new).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the acting account's duty: its fixes are sealed into the line of the day, and all else about it is forgotten.
pub async fn end_duty(s: &Service, actor: &Actor) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    if let Some(duty) = store::trail::duty(&mut tx, actor.account).await? {
        keep::seal(&mut tx, duty, s.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes what was at a stop of one's own trail; an empty note takes it away.
///
/// *Errors*: `Invalid` for a note that is too long, or a time that is no stop of one's own line.
pub async fn annotate(s: &Service, actor: &Actor, at: DateTime<Utc>, note: &str) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE || note.chars().any(char::is_control) {
        return Err(ServiceError::invalid("note", format!("at most {LONGEST_NOTE} signs on one line")));
    }
    let day = own_day(s, actor, civil_date(at)).await?;
    if !day.stops.iter().any(|stop| stop.from == at) {
        return Err(ServiceError::invalid("at", "the beginning of a stop"));
    }
    let mut tx = s.store.begin(actor).await?;
    store::trail::annotate(&mut tx, (actor.account, actor.area), at, note).await?;
    tx.commit().await?;
    Ok(())
}

/// What is recorded in an area now: what was said of it, or duty tracks where an emergency unlocked them.
pub(crate) async fn mode_of(tx: &mut Tx, area: Area, now: DateTime<Utc>) -> Result<TrackMode, ServiceError> {
    if emergency::unlocking(tx, Unlock::DutyTrack, area, now).await?.is_some() {
        return Ok(TrackMode::DutyTrack);
    }
    Ok(store::trail::mode(tx, area).await?)
}

/// The ground of an area.
async fn ground(tx: &mut Tx, area: Area) -> Result<Ground, ServiceError> {
    let frame = city_of(tx, area).await?.frame();
    let borders = store::border::borders(tx, area.range(), area.level()).await?;
    let border = borders.into_iter().find(|border| border.area == area).ok_or(ServiceError::NotFound)?;
    Ok(Ground::new(frame, border.rings()))
}

/// The first instant of a civil day and of the next.
fn bounds(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let next = day.succ_opt().unwrap_or(day);
    (start_of_civil_day(day), start_of_civil_day(next))
}
