//! Webhooks and their tellings. All of it runs as the system.

use chrono::{DateTime, TimeDelta, Utc};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::id::{AccountId, CaseId, WishId};
use domain::webhook::{CaseFacts, Event, Form, WishFacts};
use domain::wish::Kind;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A webhook as the system administrator lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    /// Which.
    pub id: i64,
    /// Where tellings go.
    pub address: String,
    /// How it is told.
    pub form: Form,
    /// What it wants to hear of.
    pub events: Vec<Event>,
    /// Whether it is told nothing for now.
    pub is_paused: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its last tellings, the latest first.
    pub deliveries: Vec<DeliveryRow>,
}

/// A telling as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Which.
    pub id: i64,
    /// What happened.
    pub event: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// How often it was tried.
    pub tries: u16,
    /// When it is tried next; nothing when it is over.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was taken.
    pub done_at: Option<DateTime<Utc>>,
    /// The status of the last answer.
    pub answer: Option<u16>,
    /// Why there was none.
    pub failure: Option<String>,
}

/// A telling that is due, with all that posting it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRow {
    /// Which.
    pub id: i64,
    /// Where to.
    pub address: String,
    /// What the secret is derived with.
    pub salt: Vec<u8>,
    /// What is posted.
    pub body: String,
    /// The wish whose sender it goes to, if it is a short message.
    pub wish: Option<WishId>,
    /// The how many-th try it is.
    pub tries: u16,
}

/// Adds a webhook that hears of what comes from now on.
pub async fn add(
    tx: &mut Tx,
    area: Area,
    (address, salt): (&str, [u8; 16]),
    (form, events): (Form, &[Event]),
    (made_by, at): (AccountId, DateTime<Utc>),
) -> Result<i64, StoreError> {
    let words: Vec<&str> = events.iter().map(|event| event.slug()).collect();
    let id = sqlx::query_scalar(
        "insert into webhook (area, address, salt, events, after_seq, made_by, made_at, form)
        select $1, $2, $3, $4, s.last_seq, $5, $6, $7
        from sequencer s
        where s.name = 'outbox'
        returning id",
    )
    .bind(area.code())
    .bind(address)
    .bind(&salt[..])
    .bind(words)
    .bind(made_by.number())
    .bind(at)
    .bind(form.slug())
    .fetch_one(tx.db())
    .await?;
    Ok(id)
}

/// The webhooks of a city, the oldest first, each with so many tellings.
pub async fn list(tx: &mut Tx, area: Area, most: i64) -> Result<Vec<WebhookRow>, StoreError> {
    let rows =
        sqlx::query("select id, address, form, events, is_paused, made_at from webhook where area = $1 order by id")
            .bind(area.code())
            .fetch_all(tx.db())
            .await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.try_get("id")?;
        let words: Vec<String> = row.try_get("events")?;
        list.push(WebhookRow {
            id,
            address: row.try_get("address")?,
            form: form(row)?,
            events: words.iter().filter_map(|word| Event::from_slug(word)).collect(),
            is_paused: row.try_get("is_paused")?,
            made_at: row::instant(row, "made_at")?,
            deliveries: deliveries(tx, id, most).await?,
        });
    }
    Ok(list)
}

async fn deliveries(tx: &mut Tx, webhook: i64, most: i64) -> Result<Vec<DeliveryRow>, StoreError> {
    let rows = sqlx::query(
        "select id, event, made_at, tries, next_at, done_at, answer, failure
        from webhook_delivery
        where webhook_id = $1
        order by id desc
        limit $2",
    )
    .bind(webhook)
    .bind(most)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let answer: Option<i16> = row.try_get("answer")?;
            Ok(DeliveryRow {
                id: row.try_get("id")?,
                event: row.try_get("event")?,
                made_at: row::instant(row, "made_at")?,
                tries: row::count(row, "tries")?,
                next_at: row.try_get("next_at")?,
                done_at: row.try_get("done_at")?,
                answer: answer.and_then(|answer| u16::try_from(answer).ok()),
                failure: row.try_get("failure")?,
            })
        })
        .collect()
}

/// Pauses a webhook of a city, or lets it hear again from now on. False when there is none.
pub async fn set_paused(tx: &mut Tx, area: Area, id: i64, is_paused: bool) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update webhook
        set is_paused = $3, after_seq = (select last_seq from sequencer where name = 'outbox')
        where id = $1 and area = $2",
    )
    .bind(id)
    .bind(area.code())
    .bind(is_paused)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a webhook of a city with its tellings. False when there is none.
pub async fn remove(tx: &mut Tx, area: Area, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from webhook where id = $1 and area = $2")
        .bind(id)
        .bind(area.code())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

fn form(row: &PgRow) -> Result<Form, StoreError> {
    row::parse(row.try_get::<&str, _>("form")?, Form::from_slug, "webhook.form")
}

/// Adds a telling that is due at once. False when the city has no such webhook.
pub async fn tell(
    tx: &mut Tx,
    area: Area,
    id: i64,
    (event, body): (&str, &str),
    wish: Option<WishId>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into webhook_delivery (webhook_id, event, body, made_at, next_at, wish_id)
        select w.id, $3, $4, $5, $5, $6
        from webhook w
        where w.id = $1 and w.area = $2",
    )
    .bind(id)
    .bind(area.code())
    .bind(event)
    .bind(body)
    .bind(at)
    .bind(wish.map(WishId::number))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A webhook that has something to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Which.
    pub id: i64,
    /// Its city.
    pub area: Area,
    /// How it is told.
    pub form: Form,
    /// What it wants to hear of.
    pub events: Vec<Event>,
    /// The last number that was looked at for it.
    pub after_seq: i64,
}

