//! The versions of the rules: kept by the command centre and the system administrator, read by everybody whom they are about.

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::bank::Rule;
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
use store::bank as table;

use crate::account::short_text;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// All versions of the rules.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The newest first; the one that every city begins with last.
    pub versions: Vec<Rule>,
    /// The one that holds today.
    pub current: Rule,
    /// The first day that another version may hold for: what was credited stays as it was.
    pub from_on: NaiveDate,
    /// Whether the post may make another version.
    pub may_keep: bool,
}

/// All versions.
///
/// *Errors*: `NotFound` for posts that have nothing to do with volunteers.
pub async fn rules(s: &Service, actor: &Actor) -> Result<Rules, ServiceError> {
    let kept = access(actor, Action::KeepBankRule, actor.area);
    if kept == Access::Unknown {
        authorise(actor, Action::OwnBank, actor.area)?;
    }
    let mut tx = s.store.begin(actor).await?;
    let mut versions = table::versions(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    let current = Rule::on_day(&versions, s.today());
    versions.push(Rule::first());
    Ok(Rules { versions, current, from_on: s.today(), may_keep: kept == Access::Granted })
}

/// Makes another version that holds from a day on. Its number is given here.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Invalid` for numbers that make no rule, for no words, and for a day that is over;
/// `Conflict` when somebody else made one at the same moment.
pub async fn add_rule(s: &Service, actor: &Actor, new: Rule) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepBankRule, actor.area)?;
    let note = short_text("note", &new.note)?;
    if new.from_on < s.today() {
        return Err(ServiceError::invalid("from_on", "a day that is not over"));
    }
    let county = actor.area.county();
    let duty = s.store.begin_duty(actor, Duty::BankRule, &[actor.area]).await?;
    let mut tx = duty.ok_or(ServiceError::NotFound)?;
    let last = table::versions(&mut tx, county).await?.first().map_or(1, |newest| newest.version);
    let rule = Rule { version: last + 1, note, ..new };
    if let Some(field) = rule.fault() {
        return Err(ServiceError::invalid(field, "out of its range"));
    }
    if !table::add_version(&mut tx, county, &rule, (actor.account, s.now())).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "version": rule.version, "from": rule.from_on });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_bank_rule", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}
