//! What a city sets otherwise than it comes: the security administrator's, because all but the waiting times of idle
//! lights are about protection: the citywide board, too, says who sees what.

use domain::actor::{Action, Actor, Role};
use domain::setting::{Number, Settings, Switch, TOTP_ROLES};
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};

use crate::account::begin;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The city's settings.
///
/// *Errors*: `NotFound` for anybody but the administrators; the system and the audit administrator are `Forbidden`.
pub async fn view(s: &Service, actor: &Actor) -> Result<Settings, ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    let settings = store::setting::read(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(settings)
}

/// Sets a number. Sessions that are open keep the times that they began with.
///
/// *Errors*: `Invalid` for a number out of bounds.
pub async fn set_number(s: &Service, actor: &Actor, number: Number, value: i32) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    let (least, most) = number.bounds();
    if !(least..=most).contains(&value) {
        return Err(ServiceError::invalid(number.slug(), format!("{least} to {most}")));
    }
    write(s, actor, number.slug(), &value.to_string(), &[]).await
}

/// Puts something on or off.
pub async fn set_switch(s: &Service, actor: &Actor, switch: Switch, is_on: bool) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    write(s, actor, switch.slug(), Switch::value(is_on), &[]).await
}

/// Says under which roles a second factor has to be proved. Open sessions under these roles whose accounts have none yet
/// can do nothing but set one up.
pub async fn set_totp_roles(s: &Service, actor: &Actor, roles: &[Role]) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageSettings, actor.area)?;
    let slugs: Vec<&str> = roles.iter().filter(|role| **role != Role::Wall).map(|role| role.slug()).collect();
    write(s, actor, TOTP_ROLES, &slugs.join(","), &slugs).await
}

async fn write(s: &Service, actor: &Actor, name: &'static str, value: &str, hold: &[&str]) -> Result<(), ServiceError> {
    let county = actor.area.county();
    let mut tx = begin(s, actor, Duty::Access).await?;
    store::setting::write(&mut tx, county, (name, value), actor.account, s.now()).await?;
    if !hold.is_empty() {
        store::totp::hold_roles(&mut tx, county, hold).await?;
    }
    let detail = json!({ "setting": name, "value": value });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_setting", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}
