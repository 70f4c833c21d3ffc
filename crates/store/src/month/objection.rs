//! Objections to reports, and their answers.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::AreaRange;
use domain::id::MonthId;
use domain::month::{Answer, Measure, Objection, Report};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// An objection to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewObjection<'a> {
    /// Against which number.
    pub measure: Option<Measure>,
    /// What the worker says.
    pub words: &'a str,
}

/// Writes an objection of the acting account down.
pub async fn object(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    at: DateTime<Utc>,
    new: NewObjection<'_>,
) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar(
        "insert into month_objection (report_id, area, account_id, measure, words, made_at)
        values ($1, $2, $3, $4, $5, $6)
        returning id",
    )
    .bind(report.id.number())
    .bind(report.about.area.code())
    .bind(actor.account.number())
    .bind(new.measure.map(Measure::slug))
    .bind(new.words)
    .bind(at)
    .fetch_one(tx.db())
    .await?;
    Ok(id)
}

/// An answer to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// What is said.
    pub words: &'a str,
    /// Whether the worker was right.
    pub is_upheld: bool,
}

/// Answers an objection that is open. False when it is not.
pub async fn answer(
    tx: &mut Tx,
    actor: &Actor,
    id: i64,
    at: DateTime<Utc>,
    new: NewAnswer<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update month_objection
        set answer = $2, is_upheld = $3, answered_at = $4, answered_by = $5, answered_post = $6
        where id = $1 and answer is null",
    )
    .bind(id)
    .bind(new.words)
    .bind(new.is_upheld)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The report that an objection is against.
pub async fn report_of(tx: &mut Tx, id: i64) -> Result<Option<MonthId>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar("select report_id from month_objection where id = $1")
        .bind(id)
        .fetch_optional(tx.db())
        .await?;
    found.map(|id| row::parse(id, MonthId::new_checked, "month_objection.report_id")).transpose()
}

/// The objections to a report, in the order in which they came.
pub async fn objections(tx: &mut Tx, report: MonthId) -> Result<Vec<Objection>, StoreError> {
    let rows = sqlx::query(
        "select o.*, p.title_zh, p.title_en
        from month_objection o
        left join post p on p.id = o.answered_post
        where o.report_id = $1
        order by o.made_at, o.id",
    )
    .bind(report.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(objection).collect()
}

/// How many objections to workers' reports of an area and month are open.
pub async fn open_in(tx: &mut Tx, range: AreaRange, month: NaiveDate) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select count(*)
        from month_objection o
        join month_report m on m.id = o.report_id
        where m.area >= $1 and m.area < $2 and m.month = $3 and o.answer is null",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(month)
    .fetch_one(tx.db())
    .await?;
    Ok(count)
}

fn objection(row: &PgRow) -> Result<Objection, StoreError> {
    let measure: Option<&str> = row.try_get("measure")?;
    let answer: Option<String> = row.try_get("answer")?;
    let answer = match answer {
        Some(words) => Some(Answer {
            words,
            is_upheld: row.try_get("is_upheld")?,
            at: row.try_get("answered_at")?,
            by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        }),
        None => None,
    };
    Ok(Objection {
        id: row.try_get("id")?,
        measure: measure.map(|slug| row::parse(slug, Measure::from_slug, "month_objection.measure")).transpose()?,
        words: row.try_get("words")?,
        made_at: row.try_get("made_at")?,
        answer,
    })
}
