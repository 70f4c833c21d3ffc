//! Sessions and posts: who acts, and what range the policies read.
//!
//! Lifetimes are measured by the database's clock, because the policies compare with it too. Not here: passwords
//! ([`crate::account`]).

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::actor::{Actor, Role};
use domain::area::{Area, County};
use domain::case::Desk;
use domain::id::{AccountId, PostId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{Store, StoreError, Tx, row};

/// A post that anybody may act under in a demo city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// The post.
    pub post: PostId,
    /// Who holds it.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
    /// Its area.
    pub area: Area,
    /// What to call it in Chinese.
    pub title_zh: String,
    /// What to call it in English.
    pub title_en: String,
}

/// An account with one post, to be written by the seed or an administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPost {
    /// The post as it will be read.
    pub row: PostRow,
    /// The account's login name.
    pub login: String,
    /// Whether anybody may act under it.
    pub is_demo: bool,
}

/// A session that holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who acts, and under which post.
    pub actor: Actor,
    /// What a list of devices calls it.
    pub session: i64,
    /// Whether it may do nothing but set a new password.
    pub must_change_password: bool,
    /// Whether it may do nothing but prove the second factor.
    pub must_prove: bool,
}

/// A session to be begun.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the browser's token.
    pub key: [u8; 32],
    /// The post to act under.
    pub post: PostId,
    /// How long it outlives its last request.
    pub idle: Duration,
    /// How long it lasts however much it is used.
    pub absolute: Duration,
    /// Browser and system, shortened.
    pub device: String,
    /// Whether it may do nothing but set a new password.
    pub must_change_password: bool,
    /// Whether it may do nothing but prove the second factor.
    pub must_prove: bool,
}

/// One of an account's sessions, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// What the list calls it.
    pub session: i64,
    /// Whether it is the session that asks.
    pub is_this: bool,
    /// Browser and system.
    pub device: String,
    /// The post that it acts under, in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends if it is not used.
    pub expires_at: DateTime<Utc>,
}

/// What each connection prepares when it opens: the session that the setting `gezhi.session` names, if it holds now.
///
/// Every request begins with this look-up, so it costs one trip and is planned once a connection.
pub(crate) const PREPARE: &str = "prepare acting as
    select
        s.account_id,
        s.post_id,
        p.role,
        s.area, s.desk,
        s.id,
        s.must_change_password,
        s.must_prove,
        s.seen_at < now() - interval '60 s' as is_stale
    from session s
    join post p on p.id = s.post_id
    where s.key = decode(current_setting('gezhi.session'), 'hex')
        and s.revoked_at is null
        and s.expires_at > now()";

/// The session behind a key, if it holds now. Notes its use once a minute, which is what moves its idle end.
pub async fn acting(store: &Store, key: [u8; 32]) -> Result<Option<Acting>, StoreError> {
    let found = store.execute_as(&key, "execute acting").await?;
    if let Some(row) = &found
        && row.try_get("is_stale")?
    {
        let mut tx = store.begin_session(&key).await?;
        note_use(&mut tx, key).await?;
        tx.commit().await?;
    }
    found
        .map(|row| {
            Ok(Acting {
                actor: Actor {
                    account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "session.account_id")?,
                    post: row::parse(row.try_get("post_id")?, PostId::new_checked, "session.post_id")?,
                    role: role(&row)?,
                    area: row::area(&row, "area")?,
                    desk: Desk::new_checked(row.try_get("desk")?),
                    session_key: key,
                },
                session: row.try_get("id")?,
                must_change_password: row.try_get("must_change_password")?,
                must_prove: row.try_get("must_prove")?,
            })
        })
        .transpose()
}