/// The webhooks that numbered changes wait for; held until the transaction ends, and left to others who hold them already.
pub async fn behind(tx: &mut Tx, last_seq: i64) -> Result<Vec<Listener>, StoreError> {
    let rows = sqlx::query(
        "select id, area, form, events, after_seq
        from webhook
        where not is_paused and after_seq < $1
        order by id
        for update skip locked",
    )
    .bind(last_seq)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let words: Vec<String> = row.try_get("events")?;
            Ok(Listener {
                id: row.try_get("id")?,
                area: row::area(row, "area")?,
                form: form(row)?,
                events: words.iter().filter_map(|word| Event::from_slug(word)).collect(),
                after_seq: row.try_get("after_seq")?,
            })
        })
        .collect()
}

/// Notes how far a webhook has heard.
pub async fn heard(tx: &mut Tx, id: i64, seq: i64) -> Result<(), StoreError> {
    sqlx::query("update webhook set after_seq = $2 where id = $1").bind(id).bind(seq).execute(tx.db()).await?;
    Ok(())
}

/// What may be told of cases of a city.
pub async fn facts(tx: &mut Tx, area: Area, cases: &[i64]) -> Result<Vec<CaseFacts>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select c.id, c.version, c.light, c.category, coalesce(k.is_sensitive, true) as is_sensitive, c.area, c.reported_at,
            c.changed_at, c.business_due_at
        from case_file c
        left join case_category k on k.code = c.category
        where c.id = any($1)
            and c.area >= $2
            and c.area < $3
        order by c.id",
    )
    .bind(cases)
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(facts_row).collect()
}

fn facts_row(row: &PgRow) -> Result<CaseFacts, StoreError> {
    let code: Option<&str> = row.try_get("category")?;
    Ok(CaseFacts {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        version: row.try_get("version")?,
        light: row::light(row, "light")?,
        category: code.map(|code| row::parse(code, CategoryCode::new, "case_file.category")).transpose()?,
        is_sensitive: row.try_get("is_sensitive")?,
        area: row::area(row, "area")?,
        reported_at: row::instant(row, "reported_at")?,
        changed_at: row::instant(row, "changed_at")?,
        due_at: row.try_get("business_due_at")?,
    })
}

fn wish(row: &PgRow) -> Result<Option<WishId>, StoreError> {
    let wish: Option<i64> = row.try_get("wish_id")?;
    wish.map(|wish| row::parse(wish, WishId::new_checked, "webhook_delivery.wish_id")).transpose()
}

/// What may be told of wishes of a city.
pub async fn wish_facts(tx: &mut Tx, area: Area, wishes: &[i64]) -> Result<Vec<WishFacts>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select w.id as wish_id, w.version, e.step, w.state, w.verdict, w.merged_into, w.case_id, w.kind, w.title,
            coalesce(m.area, w.area) as community, w.starts_at, w.slots
        from wish w
        join wish_event e on e.wish_id = w.id and e.version = w.version
        left join area m on m.area = w.area - w.area % 1000
        where w.id = any($1)
            and w.area >= $2
            and w.area < $3
        order by w.id",
    )
    .bind(wishes)
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(wish_facts_row).collect()
}

fn wish_facts_row(row: &PgRow) -> Result<WishFacts, StoreError> {
    Ok(WishFacts {
        wish: wish(row)?.ok_or(StoreError::Unreadable { column: "wish.id" })?,
        version: row.try_get("version")?,
        step: row.try_get("step")?,
        state: crate::wish::state(row)?,
        kind: row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "wish.kind")?,
        title: row.try_get("title")?,
        area: row::area(row, "community")?,
        starts_at: row.try_get("starts_at")?,
        slots: row::parse(row.try_get::<i16, _>("slots")?, |slots| u8::try_from(slots).ok(), "wish.slots")?,
    })
}

/// Takes up to `most` tellings that are due: nobody else does before `patience` is over, so that what a crash left is tried again.
pub async fn take_due(
    tx: &mut Tx,
    now: DateTime<Utc>,
    patience: TimeDelta,
    most: i64,
) -> Result<Vec<DueRow>, StoreError> {
    let rows = sqlx::query(
        "with due as (
            select d.id
            from webhook_delivery d
            join webhook w on w.id = d.webhook_id
            where d.next_at <= $1
                and (not w.is_paused or d.event = 'test')
            order by d.next_at, d.id
            limit $3
            for update of d skip locked
        )
        update webhook_delivery d
        set next_at = $2, tries = d.tries + 1, tried_at = $1
        from due, webhook w
        where d.id = due.id and w.id = d.webhook_id
        returning d.id, w.address, w.salt, d.body, d.tries, d.wish_id",
    )
    .bind(now)
    .bind(now + patience)
    .bind(most)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(DueRow {
                id: row.try_get("id")?,
                address: row.try_get("address")?,
                salt: row.try_get("salt")?,
                body: row.try_get("body")?,
                wish: wish(row)?,
                tries: row::count(row, "tries")?,
            })
        })
        .collect()
}

/// Notes what became of a try: taken, or to be tried again then, or given up.
pub async fn settle(
    tx: &mut Tx,
    id: i64,
    (answer, failure): (Option<u16>, Option<&str>),
    (done_at, next_at): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
) -> Result<(), StoreError> {
    sqlx::query("update webhook_delivery set answer = $2, failure = $3, done_at = $4, next_at = $5 where id = $1")
        .bind(id)
        .bind(answer.and_then(|answer| i16::try_from(answer).ok()))
        .bind(failure)
        .bind(done_at)
        .bind(next_at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Forgets tellings that are over and older than this.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("delete from webhook_delivery where next_at is null and made_at < $1")
        .bind(before)
        .execute(tx.db())
        .await?;
    Ok(())
}
