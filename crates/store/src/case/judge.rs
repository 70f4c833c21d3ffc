//! The resident's word on a case.

use chrono::{DateTime, Utc};
use domain::case::Verdict;
use domain::id::CaseId;

use crate::{StoreError, Tx};

/// Keeps the resident's word; the last one counts.
pub async fn set_verdict(tx: &mut Tx, case: CaseId, verdict: Verdict) -> Result<(), StoreError> {
    sqlx::query("update case_file set verdict = $2 where id = $1")
        .bind(case.number())
        .bind(verdict.slug())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// How many residents without an account joined a case since an instant.
pub async fn joins_of_nobody(tx: &mut Tx, case: CaseId, since: DateTime<Utc>) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select count(*) from case_event where case_id = $1 and step = 'join' and account_id is null and at >= $2",
    )
    .bind(case.number())
    .bind(since)
    .fetch_one(tx.db())
    .await?;
    Ok(count)
}

/// The word of a timeline's entry that says what the resident said.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Satisfied => "judge_satisfied",
        Verdict::Mostly => "judge_mostly",
        Verdict::Dissatisfied => "judge_dissatisfied",
        Verdict::Unresolved => "judge_unresolved",
    }
}

/// Reads that word.
pub(super) fn verdict_of(word: &str) -> Option<Verdict> {
    word.strip_prefix("judge_").and_then(Verdict::from_slug)
}
