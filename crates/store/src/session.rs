//! Sessions and posts: who acts, and what range the policies read.
//!
//! Lifetimes are measured by the database's clock, because the policies compare with it too.

use std::time::Duration;

use domain::actor::{Actor, Role};
use domain::area::{Area, County};
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

/// The account that acts under a session that holds now.
pub async fn actor(store: &Store, key: [u8; 32]) -> Result<Option<Actor>, StoreError> {
    let mut tx = store.begin_session(&key).await?;
    let found = sqlx::query(
        "select s.account_id, s.post_id, p.role, s.area
        from session s
        join post p on p.id = s.post_id
        where s.key = $1
            and s.revoked_at is null
            and s.expires_at > now()",
    )
    .bind(&key[..])
    .fetch_optional(tx.db())
    .await?;
    tx.commit().await?;
    found
        .map(|row| {
            Ok(Actor {
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "session.account_id")?,
                post: row::parse(row.try_get("post_id")?, PostId::new_checked, "session.post_id")?,
                role: role(&row)?,
                area: row::area(&row, "area")?,
                session_key: key,
            })
        })
        .transpose()
}

/// Starts a session under a post. False when there is no such post.
pub async fn start(store: &Store, key: [u8; 32], post: PostId, lifetime: Duration) -> Result<bool, StoreError> {
    let mut tx = store.begin_session(&key).await?;
    let done = sqlx::query(
        "insert into session (key, account_id, post_id, area, area_end, may_see_people, expires_at)
        select $1, p.account_id, p.id, p.area, p.area_end, p.may_see_people, now() + make_interval(secs => $3)
        from post p
        where p.id = $2",
    )
    .bind(&key[..])
    .bind(post.number())
    .bind(lifetime.as_secs_f64())
    .execute(tx.db())
    .await?;
    tx.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a session act under another post of its account, or under another demo post when it acts under one.
/// False when it may not.
pub async fn act_as(store: &Store, key: [u8; 32], post: PostId) -> Result<bool, StoreError> {
    let mut tx = store.begin_session(&key).await?;
    let done = sqlx::query(
        "update session s
        set
            account_id = p.account_id,
            post_id = p.id,
            area = p.area,
            area_end = p.area_end,
            may_see_people = p.may_see_people
        from post p, post current_post
        where s.key = $1
            and s.revoked_at is null
            and s.expires_at > now()
            and p.id = $2
            and current_post.id = s.post_id
            and (p.account_id = s.account_id or (p.is_demo and current_post.is_demo))",
    )
    .bind(&key[..])
    .bind(post.number())
    .execute(tx.db())
    .await?;
    tx.commit().await?;
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

/// The demo posts, the widest areas first; within a level a city post comes before the wall.
pub async fn demo_posts(tx: &mut Tx) -> Result<Vec<PostRow>, StoreError> {
    let rows = sqlx::query(
        "select id, account_id, role, area, title_zh, title_en
        from post
        where is_demo
        order by area_end - area desc, role, area, id",
    )
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(post_row).collect()
}

/// Writes accounts with their posts; those that are there already are brought up to date.
pub async fn write_posts(tx: &mut Tx, posts: &[NewPost], at: chrono::DateTime<chrono::Utc>) -> Result<(), StoreError> {
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

/// Deletes sessions that ended more than a day ago. Returns how many.
pub async fn sweep(tx: &mut Tx) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from session where expires_at < now() - interval '1 day'").execute(tx.db()).await?;
    Ok(done.rows_affected())
}

fn post_row(row: &PgRow) -> Result<PostRow, StoreError> {
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
