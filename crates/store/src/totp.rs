//! Second factors of accounts. All of it runs as the system: an account's own session sees no secret.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::id::AccountId;
use sqlx::Row;
use vault::{Nonces, Place};
use zeroize::Zeroizing;

use crate::{StoreError, Tx};

/// An account's second factor.
#[derive(Clone)]
pub struct Factor {
    /// The secret that the telephone shares.
    pub secret: Zeroizing<Vec<u8>>,
    /// Whether its owner has proved it: before, it asks for nothing.
    pub is_confirmed: bool,
    /// The step of the last code that was taken.
    pub last_step: i64,
    /// How many recovery codes are good.
    pub codes_left: i64,
}

pub(crate) fn place(account: i64) -> Place {
    Place { table: "totp", column: "secret_sealed", row: account }
}

/// An account's factor; waits for other tries, so that one code is taken once.
pub async fn find(tx: &mut Tx, account: AccountId) -> Result<Option<Factor>, StoreError> {
    let found = sqlx::query(
        "select
            t.secret_sealed, t.confirmed_at is not null as is_confirmed, t.last_step,
            (select count(*) from totp_recovery r where r.account_id = t.account_id and r.used_at is null) as codes_left
        from totp t
        where t.account_id = $1
        for update of t",
    )
    .bind(account.number())
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let sealed: &[u8] = row.try_get("secret_sealed")?;
    Ok(Some(Factor {
        secret: tx.keyring().open(place(account.number()), sealed)?,
        is_confirmed: row.try_get("is_confirmed")?,
        last_step: row.try_get("last_step")?,
        codes_left: row.try_get("codes_left")?,
    }))
}

/// Whether an account has a factor that asks for codes.
pub async fn is_confirmed(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let found =
        sqlx::query_scalar("select exists (select 1 from totp where account_id = $1 and confirmed_at is not null)")
            .bind(account.number())
            .fetch_one(tx.db())
            .await?;
    Ok(found)
}

/// Keeps a fresh secret that has to be proved yet. False when the account has a proved one.
pub async fn begin(
    tx: &mut Tx,
    nonces: &mut Nonces,
    account: AccountId,
    secret: &[u8],
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let sealed = tx.keyring().seal(place(account.number()), nonces.draw(), secret)?;
    let done = sqlx::query(
        "insert into totp (account_id, secret_sealed, made_at)
        values ($1, $2, $3)
        on conflict (account_id) do update set secret_sealed = excluded.secret_sealed, made_at = excluded.made_at
            where totp.confirmed_at is null",
    )
    .bind(account.number())
    .bind(sealed)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a code was taken; the first one proves the factor.
pub async fn took(tx: &mut Tx, account: AccountId, step: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update totp set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) where account_id = $1")
        .bind(account.number())
        .bind(step)
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Replaces the recovery codes.
pub async fn set_codes(tx: &mut Tx, account: AccountId, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    sqlx::query("delete from totp_recovery where account_id = $1").bind(account.number()).execute(tx.db()).await?;
    let hashes: Vec<&[u8]> = hashes.iter().map(|hash| &hash[..]).collect();
    sqlx::query(
        "insert into totp_recovery (account_id, code_hash) select $1, hash from unnest($2::bytea[]) as new (hash)",
    )
    .bind(account.number())
    .bind(hashes)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Uses a recovery code up. False when it is not good.
pub async fn use_code(tx: &mut Tx, account: AccountId, hash: [u8; 32], at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update totp_recovery
        set used_at = $3
        where account_id = $1
            and code_hash = $2
            and used_at is null",
    )
    .bind(account.number())
    .bind(&hash[..])
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an account's factor away. False when it has none.
pub async fn remove(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from totp where account_id = $1").bind(account.number()).execute(tx.db()).await?;
    Ok(done.rows_affected() == 1)
}

/// Frees a session: its second factor was proved.
pub async fn proved(tx: &mut Tx, session_key: [u8; 32]) -> Result<(), StoreError> {
    sqlx::query("update session set must_prove = false where key = $1").bind(&session_key[..]).execute(tx.db()).await?;
    Ok(())
}

/// Holds up a session until its second factor is proved.
pub async fn hold(tx: &mut Tx, session_key: [u8; 32]) -> Result<(), StoreError> {
    sqlx::query("update session set must_prove = true where key = $1").bind(&session_key[..]).execute(tx.db()).await?;
    Ok(())
}

/// Holds up the open sessions of a city under posts of these roles whose accounts have no factor yet.
pub async fn hold_roles(tx: &mut Tx, county: County, roles: &[&str]) -> Result<(), StoreError> {
    let range = Area::city(county).range();
    sqlx::query(
        "update session s
        set must_prove = true
        from post p
        where p.id = s.post_id
            and p.role = any($3)
            and s.area >= $1
            and s.area < $2
            and s.revoked_at is null
            and not exists (
                select 1
                from totp t
                where t.account_id = s.account_id
                    and t.confirmed_at is not null
            )",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(roles)
    .execute(tx.db())
    .await?;
    Ok(())
}
