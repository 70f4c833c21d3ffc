//! The register of what phones sent: which operations were done, and what came of them.
//!
//! Not here: cases' and pictures' own numbers ([`crate::case`], [`crate::media`]), which are older and belong to their rows.

use chrono::{DateTime, Utc};
use domain::id::AccountId;
use domain::operation::OperationId;
use domain::sync::Sent;
use serde_json::Value;
use sqlx::Row;

use crate::{StoreError, Tx};

/// An operation that came in before.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What it did.
    pub kind: String,
    /// What came of it; null while nothing was said of it.
    pub outcome: Value,
}

/// Writes down that an operation came in, and makes others of the same number wait until the transaction ends. An operation that was
/// done before is returned instead.
pub async fn begin(
    tx: &mut Tx,
    account: AccountId,
    sent: &Sent,
    received: DateTime<Utc>,
) -> Result<Option<Known>, StoreError> {
    let done = sqlx::query(
        "insert into field_operation (account_id, operation, kind, made_at, said_at, received_at)
        values ($1, $2, $3, least($4::timestamptz, $6::timestamptz), $5, $6)
        on conflict on constraint field_operation_pkey do nothing",
    )
    .bind(account.number())
    .bind(&sent.operation.bytes()[..])
    .bind(sent.kind.slug())
    .bind(sent.moment.at)
    .bind(sent.moment.said_at)
    .bind(received)
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 1 { Ok(None) } else { known(tx, account, sent.operation).await }
}

/// An operation of an account, if it came in.
pub async fn known(tx: &mut Tx, account: AccountId, operation: OperationId) -> Result<Option<Known>, StoreError> {
    let found = sqlx::query("select kind, outcome from field_operation where account_id = $1 and operation = $2")
        .bind(account.number())
        .bind(&operation.bytes()[..])
        .fetch_optional(tx.db())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let outcome = row.try_get::<Option<Value>, _>("outcome")?.unwrap_or_default();
    Ok(Some(Known { kind: row.try_get("kind")?, outcome }))
}

/// Writes down what came of an operation.
pub async fn finish(
    tx: &mut Tx,
    account: AccountId,
    operation: OperationId,
    outcome: &Value,
) -> Result<(), StoreError> {
    sqlx::query("update field_operation set outcome = $3 where account_id = $1 and operation = $2")
        .bind(account.number())
        .bind(&operation.bytes()[..])
        .bind(outcome)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Forgets operations that came in before an instant. In a transaction of the system. Returns how many.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from field_operation where received_at < $1").bind(before).execute(tx.db()).await?;
    Ok(done.rows_affected())
}
