//! Tokens of wall screens: each has an account of its own with a wall post and no password. All of it runs as the system.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::id::AccountId;
use sqlx::Row;

use crate::session::{PostRow, post_row};
use crate::{StoreError, Tx, row};

/// A wall screen as the system administrator lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallRow {
    /// Its account.
    pub account: AccountId,
    /// Where it hangs.
    pub name: String,
    /// What it shows, in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
    /// When its token was made.
    pub made_at: DateTime<Utc>,
    /// When a screen was last let in with it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When a screen last showed anything.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Keeps a new token's hash for an account.
pub async fn add(
    tx: &mut Tx,
    account: AccountId,
    token_hash: [u8; 32],
    made_by: AccountId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("insert into wall_token (account_id, token_hash, made_by, made_at) values ($1, $2, $3, $4)")
        .bind(account.number())
        .bind(&token_hash[..])
        .bind(made_by.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The screens of a city, those that hold first, then the newest first.
pub async fn list(tx: &mut Tx, county: County) -> Result<Vec<WallRow>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select
            w.account_id, a.name, p.title_zh, p.title_en, w.made_at, w.opened_at, w.revoked_at,
            (select max(s.seen_at) from session s where s.account_id = w.account_id) as seen_at
        from wall_token w
        join account a on a.id = w.account_id
        join post p on p.account_id = w.account_id and p.role = 'wall'
        where p.area >= $1
            and p.area < $2
        order by w.revoked_at is not null, w.made_at desc, w.account_id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(WallRow {
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "wall_token.account_id")?,
                name: row.try_get("name")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
                made_at: row::instant(row, "made_at")?,
                opened_at: row.try_get("opened_at")?,
                seen_at: row.try_get("seen_at")?,
                revoked_at: row.try_get("revoked_at")?,
            })
        })
        .collect()
}

/// The post that a token opens, as long as it does; waits for others who try the same one.
pub async fn open(tx: &mut Tx, token_hash: [u8; 32], at: DateTime<Utc>) -> Result<Option<PostRow>, StoreError> {
    let found = sqlx::query(
        "update wall_token w
        set opened_at = $2
        from post p
        join account a on a.id = p.account_id
        where w.token_hash = $1
            and w.revoked_at is null
            and p.account_id = w.account_id
            and p.role = 'wall'
            and p.from_at <= now()
            and (p.to_at is null or p.to_at > now())
            and a.disabled_at is null
        returning p.id, p.account_id, p.role, p.area, p.title_zh, p.title_en",
    )
    .bind(&token_hash[..])
    .bind(at)
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(post_row).transpose()
}

/// Revokes a screen's token and ends its post. False when there is none that holds.
pub async fn revoke(tx: &mut Tx, county: County, account: AccountId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let range = Area::city(county).range();
    let done = sqlx::query(
        "with gone as (
            update wall_token w
            set revoked_at = $4
            from post p
            where w.account_id = $1
                and w.revoked_at is null
                and p.account_id = w.account_id
                and p.role = 'wall'
                and p.area >= $2
                and p.area < $3
            returning p.id
        )
        update post
        set to_at = greatest(now(), post.from_at + interval '1 microsecond')
        from gone
        where post.id = gone.id",
    )
    .bind(account.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() > 0)
}
