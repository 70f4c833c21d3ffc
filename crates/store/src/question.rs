//! Texts that were searched for without script: each is read by the session that asked and nobody else.
//!
//! Not here: what a text finds ([`crate::search`]).

use chrono::{DateTime, Utc};
use domain::id::QuestionId;
use sqlx::Row;
use vault::{Nonces, Place};

use crate::{StoreError, Tx};

fn place(id: QuestionId) -> Place {
    Place { table: "question", column: "text_sealed", row: id.number() }
}

/// Keeps a text for the transaction's session, and of that session's others the newest so many. False when the session no longer
/// holds.
pub async fn keep(
    tx: &mut Tx,
    nonces: &mut Nonces,
    id: QuestionId,
    text: &str,
    (most, now): (i64, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let sealed = tx.keyring().seal(place(id), nonces.draw(), text.as_bytes())?;
    sqlx::query("delete from question where id in (select id from question order by asked_at desc, id offset $1)")
        .bind(most - 1)
        .execute(tx.db())
        .await?;
    let done = sqlx::query(
        "insert into question (id, session_id, text_sealed, asked_at)
        select $1, s.id, $2, $3
        from session s
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and s.revoked_at is null
            and s.expires_at > now()",
    )
    .bind(id.number())
    .bind(sealed)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The text that the transaction's own session asked for after an instant; nothing when it asked for none by that number.
pub async fn read(tx: &mut Tx, id: QuestionId, after: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    let found = sqlx::query("select text_sealed from question where id = $1 and asked_at > $2")
        .bind(id.number())
        .bind(after)
        .fetch_optional(tx.db())
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(tx.keyring().open_text(place(id), found.try_get("text_sealed")?)?.to_string()))
}

/// Throws away what was asked before an instant, and what ended sessions asked. In a transaction of the system. Returns how many.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "delete from question q
        using session s
        where s.id = q.session_id
            and (q.asked_at <= $1 or s.revoked_at is not null or s.expires_at <= now())",
    )
    .bind(before)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// Throws everything away, before keys are forgotten: whoever asked asks again.
pub async fn forget_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("delete from question").execute(tx.db()).await?;
    Ok(())
}
