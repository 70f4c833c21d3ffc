//! The trail of a case to be taken out: every hop with its link, masked, and written down.

use domain::actor::Actor;
use domain::case::{Desk, Trail};
use domain::id::CaseId;
use serde_json::json;

use super::chain::fault;
use super::{known, sheet};
use crate::{Service, ServiceError};

/// A trail with what stands on every page of it: who took it out, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOut {
    /// The trail.
    pub trail: Trail,
    /// The mark.
    pub mark: String,
}

/// The trail of a case, for a file of a kind such as `pdf`; that it was taken out is on the audit trail.
///
/// *Errors*: `NotFound` when one may not know of the case.
pub async fn trail(s: &Service, actor: &Actor, case: CaseId, kind: &'static str) -> Result<TakenOut, ServiceError> {
    let seen = sheet(s, actor, case).await?.masked();
    let mut tx = s.store.begin(actor).await?;
    known(&mut tx, actor, case, false).await?;
    let rows = store::case::chain(&mut tx, case).await?;
    let login = store::account::login(&mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let desk = match actor.desk {
        Some(desk) => store::case::desk_names(&mut tx, desk).await?.0,
        None => store::case::desk_names(&mut tx, Desk::area(actor.area)).await?.0,
    };
    let detail = json!({ "kind": kind, "entries": rows.len() });
    store::case::note_step(&mut tx, s.now(), case, "export_trail", detail, false).await?;
    tx.commit().await?;
    let linked = |version| rows.iter().find(|row| row.version == version).and_then(|row| row.link);
    let hops = seen.entries.iter().cloned().map(|entry| {
        let link = linked(entry.version);
        (entry, link)
    });
    let hops = hops.collect();
    let at = crate::export::moment(s.now());
    let mark = format!("格治导出 事件 {case} · {} · {desk} · {at} · 已脱敏", login.as_str());
    let head = rows.last().and_then(|row| row.link);
    let is_whole = fault(s.store.keyring(), case, &rows).is_none();
    Ok(TakenOut { trail: Trail { sheet: seen, hops, head, is_whole }, mark })
}
