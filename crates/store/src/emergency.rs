//! Emergencies: declared, renewed and lifted in a transaction of the system (`Duty::Emergency`), read by everybody at work.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::emergency::{Emergency, Unlock};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

const COLUMNS: &str = "
    e.id, e.area, a.name as area_name, e.reason, e.unlocks, e.declared_at, e.until_at, e.renewals, e.lifted_at, e.revision,
    p.title_zh, p.title_en, l.title_zh as lifted_zh, l.title_en as lifted_en";

const JOINED: &str = "
    from emergency e
    join post p on p.id = e.declared_post
    left join post l on l.id = e.lifted_post
    left join area a on a.area = e.area";

/// An emergency to be declared.
#[derive(Clone, Debug)]
pub struct NewEmergency<'a> {
    /// Where.
    pub area: Area,
    /// Why.
    pub reason: &'a str,
    /// What it unlocks.
    pub unlocks: &'a [Unlock],
    /// When it ends by itself.
    pub until_at: DateTime<Utc>,
}

/// Declares an emergency and returns its number.
pub async fn declare(tx: &mut Tx, actor: &Actor, at: DateTime<Utc>, new: &NewEmergency<'_>) -> Result<i64, StoreError> {
    let unlocks: Vec<&str> = new.unlocks.iter().map(|unlock| unlock.slug()).collect();
    let id = sqlx::query_scalar(
        "insert into emergency (area, reason, unlocks, declared_at, declared_by, declared_post, until_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        returning id",
    )
    .bind(new.area.code())
    .bind(new.reason)
    .bind(unlocks)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(new.until_at)
    .fetch_one(tx.db())
    .await?;
    Ok(id)
}

/// Lets an emergency that holds end later. False when it changed meanwhile or holds no more.
pub async fn renew(
    tx: &mut Tx,
    (id, revision): (i64, i64),
    at: DateTime<Utc>,
    until_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update emergency
        set until_at = $4, renewals = renewals + 1, revision = revision + 1
        where id = $1
            and revision = $2
            and lifted_at is null
            and until_at > $3",
    )
    .bind(id)
    .bind(revision)
    .bind(at)
    .bind(until_at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an emergency that holds. False when it changed meanwhile or holds no more.
pub async fn lift(
    tx: &mut Tx,
    (id, revision): (i64, i64),
    actor: &Actor,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update emergency
        set lifted_at = $3, lifted_by = $4, lifted_post = $5, revision = revision + 1
        where id = $1
            and revision = $2
            and lifted_at is null
            and until_at > $3",
    )
    .bind(id)
    .bind(revision)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One emergency.
pub async fn one(tx: &mut Tx, id: i64) -> Result<Option<Emergency>, StoreError> {
    let statement = sqlx::AssertSqlSafe(format!("select {COLUMNS} {JOINED} where e.id = $1"));
    let found = sqlx::query(statement).bind(id).fetch_optional(tx.db()).await?;
    found.as_ref().map(emergency).transpose()
}

/// Emergencies that touch an area, the newest first.
pub async fn list(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<Emergency>, StoreError> {
    let statement = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} {JOINED}
        where e.area_end > $1 and e.area < $2
        order by e.declared_at desc, e.id desc
        limit $3"
    ));
    let rows = sqlx::query(statement).bind(range.lo).bind(range.hi).bind(limit).fetch_all(tx.db()).await?;
    rows.iter().map(emergency).collect()
}

/// Emergencies that hold now somewhere in an area or all around it.
pub async fn touching(tx: &mut Tx, range: AreaRange, at: DateTime<Utc>) -> Result<Vec<Emergency>, StoreError> {
    let statement = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} {JOINED}
        where e.area_end > $1
            and e.area < $2
            and e.declared_at <= $3
            and e.until_at > $3
            and (e.lifted_at is null or e.lifted_at > $3)
        order by e.area, e.until_at desc"
    ));
    let rows = sqlx::query(statement).bind(range.lo).bind(range.hi).bind(at).fetch_all(tx.db()).await?;
    rows.iter().map(emergency).collect()
}

fn emergency(row: &PgRow) -> Result<Emergency, StoreError> {
    let words: Vec<String> = row.try_get("unlocks")?;
    let read = |word: &String| row::parse(word.as_str(), Unlock::from_slug, "emergency.unlocks");
    let lifted_at: Option<DateTime<Utc>> = row.try_get("lifted_at")?;
    let lifted = match lifted_at {
        Some(at) => Some((at, (row.try_get("lifted_zh")?, row.try_get("lifted_en")?))),
        None => None,
    };
    Ok(Emergency {
        id: row.try_get("id")?,
        area: row::area(row, "area")?,
        // An area may have been merged into another since.
        area_name: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
        reason: row.try_get("reason")?,
        unlocks: words.iter().map(read).collect::<Result<_, _>>()?,
        declared_at: row.try_get("declared_at")?,
        declared_by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        until_at: row.try_get("until_at")?,
        renewals: row.try_get("renewals")?,
        lifted,
        revision: row.try_get("revision")?,
    })
}
