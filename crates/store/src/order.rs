//! Orders of the city's hotline 12345 工单: which became which case, and how these stand.
//!
//! Not here: the sheets that they come in ([`crate::intake`]), and the cases themselves ([`crate::case`]).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange, County};
use domain::case::{Light, Verdict};
use domain::id::CaseId;
use domain::order::OrderNumber;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::Keyring;

use crate::{StoreError, Tx, row};

/// An order that is taken in.
#[derive(Clone, Debug)]
pub struct NewOrder<'a> {
    /// Its number.
    pub number: &'a OrderNumber,
    /// The case that it became, and that case's area.
    pub case: (CaseId, Area),
    /// The digest of what it says.
    pub text_digest: i64,
    /// When somebody rang.
    pub received_at: Option<DateTime<Utc>>,
    /// Until when the hotline wants an answer.
    pub due_at: DateTime<Utc>,
}

/// How an order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Its number.
    pub number: String,
    /// Its case.
    pub case: CaseId,
    /// What is wrong.
    pub title: String,
    /// How the case stands.
    pub light: Light,
    /// Who has it, in Chinese.
    pub holder: String,
    /// What was said when it was finished; empty before.
    pub answer: String,
    /// When somebody rang.
    pub received_at: Option<DateTime<Utc>>,
    /// Until when the hotline wants an answer.
    pub due_at: DateTime<Utc>,
    /// When it was said to be done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the resident said in the end.
    pub verdict: Option<Verdict>,
}

/// Lets nobody else take orders of a city in until the transaction ends.
pub async fn hold(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('hotline_order', $1))")
        .bind(i64::from(county.code()))
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The digest by which another text is noticed, without keeping the text.
pub fn digest(keyring: &Keyring, said: &str) -> i64 {
    keyring.digest("hotline_order", said)
}

/// Which of these orders are cases already, with the digest of what they said last; as far as this transaction may see.
pub async fn known(tx: &mut Tx, numbers: &[&str]) -> Result<HashMap<String, (CaseId, i64)>, StoreError> {
    let rows = sqlx::query("select number, case_id, text_digest from hotline_order where number = any ($1)")
        .bind(numbers)
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let case = row::parse(row.try_get("case_id")?, CaseId::new_checked, "hotline_order.case_id")?;
            Ok((row.try_get("number")?, (case, row.try_get("text_digest")?)))
        })
        .collect()
}

/// Which of these orders somebody took in, wherever that is.
pub async fn taken(tx: &mut Tx, numbers: &[&str]) -> Result<HashSet<String>, StoreError> {
    let found: Vec<String> =
        sqlx::query_scalar("select * from known_orders($1)").bind(numbers).fetch_all(tx.db()).await?;
    Ok(found.into_iter().collect())
}

/// Writes down which case an order became, and gives the case the hotline's term.
pub async fn add(tx: &mut Tx, actor: &Actor, new: &NewOrder<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (case, area) = new.case;
    sqlx::query(
        "insert into hotline_order
            (number, area, case_id, account_id, text_digest, received_at, due_at, taken_at, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(new.number.as_str())
    .bind(area.code())
    .bind(case.number())
    .bind(actor.account.number())
    .bind(new.text_digest)
    .bind(new.received_at)
    .bind(new.due_at)
    .bind(now)
    .execute(tx.db())
    .await?;
    sqlx::query(
        "update case_file set business_due_at = $2, holder_due_at = least(holder_due_at, greatest($2, reported_at))
        where id = $1",
    )
    .bind(case.number())
    .bind(new.due_at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Writes down that an order says something new.
pub async fn change(tx: &mut Tx, number: &OrderNumber, text_digest: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update hotline_order set text_digest = $2, changed_at = $3 where number = $1")
        .bind(number.as_str())
        .bind(text_digest)
        .bind(now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// How the orders of an area stand, the latest first.
pub async fn answers(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<AnswerRow>, StoreError> {
    let rows = sqlx::query(
        "select o.number, o.received_at, o.due_at, c.id, c.title, c.light, c.finished_at, c.closed_at, c.verdict,
            coalesce(
                (select a.name from area a where a.area = c.holder),
                (select u.name_zh from unit u where u.id = c.holder),
                ''
            ) as holder,
            case when c.light >= 3 then coalesce((
                select v.note
                from case_event v
                where v.case_id = c.id
                    and v.step in ('finish', 'refuse')
                    and not exists (select 1 from case_event u where u.case_id = v.case_id and u.undoes = v.version)
                order by v.version desc
                limit 1
            ), '') else '' end as answer
        from hotline_order o
        join case_file c on c.id = o.case_id
        where o.area >= $1 and o.area < $2
        order by o.taken_at desc, o.number
        limit $3",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(answer_row).collect()
}

fn answer_row(row: &PgRow) -> Result<AnswerRow, StoreError> {
    let verdict: Option<String> = row.try_get("verdict")?;
    let verdict = verdict.map(|word| row::parse(word.as_str(), Verdict::from_slug, "case_file.verdict"));
    Ok(AnswerRow {
        number: row.try_get("number")?,
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        title: row.try_get("title")?,
        light: row::light(row, "light")?,
        holder: row.try_get("holder")?,
        answer: row.try_get("answer")?,
        received_at: row.try_get("received_at")?,
        due_at: row.try_get("due_at")?,
        finished_at: row.try_get("finished_at")?,
        closed_at: row.try_get("closed_at")?,
        verdict: verdict.transpose()?,
    })
}
