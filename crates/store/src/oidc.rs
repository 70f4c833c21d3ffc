//! Log-ins with an identity provider: who an account is there, and tries under way. All of it runs as the system: nobody is
//! logged in yet.

use chrono::{DateTime, Utc};
use domain::id::AccountId;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// Tries under way at once; beyond them nobody can begin another until some are over.
const MOST: i64 = 10_000;

/// A try under way. `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// Has to come back in the address.
    pub state: String,
    /// Has to come back in the ID token.
    pub nonce: String,
    /// Redeems the code.
    pub verifier: String,
    /// The page that was asked for.
    pub next: String,
}

impl std::fmt::Debug for AttemptRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttemptRow").field("next", &self.next).finish_non_exhaustive()
    }
}

/// Keeps a try until an instant, and forgets those that are over. Says whether there was room.
pub async fn begin(
    tx: &mut Tx,
    key: [u8; 32],
    attempt: &AttemptRow,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    forget(tx, now).await?;
    let done = sqlx::query(
        "insert into oidc_attempt (key, state, nonce, verifier, next, expires_at)
        select $1, $2, $3, $4, $5, $6
        where (select count(*) from oidc_attempt) < $7",
    )
    .bind(&key[..])
    .bind(&attempt.state)
    .bind(&attempt.nonce)
    .bind(&attempt.verifier)
    .bind(&attempt.next)
    .bind(until)
    .bind(MOST)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets the tries that are over.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("delete from oidc_attempt where expires_at <= $1").bind(now).execute(tx.db()).await?;
    Ok(())
}

/// Takes a browser's try, whatever comes of it: it is there once.
pub async fn take(tx: &mut Tx, key: [u8; 32], now: DateTime<Utc>) -> Result<Option<AttemptRow>, StoreError> {
    let found =
        sqlx::query("delete from oidc_attempt where key = $1 returning state, nonce, verifier, next, expires_at")
            .bind(&key[..])
            .fetch_optional(tx.db())
            .await?;
    let Some(found) = found else { return Ok(None) };
    if row::instant(&found, "expires_at")? <= now {
        return Ok(None);
    }
    Ok(Some(AttemptRow {
        state: found.try_get("state")?,
        nonce: found.try_get("nonce")?,
        verifier: found.try_get("verifier")?,
        next: found.try_get("next")?,
    }))
}

/// The account that is somebody at a provider. Holds link and account until the transaction ends, so that neither an
/// unlinking nor a lock slips past a log-in that is under way.
pub async fn account(tx: &mut Tx, (issuer, subject): (&str, &str)) -> Result<Option<AccountId>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "select s.account_id
        from oidc_subject s
        join account a on a.id = s.account_id
        where s.issuer = $1 and s.subject = $2
        for share of s, a",
    )
    .bind(issuer)
    .bind(subject)
    .fetch_optional(tx.db())
    .await?;
    found.map(|id| row::parse(id, AccountId::new_checked, "oidc_subject.account_id")).transpose()
}

/// Who an account is at a provider.
pub async fn subject(tx: &mut Tx, account: AccountId, issuer: &str) -> Result<Option<String>, StoreError> {
    let found = sqlx::query_scalar("select subject from oidc_subject where account_id = $1 and issuer = $2")
        .bind(account.number())
        .bind(issuer)
        .fetch_optional(tx.db())
        .await?;
    Ok(found)
}

/// Says who an account is at a provider; says whether nobody else is that already.
pub async fn link(
    tx: &mut Tx,
    account: AccountId,
    (issuer, subject): (&str, &str),
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<bool, StoreError> {
    unlink(tx, account).await?;
    let done = sqlx::query(
        "insert into oidc_subject (account_id, issuer, subject, linked_at, linked_by)
        values ($1, $2, $3, $4, $5)
        on conflict (issuer, subject) do nothing",
    )
    .bind(account.number())
    .bind(issuer)
    .bind(subject)
    .bind(now)
    .bind(by.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets who an account is at a provider. Says whether it was somebody.
pub async fn unlink(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let done =
        sqlx::query("delete from oidc_subject where account_id = $1").bind(account.number()).execute(tx.db()).await?;
    Ok(done.rows_affected() == 1)
}
