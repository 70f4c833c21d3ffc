//! Answer templates of desks. Row-level security shows and takes those of the session's own desk only.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::answer::{Draft, Template};
use domain::case::Desk;
use domain::category::CategoryCode;
use serde_json::Value;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// The desk's templates by category and name, those for all first.
pub async fn list(tx: &mut Tx, desk: Desk) -> Result<Vec<Template>, StoreError> {
    let rows = sqlx::query(
        "select
            t.id, t.name, t.body, t.category, t.revision,
            coalesce(k.name_zh, '') as category_zh,
            coalesce(k.name_en, '') as category_en
        from answer_template t
        left join case_category k on k.code = t.category
        where t.desk = $1
        order by t.category nulls first, t.name, t.id",
    )
    .bind(desk.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(template).collect()
}

fn template(row: &PgRow) -> Result<Template, StoreError> {
    let category: Option<&str> = row.try_get("category")?;
    let category = category.map(|code| row::parse(code, CategoryCode::new, "answer_template.category")).transpose()?;
    Ok(Template {
        id: row.try_get("id")?,
        draft: Draft { name: row.try_get("name")?, body: row.try_get("body")?, category },
        category_name: (row.try_get("category_zh")?, row.try_get("category_en")?),
        revision: row.try_get("revision")?,
    })
}

/// How many the desk has; whoever else adds one waits until this transaction is over.
pub async fn count(tx: &mut Tx, desk: Desk) -> Result<i64, StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(desk.number()).execute(tx.db()).await?;
    let count = sqlx::query_scalar("select count(*) from answer_template where desk = $1").bind(desk.number());
    Ok(count.fetch_one(tx.db()).await?)
}

/// Adds one. Nothing when the desk has another one of this name.
pub async fn add(
    tx: &mut Tx,
    (actor, desk): (&Actor, Desk),
    draft: &Draft,
    at: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let added = sqlx::query_scalar(
        "insert into answer_template (desk, category, name, body, account_id, post_id, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict on constraint answer_template_name_is_the_desks_only_one do nothing
        returning id",
    )
    .bind(desk.number())
    .bind(draft.category.as_ref().map(CategoryCode::as_str))
    .bind(&draft.name)
    .bind(&draft.body)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .fetch_optional(tx.db())
    .await?;
    Ok(added)
}

/// Whether another template of the desk has this name.
pub async fn is_named(tx: &mut Tx, desk: Desk, name: &str, but: i64) -> Result<bool, StoreError> {
    let named =
        sqlx::query_scalar("select exists (select 1 from answer_template where desk = $1 and name = $2 and id <> $3)");
    Ok(named.bind(desk.number()).bind(name).bind(but).fetch_one(tx.db()).await?)
}

/// Writes one anew; false when it was changed meanwhile, or is another desk's.
pub async fn change(
    tx: &mut Tx,
    (actor, desk): (&Actor, Desk),
    (id, revision): (i64, i32),
    draft: &Draft,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update answer_template
        set
            category = $4,
            name = $5,
            body = $6,
            account_id = $7,
            post_id = $8,
            changed_at = $9,
            revision = revision + 1
        where id = $1
            and desk = $2
            and revision = $3",
    )
    .bind(id)
    .bind(desk.number())
    .bind(revision)
    .bind(draft.category.as_ref().map(CategoryCode::as_str))
    .bind(&draft.name)
    .bind(&draft.body)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes one; false when it is not there any more, or another desk's.
pub async fn remove(tx: &mut Tx, desk: Desk, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from answer_template where id = $1 and desk = $2")
        .bind(id)
        .bind(desk.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Says on the audit trail what the session did with its desk's templates: a department may write there, not read.
pub async fn audit(tx: &mut Tx, action: &'static str, detail: &Value, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("select audit_answer($1, $2, $3)").bind(at).bind(action).bind(detail).execute(tx.db()).await?;
    Ok(())
}
