//! What became of the orders of an area, for the sheet that goes back to the hotline 回填.

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::case::{Desk, mask_numbers};
use serde_json::json;
use store::audit::{self, Record};
pub use store::order::AnswerRow;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Orders that one sheet has.
const MOST: i64 = 10_000;

/// How the orders of an area stand.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The orders, the latest first.
    pub rows: Vec<AnswerRow>,
    /// When it was asked.
    pub at: DateTime<Utc>,
    /// What stands above the rows: who took it out, and when.
    pub mark: String,
}

/// How the orders of one's area stand: no caller, and no number of anybody. That it was taken out is written down.
pub async fn answers(s: &Service, actor: &Actor) -> Result<Answers, ServiceError> {
    authorise(actor, Action::TakeCalls, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let mut rows = store::order::answers(&mut tx, actor.area.range(), MOST).await?;
    for row in &mut rows {
        row.answer = mask_numbers(&row.answer);
    }
    let login = store::account::login(&mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let desk = store::case::desk_names(&mut tx, actor.desk.unwrap_or_else(|| Desk::area(actor.area))).await?.0;
    let detail = json!({ "rows": rows.len() });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "export_orders", record, Some(detail)).await?;
    tx.commit().await?;
    let at = crate::export::moment(s.now());
    let mark = format!("格治导出 12345工单 · {} · {desk} · {at} · 已脱敏", login.as_str());
    Ok(Answers { rows, at: s.now(), mark })
}
