//! The versions of the formula: kept by the command centre and the system administrator, read by everybody whom it is about.

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::month::{Formula, Measure, month_of};
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
use store::month as table;

use crate::account::short_text;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// All versions of the formula.
#[derive(Clone, Debug)]
pub struct Formulas {
    /// The newest first; the one that every city begins with last.
    pub versions: Vec<Formula>,
    /// The one that this month's reports follow.
    pub current: i32,
    /// The first month that another version may hold for: none that is over changes.
    pub from_on: NaiveDate,
    /// Whether the post may make another version.
    pub may_keep: bool,
}

/// All versions.
///
/// *Errors*: `NotFound` for posts that have nothing to do with months.
pub async fn formulas(s: &Service, actor: &Actor) -> Result<Formulas, ServiceError> {
    let access = access(actor, Action::KeepMonthFormula, actor.area);
    if access == Access::Unknown {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin(actor).await?;
    let mut versions = table::versions(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    let from_on = month_of(s.today());
    let current = Formula::of_month(&versions, from_on).version;
    versions.push(Formula::first());
    Ok(Formulas { versions, current, from_on, may_keep: access == Access::Granted })
}

/// Makes another version, for the months from one on.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Invalid` for weights that make no formula, for no words, and for a month that
/// is over; `Conflict` when somebody else made one at the same moment.
pub async fn add_formula(
    s: &Service,
    actor: &Actor,
    from_on: NaiveDate,
    weights: &[(Measure, u16)],
    note: &str,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepMonthFormula, actor.area)?;
    let (note, from_on) = (short_text("note", note)?, month_of(from_on));
    if from_on < month_of(s.today()) {
        return Err(ServiceError::invalid("from_on", "a month that is not over"));
    }
    let county = actor.area.county();
    let duty = s.store.begin_duty(actor, Duty::MonthFormula, &[actor.area]).await?;
    let mut tx = duty.ok_or(ServiceError::NotFound)?;
    let last = table::versions(&mut tx, county).await?.first().map_or(1, |newest| newest.version);
    let weights = weights.iter().copied().filter(|(_, weight)| *weight > 0).collect();
    let formula = Formula { version: last + 1, from_on, weights, note };
    if !formula.is_sound() {
        return Err(ServiceError::invalid("weight", "0 to 100 for shares, and one above 0"));
    }
    if !table::add_version(&mut tx, county, &formula, actor.account, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "version": formula.version, "from": from_on });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_month_formula", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}
