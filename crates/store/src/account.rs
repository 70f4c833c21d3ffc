//! Accounts and their passwords: what the log-in reads and administrators write. All of it runs as the system, because
//! nobody is logged in yet, or because an administrator's own session sees no account's password.

use chrono::{DateTime, Utc};
use domain::account::{Failures, Login};
use domain::area::{AreaRange, County};
use domain::id::AccountId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// What a log-in compares with.
#[derive(Clone)]
pub struct Credential {
    /// Whose it is.
    pub account: AccountId,
    /// Argon2id with its parameters and salt.
    pub password_hash: String,
    /// Whether it has to be replaced.
    pub must_change: bool,
    /// Wrong passwords so far.
    pub failures: Failures,
    /// Whether an administrator locked the account.
    pub is_disabled: bool,
}

/// An account as administrators list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The account.
    pub account: AccountId,
    /// Its login name.
    pub login: String,
    /// Whose it is.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When an administrator locked it.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Whether wrong passwords lock it now.
    pub is_locked_for_now: bool,
    /// Whether it has a password at all; wall screens have none.
    pub has_password: bool,
    /// When one of its sessions was last used.
    pub seen_at: Option<DateTime<Utc>>,
    /// How many posts it holds now.
    pub posts: i64,
    /// Whether it proves a second factor.
    pub has_totp: bool,
}

/// What the log-in knows of a name; nothing when there is no such account or it has no password.
///
/// Waits for other tries of the same name, so that many at once are counted one by one.
pub async fn credential(tx: &mut Tx, county: County, login: &Login) -> Result<Option<Credential>, StoreError> {
    let range = ids(county);
    let found = sqlx::query(
        "select
            c.account_id, c.password_hash, c.must_change, c.failures, c.failed_at, c.locked_until,
            a.disabled_at is not null as is_disabled
        from credential c
        join account a on a.id = c.account_id
        where a.login = $1
            and a.id >= $2
            and a.id < $3
        for update of c",
    )
    .bind(login.as_str())
    .bind(range.0)
    .bind(range.1)
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(credential_row).transpose()
}

