//! Timelines as they are checked against their links, and what audit trail and outbox are told of a step.

use chrono::{DateTime, Utc};
use domain::case::{Desk, Light};
use domain::id::{AccountId, CaseId, PostId};
use serde_json::Value;
use sqlx::Row;

use super::before::optional;
use crate::{StoreError, Tx, row};

/// One entry as it stands, with how many there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRow {
    /// The version that the case is at.
    pub case_version: i32,
    /// The version after the entry.
    pub version: i32,
    /// Its word.
    pub step: String,
    /// The light after it.
    pub light: Light,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account: Option<AccountId>,
    /// Under which post.
    pub post: Option<PostId>,
    /// Where it went.
    pub to: Option<Desk>,
    /// The words that went with it.
    pub note: String,
    /// The version that it took back.
    pub undoes: Option<i32>,
    /// Its link.
    pub link: Option<[u8; 32]>,
}

/// Cases after an id that have linked entries, by id.
pub async fn linked_cases(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "select c.id
        from case_file c
        where c.id > $1
            and exists (select 1 from case_event v where v.case_id = c.id and v.link is not null)
        order by c.id
        limit $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    ids.into_iter().map(|id| row::parse(id, CaseId::new_checked, "case_file.id")).collect()
}

/// The whole timeline of a case.
pub async fn chain(tx: &mut Tx, case: CaseId) -> Result<Vec<ChainRow>, StoreError> {
    let rows = sqlx::query(
        "select c.version as case_version, v.version, v.step, v.light, v.at, v.account_id, v.post_id, v.to_desk, v.note,
            v.undoes, v.link
        from case_event v
        join case_file c on c.id = v.case_id
        where v.case_id = $1
        order by v.version",
    )
    .bind(case.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let link: Option<Vec<u8>> = row.try_get("link")?;
            Ok(ChainRow {
                case_version: row.try_get("case_version")?,
                version: row.try_get("version")?,
                step: row.try_get("step")?,
                light: row::light(row, "light")?,
                at: row.try_get("at")?,
                account: optional(row, "account_id", AccountId::new_checked)?,
                post: optional(row, "post_id", PostId::new_checked)?,
                to: optional(row, "to_desk", Desk::new_checked)?,
                note: row.try_get("note")?,
                undoes: row.try_get("undoes")?,
                link: link.and_then(|link| link.try_into().ok()),
            })
        })
        .collect()
}

/// Writes what the acting session did with a case that it may see onto the audit trail, and tells the
/// outbox if it changed.
pub async fn note_step(
    tx: &mut Tx,
    at: DateTime<Utc>,
    case: CaseId,
    action: &'static str,
    detail: Value,
    has_changed: bool,
) -> Result<(), StoreError> {
    sqlx::query("select note_step($1, $2, $3, $4, $5)")
        .bind(at)
        .bind(case.number())
        .bind(action)
        .bind(detail)
        .bind(has_changed)
        .execute(tx.db())
        .await?;
    Ok(())
}