async fn note_use(tx: &mut Tx, key: [u8; 32]) -> Result<(), StoreError> {
    sqlx::query(
        "update session s
        set
            seen_at = now(),
            expires_at = least(now() + make_interval(secs => s.idle_s), s.absolute_until, p.to_at)
        from post p
        where s.key = $1
            and p.id = s.post_id
            and s.revoked_at is null
            and s.expires_at > now()",
    )
    .bind(&key[..])
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Begins a session under a post. False when there is no such post now, or its account is locked.
pub async fn start(tx: &mut Tx, new: &NewSession) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into session (
            key, account_id, post_id, area, area_end, may_see_people, may_audit, desk, sees_cases,
            idle_s, absolute_until, expires_at, device, must_change_password, must_prove
        )
        select
            $1, p.account_id, p.id, p.area, p.area_end, p.may_see_people, p.may_audit, p.desk, p.sees_cases,
            $3, now() + make_interval(secs => $4), least(now() + make_interval(secs => least($3, $4)), p.to_at), $5, $6, $7
        from post p
        join account a on a.id = p.account_id
        where p.id = $2
            and p.from_at <= now()
            and (p.to_at is null or p.to_at > now())
            and a.disabled_at is null",
    )
    .bind(&new.key[..])
    .bind(new.post.number())
    .bind(i32::try_from(new.idle.as_secs()).unwrap_or(i32::MAX))
    .bind(new.absolute.as_secs_f64())
    .bind(&new.device)
    .bind(new.must_change_password)
    .bind(new.must_prove)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a session act under another post of its account. False when it may not.
pub async fn act_as(tx: &mut Tx, key: [u8; 32], post: PostId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update session s
        set
            post_id = p.id,
            area = p.area,
            area_end = p.area_end,
            may_see_people = p.may_see_people,
            may_audit = p.may_audit,
            desk = p.desk,
            sees_cases = p.sees_cases,
            seen_at = now(),
            expires_at = least(now() + make_interval(secs => s.idle_s), s.absolute_until, p.to_at)
        from post p
        where s.key = $1
            and s.revoked_at is null
            and s.expires_at > now()
            and p.id = $2
            and p.account_id = s.account_id
            and p.from_at <= now()
            and (p.to_at is null or p.to_at > now())",
    )
    .bind(&key[..])
    .bind(post.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a session.
pub async fn revoke(store: &Store, key: [u8; 32]) -> Result<(), StoreError> {
    let mut tx = store.begin_session(&key).await?;
    sqlx::query("update session set revoked_at = now() where key = $1 and revoked_at is null")
        .bind(&key[..])
        .execute(tx.db())
        .await?;
    tx.commit().await
}

/// Ends one of an account's sessions by what the list of devices calls it. False when it has none of that name.
pub async fn revoke_one(tx: &mut Tx, account: AccountId, session: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update session
        set revoked_at = now()
        where account_id = $1
            and id = $2
            and revoked_at is null",
    )
    .bind(account.number())
    .bind(session)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of an account, but for one that may stay. Returns how many.
pub async fn revoke_all(tx: &mut Tx, account: AccountId, but: Option<[u8; 32]>) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "update session
        set revoked_at = now()
        where account_id = $1
            and revoked_at is null
            and key is distinct from $2",
    )
    .bind(account.number())
    .bind(but.as_ref().map(|key| &key[..]))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// Frees an account's sessions to do everything again: it has set a new password.
pub async fn password_changed(tx: &mut Tx, account: AccountId) -> Result<(), StoreError> {
    sqlx::query("update session set must_change_password = false where account_id = $1")
        .bind(account.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Where an account is logged in now, the last used first.
pub async fn devices(tx: &mut Tx, account: AccountId, this: Option<[u8; 32]>) -> Result<Vec<DeviceRow>, StoreError> {
    let rows = sqlx::query(
        "select s.id, s.key is not distinct from $2 as is_this, s.device, p.title_zh, p.title_en, s.started_at, s.seen_at, s.expires_at
        from session s
        join post p on p.id = s.post_id
        where s.account_id = $1
            and s.revoked_at is null
            and s.expires_at > now()
        order by s.seen_at desc, s.id desc",
    )
    .bind(account.number())
    .bind(this.as_ref().map(|key| &key[..]))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(DeviceRow {
                session: row.try_get("id")?,
                is_this: row.try_get("is_this")?,
                device: row.try_get("device")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
                started_at: row::instant(row, "started_at")?,
                seen_at: row::instant(row, "seen_at")?,
                expires_at: row::instant(row, "expires_at")?,
            })
        })
        .collect()
}

