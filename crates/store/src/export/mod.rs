//! Exports: what was asked, who answered, what was fetched. Row-level security says whose one sees; a constraint keeps the
//! second person another one.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::export::{Decided, Export, List, State};
use domain::id::{AccountId, ExportId, PostId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

pub mod template;

/// What is asked.
#[derive(Clone, Debug)]
pub struct NewExport<'a> {
    /// Where.
    pub area: Area,
    /// What is taken out.
    pub list: &'a List,
    /// Its columns by word.
    pub columns: &'a [String],
    /// Whether names and numbers are masked.
    pub is_masked: bool,
    /// Whether it is a workbook.
    pub is_xlsx: bool,
    /// The kept form that it fills.
    pub template: Option<i64>,
    /// What it is for.
    pub reason: &'a str,
    /// How many rows it has now.
    pub rows: i64,
}

/// Writes down what is asked.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewExport<'_>,
    (state, now, until): (State, DateTime<Utc>, DateTime<Utc>),
) -> Result<ExportId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('export_serial')").fetch_one(tx.db()).await?;
    let (export, range) = (ExportId::new(new.area.county(), serial.unsigned_abs()), new.area.range());
    sqlx::query(
        "insert into export (id, area, area_end, account_id, post_id, post_area, list, conditions, columns, is_masked,
            is_xlsx, template_id, reason, asked_at, rows_shown, state, until_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(export.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(actor.area.code())
    .bind(new.list.kind())
    .bind(new.list.conditions())
    .bind(new.columns)
    .bind(new.is_masked)
    .bind(new.is_xlsx)
    .bind(new.template)
    .bind(new.reason)
    .bind(now)
    .bind(new.rows)
    .bind(state.slug())
    .bind(until)
    .execute(tx.db())
    .await?;
    Ok(export)
}

/// The columns of an [`Export`], with what comes after them. $1 is now.
macro_rules! exports_sql {
    ($rest:literal) => {
        concat!(
            "select x.id, x.area, x.account_id, x.post_id, x.post_area, x.list, x.conditions, x.columns, x.is_masked,
                x.is_xlsx, x.template_id, x.reason, x.asked_at, x.rows_shown, x.state, x.until_at, x.decided_at,
                x.decided_reason, x.fetched_at, x.rows_made, p.title_zh, p.title_en,
                coalesce(q.title_zh, '') as decided_zh, coalesce(q.title_en, '') as decided_en, $1::timestamptz as now
            from export x
            join post p on p.id = x.post_id
            left join post q on q.id = x.decided_post_id
            ",
            $rest
        )
    };
}

/// One export with the post that asked; nothing when there is none or it may not be known.
pub async fn one(tx: &mut Tx, export: ExportId, now: DateTime<Utc>) -> Result<Option<(Export, PostId)>, StoreError> {
    let found =
        sqlx::query(exports_sql!("where x.id = $2")).bind(now).bind(export.number()).fetch_optional(tx.db()).await?;
    let with_post =
        |row: &PgRow| Ok((read(row)?, row::parse(row.try_get("post_id")?, PostId::new_checked, "export.post_id")?));
    found.as_ref().map(with_post).transpose()
}

/// What an account asked under a post, the latest first.
pub async fn of_post(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>, limit: i64) -> Result<Vec<Export>, StoreError> {
    let rows = sqlx::query(exports_sql!(
        "where x.account_id = $2 and x.post_id = $3 order by x.asked_at desc, x.id desc limit $4"
    ))
    .bind(now)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(read).collect()
}

/// What others below ask and nobody has answered, the first to end first.
pub async fn waiting(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>, limit: i64) -> Result<Vec<Export>, StoreError> {
    let range = actor.area.range();
    let rows = sqlx::query(exports_sql!(
        "where x.state = 'asked' and x.until_at > $1 and x.account_id <> $2
            and x.area >= $3 and x.area_end <= $4 and x.post_area <> $3
        order by x.until_at, x.id
        limit $5"
    ))
    .bind(now)
    .bind(actor.account.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &PgRow) -> Result<Export, StoreError> {
    let (kind, conditions): (&str, &str) = (row.try_get("list")?, row.try_get("conditions")?);
    let until_at = row::instant(row, "until_at")?;
    let state = row::parse(row.try_get::<&str, _>("state")?, State::from_slug, "export.state")?;
    let decided_at: Option<DateTime<Utc>> = row.try_get("decided_at")?;
    let decided = decided_at.map(|at| {
        let by = (row.try_get("decided_zh")?, row.try_get("decided_en")?);
        Ok::<_, StoreError>(Decided { by, at, reason: row.try_get("decided_reason")? })
    });
    let fetched: (Option<DateTime<Utc>>, Option<i64>) = (row.try_get("fetched_at")?, row.try_get("rows_made")?);
    Ok(Export {
        export: row::parse(row.try_get("id")?, ExportId::new_checked, "export.id")?,
        area: row::area(row, "area")?,
        list: row::parse(kind, |kind| List::read(kind, conditions).ok(), "export.list")?,
        columns: row.try_get("columns")?,
        is_masked: row.try_get("is_masked")?,
        is_xlsx: row.try_get("is_xlsx")?,
        template: row.try_get("template_id")?,
        reason: row.try_get("reason")?,
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "export.account_id")?,
        post_area: row::area(row, "post_area")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        asked_at: row::instant(row, "asked_at")?,
        rows_shown: row.try_get("rows_shown")?,
        state: state.at(until_at, row::instant(row, "now")?),
        until_at,
        decided: decided.transpose()?,
        fetched: fetched.0.zip(fetched.1),
    })
}

/// Grants or refuses what was asked. False when it no longer waits for an answer.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    export: ExportId,
    (state, reason): (State, &str),
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update export
        set state = $2, decided_account_id = $3, decided_post_id = $4, decided_at = $5, decided_reason = $6, until_at = $7
        where id = $1 and state = 'asked' and until_at > $5 and account_id <> $3",
    )
    .bind(export.number())
    .bind(state.slug())
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(now)
    .bind(reason)
    .bind(until)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes back what one asked. False when there is nothing left to take back.
