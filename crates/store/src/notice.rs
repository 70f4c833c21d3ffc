//! Notices and their calls: choosing households, the sheet, what a call came to, and the number to dial.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::clock::civil_date;
use domain::id::{DwellingId, NoticeId, ResidentId};
use domain::notice::{Call, CallState, Choice, Draft, Notice, Tally};
use domain::person::mask_name;
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, label, row, sealed};

/// A notice, with counts of the calls in a range.
macro_rules! notice_sql {
    ($filter:literal) => {
        concat!(
            "select n.id, n.area, n.title, n.body, n.made_at, n.until_on, p.title_zh, p.title_en, c.total, c.missing
            from notice n
            join post p on p.id = n.post_id
            left join lateral (
                select count(*) as total,
                    count(*) filter (where c.state in ('open', 'absent', 'declined')) as missing
                from notice_call c
                where c.notice_id = n.id and c.area >= $1 and c.area < $2
            ) c on true
            where n.area_end > $1 and n.area < $2 and c.total > 0 and ",
            $filter
        )
    };
}

/// Makes a notice and chooses its households: those that may be lived in. Gives the id and how many there are.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    draft: &Draft,
    choice: &Choice,
    now: DateTime<Utc>,
) -> Result<(NoticeId, i64), StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('notice_serial')").fetch_one(tx.db()).await?;
    let notice = NoticeId::new(choice.area.county(), serial as u64);
    let (range, bits) = (choice.area.range(), choice.labels.iter().fold(0, |bits, code| bits | label::bit(*code)));
    sqlx::query(
        "insert into notice (id, area, area_end, title, body, building_id, label_bits, account_id, post_id, made_at, until_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(notice.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(draft.title())
    .bind(draft.text())
    .bind(choice.building.map(domain::id::BuildingId::number))
    .bind(bits)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(now)
    .bind(draft.until_on())
    .execute(tx.db())
    .await?;
    let chosen = sqlx::query(
        "insert into notice_call (notice_id, dwelling_id, area)
        select $1, h.id, h.area
        from household h
        join dwelling d on d.id = h.id
        where h.area >= $2
            and h.area < $3
            and h.cell is not null
            and not (h.occupancy in (3, 4) and h.residents = 0)
            and ($4::int8 is null or d.building_id = $4)
            and ($5 = 0 or h.label_bits & $5 <> 0)",
    )
    .bind(notice.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(choice.building.map(domain::id::BuildingId::number))
    .bind(bits)
    .execute(tx.db())
    .await?;
    Ok((notice, chosen.rows_affected() as i64))
}

/// The latest notices that reach into a range.
pub async fn list(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<Notice>, StoreError> {
    let rows = sqlx::query(notice_sql!("true order by n.id desc limit $3"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(notice).collect()
}

/// One notice, if it reaches into a range.
pub async fn one(tx: &mut Tx, id: NoticeId, range: AreaRange) -> Result<Option<Notice>, StoreError> {
    let found = sqlx::query(notice_sql!("n.id = $3"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(id.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(notice).transpose()
}

fn notice(row: &PgRow) -> Result<Notice, StoreError> {
    Ok(Notice {
        notice: row::parse(row.try_get("id")?, NoticeId::new_checked, "notice.id")?,
        area: row::area(row, "area")?,
        title: row.try_get("title")?,
        text: row.try_get("body")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        made_on: civil_date(row::instant(row, "made_at")?),
        until_on: row.try_get("until_on")?,
        tally: Tally { total: row.try_get("total")?, missing: row.try_get("missing")? },
    })
}

/// The calls of a notice in a range, in the order in which one walks: by estate, building, unit, floor and door.
pub async fn calls(tx: &mut Tx, id: NoticeId, range: AreaRange, day: NaiveDate) -> Result<Vec<Call>, StoreError> {
    let rows = sqlx::query(
        "select c.dwelling_id, c.state, c.called_at, c.note, p.title_zh, p.title_en, e.name as estate,
            concat(b.number, '-', d.unit, '-', d.shown) as door, who.name, coalesce(who.has_phone, false) as has_phone
        from notice_call c
        join dwelling d on d.id = c.dwelling_id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        left join post p on p.id = c.post_id
        left join lateral (
            select (array_agg(r.name order by s.relation <> 'head', r.born_on, r.id))[1] as name,
                bool_or(r.phone_sealed is not null) as has_phone
            from stay s
            join resident m on m.id = s.resident_id
            join resident r on r.id = coalesce(m.merged_into, m.id)
            where s.dwelling_id = c.dwelling_id
                and s.kind in ('both', 'actual')
                and (s.from_on is null or s.from_on <= $4)
                and (s.to_on is null or s.to_on > $4)
        ) who on true
        where c.notice_id = $1
            and c.area >= $2
            and c.area < $3
        order by e.name nulls last, b.estate_id, b.number, d.unit, d.floor, d.door, d.id",
    )
    .bind(id.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(day)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(call).collect()
}

fn call(row: &PgRow) -> Result<Call, StoreError> {
    let name: Option<&str> = row.try_get("name")?;
    let by: (Option<String>, Option<String>) = (row.try_get("title_zh")?, row.try_get("title_en")?);
    Ok(Call {
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "notice_call.dwelling_id")?,
        estate: row.try_get("estate")?,
        door: row.try_get("door")?,
        name: name.filter(|name| !name.is_empty()).map(mask_name),
        has_phone: row.try_get("has_phone")?,
        state: row::parse(row.try_get::<&str, _>("state")?, CallState::from_slug, "notice_call.state")?,
        at: row.try_get("called_at")?,
        by: by.0.zip(by.1),
        note: row.try_get("note")?,
    })
}

/// The grid of a chosen household and the notice's last day; nothing when it was not chosen or may not be known.
pub async fn chosen(tx: &mut Tx, id: NoticeId, dwelling: DwellingId) -> Result<Option<(Area, NaiveDate)>, StoreError> {
    let found = sqlx::query(
        "select c.area, n.until_on
        from notice_call c
        join notice n on n.id = c.notice_id
        where c.notice_id = $1 and c.dwelling_id = $2",
    )
    .bind(id.number())
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| Ok((row::area(&row, "area")?, row.try_get("until_on")?))).transpose()
}

/// What a call came to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// Which notice.
    pub notice: NoticeId,
    /// Which household.
    pub dwelling: DwellingId,
    /// What the caller saw before.
    pub was: CallState,
    /// What it is now.
    pub now: CallState,
    /// What was noted.
    pub note: &'a str,
}

/// Writes down what a call came to; `false` when it is no longer as the caller saw it.
pub async fn mark(tx: &mut Tx, actor: &Actor, outcome: Outcome<'_>, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update notice_call set state = $4, account_id = $5, post_id = $6, called_at = $7, note = $8
        where notice_id = $1 and dwelling_id = $2 and state = $3",
    )
    .bind(outcome.notice.number())
    .bind(outcome.dwelling.number())
    .bind(outcome.was.slug())
    .bind(outcome.now.slug())
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .bind(outcome.note)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whom to ring in a dwelling on a day: the head if that telephone is known, else the eldest who has one.
pub async fn phone(
    tx: &mut Tx,
    dwelling: DwellingId,
    day: NaiveDate,
) -> Result<Option<(ResidentId, Phone)>, StoreError> {
    let found = sqlx::query(
        "select r.id, r.phone_sealed
        from stay s
        join resident m on m.id = s.resident_id
        join resident r on r.id = coalesce(m.merged_into, m.id)
        where s.dwelling_id = $1
            and s.kind in ('both', 'actual')
            and (s.from_on is null or s.from_on <= $2)
            and (s.to_on is null or s.to_on > $2)
            and r.phone_sealed is not null
        order by s.relation <> 'head', r.born_on, r.id
        limit 1",
    )
    .bind(dwelling.number())
    .bind(day)
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let id: i64 = row.try_get("id")?;
    let phone = sealed::open(tx.keyring(), &row, sealed::phone_place(id))?;
    let resident = row::parse(id, ResidentId::new_checked, "resident.id")?;
    Ok(phone.map(|phone| (resident, phone)))
}

/// How many numbers an account was given after an instant. Waits for the account's other calls to end, so that many at once
/// can't pass a limit together.
pub async fn dialled_since(tx: &mut Tx, actor: &Actor, since: DateTime<Utc>) -> Result<i64, StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(actor.account.number()).execute(tx.db()).await?;
    let count = sqlx::query_scalar("select count_given_numbers($1)").bind(since).fetch_one(tx.db()).await?;
    Ok(count)
}
