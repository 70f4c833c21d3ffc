//! The rules of visits: the system administrator keeps the city's, offices those of their own area.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::cell::Label;
use domain::visit::rule::{KeptRule, Rhythm, VisitRule, Whom, Window};
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};

use crate::account::begin;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The rules as they concern a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleBook {
    /// The post's area, whose own rules it may keep.
    pub area: Area,
    /// The rules that hold in it, above it and below it, each with the name of the area that keeps it.
    pub rules: Vec<(KeptRule, String)>,
    /// The label dictionary.
    pub labels: Vec<Label>,
    /// Whether the post may change its area's own.
    pub may_keep: bool,
}

/// The rules.
///
/// *Errors*: `NotFound` for posts that neither see households nor keep the city's rules.
pub async fn rules(s: &Service, actor: &Actor) -> Result<RuleBook, ServiceError> {
    let may_keep = duty(actor).is_ok();
    if !may_keep {
        authorise(actor, Action::ViewHousehold, actor.area)?;
    }
    let mut tx = s.store.begin(actor).await?;
    let kept = store::visit::rules(&mut tx, actor.area.county()).await?;
    let concerns = |rule: &KeptRule| rule.area.contains(actor.area) || actor.area.contains(rule.area);
    let mut rules = Vec::new();
    for rule in kept.into_iter().filter(concerns) {
        let path = store::area::path(&mut tx, rule.area).await?;
        rules.push((rule, path.last().map(|(_, name)| name.clone()).unwrap_or_default()));
    }
    let labels = store::label::dictionary(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(RuleBook { area: actor.area, rules, labels, may_keep })
}

/// Says a rule of the post's own area, in place of its rule about the same households. It holds from today on.
///
/// *Errors*: `Forbidden` and `NotFound` for posts that keep none; `Invalid` for a rule that says neither how often nor when, and for a
/// label that the city has not.
pub async fn save_rule(
    s: &Service,
    actor: &Actor,
    whom: Whom,
    rhythm: Option<Rhythm>,
    window: Option<Window>,
) -> Result<(), ServiceError> {
    let duty = duty(actor)?;
    if rhythm.is_none() && window.is_none() {
        return Err(ServiceError::invalid("rhythm", "say how often, or at which time of the day"));
    }
    let mut tx = begin(s, actor, duty).await?;
    if let Whom::Label(code) = whom {
        let labels = store::label::dictionary(&mut tx, actor.area.county()).await?;
        if !labels.iter().any(|label| label.code == code) {
            return Err(ServiceError::invalid("whom", "the city has no such label: choose one of the list"));
        }
    }
    let rule = VisitRule { whom, rhythm, window, since_on: s.today() };
    store::visit::save_rule(&mut tx, actor.area, &rule, Some(actor.account), s.now()).await?;
    let detail = json!({
        "rule": whom.to_string(),
        "rhythm": rhythm.map(|rhythm| rhythm.to_string()),
        "hours": window.map(|window| window.to_string()),
    });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_visit_rule", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a rule of the post's own area; a larger area's about the same households holds again.
///
/// *Errors*: as [`save_rule`]; `NotFound` when the area keeps none with this number.
pub async fn remove_rule(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    let mut tx = begin(s, actor, duty(actor)?).await?;
    if !store::visit::remove_rule(&mut tx, actor.area, id).await? {
        return Err(ServiceError::NotFound);
    }
    let (detail, record) = (json!({ "removed": id }), Record::Area(actor.area));
    audit::write(&mut tx, actor, s.now(), actor.area, "change_visit_rule", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// As what a post keeps rules.
fn duty(actor: &Actor) -> Result<Duty, ServiceError> {
    if access(actor, Action::KeepDictionary, actor.area) == Access::Granted {
        return Ok(Duty::Accounts);
    }
    authorise(actor, Action::KeepVisitPlan, actor.area)?;
    Ok(Duty::Grids)
}
