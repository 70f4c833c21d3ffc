//! The working calendar: the system administrator enters each year's notice, and the hours in which service is given.

use chrono::{Datelike, NaiveDate};
use domain::actor::{Action, Actor};
use domain::calendar::{ServiceHours, WorkCalendar};
use domain::setting::SERVICE_HOURS;
use serde_json::json;
use store::audit::{self, Record};
use store::{Duty, Tx};

use crate::account::{begin, short_text};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Most days that are entered at once: no holiday is longer.
const MOST_DAYS: usize = 31;

/// The calendar as it stands.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// All exceptions and the service hours.
    pub calendar: WorkCalendar,
    /// Today in the city.
    pub today: NaiveDate,
    /// The year whose notice should be entered and is not.
    pub missing_year: Option<i32>,
}

/// The calendar, for its page.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn list(s: &Service, actor: &Actor) -> Result<Calendar, ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let calendar = read(&mut tx, actor).await?;
    tx.commit().await?;
    let today = s.today();
    Ok(Calendar { missing_year: calendar.missing_year(today), today, calendar })
}

/// The year whose notice should be entered and is not; nothing for whoever can't enter it.
pub async fn missing_year_warning(s: &Service, actor: &Actor) -> Result<Option<i32>, ServiceError> {
    match list(s, actor).await {
        Ok(found) => Ok(found.missing_year),
        Err(ServiceError::NotFound | ServiceError::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes days worked or free that are not so by their weekday, and says what they are called. One day when no last one is
/// named.
///
/// *Errors*: `Invalid` for days in the wrong order, too many, or of no year that anybody plans; for a name that is too long.
pub async fn set(
    s: &Service,
    actor: &Actor,
    (from, until): (NaiveDate, Option<NaiveDate>),
    is_work: bool,
    name: &str,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let name = short_text("day_name", name)?;
    let until = until.unwrap_or(from);
    let days: Vec<NaiveDate> = from.iter_days().take_while(|on| *on <= until).take(MOST_DAYS + 1).collect();
    if days.is_empty() || days.len() > MOST_DAYS {
        return Err(ServiceError::invalid("until", format!("1 to {MOST_DAYS} days")));
    }
    if !(2000..=2100).contains(&from.year()) {
        return Err(ServiceError::invalid("on", "a year from 2000 to 2100"));
    }
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    store::calendar::set(&mut tx, &days, (is_work, &name), actor.account, s.now()).await?;
    note(s, &mut tx, actor, json!({ "from": from, "until": until, "work": is_work, "name": name })).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a day again what its weekday says.
///
/// *Errors*: `NotFound` when it was nothing else.
pub async fn clear(s: &Service, actor: &Actor, on: NaiveDate) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::calendar::clear(&mut tx, on).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "cleared": on })).await?;
    tx.commit().await?;
    Ok(())
}

/// Says when service is given on working days. Due times that were already set stay as they are.
pub async fn set_hours(s: &Service, actor: &Actor, hours: ServiceHours) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let value = hours.to_string();
    store::setting::write(&mut tx, actor.area.county(), (SERVICE_HOURS, &value), actor.account, s.now()).await?;
    note(s, &mut tx, actor, json!({ "hours": value })).await?;
    tx.commit().await?;
    Ok(())
}

async fn read(tx: &mut Tx, actor: &Actor) -> Result<WorkCalendar, ServiceError> {
    let settings = store::setting::read(tx, actor.area.county()).await?;
    Ok(WorkCalendar::new(store::calendar::read(tx).await?, settings.service_hours()))
}

async fn note(s: &Service, tx: &mut Tx, actor: &Actor, detail: serde_json::Value) -> Result<(), ServiceError> {
    let record = Record::Area(actor.area);
    Ok(audit::write(tx, actor, s.now(), actor.area, "change_calendar", record, Some(detail)).await?)
}
