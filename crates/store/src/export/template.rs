//! Kept forms of a higher level. Row-level security says whose one sees: one's own, and those shared over an area that holds
//! one's own.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Nonces, Place};

use crate::{StoreError, Tx};

/// A kept form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRow {
    /// Its serial number.
    pub id: i64,
    /// What its keeper calls it.
    pub name: String,
    /// The head, as it was given.
    pub head: Vec<u8>,
    /// What its columns hold, by word; empty for one that stays empty.
    pub mapping: Vec<String>,
    /// Whether the account that asks keeps it.
    pub is_own: bool,
    /// Whether everybody who works inside its area sees it.
    pub is_shared: bool,
    /// The post that made it, in Chinese and English.
    pub by: (String, String),
}

pub(crate) fn place(id: i64) -> Place {
    Place { table: "export_template", column: "head_sealed", row: id }
}

macro_rules! templates_sql {
    ($rest:literal) => {
        concat!(
            "select f.id, f.name, f.head_sealed, f.mapping, f.account_id = $1 as is_own, f.is_shared, p.title_zh, p.title_en
            from export_template f
            join post p on p.id = f.post_id
            where (f.account_id = $1 or f.is_shared and f.area <= $2 and f.area_end >= $3) ",
            $rest
        )
    };
}

/// One's own by name, then those that others share.
pub async fn list(tx: &mut Tx, actor: &Actor, limit: i64) -> Result<Vec<TemplateRow>, StoreError> {
    let rows = sqlx::query(templates_sql!("order by is_own desc, f.name, f.id limit $4"))
        .bind(actor.account.number())
        .bind(actor.area.range().lo)
        .bind(actor.area.range().hi)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| read(tx, row)).collect()
}

/// One of them.
pub async fn one(tx: &mut Tx, actor: &Actor, id: i64) -> Result<Option<TemplateRow>, StoreError> {
    let found = sqlx::query(templates_sql!("and f.id = $4"))
        .bind(actor.account.number())
        .bind(actor.area.range().lo)
        .bind(actor.area.range().hi)
        .bind(id)
        .fetch_optional(tx.db())
        .await?;
    found.map(|row| read(tx, &row)).transpose()
}

fn read(tx: &Tx, row: &PgRow) -> Result<TemplateRow, StoreError> {
    let id = row.try_get("id")?;
    Ok(TemplateRow {
        id,
        name: row.try_get("name")?,
        head: tx.keyring().open(place(id), row.try_get("head_sealed")?)?.to_vec(),
        mapping: row.try_get("mapping")?,
        is_own: row.try_get("is_own")?,
        is_shared: row.try_get("is_shared")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
    })
}

/// Keeps a form. Nothing when the account has another one of this name.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    (name, head, mapping): (&str, &[u8], &[String]),
    is_shared: bool,
    (nonces, now): (&mut Nonces, DateTime<Utc>),
) -> Result<Option<i64>, StoreError> {
    // The number is needed first: what is sealed is tied to it.
    let id: i64 = sqlx::query_scalar("select nextval('export_template_serial')").fetch_one(tx.db()).await?;
    let sealed = tx.keyring().seal(place(id), nonces.draw(), head)?;
    let range = actor.area.range();
    let done = sqlx::query(
        "insert into export_template (id, area, area_end, account_id, post_id, name, head_sealed, mapping, is_shared, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict on constraint export_template_name_is_the_owners_only_one do nothing",
    )
    .bind(id)
    .bind(range.lo)
    .bind(range.hi)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(name)
    .bind(sealed)
    .bind(mapping)
    .bind(is_shared)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

/// Says what the columns of one's own form hold, and who sees it. False when it is none of one's own.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: i64,
    mapping: &[String],
    is_shared: bool,
) -> Result<bool, StoreError> {
    let done = sqlx::query("update export_template set mapping = $3, is_shared = $4 where id = $1 and account_id = $2")
        .bind(id)
        .bind(actor.account.number())
        .bind(mapping)
        .bind(is_shared)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes one's own form. False when it is none of one's own.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from export_template where id = $1 and account_id = $2")
        .bind(id)
        .bind(actor.account.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}
