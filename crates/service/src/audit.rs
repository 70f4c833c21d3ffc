//! Reading the audit trail: the audit administrator's work, and itself on the trail.

use domain::actor::{Action, Actor};
use serde_json::json;
pub use store::audit::{Entry, Question};
use store::audit::{Record, read, write};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Entries of one page.
pub const PAGE: i64 = 100;

/// Entries of the trail, the newest first; [`PAGE`] at a time, going on before the last one's number.
///
/// *Errors*: `Forbidden` for the other two administrators, `NotFound` for everybody else.
pub async fn entries(s: &Service, actor: &Actor, question: &Question) -> Result<Vec<Entry>, ServiceError> {
    authorise(actor, Action::ReadAudit, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let entries = read(&mut tx, actor.area.range(), question, PAGE).await?;
    tx.commit().await?;
    let asked = json!({
        "action": question.action,
        "login": question.login.is_some(),
        "record": question.record_id.map(|id| id.to_string()),
        "shown": entries.len(),
    });
    let mut tx = s.store.begin_system().await?;
    let record = Record::Account(actor.account);
    write(&mut tx, actor, s.now(), actor.area, "read_audit", record, Some(asked)).await?;
    tx.commit().await?;
    Ok(entries)
}
