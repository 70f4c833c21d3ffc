//! Posts and their terms: what an account holds or held, and giving and ending them.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::id::{AccountId, PostId, UnitId};
use sqlx::Row;

use crate::session::{PostRow, post_row};
use crate::{StoreError, Tx, row};

/// The posts that an account holds now, the widest areas first.
pub async fn posts_of(tx: &mut Tx, account: AccountId) -> Result<Vec<PostRow>, StoreError> {
    let rows = sqlx::query(
        "select id, account_id, role, area, title_zh, title_en
        from post
        where account_id = $1
            and from_at <= now()
            and (to_at is null or to_at > now())
        order by area_end - area desc, role, area, id",
    )
    .bind(account.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(post_row).collect()
}

/// A city's demo posts with their accounts' login names, the widest areas first.
pub async fn demo_posts(tx: &mut Tx, county: County) -> Result<Vec<(String, PostRow)>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select a.login, p.id, p.account_id, p.role, p.area, p.title_zh, p.title_en
        from post p
        join account a on a.id = p.account_id
        where p.is_demo
            and a.is_demo
            and p.area >= $1
            and p.area < $2
            and p.from_at <= now()
            and (p.to_at is null or p.to_at > now())
        order by p.area_end - p.area desc, p.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row.try_get("login")?, post_row(row)?))).collect()
}

/// A post as administrators list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRow {
    /// The post.
    pub post: PostId,
    /// Its role, by its stored word.
    pub role: String,
    /// Its area.
    pub area: Area,
    /// What to call it in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
    /// The unit that it belongs to, in Chinese and in English.
    pub unit: Option<(String, String)>,
    /// When its term begins.
    pub from_at: DateTime<Utc>,
    /// When its term ends.
    pub to_at: Option<DateTime<Utc>>,
}

/// All posts that an account holds or held, the open ones first.
pub async fn terms(tx: &mut Tx, account: AccountId) -> Result<Vec<TermRow>, StoreError> {
    let rows = sqlx::query(
        "select p.id, p.role, p.area, p.title_zh, p.title_en, p.from_at, p.to_at, u.name_zh, u.name_en
        from post p
        left join unit u on u.id = p.unit_id
        where p.account_id = $1
        order by p.to_at is not null, p.from_at desc, p.id",
    )
    .bind(account.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(TermRow {
                post: row::parse(row.try_get("id")?, PostId::new_checked, "post.id")?,
                role: row.try_get("role")?,
                area: row::area(row, "area")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
                unit: row.try_get::<Option<_>, _>("name_zh")?.zip(row.try_get::<Option<_>, _>("name_en")?),
                from_at: row::instant(row, "from_at")?,
                to_at: row.try_get("to_at")?,
            })
        })
        .collect()
}

/// A post to be given.
#[derive(Clone, Debug)]
pub struct NewTerm<'a> {
    /// The post's number.
    pub post: PostId,
    /// Who gets it.
    pub account: AccountId,
    /// The role's stored word.
    pub role: &'a str,
    /// Its area.
    pub area: Area,
    /// What to call it in Chinese.
    pub title_zh: &'a str,
    /// The same in English.
    pub title_en: &'a str,
    /// The unit that it belongs to; nothing when it stands for its area alone.
    pub unit: Option<UnitId>,
    /// When its term begins.
    pub from_at: DateTime<Utc>,
    /// When its term ends; open when nothing is said.
    pub to_at: Option<DateTime<Utc>>,
}

/// Gives a post. False when the account already is another kind of administrator.
pub async fn give_post(tx: &mut Tx, new: &NewTerm<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into post (id, account_id, role, area, title_zh, title_en, unit_id, from_at, to_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (account_id) where role in ('system_admin', 'security_admin', 'audit_admin') and to_at is null
        do nothing",
    )
    .bind(new.post.number())
    .bind(new.account.number())
    .bind(new.role)
    .bind(new.area.code())
    .bind(new.title_zh)
    .bind(new.title_en)
    .bind(new.unit.map(UnitId::number))
    .bind(new.from_at)
    .bind(new.to_at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a post now, and the sessions that act under it. Says whose it was; nothing when it is not open.
pub async fn end_post(tx: &mut Tx, county: County, post: PostId) -> Result<Option<AccountId>, StoreError> {
    let range = Area::city(county).range();
    let found = sqlx::query(
        "update post
        set to_at = greatest(now(), from_at + interval '1 microsecond')
        where id = $1
            and area >= $2
            and area < $3
            and (to_at is null or to_at > now())
        returning account_id",
    )
    .bind(post.number())
    .bind(range.lo)
    .bind(range.hi)
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = found else { return Ok(None) };
    sqlx::query("update session set revoked_at = now() where post_id = $1 and revoked_at is null")
        .bind(post.number())
        .execute(tx.db())
        .await?;
    Ok(Some(row::parse(row.try_get("account_id")?, AccountId::new_checked, "post.account_id")?))
}