pub async fn take_back(tx: &mut Tx, actor: &Actor, export: ExportId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update export set state = 'ended' where id = $1 and account_id = $2 and state in ('made', 'asked', 'granted')",
    )
    .bind(export.number())
    .bind(actor.account.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks an export as fetched, before its rows are read: whoever comes second finds it fetched. False when it can't be
/// fetched, or whoever granted it is locked or no longer in office over the area.
pub async fn fetch(tx: &mut Tx, export: ExportId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update export x
        set state = case when x.is_masked then 'made' else 'fetched' end, fetched_at = $2
        where x.id = $1
            and x.until_at > $2
            and (
                x.is_masked and x.state = 'made'
                or x.state = 'granted'
                    and exists (
                        select
                        from post p
                        join account a on a.id = p.account_id
                        where p.id = x.decided_post_id
                            and a.id = x.decided_account_id
                            and a.disabled_at is null
                            and (p.to_at is null or p.to_at > $2)
                            and p.role in ('community', 'street', 'city')
                            and p.area <= x.area
                            and p.area_end >= x.area_end
                    )
            )",
    )
    .bind(export.number())
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down how many rows went out.
pub async fn set_rows(tx: &mut Tx, export: ExportId, rows: i64) -> Result<(), StoreError> {
    sqlx::query("update export set rows_made = $2 where id = $1")
        .bind(export.number())
        .bind(rows)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// How many files an account fetched after an instant. Waits for the account's other fetches to end.
pub async fn fetched_since(tx: &mut Tx, actor: &Actor, since: DateTime<Utc>) -> Result<i64, StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(actor.account.number()).execute(tx.db()).await?;
    let count =
        sqlx::query_scalar("select count(*) from audit where account_id = $1 and at > $2 and action = 'fetch_export'")
            .bind(actor.account.number())
            .bind(since)
            .fetch_one(tx.db())
            .await?;
    Ok(count)
}

/// Ends everything that an account asked or granted and nobody has fetched: it is locked.
pub async fn end_of_account(tx: &mut Tx, account: AccountId) -> Result<(), StoreError> {
    sqlx::query(
        "update export set state = 'ended'
        where state in ('made', 'asked', 'granted') and (account_id = $1 or decided_account_id = $1)",
    )
    .bind(account.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The same of a post that ends.
pub async fn end_of_post(tx: &mut Tx, post: PostId) -> Result<(), StoreError> {
    sqlx::query(
        "update export set state = 'ended'
        where state in ('made', 'asked', 'granted') and (post_id = $1 or decided_post_id = $1)",
    )
    .bind(post.number())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets exports that were asked for before an instant; lists themselves are kept nowhere. In a transaction of the system. Returns how
/// many of which area.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<(Area, i64)>, StoreError> {
    let rows = sqlx::query(
        "with gone as (
            delete from export
            where asked_at < $1
            returning area
        )
        select area, count(*) as count
        from gone
        group by area
        order by area",
    )
    .bind(before)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("count")?))).collect()
}
