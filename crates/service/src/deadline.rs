//! How long the clocks of cases run: the system administrator's rules, and all of them together for whatever counts time.

use domain::actor::{Action, Actor};
use domain::area::County;
use domain::calendar::WorkCalendar;
use domain::deadline::{Clockwork, Condition, Origin, Preset, Rule, Rules};
use serde_json::json;
use store::audit::{self, Record};
use store::{Duty, Tx};

use crate::account::begin;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The rules as they stand, with the calendar that they are counted along.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn rules(s: &Service, actor: &Actor) -> Result<Clockwork, ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let found = clockwork(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(found)
}

/// Sets how long a clock runs under a condition, in place of whatever held under it. Due times that were already set stay.
pub async fn set_rule(s: &Service, actor: &Actor, rule: Rule) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let rule = Rule { origin: Origin::City, ..rule };
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    store::deadline::write(&mut tx, actor.area.county(), std::slice::from_ref(&rule), actor.account, s.now()).await?;
    let span = rule.span;
    let detail = json!({
        "rule": rule.condition.slug(),
        "amount": span.amount(),
        "unit": span.unit().slug(),
        "in_service_hours": span.in_service_hours(),
        "may_pause": rule.may_pause,
    });
    note(s, &mut tx, actor, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes one of the city's rules; a built-in one under the same condition holds again.
///
/// *Errors*: `NotFound` when the city has none under it.
pub async fn remove_rule(s: &Service, actor: &Actor, condition: &Condition) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::deadline::remove(&mut tx, actor.area.county(), condition).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "removed": condition.slug() })).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a published set: it replaces all of the city's rules for the clocks that it has rules for.
pub async fn take_preset(s: &Service, actor: &Actor, preset: Preset) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let county = actor.area.county();
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    store::deadline::clear(&mut tx, county, &preset.clocks()).await?;
    store::deadline::write(&mut tx, county, &preset.rules(), actor.account, s.now()).await?;
    note(s, &mut tx, actor, json!({ "preset": preset.slug() })).await?;
    tx.commit().await?;
    Ok(())
}

/// Everything that a city's clocks go by. Load it once for a piece of work: it reads a few hundred small rows.
pub(crate) async fn clockwork(tx: &mut Tx, county: County) -> Result<Clockwork, ServiceError> {
    let settings = store::setting::read(tx, county).await?;
    Ok(Clockwork {
        rules: Rules::new(store::deadline::read(tx, county).await?),
        calendar: WorkCalendar::new(store::calendar::read(tx).await?, settings.service_hours()),
        idle_days: settings.idle_days(),
    })
}

async fn note(s: &Service, tx: &mut Tx, actor: &Actor, detail: serde_json::Value) -> Result<(), ServiceError> {
    let record = Record::Area(actor.area);
    Ok(audit::write(tx, actor, s.now(), actor.area, "change_deadline", record, Some(detail)).await?)
}
