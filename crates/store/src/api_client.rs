//! Clients of Open311 and the hashes of their keys. All of it runs as the system.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::id::AccountId;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// A client as the system administrator lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Its account.
    pub account: AccountId,
    /// What it is called.
    pub name: String,
    /// Where it may report.
    pub area: Area,
    /// What that area is called.
    pub area_name: String,
    /// When its key was made.
    pub made_at: DateTime<Utc>,
    /// When it last posted.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Keeps a new key's hash for an account.
pub async fn add(
    tx: &mut Tx,
    (account, area): (AccountId, Area),
    key_hash: [u8; 32],
    made_by: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("insert into api_client (account_id, area, key_hash, made_by, made_at) values ($1, $2, $3, $4, $5)")
        .bind(account.number())
        .bind(area.code())
        .bind(&key_hash[..])
        .bind(made_by.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The clients of a city, those that may post first, then the newest first.
pub async fn list(tx: &mut Tx, county: County) -> Result<Vec<ClientRow>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select c.account_id, a.name, c.area, coalesce(g.name, '') as area_name, c.made_at, c.used_at, c.revoked_at
        from api_client c
        join account a on a.id = c.account_id
        left join area g on g.area = c.area
        where c.area >= $1
            and c.area < $2
        order by c.revoked_at is not null, c.made_at desc, c.account_id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(ClientRow {
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "api_client.account_id")?,
                name: row.try_get("name")?,
                area: row::area(row, "area")?,
                area_name: row.try_get("area_name")?,
                made_at: row::instant(row, "made_at")?,
                used_at: row.try_get("used_at")?,
                revoked_at: row.try_get("revoked_at")?,
            })
        })
        .collect()
}

/// Whose key it is and where it may report, as long as it may; waits for other calls with the same key, so that the same
/// request sent twice at once comes in once.
pub async fn enter(
    tx: &mut Tx,
    key_hash: [u8; 32],
    at: DateTime<Utc>,
) -> Result<Option<(AccountId, Area)>, StoreError> {
    let found = sqlx::query(
        "update api_client c
        set used_at = $2
        from account a
        where c.key_hash = $1
            and c.revoked_at is null
            and a.id = c.account_id
            and a.disabled_at is null
        returning c.account_id, c.area",
    )
    .bind(&key_hash[..])
    .bind(at)
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            let account = row::parse(row.try_get("account_id")?, AccountId::new_checked, "api_client.account_id")?;
            Ok((account, row::area(&row, "area")?))
        })
        .transpose()
}

/// Whether a key may post.
pub async fn is_known(tx: &mut Tx, key_hash: [u8; 32]) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar(
        "select exists (
            select 1
            from api_client c
            join account a on a.id = c.account_id
            where c.key_hash = $1 and c.revoked_at is null and a.disabled_at is null
        )",
    )
    .bind(&key_hash[..])
    .fetch_one(tx.db())
    .await?;
    Ok(known)
}

/// Revokes a client of a city; false when there is none, or it was revoked before.
pub async fn revoke(tx: &mut Tx, county: County, account: AccountId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let range = Area::city(county).range();
    let done = sqlx::query(
        "update api_client
        set revoked_at = $4
        where account_id = $1
            and area >= $2
            and area < $3
            and revoked_at is null",
    )
    .bind(account.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