/// The same by account, for somebody who is logged in.
pub async fn credential_of(tx: &mut Tx, account: AccountId) -> Result<Option<Credential>, StoreError> {
    let found = sqlx::query(
        "select
            c.account_id, c.password_hash, c.must_change, c.failures, c.failed_at, c.locked_until,
            a.disabled_at is not null as is_disabled
        from credential c
        join account a on a.id = c.account_id
        where c.account_id = $1
        for update of c",
    )
    .bind(account.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(credential_row).transpose()
}

/// The login name of an account.
pub async fn login(tx: &mut Tx, account: AccountId) -> Result<Option<Login>, StoreError> {
    let found: Option<String> = sqlx::query_scalar("select login from account where id = $1")
        .bind(account.number())
        .fetch_optional(tx.db())
        .await?;
    found.map(|login| row::parse(login, |login| login.parse().ok(), "account.login")).transpose()
}

/// The account with a login name.
pub async fn by_login(tx: &mut Tx, county: County, login: &Login) -> Result<Option<AccountId>, StoreError> {
    let range = ids(county);
    let found: Option<i64> = sqlx::query_scalar("select id from account where login = $1 and id >= $2 and id < $3")
        .bind(login.as_str())
        .bind(range.0)
        .bind(range.1)
        .fetch_optional(tx.db())
        .await?;
    found.map(|id| row::parse(id, AccountId::new_checked, "account.id")).transpose()
}

/// Writes how often an account was tried in vain.
pub async fn set_failures(tx: &mut Tx, account: AccountId, failures: Failures) -> Result<(), StoreError> {
    sqlx::query(
        "update credential
        set failures = $2, failed_at = $3, locked_until = $4
        where account_id = $1",
    )
    .bind(account.number())
    .bind(failures.count)
    .bind(failures.last_at)
    .bind(failures.locked_until)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Gives an account a password, and forgives what was tried before.
pub async fn set_password(
    tx: &mut Tx,
    account: AccountId,
    password_hash: &str,
    must_change: bool,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into credential (account_id, password_hash, must_change, changed_at)
        values ($1, $2, $3, $4)
        on conflict (account_id) do update set
            password_hash = excluded.password_hash,
            must_change = excluded.must_change,
            changed_at = excluded.changed_at,
            failures = 0,
            failed_at = null,
            locked_until = null",
    )
    .bind(account.number())
    .bind(password_hash)
    .bind(must_change)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Gives every demo account of a city the same password.
pub async fn set_demo_passwords(
    tx: &mut Tx,
    county: County,
    password_hash: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let range = ids(county);
    sqlx::query(
        "insert into credential (account_id, password_hash, must_change, changed_at)
        select id, $3, false, $4
        from account
        where is_demo
            and id >= $1
            and id < $2
        on conflict (account_id) do nothing",
    )
    .bind(range.0)
    .bind(range.1)
    .bind(password_hash)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes the passwords of a city's demo accounts away, and ends their sessions.
pub async fn close_demo(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    let range = ids(county);
    for statement in [
        "delete from credential c
        using account a
        where a.id = c.account_id
            and a.is_demo
            and a.id >= $1
            and a.id < $2",
        "update session s
        set revoked_at = now()
        from account a
        where a.id = s.account_id
            and a.is_demo
            and s.revoked_at is null
            and a.id >= $1
            and a.id < $2",
    ] {
        sqlx::query(statement).bind(range.0).bind(range.1).execute(tx.db()).await?;
    }
    Ok(())
}

/// Whether anybody can log in to a city.
pub async fn anybody_can_enter(tx: &mut Tx, county: County) -> Result<bool, StoreError> {
    let range = ids(county);
    let found = sqlx::query_scalar(
        "select exists (
            select 1
            from credential c
            where c.account_id >= $1
                and c.account_id < $2
        )",
    )
    .bind(range.0)
    .bind(range.1)
    .fetch_one(tx.db())
    .await?;
    Ok(found)
}

macro_rules! account_sql {
    ($rest:literal) => {
        concat!(
            "select
                a.id, a.login, a.name, a.created_at, a.disabled_at,
                coalesce(c.locked_until > $3, false) as is_locked_for_now,
                c.account_id is not null as has_password,
                (select max(s.seen_at) from session s where s.account_id = a.id) as seen_at,
                (
                    select count(*)
                    from post p
                    where p.account_id = a.id
                        and p.from_at <= now()
                        and (p.to_at is null or p.to_at > now())
                ) as posts,
                exists (
                    select 1
                    from totp t
                    where t.account_id = a.id
                        and t.confirmed_at is not null
                ) as has_totp
            from account a
            left join credential c on c.account_id = a.id
            where a.id >= $1
                and a.id < $2
                and ",
            $rest
        )
    };
}

/// One account of a city.
pub async fn one(
    tx: &mut Tx,
    county: County,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<AccountRow>, StoreError> {
    let range = ids(county);
    let found = sqlx::query(account_sql!("a.id = $4"))
        .bind(range.0)
        .bind(range.1)
        .bind(now)
        .bind(account.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(account_row).transpose()
}

/// All accounts of a city whose login or name contains a word, by login.
pub async fn list(
    tx: &mut Tx,
    county: County,
    word: &str,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<AccountRow>, StoreError> {
    let range = ids(county);
    let rows = sqlx::query(account_sql!(
        "($4 = '' or strpos(a.login, $4) > 0 or strpos(lower(a.name), $4) > 0)
        order by a.login
        limit $5"
    ))
    .bind(range.0)
    .bind(range.1)
    .bind(now)
    .bind(word.to_lowercase())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(account_row).collect()
}

/// Makes an account. False when the login name is taken.
pub async fn create(
    tx: &mut Tx,
    account: AccountId,
    login: &Login,
    name: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into account (id, login, name, created_at)
        values ($1, $2, $3, $4)
        on conflict (login) do nothing",
    )
    .bind(account.number())
    .bind(login.as_str())
    .bind(name)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A number for a new account and a new post of a city: one past the highest given.
pub async fn next_serials(tx: &mut Tx, county: County) -> Result<(u64, u64), StoreError> {
    let range = ids(county);
    sqlx::query("select pg_advisory_xact_lock($1)").bind(range.0).execute(tx.db()).await?;
    let row = sqlx::query(
        "select
            coalesce((select max(id) from account where id >= $1 and id < $2), $1) + 1 - $1 as account,
            coalesce((select max(id) from post where id >= $1 and id < $2), $1) + 1 - $1 as post",
    )
    .bind(range.0)
    .bind(range.1)
    .fetch_one(tx.db())
    .await?;
    Ok((row.try_get::<i64, _>("account")?.unsigned_abs(), row.try_get::<i64, _>("post")?.unsigned_abs()))
}

/// Locks an account or opens it again. False when there is none.
pub async fn set_disabled(
    tx: &mut Tx,
    account: AccountId,
    disabled_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let done = sqlx::query("update account set disabled_at = $2 where id = $1")
        .bind(account.number())
        .bind(disabled_at)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The numbers of a county's accounts and posts.
fn ids(county: County) -> (i64, i64) {
    let first = AccountId::new(county, 0).number();
    (first, first + 1_000_000_000_000)
}

/// Calls the accounts of a range that have no name by their posts' titles: a made-up city has nobody whose name they could have.
pub async fn name_after_posts(tx: &mut Tx, range: AreaRange) -> Result<(), StoreError> {
    sqlx::query(
        "update account a set name = p.title_zh
        from post p where p.account_id = a.id and a.name = '' and p.area >= $1 and p.area < $2",
    )
    .bind(range.lo)
    .bind(range.hi)
    .execute(tx.db())
    .await?;
    Ok(())
}

fn credential_row(row: &PgRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "credential.account_id")?,
        password_hash: row.try_get("password_hash")?,
        must_change: row.try_get("must_change")?,
        failures: Failures {
            count: row.try_get("failures")?,
            last_at: row.try_get("failed_at")?,
            locked_until: row.try_get("locked_until")?,
        },
        is_disabled: row.try_get("is_disabled")?,
    })
}

fn account_row(row: &PgRow) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        account: row::parse(row.try_get("id")?, AccountId::new_checked, "account.id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        created_at: row::instant(row, "created_at")?,
        disabled_at: row.try_get("disabled_at")?,
        is_locked_for_now: row.try_get("is_locked_for_now")?,
        has_password: row.try_get("has_password")?,
        seen_at: row.try_get("seen_at")?,
        posts: row.try_get("posts")?,
        has_totp: row.try_get("has_totp")?,
    })
}
