//! Bulletins: what was done within a period, publishing, and reading what was published.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{AreaRange, County};
use domain::bulletin::{Body, Bulletin, Period};
use domain::id::BulletinId;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json;

use crate::{StoreError, Tx, row};

/// How many reminders, inquiries and cases newly under supervision an area had since an instant.
pub async fn in_period(tx: &mut Tx, range: AreaRange, since: DateTime<Utc>) -> Result<[i64; 3], StoreError> {
    let row = sqlx::query(
        "select
            count(*) filter (where v.step = 'urge') as reminders,
            count(*) filter (where v.step = 'inquire') as inquiries,
            count(*) filter (where v.step = 'supervise') as supervised
        from case_event v
        where v.area >= $1
            and v.area < $2
            and v.at >= $3
            and v.step in ('urge', 'inquire', 'supervise')
            and not exists (select 1 from case_event o where o.case_id = v.case_id and o.undoes = v.version)",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .fetch_one(tx.db())
    .await?;
    Ok([row.try_get("reminders")?, row.try_get("inquiries")?, row.try_get("supervised")?])
}

/// A bulletin to be published.
#[derive(Clone, Debug)]
pub struct NewBulletin<'a> {
    /// The city.
    pub county: County,
    /// The year that its number counts in.
    pub year: i32,
    /// What it is about.
    pub period: Period,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// What it says.
    pub body: &'a Body,
}

/// Publishes a bulletin under the next number of its year; nothing when somebody took that number at the same time. In a
/// transaction of the system.
pub async fn publish(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    new: &NewBulletin<'_>,
) -> Result<Option<BulletinId>, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('bulletin_serial')").fetch_one(tx.db()).await?;
    let id = BulletinId::new(new.county, serial as u64);
    let done = sqlx::query(
        "insert into bulletin
            (id, county, year, number, period, from_on, until_on, body, published_at, account_id, post_id)
        select $1, $2, $3, coalesce(max(b.number), 0) + 1, $4, $5, $6, $7, $8, $9, $10
        from bulletin b
        where b.county = $2 and b.year = $3
        on conflict on constraint bulletin_number_unique do nothing",
    )
    .bind(id.number())
    .bind(new.county.code())
    .bind(new.year as i16)
    .bind(new.period.slug())
    .bind(new.from_on)
    .bind(new.until_on)
    .bind(Json(new.body))
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .execute(tx.db())
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

/// The bulletins of a city, the newest first.
pub async fn list(tx: &mut Tx, county: County, limit: i64) -> Result<Vec<Bulletin>, StoreError> {
    let rows = sqlx::query(
        "select b.*, p.title_zh, p.title_en
        from bulletin b
        join post p on p.id = b.post_id
        where b.county = $1
        order by b.year desc, b.number desc
        limit $2",
    )
    .bind(county.code())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(bulletin).collect()
}

/// One bulletin of a city.
pub async fn one(tx: &mut Tx, county: County, id: BulletinId) -> Result<Option<Bulletin>, StoreError> {
    let found = sqlx::query(
        "select b.*, p.title_zh, p.title_en
        from bulletin b
        join post p on p.id = b.post_id
        where b.county = $1 and b.id = $2",
    )
    .bind(county.code())
    .bind(id.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(bulletin).transpose()
}

fn bulletin(row: &PgRow) -> Result<Bulletin, StoreError> {
    let period: String = row.try_get("period")?;
    Ok(Bulletin {
        bulletin: row::parse(row.try_get("id")?, BulletinId::new_checked, "bulletin.id")?,
        number: (row.try_get::<i16, _>("year")?.into(), row.try_get("number")?),
        period: row::parse(period.as_str(), Period::from_slug, "bulletin.period")?,
        from_on: row.try_get("from_on")?,
        until_on: row.try_get("until_on")?,
        published_at: row.try_get("published_at")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        body: row.try_get::<Json<Body>, _>("body")?.0,
    })
}