/// A session by its key, and the post that it is thought to act under.
pub type Thought = ([u8; 32], PostId);

/// Which of these sessions no longer act under the post that they are listed with. One question for all open streams.
pub async fn ended(tx: &mut Tx, sessions: &[Thought]) -> Result<Vec<Thought>, StoreError> {
    let (keys, posts): (Vec<&[u8]>, Vec<i64>) = sessions.iter().map(|(key, post)| (&key[..], post.number())).unzip();
    let rows: Vec<i64> = sqlx::query_scalar(
        "select asked.at
        from unnest($1::bytea[], $2::int8[]) with ordinality as asked (key, post_id, at)
        left join session s on s.key = asked.key
            and s.post_id = asked.post_id
            and s.revoked_at is null
            and s.expires_at > now()
        where s.key is null",
    )
    .bind(keys)
    .bind(posts)
    .fetch_all(tx.db())
    .await?;
    let at = |row: i64| sessions.get(usize::try_from(row - 1).ok()?).copied();
    Ok(rows.into_iter().filter_map(at).collect())
}

/// Writes accounts with their posts; those that are there already are brought up to date.
pub async fn write_posts(tx: &mut Tx, posts: &[NewPost], at: DateTime<Utc>) -> Result<(), StoreError> {
    for new in posts {
        sqlx::query(
            "insert into account (id, login, is_demo, created_at)
            values ($1, $2, $3, $4)
            on conflict (id) do update set login = excluded.login, is_demo = excluded.is_demo",
        )
        .bind(new.row.account.number())
        .bind(&new.login)
        .bind(new.is_demo)
        .bind(at)
        .execute(tx.db())
        .await?;
        sqlx::query(
            "insert into post (id, account_id, role, area, title_zh, title_en, is_demo)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (id) do update set
                account_id = excluded.account_id,
                role = excluded.role,
                area = excluded.area,
                title_zh = excluded.title_zh,
                title_en = excluded.title_en,
                is_demo = excluded.is_demo",
        )
        .bind(new.row.post.number())
        .bind(new.row.account.number())
        .bind(new.row.role.slug())
        .bind(new.row.area.code())
        .bind(&new.row.title_zh)
        .bind(&new.row.title_en)
        .bind(new.is_demo)
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// How many posts a city has.
pub async fn count_posts(tx: &mut Tx, county: County) -> Result<i64, StoreError> {
    let range = Area::city(county).range();
    let count = sqlx::query_scalar("select count(*) from post where area >= $1 and area < $2")
        .bind(range.lo)
        .bind(range.hi)
        .fetch_one(tx.db())
        .await?;
    Ok(count)
}

/// Deletes sessions that ended more than so many days ago: until then they answer who was logged in. Returns how many.
pub async fn sweep(tx: &mut Tx, days: i32) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from session where expires_at < now() - make_interval(days => $1)")
        .bind(days)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected())
}

pub(crate) fn post_row(row: &PgRow) -> Result<PostRow, StoreError> {
    Ok(PostRow {
        post: row::parse(row.try_get("id")?, PostId::new_checked, "post.id")?,
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "post.account_id")?,
        role: role(row)?,
        area: row::area(row, "area")?,
        title_zh: row.try_get("title_zh")?,
        title_en: row.try_get("title_en")?,
    })
}

fn role(row: &PgRow) -> Result<Role, StoreError> {
    row::parse(row.try_get::<&str, _>("role")?, Role::from_slug, "post.role")
}
