//! Timelines as they are checked against their links, and what audit trail and outbox are told of a step.

use chrono::{DateTime, Utc};
use domain::id::CaseId;
use serde_json::Value;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// One entry exactly as it stands, with how many there should be. Nothing is parsed: what is no light or desk any more is a fault of
/// the entry, and must not keep the others from being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRow {
    /// The version that the case is at.
    pub case_version: i32,
    /// The version after the entry.
    pub version: i32,
    /// Its word.
    pub step: String,
    /// The light after it.
    pub light: i16,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account: Option<i64>,
    /// Under which post.
    pub post: Option<i64>,
    /// Where it went.
    pub to: Option<i64>,
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
                light: row.try_get("light")?,
                at: row.try_get("at")?,
                account: row.try_get("account_id")?,
                post: row.try_get("post_id")?,
                to: row.try_get("to_desk")?,
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
